#include "script/order.h"

/* A block has been paid for when its objects were made; each of them needs two numbers here. */
struct order order_push(lua_State *L, size_t count)
{
    uint32_t *at = lua_newuserdatauv(L, 2 * count * sizeof *at, 0);
    for (size_t i = 0; i < count; i++)
        at[i] = (uint32_t)i;
    return (struct order){.at = at, .spare = at + count, .count = count};
}

/* Merge [low, middle) and [middle, high), both in order. */
static void merge(struct order *order, size_t low, size_t middle, size_t high)
{
    uint32_t *at = order->at, *spare = order->spare;
    if (!order->before(order->context, at[middle], at[middle - 1]))
        return;
    memcpy(spare + low, at + low, (middle - low) * sizeof *at);
    size_t left = low, right = middle, to = low;
    while (left < middle && right < high)
        at[to++] =
            order->before(order->context, at[right], spare[left]) ? at[right++] : spare[left++];
    memcpy(at + to, spare + left, (middle - left) * sizeof *at);
}

void order_sort(struct order *order)
{
    for (size_t size = 1; size < order->count; size *= 2)
        for (size_t low = 0; low + size < order->count; low += 2 * size) {
            const size_t high = low + 2 * size < order->count ? low + 2 * size : order->count;
            merge(order, low, low + size, high);
        }
}
