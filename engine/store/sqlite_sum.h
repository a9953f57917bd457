/* store/sqlite_sum.h: a sum at the end of every page, so that a changed byte anywhere is found.
 *
 * What is in the tables is vouched for by the tree and the anchor. But a page has room that nobody
 * uses: between cells, on the list of free pages, behind the last row. A byte that changes there
 * changes nothing that counts, and still the disk has lied, or somebody has tried. So each page of
 * log.db gives its last 8 bytes (the header's byte 20, "reserved space", says so) to a sum:
 *
 *        0                                                       4088       4096
 *        | what SQLite wrote                                      | the sum  |
 *
 *     sum = START * (1 + page number);  for each of the 511 words of 8 bytes, the low byte first:
 *     sum = rotate((sum ^ word) * START, 29);  written the high byte first
 *
 * No step loses anything, so a change within one word is always found, as is a page that stands at
 * another's place, and any other change but once in 2^64. That is against accidents and clumsy
 * hands, and it names the place. Whoever means to deceive writes a sum that fits: against them
 * stand the tree, the signature and the anchor, which need no page to be whole.
 *
 * The journal (log.db-wal) holds pages too, in frames:
 *
 *        24 bytes: page number, pages after the commit or 0, two salts, the chain's two words
 *        4,096 bytes: the page, with its sum
 *
 * The chain is SQLite's own: it runs over all frames before, and tells after a crash where the
 * journal ends. SQLite draws it before the page comes here; so it is drawn again, with the sum in
 * the page, and a page is whole wherever it lies: whichever program copies it home, and however
 * often. Frames behind the last one that was committed, and log.db-shm, are no data: the first are
 * written over, the second is made anew from the journal.
 *
 * This is done beneath SQLite, by a "VFS": its calls for a file come here and go on to the file
 * system. A read whose sum is wrong is SQLITE_IOERR_DATA, and sums_fault has the words. Parts of a
 * page are never written, and read only for the header, which is read again with its page.
 */
#ifndef STORE_SQLITE_SUM_H
#define STORE_SQLITE_SUM_H

#include "base/error.h"

#include <sqlite3.h>

#include <stdint.h>

enum {
    PAGE_BYTES = 4096,
    PAGE_SUM_SIZE = 8,
    PAGE_SUMMED = PAGE_BYTES - PAGE_SUM_SIZE,
    JOURNAL_HEADER = 32,
    FRAME_HEADER = 24,
    FRAME_SIZE = FRAME_HEADER + PAGE_BYTES,
};

/* The name by which SQLite opens a file through here; NULL where there is no memory. */
NODISCARD const char *sums_vfs(void);

/* Have an empty database leave room for the sums. */
NODISCARD bool sums_reserve(sqlite3 *database);

/* What was found changed last, in words without the file's name; NULL where nothing was. */
const char *sums_fault(sqlite3 *database);

/* The sum of the page with this number. Pages count from 1. */
uint64_t page_sum(uint32_t page_number, const uint8_t page[PAGE_BYTES]);

/* Does the page bear it? */
NODISCARD bool page_whole(uint32_t page_number, const uint8_t page[PAGE_BYTES]);

/* Where the page of the nth frame begins, and its header before it. Frames count from 0. */
int64_t frame_place(uint32_t frame);

/* The chain over the journal: two words, as its header and each frame's end them. */
struct chain {
    uint32_t words[2];
};

/* What eight bytes of a header say. */
struct chain chain_read(const uint8_t bytes[8]);

/* The chain after a frame (or after the first 24 bytes of the journal, `page` being NULL and
 * `before` zero). Words of four bytes in this machine's order. */
struct chain chain_after(struct chain before, const uint8_t *header, const uint8_t *page);

/* Four bytes of a header, the high one first. */
uint32_t frame_number(const uint8_t bytes[4]);

#endif
