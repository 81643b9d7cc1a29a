/*
 * test - TEST(what_must_hold) { CHECK(...); }  No list to keep: tests register themselves.
 *
 * CHECK records a failure and goes on; cmocka runs the tests and is told on the main stack. So
 * CHECK may be used inside a task. cmocka's own assert_* may not: they jump off the task's stack.
 */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

void test_add(const char *file, const char *name, void (*run)(void));
void test_expect(bool held, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The test counts as skipped, with the reason; return after it. */
void test_skip(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Of a file below tests/: "golden/sma.txt". In a buffer that the fourth call after this one reuses. */
const char *test_path(const char *below_tests);

/* Of a file in the folder of extra data that lies beside a developer's checkout, or NULL where it is
 * not there: then the test skips, with a reason. KTRDR_EXTRA names another place. */
const char *test_extra_path(const char *below_extra);

/* A new folder, removed with all in it when the program ends. */
const char *test_folder(void);

#define TEST(name)                                                                     \
    static void name(void);                                                            \
    __attribute__((constructor)) static void add_##name(void)                          \
    {                                                                                  \
        test_add(__FILE__, #name, name);                                               \
    }                                                                                  \
    static void name(void)

#define CHECK(what) test_expect(what, __FILE__, __LINE__, "%s", #what)

/* Written so that a NaN never passes. */
#define CHECK_NEAR(got, want, within)                                                  \
    test_expect(fabs((got) - (want)) <= (within), __FILE__, __LINE__,                  \
                "%s is %.17g, not %.17g", #got, (double)(got), (double)(want))

#define CHECK_TEXT(got, want)                                                          \
    test_expect(test_same_text(got, want), __FILE__, __LINE__, "%s is '%s', not '%s'", \
                #got, test_shown(got), want)

bool test_same_text(const char *got, const char *want);

static inline const char *test_shown(const char *text)      /* a function, so that it takes arrays */
{
    return text ? text : "(null)";
}

#endif
