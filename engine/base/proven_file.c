#include "base/proven_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define NO_BLOCK UINT64_MAX

struct proven_file {
    int fd;
    const struct block_sums *sums;
    uint8_t *bytes; /* of the block that is held */
    uint64_t block; /* its number; or NO_BLOCK   */
    bool changed;
    int number; /* of what reading met; or 0 */
};

struct proven_file *proven_file_open(int fd, const struct block_sums *sums, struct arena *arena)
{
    struct proven_file *proven = ARENA_NEW(arena, struct proven_file);
    const size_t held = sums->size < sums->block ? (size_t)sums->size : sums->block;
    *proven = (struct proven_file){
        .fd = fd, .sums = sums, .bytes = arena_alloc(arena, held + 1), .block = NO_BLOCK};
    return proven;
}

uint64_t proven_file_size(const struct proven_file *proven)
{
    return proven->sums->size;
}

/* `size` bytes at `offset` of the file, or why they are not there. */
static bool bytes_fill(struct proven_file *proven, uint64_t offset, size_t size)
{
    for (size_t done = 0; done < size;) {
        const ssize_t got =
            pread(proven->fd, proven->bytes + done, size - done, (off_t)(offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            proven->number = errno;
        if (got == 0)
            proven->changed = true;
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

static bool block_hold(struct proven_file *proven, uint64_t block)
{
    const struct block_sums *sums = proven->sums;
    if (proven->changed || proven->number)
        return false;
    if (proven->block == block)
        return true;
    proven->block = NO_BLOCK;
    if (!bytes_fill(proven, block * sums->block, block_sums_size(sums, block)))
        return false;
    proven->changed = !block_sums_hold(sums, block, proven->bytes);
    proven->block = proven->changed ? NO_BLOCK : block;
    return !proven->changed;
}

size_t proven_file_read(struct proven_file *proven, uint64_t offset, void *bytes, size_t size)
{
    const struct block_sums *sums = proven->sums;
    size_t done = 0;
    while (done < size && offset < sums->size && block_hold(proven, offset / sums->block)) {
        const size_t inside = (size_t)(offset % sums->block);
        const size_t there = block_sums_size(sums, proven->block) - inside;
        const size_t part = there < size - done ? there : size - done;
        memcpy((uint8_t *)bytes + done, proven->bytes + inside, part);
        done += part;
        offset += part;
    }
    return done;
}

bool proven_file_check(const struct proven_file *proven, struct error *err)
{
    if (proven->changed)
        return error_set(err, ERROR_REFUSED, "changed while it was read");
    return !proven->number ||
           error_set(err, ERROR_UNAVAILABLE, "cannot be read: %s", strerror(proven->number));
}
