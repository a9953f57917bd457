/* value/json_scan.h: runs of bytes that need no thought, for those who read and write JSON.
 *
 * Most of a JSON file is plain text, indentation and digits. Each function here runs over one of
 * them and returns the first byte that is something else. They look at 16 bytes at a time where
 * the processor has SSE2, at 8 elsewhere, and at single bytes near the end; since the source is
 * followed by a NUL, which ends every run, none of them reads past it.
 *
 *     "accuracy": 0.9140000000000001,
 *      ^......^    ^...............^
 *      plain_end   digits_end
 */
#ifndef VALUE_JSON_SCAN_H
#define VALUE_JSON_SCAN_H

#include "base/attributes.h"

#include <stdbool.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
enum { SCAN_STEP = 16 };
#else
enum { SCAN_STEP = 8 };
#endif

/* What a byte of JSON may be, as bits. */
enum {
    BYTE_PLAIN = 1, /* stands for itself in a text: ASCII but controls, quote and backslash */
    BYTE_DIGIT = 2,
    BYTE_BLANK = 4, /* space, tab, line feed, carriage return */
};

extern const uint8_t json_bytes[256];

static inline bool byte_is(char byte, int class)
{
    return json_bytes[(unsigned char)byte] & class;
}

#if defined(__SSE2__)

/* Bit i says that byte i of the 16 ends the run. */

static inline __m128i scan_load(const char *at)
{
    __m128i bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

static inline unsigned plain_stops(const char *at)
{
    const __m128i bytes = scan_load(at);
    const __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    const __m128i escapes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    const __m128i others = _mm_cmplt_epi8(bytes, _mm_set1_epi8(' ')); /* signed: 0x80 on, too */
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quotes, escapes), others));
}

static inline unsigned digit_stops(const char *at)
{
    const __m128i below = _mm_sub_epi8(scan_load(at), _mm_set1_epi8('0' + INT8_MIN));
    return (unsigned)_mm_movemask_epi8(_mm_cmpgt_epi8(below, _mm_set1_epi8(INT8_MIN + 9)));
}

static inline unsigned space_stops(const char *at)
{
    const __m128i spaces = _mm_cmpeq_epi8(scan_load(at), _mm_set1_epi8(' '));
    return (unsigned)_mm_movemask_epi8(spaces) ^ 0xffffU;
}

static inline unsigned stop_first(uint64_t stops)
{
    return (unsigned)__builtin_ctzll(stops);
}

#else

/* The highest bit of some byte is set where one of the 8 ends the run; bytes after the first such
 * may be marked in error, so which one it is, is found byte by byte. */
#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

static inline uint64_t scan_load(const char *at)
{
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

static inline uint64_t below_each(uint64_t bytes, uint64_t bound)
{
    return (bytes - EACH_BYTE(bound)) & ~bytes & EACH_BYTE(0x80);
}

static inline uint64_t plain_stops(const char *at)
{
    const uint64_t bytes = scan_load(at);
    return below_each(bytes ^ EACH_BYTE('"'), 1) | below_each(bytes ^ EACH_BYTE('\\'), 1) |
           below_each(bytes, ' ') | (bytes & EACH_BYTE(0x80));
}

static inline uint64_t digit_stops(const char *at)
{
    const uint64_t bytes = scan_load(at) ^ EACH_BYTE('0'); /* digits are 0 to 9 now */
    return ((bytes & EACH_BYTE(0x7f)) + EACH_BYTE(0x80 - 10)) & EACH_BYTE(0x80) ||
           bytes & EACH_BYTE(0x80);
}

static inline uint64_t space_stops(const char *at)
{
    return scan_load(at) ^ EACH_BYTE(' ');
}

static inline unsigned stop_first(uint64_t stops)
{
    (void)stops;
    return 0;
}

#endif

static inline const char *plain_end(const char *at, const char *end)
{
    for (; end - at >= SCAN_STEP; at += SCAN_STEP) {
        const uint64_t stops = plain_stops(at);
        if (stops) {
            at += stop_first(stops);
            break;
        }
    }
    while (byte_is(*at, BYTE_PLAIN))
        at++;
    return at;
}

static inline const char *digits_end(const char *at, const char *end)
{
    for (; end - at >= SCAN_STEP; at += SCAN_STEP) {
        const uint64_t stops = digit_stops(at);
        if (stops) {
            at += stop_first(stops);
            break;
        }
    }
    while (byte_is(*at, BYTE_DIGIT))
        at++;
    return at;
}

static inline const char *spaces_end(const char *at, const char *end)
{
    for (; end - at >= SCAN_STEP; at += SCAN_STEP) {
        const uint64_t stops = space_stops(at);
        if (stops) {
            at += stop_first(stops);
            break;
        }
    }
    while (*at == ' ')
        at++;
    return at;
}

#endif
