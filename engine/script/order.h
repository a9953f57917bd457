/* script/order.h: a stable sort of numbers 0, 1, ... by what they stand for. Private to the room.
 *
 * Merge sort, from pieces of one upwards: what is equal keeps its order, the comparisons asked for
 * depend on the answers alone, and an order that contradicts itself ends all the same, with the
 * same result each time. Two pieces that are in order already cost one comparison, so a sorted
 * list costs n.
 */
#ifndef SCRIPT_ORDER_H
#define SCRIPT_ORDER_H

#include "script/run.h"

struct order {
    uint32_t *at; /* what is put in order: `count` numbers */
    uint32_t *spare;
    size_t count;
    void *context;
    /* Must `a` stand before `b`? May raise, and charges for itself. */
    bool (*before)(void *context, uint32_t a, uint32_t b);
};

/* The numbers from 0, unsorted, in a block that is pushed; the block keeps them. */
MAY_RAISE struct order order_push(lua_State *L, size_t count);

MAY_RAISE void order_sort(struct order *order);

#endif
