/* base/attributes.h: what the compiler is asked to check for us, and what it is told to refuse.
 *
 * Every header includes this one, directly or through another, so the refusals hold everywhere.
 */
#ifndef BASE_ATTRIBUTES_H
#define BASE_ATTRIBUTES_H

#define NODISCARD                 __attribute__((warn_unused_result))
#define PRINTF_LIKE(text, values) __attribute__((format(printf, text, values)))
#define CLEANUP(function)         __attribute__((cleanup(function)))
#define NORETURN                  __attribute__((noreturn))

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A declaration after this line that one of these names appears in does not compile: each writes
 * past its buffer, keeps hidden state, or starts a shell. The headers that declare them come
 * first, since a declaration is a mention; a fortified libc makes macros of two under clang. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#undef sprintf
#undef vsprintf
#pragma GCC poison strcpy strcat sprintf vsprintf strtok gmtime localtime ctime asctime atoi atof
#pragma GCC poison system popen tmpnam mktemp gets

#endif
