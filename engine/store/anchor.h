/* store/anchor.h: the newest checkpoint, kept where the log is not.
 *
 * A database cannot see that its end was lost: a deleted write-ahead log, a restored copy look like
 * an older state that is whole. So the newest signed checkpoint is kept a second time, in a file of
 * its own, on another disk where there is one, and never restored from a backup. It moves by
 * compare-and-swap only, from the one we knew to the next.
 *
 * The file has two slots of 4,096 bytes, which are written in turn, so that the older checkpoint
 * stands until the newer one is on the disk. A slot has eight sectors of 512 bytes, which disks
 * write whole or not at all:
 *
 *       0   8  "obstat-a"
 *       8   8  the turn: 0, 1, 2, ..., high byte first; slot = turn mod 2
 *      16   2  the sector's place in its slot, 0 to 7
 *      18   2  bytes of the checkpoint
 *      20 460  a part of the checkpoint, zeros after its end
 *     480  32  SHA-256 of the 480 bytes before
 *
 * Every byte counts, so every changed byte is found: a sector that is not as it was written is
 * ERROR_INTEGRITY. A slot whose sectors are sound and of two turns is a write that the power broke
 * off; nobody was told of it, and the other slot holds.
 *
 * It is no SQLite database because one flush has to do: with a rollback journal a swap takes four
 * of them and keeps readers out, and a write-ahead log would be one more file that can be lost.
 */
#ifndef STORE_ANCHOR_H
#define STORE_ANCHOR_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

struct anchor;

enum { ANCHOR_TEXT_MAX = 8 * 460 };

/* Made once, by `init`; `path` must not exist. Durable when it returns true. */
NODISCARD bool anchor_create(const char *path, struct text checkpoint, struct error *err);

/* Opened, never created: a missing anchor is ERROR_INTEGRITY, because somebody took it away. So is
 * one with a second name, or that others may write to. Where it may only be read, it is only read.
 */
NODISCARD bool anchor_open(const char *path, struct arena *arena, struct anchor **out,
                           struct error *err);

/* What it holds, in the arena. */
NODISCARD bool anchor_read(struct anchor *anchor, struct arena *arena, struct text *out,
                           struct error *err);

/* The same as anchor_hold without waiting: false where another process holds it, or anything is
 * wrong, which anchor_hold would say. */
NODISCARD bool anchor_try(struct anchor *anchor);

/* Wait until whoever moves it now is done. */
NODISCARD bool anchor_wait(struct anchor *anchor, struct error *err);

/* Wait until no other process moves it, and keep it so until anchor_release. */
NODISCARD bool anchor_hold(struct anchor *anchor, struct error *err);
void anchor_release(struct anchor *anchor);

/* From `known` to `next`, durable when it returns true; ERROR_INTEGRITY where it holds neither;
 * true without a write where it holds `next` already. After a failed write every later call fails.
 */
NODISCARD bool anchor_swap(struct anchor *anchor, struct text known, struct text next,
                           struct error *err);

void anchor_close(struct anchor *anchor);

#endif
