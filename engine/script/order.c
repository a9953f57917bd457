#include "script/order.h"

/* The order's block has been paid for when its objects were made; each of them needs two numbers
 * here. */
struct order order_push(lua_State *L, size_t count)
{
    uint32_t *order_at = lua_newuserdatauv(L, 2 * count * sizeof *order_at, 0);
    for (size_t i = 0; i < count; i++)
        order_at[i] = (uint32_t)i;
    return (struct order){.at = order_at, .spare = order_at + count, .count = count};
}

/* Merge [low, middle) and [middle, high), both in order. */
static void order_merge(struct order *order, size_t order_low, size_t order_middle,
                        size_t order_high)
{
    uint32_t *order_at = order->at, *order_spare = order->spare;
    if (!order->before(order->context, order_at[order_middle], order_at[order_middle - 1]))
        return;
    memcpy(order_spare + order_low, order_at + order_low,
           (order_middle - order_low) * sizeof *order_at);
    size_t order_left = order_low, order_right = order_middle, order_to = order_low;
    while (order_left < order_middle && order_right < order_high)
        order_at[order_to++] =
            order->before(order->context, order_at[order_right], order_spare[order_left])
                ? order_at[order_right++]
                : order_spare[order_left++];
    memcpy(order_at + order_to, order_spare + order_left,
           (order_middle - order_left) * sizeof *order_at);
}

void order_sort(struct order *order)
{
    for (size_t order_size = 1; order_size < order->count; order_size *= 2)
        for (size_t order_low = 0; order_low + order_size < order->count;
             order_low += 2 * order_size) {
            const size_t order_high = order_low + 2 * order_size < order->count
                                          ? order_low + 2 * order_size
                                          : order->count;
            order_merge(order, order_low, order_low + order_size, order_high);
        }
}
