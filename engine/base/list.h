/* base/list.h: an array that grows in an arena.
 *
 * Any struct with the three fields is a list; LIST declares them. A list of zeros is empty.
 *
 *     struct findings LIST(struct finding);          declares `struct findings`
 *     struct findings found = {0};
 *     *LIST_ADD(&arena, &found) = (struct finding){...};
 *     for (size_t i = 0; i < found.count; i++) use(&found.at[i]);
 *
 * Growing moves the elements: a pointer into `at` is good until the next LIST_ADD.
 */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include "base/arena.h"

#define LIST(type)                                                                                 \
    {                                                                                              \
        type *at;                                                                                  \
        size_t count;                                                                              \
        size_t capacity;                                                                           \
    }

/* A pointer to a new, zeroed element at the end. */
#define LIST_ADD(arena, list)                                                                      \
    ((list)->at =                                                                                  \
         list_grow((arena), (list)->at, (list)->count, &(list)->capacity, sizeof *(list)->at),     \
     &(list)->at[(list)->count++])

/* The elements with room for one more, the new one zeroed. For LIST_ADD only. */
void *list_grow(struct arena *arena, void *at, size_t count, size_t *capacity, size_t size);

#endif
