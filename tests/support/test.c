#include "test.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { TESTS_MOST = 2000 };

static struct CMUnitTest tests[TESTS_MOST];
static size_t n_tests;
static size_t n_failures;           /* of the test that runs */
static bool is_skipped;
static char folders[256][64];
static size_t n_folders;

static void run(void **state)
{
    void (*fn)(void) = (void (*)(void))(uintptr_t)*state;

    n_failures = 0;
    is_skipped = false;
    fn();
    if (n_failures)
        fail_msg("%zu checks failed", n_failures);
    if (is_skipped)
        skip();
}

void test_add(const char *file, const char *name, void (*fn)(void))
{
    (void)file;
    if (n_tests == TESTS_MOST)
        abort();
    tests[n_tests++] = (struct CMUnitTest){ name, run, NULL, NULL, (void *)(uintptr_t)fn };
}

void test_expect(bool held, const char *file, int line, const char *format, ...)
{
    va_list args;

    if (held)
        return;
    n_failures++;
    printf("%s:%d: ", file, line);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    printf("\n");
}

void test_skip(const char *format, ...)
{
    va_list args;

    is_skipped = true;
    printf("skipped: ");
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    printf("\n");
}

bool test_same_text(const char *got, const char *want)
{
    return got && !strcmp(got, want);
}

static const char *path_below(const char *folder, const char *path)
{
    static char kept[4][1024];
    static int next;
    char *text = kept[next++ % 4];

    snprintf(text, sizeof(kept[0]), "%s/%s", folder, path);
    return text;
}

const char *test_path(const char *below_tests)
{
    const char *folder = getenv("KTRDR_TESTS");

    return path_below(folder ? folder : "tests", below_tests);
}

const char *test_extra_path(const char *below_extra)
{
    const char *folder = getenv("KTRDR_EXTRA");
    const char *path = path_below(folder ? folder : test_path("../../shared"), below_extra);

    return access(path, R_OK) ? NULL : path;
}

const char *test_folder(void)
{
    char *path = folders[n_folders];

    if (n_folders == sizeof(folders) / sizeof(folders[0]))
        abort();
    snprintf(path, sizeof(folders[0]), "/tmp/ktrdr-test-XXXXXX");
    if (!mkdtemp(path))
        abort();
    n_folders++;
    return path;
}

static int remove_one(const char *path, const struct stat *status, int flag, struct FTW *walk)
{
    (void)status;
    (void)flag;
    (void)walk;
    return remove(path);
}

int main(int argc, char **argv)
{
    int failed;

    setvbuf(stdout, NULL, _IOLBF, 0);   /* or a leak report at exit swallows what was printed */
    for (size_t i = 0; i < n_tests; i++)
        if (argc > 1 && !strstr(tests[i].name, argv[1]))
            tests[i--] = tests[--n_tests];
    failed = _cmocka_run_group_tests("tests", tests, n_tests, NULL, NULL);
    for (size_t i = 0; i < n_folders; i++)
        nftw(folders[i], remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return failed ? 1 : 0;
}
