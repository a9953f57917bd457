#include "store/sqlite_sum.h"

#include <endian.h>
#include <stdio.h>
#include <string.h>

enum {
    WORD_SIZE = 8,
    SUM_TURN = 29,
    HEADER_RESERVED = 20,  /* the byte of page 1 that says how much each page leaves free */
    PAGE_LEAST = 512,      /* no page of SQLite is smaller: what is, is a part of one      */
    CHAINED_HEADER = 8,    /* bytes of a frame's header that the chain runs over           */
    PAGES_AFTER = 4,       /* where a frame's header has them: 0 but in the last of a commit */
    GATHERED_FRAMES = 16,  /* 64 KiB: most commits whole                                      */
    CHAIN_OF_FRAME = 16,   /* where a frame's header has the chain                         */
    CHAIN_OF_JOURNAL = 24, /* and the journal's                                            */
    CHAIN_SIZE = 8,
    LOCKED_PLACE = 1 << 30, /* of the page that SQLite leaves empty, to lock the file there */
    FAULT_SIZE = 128,
};

/* Odd, so that no multiplication loses a bit. */
static const uint64_t sum_start = UINT64_C(0x9e3779b97f4a7c15);

static const char sums_name[] = "obstat-sums";

/* A file that SQLite has open; the file beneath follows it in memory. */
struct summed {
    sqlite3_file file;
    bool journal;
    bool pending;      /* the header below waits for its page                  */
    uint8_t *gathered; /* frames of a commit, which are written at once       */
    unsigned gathered_count;
    sqlite3_int64 gathered_at;
    bool chained; /* `chain` is that of the frame before the one that begins at `chain_at` */
    sqlite3_int64 pending_at;
    sqlite3_int64 chain_at;
    struct chain chain;
    uint8_t frame_header[FRAME_HEADER];
    char fault[FAULT_SIZE];
};

static sqlite3_file *beneath(sqlite3_file *file)
{
    return (sqlite3_file *)((struct summed *)file + 1);
}

/* ---- sums ---- */

uint64_t page_sum(uint32_t page_number, const uint8_t page[PAGE_BYTES])
{
    uint64_t sum = sum_start * (UINT64_C(1) + page_number);
    for (size_t at = 0; at < PAGE_SUMMED; at += WORD_SIZE) {
        uint64_t word;
        memcpy(&word, page + at, sizeof word);
        sum = (sum ^ le64toh(word)) * sum_start;
        sum = sum << SUM_TURN | sum >> (64 - SUM_TURN);
    }
    return sum;
}

bool page_whole(uint32_t page_number, const uint8_t page[PAGE_BYTES])
{
    const uint64_t sum = htobe64(page_sum(page_number, page));
    return memcmp(page + PAGE_SUMMED, &sum, sizeof sum) == 0;
}

static void page_seal(uint32_t page_number, uint8_t page[PAGE_BYTES])
{
    const uint64_t sum = htobe64(page_sum(page_number, page));
    memcpy(page + PAGE_SUMMED, &sum, sizeof sum);
}

uint32_t frame_number(const uint8_t bytes[4])
{
    uint32_t number;
    memcpy(&number, bytes, sizeof number);
    return be32toh(number);
}

static void frame_number_write(uint8_t bytes[4], uint32_t number)
{
    const uint32_t written = htobe32(number);
    memcpy(bytes, &written, sizeof written);
}

struct chain chain_read(const uint8_t bytes[CHAIN_SIZE])
{
    return (struct chain){{frame_number(bytes), frame_number(bytes + 4)}};
}

static void chain_add(struct chain *chain, const uint8_t *bytes, size_t size)
{
    for (size_t at = 0; at < size; at += WORD_SIZE) {
        uint32_t pair[2];
        memcpy(pair, bytes + at, sizeof pair);
        chain->words[0] += pair[0] + chain->words[1];
        chain->words[1] += pair[1] + chain->words[0];
    }
}

struct chain chain_after(struct chain before, const uint8_t *header, const uint8_t *page)
{
    chain_add(&before, header, page ? CHAINED_HEADER : CHAIN_OF_JOURNAL);
    if (page)
        chain_add(&before, page, PAGE_BYTES);
    return before;
}

