/* Stands in for libFuzzer where it is not linked: runs every file of a folder through the driver. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static int run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL;
    size_t length = 0, got;

    if (!file)
        return perror(path), 1;
    do {
        bytes = realloc(bytes, length + 65536);
        got = fread(bytes + length, 1, 65536, file);
        length += got;
    } while (got);
    fclose(file);
    bytes = realloc(bytes, length ? length : 1);    /* so that one byte too far is seen */
    LLVMFuzzerTestOneInput(bytes, length);
    free(bytes);
    return 0;
}

int main(int argc, char **argv)
{
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    int n = 0, failed = 0;

    if (!folder)
        return fprintf(stderr, "no corpus: %s\n", argc == 2 ? argv[1] : "(none given)"), 1;
    for (struct dirent *entry; (entry = readdir(folder));) {
        char path[1024];

        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof(path), "%s/%s", argv[1], entry->d_name);
        failed |= run_file(path);
        n++;
    }
    closedir(folder);
    printf("%d inputs\n", n);
    return failed || !n;
}
