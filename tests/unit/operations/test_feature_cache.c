#include "operations/feature_cache.h"

#include "base/buf.h"
#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *folder;
static struct error err;

/* 64 digits of this one. */
static const char *name_of(char digit)
{
    static char name[65];

    memset(name, digit, 64);
    return name;
}

static const char *path(const char *prefix, char digit)
{
    static char text[512];

    snprintf(text, sizeof(text), "%s/%s%s", folder, prefix, name_of(digit));
    return text;
}

static void write_file(const char *at, size_t bytes, int64_t seconds)
{
    const struct timespec times[] = { { seconds, 0 }, { seconds, 0 } };
    FILE *file = fopen(at, "w");

    for (size_t i = 0; i < bytes; i++)
        putc('x', file);
    fclose(file);
    CHECK(!utimensat(AT_FDCWD, at, times, 0));
}

static bool is_there(char digit)
{
    return !access(path("", digit), F_OK);
}

TEST(what_a_worker_left_is_moved_and_the_oldest_make_room)
{
    folder = test_folder();
    write_file(path("", '1'), 40, 1000);
    write_file(path("", '2'), 40, 2000);
    write_file(path("features-", '3'), 40, 3000);
    CHECK(feature_cache_publish(folder, folder, name_of('3'), 100, &err));
    CHECK(!is_there('1') && is_there('2') && is_there('3'));
    CHECK(access(path("features-", '3'), F_OK) != 0);
}

TEST(what_is_too_large_or_gone_is_left_out)
{
    folder = test_folder();
    write_file(path("", '1'), 40, 1000);
    write_file(path("features-", '3'), 101, 3000);
    CHECK(feature_cache_publish(folder, folder, name_of('3'), 100, &err));
    CHECK(is_there('1') && !is_there('3'));
    CHECK(feature_cache_publish(folder, folder, name_of('4'), 100, &err));
    CHECK(!is_there('4'));
}

TEST(a_name_that_is_none_is_refused)
{
    folder = test_folder();
    CHECK(!feature_cache_publish(folder, folder, "../../x", 100, &err));
    CHECK(err.code == ERROR_BAD_DATA);
    CHECK(!feature_cache_publish(folder, folder, "", 100, &err));
}

TEST(other_files_are_never_removed)
{
    char other[600];

    folder = test_folder();
    snprintf(other, sizeof(other), "%s/a_file_of_mine", folder);
    write_file(other, 40, 1);
    write_file(path("", '1'), 40, 1000);
    CHECK(feature_cache_trim(folder, 0, &err));
    CHECK(!is_there('1') && !access(other, F_OK));
    CHECK(feature_cache_trim("/nowhere/at/all", 0, &err));
}
