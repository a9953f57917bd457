#include "store/anchor.h"

#include "store/anchor_slot.h"
#include "store/disk.h"
#include "store/turn.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ANCHOR_MODE = 0644 };

struct anchor {
    int fd;
    const char *path;
    bool held;     /* the turn is ours                        */
    bool poisoned; /* nobody knows what is on the disk        */
    bool seen;     /* the two below are what was read last    */
    struct anchored latest;
    uint8_t image[ANCHOR_SIZE];
    char checkpoint[ANCHOR_TEXT_MAX];
};

static bool bytes_write(int anchor_fd, const uint8_t *anchor_bytes, size_t anchor_left,
                        off_t anchor_at)
{
    while (anchor_left > 0) {
        const ssize_t anchor_written = pwrite(anchor_fd, anchor_bytes, anchor_left, anchor_at);
        if (anchor_written == 0 || (anchor_written < 0 && errno != EINTR))
            return false;
        if (anchor_written > 0) {
            anchor_bytes += anchor_written;
            anchor_left -= (size_t)anchor_written;
            anchor_at += anchor_written;
        }
    }
    return true;
}

static bool image_make(struct text checkpoint, uint8_t image[ANCHOR_SIZE], struct error *err)
{
    return slot_write(&(struct anchored){0, checkpoint}, image, err) &&
           slot_write(&(struct anchored){1, checkpoint}, image + SLOT_SIZE, err);
}

static bool file_fill(const char *path, const uint8_t image[ANCHOR_SIZE], struct error *err)
{
    (void)unlink(path); /* of a process that had the same number, or of nobody's */
    const int anchor_fd =
        open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, ANCHOR_MODE);
    if (anchor_fd < 0)
        return disk_refuse(path, "the anchor cannot be made", err);
    const bool filled = fchmod(anchor_fd, ANCHOR_MODE) == 0 &&
                        bytes_write(anchor_fd, image, ANCHOR_SIZE, 0) && fsync(anchor_fd) == 0;
    const int anchor_errno = errno;
    (void)close(anchor_fd);
    errno = anchor_errno;
    return filled || disk_refuse(path, "the anchor cannot be written", err);
}

bool anchor_create(const char *path, struct text checkpoint, struct error *err)
{
    uint8_t image[ANCHOR_SIZE];
    struct arena anchor_scratch = {0};
    const char *place = NULL;
    bool made = image_make(checkpoint, image, err) &&
                disk_place(path, &anchor_scratch, &place, err) &&
                disk_local(path_folder(&anchor_scratch, place), err);
    if (made) {
        const char *unnamed = text_format(&anchor_scratch, "%s.new-%ld", place, (long)getpid()).at;
        made = file_fill(unnamed, image, err) && disk_rename_new(unnamed, place, err) &&
               disk_flush_folder(path_folder(&anchor_scratch, place), err);
        if (!made)
            (void)unlink(unnamed);
    }
    arena_free(&anchor_scratch);
    return made;
}

static bool anchor_missing(const char *path, struct error *err)
{
    return error_at(
        err, ERROR_INTEGRITY, (struct place){.file = path},
        "the anchor is missing; without it nobody can see whether the log lost its end");
}

