/* base/proven_file.h: a file that was read for its digest, read again, and proven to be the same.
 *
 * Whoever reads here gets only bytes of blocks whose sums are those that were taken while the
 * digest was made (base/block_sum.h): of what is handed out, every byte was digested. Reading takes
 * whole blocks into memory of its own and sums them there, so nobody can change them in between;
 * the last one is kept, for readers that take little at a time.
 *
 * A block that is not the same any more is never handed out, and the file is changed from then on:
 * nothing further of it is read. Readers may take that for the end of the file; whoever handed the
 * file to them asks proven_file_check.
 */
#ifndef BASE_PROVEN_FILE_H
#define BASE_PROVEN_FILE_H

#include "base/block_sum.h"
#include "base/error.h"

struct proven_file;

/* The open file and its sums, which live as long; the caller closes. Its offset is left alone. */
struct proven_file *proven_file_open(int fd, const struct block_sums *sums, struct arena *arena);

/* As it was digested. */
uint64_t proven_file_size(const struct proven_file *proven);

/* Up to `size` bytes from `offset` on, and how many there are: fewer only where the file ends, or
 * where proven_file_check fails. */
size_t proven_file_read(struct proven_file *proven, uint64_t offset, void *bytes, size_t size);

/* All that was read is what was digested. ERROR_REFUSED "changed while it was read", also where it
 * became shorter; ERROR_UNAVAILABLE where the system did not read it. */
NODISCARD bool proven_file_check(const struct proven_file *proven, struct error *err);

#endif
