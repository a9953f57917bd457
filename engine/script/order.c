#include "script/order.h"

/* A block has been paid for when its objects were made; each of them needs two numbers here. */
struct order order_push(lua_State *L, size_t count)
{
    uint32_t *order_at = lua_newuserdatauv(L, 2 * count * sizeof *order_at, 0);
    for (size_t i = 0; i < count; i++)
        order_at[i] = (uint32_t)i;
    return (struct order){.at = order_at, .spare = order_at + count, .count = count};
}

/* Merge [low, middle) and [middle, high), both in order. */
static void order_merge(struct order *order, size_t low, size_t middle, size_t high)
{
    uint32_t *order_at = order->at, *order_spare = order->spare;
    if (!order->before(order->context, order_at[middle], order_at[middle - 1]))
        return;
    memcpy(order_spare + low, order_at + low, (middle - low) * sizeof *order_at);
    size_t left = low, right = middle, to = low;
    while (left < middle && right < high)
        order_at[to++] = order->before(order->context, order_at[right], order_spare[left])
                             ? order_at[right++]
                             : order_spare[left++];
    memcpy(order_at + to, order_spare + left, (middle - left) * sizeof *order_at);
}

void order_sort(struct order *order)
{
    for (size_t size = 1; size < order->count; size *= 2)
        for (size_t low = 0; low + size < order->count; low += 2 * size) {
            const size_t high = low + 2 * size < order->count ? low + 2 * size : order->count;
            order_merge(order, low, low + size, high);
        }
}