int64_t frame_place(uint32_t frame)
{
    return JOURNAL_HEADER + (int64_t)frame * FRAME_SIZE;
}

/* ---- reading ---- */

PRINTF_LIKE(2, 3)
static int fault_tell(struct summed *summed, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    (void)vsnprintf(summed->fault, sizeof summed->fault, format, values);
    va_end(values);
    return SQLITE_IOERR_DATA;
}

static bool page_empty(const uint8_t page[PAGE_BYTES])
{
    return page[0] == 0 && memcmp(page, page + 1, PAGE_BYTES - 1) == 0;
}

/* A page of the database. One that is cut off comes with zeros, which have no sum. */
static int page_check(struct summed *summed, const uint8_t *page, int size, sqlite3_int64 at)
{
    if (size != PAGE_BYTES || at % PAGE_BYTES != 0)
        return fault_tell(summed, "its header was changed: its pages have %d bytes", PAGE_BYTES);
    if (at == LOCKED_PLACE ? page_empty(page) : page_whole((uint32_t)(at / PAGE_BYTES + 1), page))
        return SQLITE_OK;
    if (at == 0 && page[HEADER_RESERVED] != PAGE_SUM_SIZE)
        return fault_tell(summed, "its pages bear no sums: it is none that this version made, or "
                                  "its first page was changed");
    return fault_tell(summed, "page %lld was changed: it does not bear the sum of its bytes",
                      (long long)(at / PAGE_BYTES + 1));
}

static int database_read(struct summed *summed, void *page, int size, sqlite3_int64 at)
{
    sqlite3_file *below = beneath(&summed->file);
    const int result = below->pMethods->xRead(below, page, size, at);
    if (size < PAGE_LEAST || (result != SQLITE_OK && result != SQLITE_IOERR_SHORT_READ))
        return result;
    return page_check(summed, page, size, at);
}

/* The page with the header before it, which says whose page it is. */
static int frame_read(struct summed *summed, void *page, sqlite3_int64 at)
{
    uint8_t frame[FRAME_SIZE];
    sqlite3_file *below = beneath(&summed->file);
    const int result = below->pMethods->xRead(below, frame, FRAME_SIZE, at - FRAME_HEADER);
    if (result != SQLITE_OK && result != SQLITE_IOERR_SHORT_READ)
        return result;
    const uint32_t page_number = frame_number(frame);
    if (!page_whole(page_number, frame + FRAME_HEADER))
        return fault_tell(summed,
                          "page %u was changed in the journal: it does not bear the sum of "
                          "its bytes",
                          page_number);
    memcpy(page, frame + FRAME_HEADER, PAGE_BYTES);
    return SQLITE_OK;
}

static int summed_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 at)
{
    struct summed *summed = (struct summed *)file;
    if (!summed->journal)
        return database_read(summed, bytes, size, at);
    if (size == PAGE_BYTES && at > JOURNAL_HEADER)
        return frame_read(summed, bytes, at);
    return beneath(file)->pMethods->xRead(beneath(file), bytes, size, at); /* after a crash */
}

/* ---- writing ---- */

static int page_write(struct summed *summed, const void *page, sqlite3_int64 at)
{
    uint8_t sealed[PAGE_BYTES];
    sqlite3_file *below = beneath(&summed->file);
    memcpy(sealed, page, PAGE_BYTES);
    page_seal((uint32_t)(at / PAGE_BYTES + 1), sealed);
    return below->pMethods->xWrite(below, sealed, PAGE_BYTES, at);
}

/* The chain before the frame that begins at `at`: another process may have written the last one. */
static int chain_find(struct summed *summed, sqlite3_int64 at, struct chain *chain)
{
    uint8_t bytes[CHAIN_SIZE] = {0};
    sqlite3_file *below = beneath(&summed->file);
    if (summed->chained && summed->chain_at == at) {
        *chain = summed->chain;
        return SQLITE_OK;
    }
    const sqlite3_int64 chain_at =
        at == JOURNAL_HEADER ? CHAIN_OF_JOURNAL : at - FRAME_SIZE + CHAIN_OF_FRAME;
    const int result = below->pMethods->xRead(below, bytes, CHAIN_SIZE, chain_at);
    *chain = chain_read(bytes);
    return result;
}

