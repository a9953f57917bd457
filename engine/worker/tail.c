#include "worker/tail.h"

#include <stdatomic.h>
#include <sys/mman.h>

struct tail {
    _Atomic uint64_t begun; /* the end that will be once the bytes are there */
    _Atomic uint64_t end;
    char bytes[TAIL_SIZE];
};

struct tail *tail_open(void)
{
    void *shared =
        mmap(NULL, sizeof(struct tail), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return shared == MAP_FAILED ? NULL : shared;
}

void tail_close(struct tail *tail)
{
    (void)munmap(tail, sizeof *tail);
}

struct text tail_piece(const struct tail *tail, uint64_t from, uint64_t end)
{
    const size_t tail_at = (size_t)(from % TAIL_SIZE);
    const uint64_t size = end - from;
    return (struct text){tail->bytes + tail_at,
                         size < TAIL_SIZE - tail_at ? (size_t)size : TAIL_SIZE - tail_at};
}

void tail_put(struct tail *tail, uint64_t end, struct text bytes)
{
    atomic_store_explicit(&tail->begun, end + bytes.size, memory_order_relaxed);
    atomic_thread_fence(memory_order_release);
    for (size_t held = 0; held < bytes.size;) {
        const size_t tail_at = (size_t)((end + held) % TAIL_SIZE);
        const size_t left_to_hold = bytes.size - held;
        const size_t piece =
            left_to_hold < TAIL_SIZE - tail_at ? left_to_hold : TAIL_SIZE - tail_at;
        memcpy(tail->bytes + tail_at, bytes.at + held, piece);
        held += piece;
    }
    atomic_store_explicit(&tail->end, end + bytes.size, memory_order_release);
}

/* What was copied while the writer went over it is no copy: so it is asked again how far it is. */
size_t tail_peek(const struct tail *tail, uint64_t from, char copied[TAIL_SIZE])
{
    const uint64_t end = atomic_load_explicit(&tail->end, memory_order_acquire);
    if (end < from || end - from > TAIL_SIZE)
        return 0;
    for (uint64_t next = from; next < end;) {
        const struct text piece = tail_piece(tail, next, end);
        memcpy(copied + (next - from), piece.at, piece.size);
        next += piece.size;
    }
    atomic_thread_fence(memory_order_acquire);
    const uint64_t begun = atomic_load_explicit(&tail->begun, memory_order_relaxed);
    return begun - from > TAIL_SIZE ? 0 : (size_t)(end - from);
}