bool anchor_open(const char *path, struct arena *arena, struct anchor **out, struct error *err)
{
    enum { ANCHOR_FLAGS = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK };
    const char *place = NULL;
    struct stat anchor_found;
    if (lstat(path, &anchor_found) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return anchor_missing(path, err);
    if (!disk_place(path, arena, &place, err) || !disk_file_sound(place, err) ||
        !disk_local(path_folder(arena, place), err))
        return false;
    int anchor_fd = open(place, O_RDWR | ANCHOR_FLAGS);
    if (anchor_fd < 0 && (errno == EACCES || errno == EROFS))
        anchor_fd = open(place, O_RDONLY | ANCHOR_FLAGS);
    if (anchor_fd < 0)
        return disk_refuse(place, "the anchor cannot be opened", err);
    struct anchor *anchor = ARENA_NEW(arena, struct anchor);
    anchor->fd = anchor_fd;
    anchor->path = place;
    *out = anchor;
    return true;
}

static bool anchor_usable(const struct anchor *anchor, struct error *err)
{
    return !anchor->poisoned ||
           error_at(err, ERROR_UNAVAILABLE, (struct place){.file = anchor->path},
                    "an earlier write to the anchor failed in a way that leaves open what is on "
                    "the disk; run the command again");
}

static bool image_read(const struct anchor *anchor, uint8_t image[ANCHOR_SIZE], struct error *err)
{
    struct stat anchor_found;
    const ssize_t got = pread(anchor->fd, image, ANCHOR_SIZE, 0);
    if (got < 0)
        return disk_refuse(anchor->path, "the anchor cannot be read", err);
    if (got != ANCHOR_SIZE || fstat(anchor->fd, &anchor_found) != 0 ||
        anchor_found.st_size != ANCHOR_SIZE)
        return error_at(err, ERROR_INTEGRITY, (struct place){.file = anchor->path},
                        "the anchor has %d bytes when it is whole", ANCHOR_SIZE);
    return true;
}

static bool image_take(struct anchor *anchor, const uint8_t image[ANCHOR_SIZE], struct error *err)
{
    struct arena anchor_scratch = {0};
    struct error damage = {0};
    const bool whole = slots_read(image, &anchor_scratch, &anchor->latest, &damage);
    anchor->seen = whole;
    if (whole) {
        const struct text checkpoint = anchor->latest.checkpoint;
        memcpy(anchor->image, image, ANCHOR_SIZE);
        memcpy(anchor->checkpoint, checkpoint.at, checkpoint.size);
        anchor->latest.checkpoint.at = anchor->checkpoint;
    }
    arena_free(&anchor_scratch);
    return whole ||
           error_at(err, damage.code, (struct place){.file = anchor->path}, "%s", damage.message);
}

static bool anchor_look(struct anchor *anchor, struct error *err)
{
    uint8_t image[ANCHOR_SIZE];
    if (!anchor_usable(anchor, err) || !image_read(anchor, image, err))
        return false;
    return (anchor->seen && memcmp(image, anchor->image, ANCHOR_SIZE) == 0) ||
           image_take(anchor, image, err);
}

/* Readers do not wait for a writer's flush. What is read while it is written can look damaged, so
 * damage is believed only when nobody can be writing. */
static bool anchor_see(struct anchor *anchor, struct error *err)
{
    struct error perhaps = {0};
    if (anchor->held)
        return anchor_look(anchor, err);
    if (anchor_look(anchor, &perhaps))
        return true;
    if (!anchor_usable(anchor, err) || !turn_take(anchor->fd, TURN_SHARED, anchor->path, err))
        return false;
    const bool seen = anchor_look(anchor, err);
    turn_end(anchor->fd);
    return seen;
}

bool anchor_read(struct anchor *anchor, struct arena *arena, struct text *out, struct error *err)
{
    if (!anchor_see(anchor, err))
        return false;
    *out = text_copy(arena, anchor->latest.checkpoint);
    return true;
}

/* A file that took the name since is another anchor: nobody who opens it would see our swap. */
static bool anchor_is_named(const struct anchor *anchor, struct error *err)
{
    struct stat anchor_opened, anchor_named;
    if (fstat(anchor->fd, &anchor_opened) == 0 && lstat(anchor->path, &anchor_named) == 0 &&
        anchor_opened.st_ino == anchor_named.st_ino && anchor_opened.st_dev == anchor_named.st_dev)
        return true;
    return error_at(err, ERROR_INTEGRITY, (struct place){.file = anchor->path},
                    "the anchor was replaced or taken away while it was open");
}

bool anchor_try(struct anchor *anchor)
{
    struct error unheard = {0};
    if (anchor->held || !anchor_usable(anchor, &unheard) || !turn_try(anchor->fd))
        return false;
    anchor->held = anchor_is_named(anchor, &unheard);
    if (!anchor->held)
        turn_end(anchor->fd);
    return anchor->held;
}

bool anchor_wait(struct anchor *anchor, struct error *err)
{
    if (!anchor_usable(anchor, err) || !turn_take(anchor->fd, TURN_SHARED, anchor->path, err))
        return false;
    turn_end(anchor->fd);
    return true;
}

bool anchor_hold(struct anchor *anchor, struct error *err)
{
    if (anchor->held)
        return error_set(err, ERROR_BUG, "the anchor is held already");
    if (!anchor_usable(anchor, err) || !turn_take(anchor->fd, TURN_ALONE, anchor->path, err))
        return false;
    anchor->held = anchor_is_named(anchor, err);
    if (!anchor->held)
        turn_end(anchor->fd);
    return anchor->held;
}

void anchor_release(struct anchor *anchor)
{
    if (anchor->held)
        turn_end(anchor->fd);
    anchor->held = false;
}

/* What was written is what is there, and need not be read again. */
static void slot_remember(struct anchor *anchor, const struct anchored *next,
                          const uint8_t slot[SLOT_SIZE])
{
    memcpy(anchor->image + next->turn % ANCHOR_SLOTS * SLOT_SIZE, slot, SLOT_SIZE);
    memcpy(anchor->checkpoint, next->checkpoint.at, next->checkpoint.size);
    anchor->latest = (struct anchored){next->turn, {anchor->checkpoint, next->checkpoint.size}};
}

static bool slot_store(struct anchor *anchor, const struct anchored *next, struct error *err)
{
    uint8_t slot[SLOT_SIZE];
    if (!slot_write(next, slot, err))
        return false;
    const off_t at = (off_t)(next->turn % ANCHOR_SLOTS) * SLOT_SIZE;
    if (bytes_write(anchor->fd, slot, SLOT_SIZE, at) && fdatasync(anchor->fd) == 0) {
        slot_remember(anchor, next, slot);
        return true;
    }
    anchor->poisoned = true;
    return disk_refuse(anchor->path, "the anchor cannot be written", err);
}

static bool held_swap(struct anchor *anchor, struct text known, struct text next, struct error *err)
{
    if (!anchor_see(anchor, err))
        return false;
    const struct anchored *latest = &anchor->latest;
    if (text_equal(latest->checkpoint, next))
        return true;
    if (!text_equal(latest->checkpoint, known))
        return error_at(err, ERROR_INTEGRITY, (struct place){.file = anchor->path},
                        "the anchor holds another checkpoint than the one that was known");
    return slot_store(anchor, &(struct anchored){latest->turn + 1, next}, err);
}

bool anchor_swap(struct anchor *anchor, struct text known, struct text next, struct error *err)
{
    const bool was_held = anchor->held;
    if (!was_held && !anchor_hold(anchor, err))
        return false;
    const bool swapped = held_swap(anchor, known, next, err);
    if (!was_held)
        anchor_release(anchor);
    return swapped;
}

void anchor_close(struct anchor *anchor)
{
    if (anchor->fd >= 0)
        (void)close(anchor->fd);
    anchor->fd = -1;
    anchor->held = false;
    anchor->poisoned = true;
}
