/* Replays every file of a folder through a fuzz target, without libFuzzer. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = 1 << 24 };

/* The bytes are in a block of exactly their size, so that the sanitizers see one byte too many. */
static int replay(const char *folder, const char *name)
{
    static uint8_t bytes[LARGEST];
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        return 1;
    const size_t size = fread(bytes, 1, sizeof bytes, file);
    (void)fclose(file);
    uint8_t *exact = malloc(size ? size : 1);
    if (!exact)
        return 1;
    memcpy(exact, bytes, size);
    const int status = LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return status;
}

int main(int argc, char **argv)
{
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    size_t replayed = 0;
    int failed = 0;
    if (!folder) {
        (void)fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    for (const struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        if (entry->d_name[0] == '.')
            continue;
        failed |= replay(argv[1], entry->d_name);
        replayed++;
    }
    (void)closedir(folder);
    (void)printf("%zu files\n", replayed);
    return failed || replayed == 0;
}