/* What an earlier commit left here was never finished, and is forgotten. */
static uint8_t *frame_gather(struct summed *summed, sqlite3_int64 at)
{
    if (summed->gathered_at + (sqlite3_int64)summed->gathered_count * FRAME_SIZE != at ||
        !summed->chained)
        summed->gathered_count = 0;
    if (summed->gathered_count == 0)
        summed->gathered_at = at;
    if (!summed->gathered)
        summed->gathered = sqlite3_malloc(GATHERED_FRAMES * FRAME_SIZE);
    return summed->gathered ? summed->gathered + (size_t)summed->gathered_count * FRAME_SIZE : NULL;
}

static int gathered_write(struct summed *summed)
{
    sqlite3_file *below = beneath(&summed->file);
    const unsigned count = summed->gathered_count;
    summed->gathered_count = 0;
    return below->pMethods->xWrite(below, summed->gathered, (int)count * FRAME_SIZE,
                                   summed->gathered_at);
}

/* The header was kept until its page came, and both are kept until the commit's last frame. */
static int frame_write(struct summed *summed, const void *page, sqlite3_int64 at)
{
    struct chain chain;
    uint8_t *frame = frame_gather(summed, at);
    const int result = chain_find(summed, at, &chain);
    summed->pending = summed->chained = false;
    if (!frame || result != SQLITE_OK)
        return SQLITE_IOERR_WRITE;
    memcpy(frame, summed->frame_header, FRAME_HEADER);
    memcpy(frame + FRAME_HEADER, page, PAGE_BYTES);
    page_seal(frame_number(frame), frame + FRAME_HEADER);
    chain = chain_after(chain, frame, frame + FRAME_HEADER);
    frame_number_write(frame + CHAIN_OF_FRAME, chain.words[0]);
    frame_number_write(frame + CHAIN_OF_FRAME + 4, chain.words[1]);
    const bool last = frame_number(frame + PAGES_AFTER) != 0;
    summed->chained = !last;
    summed->chain_at = at + FRAME_SIZE;
    summed->chain = chain;
    return ++summed->gathered_count == GATHERED_FRAMES || last ? gathered_write(summed) : SQLITE_OK;
}

static bool is_frame(int size, sqlite3_int64 at)
{
    return size == FRAME_HEADER && at >= JOURNAL_HEADER && (at - JOURNAL_HEADER) % FRAME_SIZE == 0;
}

static int journal_write(struct summed *summed, const void *bytes, int size, sqlite3_int64 at)
{
    sqlite3_file *below = beneath(&summed->file);
    if (is_frame(size, at) && !summed->pending) {
        memcpy(summed->frame_header, bytes, FRAME_HEADER);
        summed->pending_at = at;
        summed->pending = true;
        return SQLITE_OK;
    }
    if (summed->pending && size == PAGE_BYTES && at == summed->pending_at + FRAME_HEADER)
        return frame_write(summed, bytes, summed->pending_at);
    summed->pending = summed->chained = false;
    if (size == JOURNAL_HEADER && at == 0)
        return below->pMethods->xWrite(below, bytes, size, at);
    return SQLITE_IOERR_WRITE;
}

static int summed_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at)
{
    struct summed *summed = (struct summed *)file;
    if (summed->journal)
        return journal_write(summed, bytes, size, at);
    return size == PAGE_BYTES && at % PAGE_BYTES == 0 ? page_write(summed, bytes, at)
                                                      : SQLITE_IOERR_WRITE;
}

/* ---- all else goes on as it came ---- */

static int summed_close(sqlite3_file *file)
{
    sqlite3_free(((struct summed *)file)->gathered);
    return beneath(file)->pMethods->xClose(beneath(file));
}

static int summed_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    return beneath(file)->pMethods->xTruncate(beneath(file), size);
}

static int summed_sync(sqlite3_file *file, int flags)
{
    return beneath(file)->pMethods->xSync(beneath(file), flags);
}

static int summed_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return beneath(file)->pMethods->xFileSize(beneath(file), size);
}

static int summed_lock(sqlite3_file *file, int lock)
{
    return beneath(file)->pMethods->xLock(beneath(file), lock);
}

