/* tests/fuzz/fuzz.h: what every fuzz target defines, and who calls it.
 *
 * libFuzzer calls it with bytes it made up; standalone.c calls it with the files of a folder. It
 * returns 0, and aborts where a promise of ours is broken.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