static int summed_unlock(sqlite3_file *file, int lock)
{
    return beneath(file)->pMethods->xUnlock(beneath(file), lock);
}

static int summed_reserved(sqlite3_file *file, int *locked)
{
    return beneath(file)->pMethods->xCheckReservedLock(beneath(file), locked);
}

static int summed_control(sqlite3_file *file, int operation, void *argument)
{
    return beneath(file)->pMethods->xFileControl(beneath(file), operation, argument);
}

static int summed_sector(sqlite3_file *file)
{
    return beneath(file)->pMethods->xSectorSize(beneath(file));
}

static int summed_traits(sqlite3_file *file)
{
    return beneath(file)->pMethods->xDeviceCharacteristics(beneath(file));
}

static int summed_shm_map(sqlite3_file *file, int region, int size, int extend,
                          void volatile **mapped)
{
    return beneath(file)->pMethods->xShmMap(beneath(file), region, size, extend, mapped);
}

static int summed_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    return beneath(file)->pMethods->xShmLock(beneath(file), offset, count, flags);
}

static void summed_shm_barrier(sqlite3_file *file)
{
    beneath(file)->pMethods->xShmBarrier(beneath(file));
}

static int summed_shm_unmap(sqlite3_file *file, int delete_too)
{
    return beneath(file)->pMethods->xShmUnmap(beneath(file), delete_too);
}

/* Version 2: without the calls that map the file, which would go past us. */
static const sqlite3_io_methods summed_methods = {
    .iVersion = 2,
    .xClose = summed_close,
    .xRead = summed_read,
    .xWrite = summed_write,
    .xTruncate = summed_truncate,
    .xSync = summed_sync,
    .xFileSize = summed_size,
    .xLock = summed_lock,
    .xUnlock = summed_unlock,
    .xCheckReservedLock = summed_reserved,
    .xFileControl = summed_control,
    .xSectorSize = summed_sector,
    .xDeviceCharacteristics = summed_traits,
    .xShmMap = summed_shm_map,
    .xShmLock = summed_shm_lock,
    .xShmBarrier = summed_shm_barrier,
    .xShmUnmap = summed_shm_unmap,
};

/* ---- opening ---- */

static int summed_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                       int *flags_out)
{
    sqlite3_vfs *below = vfs->pAppData;
    struct summed *summed = (struct summed *)file;
    if (!(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)))
        return below->xOpen(below, name, file, flags, flags_out);
    *summed = (struct summed){.journal = (flags & SQLITE_OPEN_WAL) != 0};
    const int result = below->xOpen(below, name, beneath(file), flags, flags_out);
    summed->file.pMethods = result == SQLITE_OK ? &summed_methods : NULL;
    return result;
}

/* Made once, and SQLite keeps it as long as the process lives. */
const char *sums_vfs(void)
{
    if (sqlite3_vfs_find(sums_name))
        return sums_name;
    sqlite3_vfs *below = sqlite3_vfs_find(NULL);
    sqlite3_vfs *vfs = below ? sqlite3_malloc64(sizeof *vfs) : NULL;
    if (!vfs)
        return NULL;
    *vfs = *below;
    vfs->zName = sums_name;
    vfs->pAppData = below;
    vfs->pNext = NULL;
    vfs->szOsFile += (int)sizeof(struct summed);
    vfs->xOpen = summed_open;
    if (sqlite3_vfs_register(vfs, 0) == SQLITE_OK)
        return sums_name;
    sqlite3_free(vfs);
    return NULL;
}

bool sums_reserve(sqlite3 *database)
{
    int reserved = PAGE_SUM_SIZE;
    return sqlite3_file_control(database, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved) ==
           SQLITE_OK;
}

const char *sums_fault(sqlite3 *database)
{
    static const int pointers[] = {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER};
    for (size_t nth = 0; nth < sizeof pointers / sizeof *pointers; nth++) {
        sqlite3_file *file = NULL;
        if (sqlite3_file_control(database, "main", pointers[nth], (void *)&file) == SQLITE_OK &&
            file && file->pMethods == &summed_methods && ((struct summed *)file)->fault[0])
            return ((struct summed *)file)->fault;
    }
    return NULL;
}
