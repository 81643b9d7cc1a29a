#include "base/file.h"
#include "store/query.h"
#include "store/schema.h"
#include "store/store.h"
#include "test.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const steps[] = { "CREATE TABLE t(x INTEGER UNIQUE) STRICT",
                                     "ALTER TABLE t ADD COLUMN y TEXT" };
static const char *const bad_steps[] = { "", "INSERT INTO t VALUES(99); CREATE NONSENSE" };
static const struct schema first = { "backend", steps, 1 };
static const struct schema more = { "backend", steps, 2 };
static const struct schema bad = { "backend", bad_steps, 2 };

static bool put(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!query_start(&query, db, "INSERT INTO t(x) VALUES(?)", err))
        return false;
    query_bind_int(&query, *(int64_t *)arg);
    return query_run(&query, err);
}

static bool put_and_fail(struct db *db, void *arg, struct error *err)
{
    return put(db, arg, err) && error_set(err, ERROR_INVALID, "no");
}

static bool sum(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!query_start(&query, db, "SELECT total(x) FROM t", err))
        return false;
    if (query_next(&query, err))
        *(int64_t *)arg = query_int(&query, 0);
    return !query.has_failed;
}

static struct store *open_with(const char *folder, const struct schema *schema)
{
    struct store *store = NULL;
    struct error err = {0};

    if (!store_open(folder, schema, &store, &err))
        printf("%s\n", err.text);
    return store;
}

static int64_t sum_of(struct store *store)
{
    int64_t total = -1;
    struct error err;

    CHECK(store_read(store, sum, &total, &err));
    return total;
}

static bool put_number(struct store *store, int64_t x, struct error *err)
{
    return store_write(store, put, &x, err);
}

static char *in(const char *folder, const char *name)
{
    static char path[512];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

TEST(a_store_makes_its_folder_for_the_owner_only)
{
    char folder[512];
    struct store *store;
    struct stat status;

    snprintf(folder, sizeof(folder), "%s/data/backend", test_folder());
    store = open_with(folder, &first);
    CHECK(store && !stat(folder, &status) && (status.st_mode & 0777) == 0700);
    store_close(store);
}

TEST(what_was_written_is_there_after_opening_again)
{
    const char *folder = test_folder();
    struct store *store = open_with(folder, &first);
    struct error err;

    CHECK(put_number(store, 5, &err) && put_number(store, 6, &err) && sum_of(store) == 11);
    store_close(store);
    store = open_with(folder, &first);
    CHECK(sum_of(store) == 11);
    store_close(store);
}

TEST(a_transaction_that_fails_leaves_nothing)
{
    struct store *store = open_with(test_folder(), &first);
    int64_t x = 7;
    struct error err = {0};

    CHECK(!store_write(store, put_and_fail, &x, &err) && err.code == ERROR_INVALID);
    CHECK(sum_of(store) == 0);
    CHECK(put_number(store, 7, &err) && sum_of(store) == 7);
    CHECK(!put_number(store, 7, &err) && err.code == ERROR_CONFLICT);
    CHECK(sum_of(store) == 7);
    store_close(store);
}

TEST(a_reader_cannot_write)
{
    struct store *store = open_with(test_folder(), &first);
    int64_t x = 7;
    struct error err = {0};

    CHECK(!store_read(store, put, &x, &err) && err.code == ERROR_FORBIDDEN);
    CHECK(sum_of(store) == 0);
    store_close(store);
}

TEST(a_second_store_in_the_same_folder_is_refused)
{
    const char *folder = test_folder();
    struct store *store = open_with(folder, &first), *second = NULL;
    struct error err = {0};
    char want[512];

    CHECK(!store_open(folder, &first, &second, &err) && err.code == ERROR_CONFLICT);
    snprintf(want, sizeof(want), "another ktrdrd backend has '%s' (process %d)", folder,
             (int)getpid());
    CHECK_TEXT(err.text, want);
    store_close(store);
    store = open_with(folder, &first);
    CHECK(store != NULL);
    store_close(store);
}

TEST(a_migration_keeps_the_data_and_a_copy_from_before)
{
    const char *folder = test_folder();
    struct store *store = open_with(folder, &first);
    struct db *copy;
    int64_t version = -1;
    struct error err;

    CHECK(put_number(store, 5, &err));
    store_close(store);
    store = open_with(folder, &more);
    CHECK(sum_of(store) == 5);
    store_close(store);
    CHECK(db_open(in(folder, "ktrdr.db.before-2"), DB_READ, &copy, &err));
    CHECK(db_version(copy, &version, &err) && version == 1);
    CHECK(sum(copy, &version, &err) && version == 5);
    db_close(copy);
}

TEST(a_migration_that_fails_changes_nothing)
{
    const char *folder = test_folder();
    struct store *store = open_with(folder, &first), *none = NULL;
    struct error err = {0};

    store_close(store);
    CHECK(!store_open(folder, &bad, &none, &err) && none == NULL);
    store = open_with(folder, &first);
    CHECK(sum_of(store) == 0);
    store_close(store);
}

TEST(a_database_of_a_newer_program_is_refused)
{
    const char *folder = test_folder();
    struct store *store = open_with(folder, &more);
    struct error err = {0};

    store_close(store);
    CHECK(!store_open(folder, &first, &store, &err) && err.code == ERROR_CONFLICT);
    CHECK(strstr(err.text, "newer ktrdr (version 2, this one knows 1)") && err.suggestion[0]);
}

TEST(a_file_that_is_no_database_is_bad_data_and_stays_as_it_is)
{
    OWNED(buf_release) struct buf text = {0};
    const char *folder = test_folder();
    struct store *store = NULL;
    struct error err = {0};
    char junk[4096];

    memset(junk, 'x', sizeof(junk));
    CHECK(file_write(in(folder, "ktrdr.db"), junk, sizeof(junk), &err));
    CHECK(!store_open(folder, &first, &store, &err) && err.code == ERROR_BAD_DATA);
    CHECK(strstr(err.text, "ktrdr.db") != NULL);
    CHECK(file_read(in(folder, "ktrdr.db"), 9999, &text, &err) && text.length == sizeof(junk));
    CHECK(!memcmp(text.bytes, junk, sizeof(junk)));
}

TEST(temporary_files_are_gone_after_opening_again)
{
    const char *folder = test_folder();
    struct store *store = open_with(folder, &first);
    char *path = store_temporary(store), *other = store_temporary(store);
    struct error err;

    CHECK(strcmp(path, other) && file_write(path, "x", 1, &err));
    store_close(store);
    store = open_with(folder, &first);
    CHECK(access(path, F_OK));
    store_close(store);
    free(path);
    free(other);
}

TEST(a_backup_is_a_store_of_its_own)
{
    const char *folder = test_folder(), *other = test_folder();
    struct store *store = open_with(folder, &first), *copy;
    struct error err;

    CHECK(put_number(store, 5, &err));
    CHECK(store_back_up(store, in(other, "ktrdr.db"), &err));
    CHECK(put_number(store, 6, &err));
    copy = open_with(other, &first);
    CHECK(sum_of(copy) == 5 && sum_of(store) == 11);
    CHECK(store_check(copy, &err));
    store_close(copy);
    store_close(store);
}

TEST(a_store_knows_that_it_can_write_and_how_much)
{
    struct store *store = open_with(test_folder(), &first);
    int64_t bytes = -1;
    struct error err;

    CHECK(store_check_writable(store, &err));
    CHECK(store_free_bytes(store, &bytes, &err) && bytes > 0);
    CHECK(sum_of(store) == 0);
    store_close(store);
}

enum { WRITERS = 2, READING = 6, EACH = 40 };

/* Two rows at a time, x and -x: whoever sees one without the other saw half a transaction. */
static bool put_pair(struct db *db, void *arg, struct error *err)
{
    int64_t x = *(int64_t *)arg, minus = -x;

    return put(db, &x, err) && put(db, &minus, err);
}

static void *write_pairs(void *arg)
{
    struct store *store = arg;
    static atomic_int next = 1;
    struct error err;

    for (int i = 0; i < EACH; i++) {
        int64_t x = next++;

        if (!store_write(store, put_pair, &x, &err))
            return NULL;
    }
    return arg;
}

static void *read_sums(void *arg)
{
    struct store *store = arg;
    struct error err;

    for (int i = 0; i < EACH; i++) {
        int64_t total = -1;

        if (!store_read(store, sum, &total, &err) || total)
            return NULL;
    }
    return arg;
}

TEST(many_threads_read_and_write_at_once_and_none_sees_half_a_write)
{
    struct store *store = open_with(test_folder(), &first);
    pthread_t threads[WRITERS + READING];
    void *answer;

    for (int i = 0; i < WRITERS + READING; i++)
        CHECK(!pthread_create(&threads[i], NULL, i < WRITERS ? write_pairs : read_sums, store));
    for (int i = 0; i < WRITERS + READING; i++)
        CHECK(!pthread_join(threads[i], &answer) && answer == store);
    store_close(store);
}

static bool put_until_full(struct store *store, struct error *err)
{
    for (int64_t x = 0; x < 1000000; x++)
        if (!put_number(store, x, err))
            return true;
    return false;
}

/* On a disk of 1 MB: what was written before the end is there, and reading goes on. */
TEST(a_full_disk_is_said_and_the_store_goes_on_when_there_is_room)
{
    const char *folder = test_folder();
    struct store *store;
    struct error err = {0};
    int64_t before;

    if (mount("tmpfs", folder, "tmpfs", 0, "size=1m")) {
        test_skip("a disk of 1 MB cannot be mounted without root");
        return;
    }
    store = open_with(folder, &first);
    CHECK(put_until_full(store, &err) && err.code == ERROR_NO_SPACE);
    CHECK(strstr(err.text, folder) && err.suggestion[0]);
    before = sum_of(store);
    CHECK(before > 0);
    CHECK(!store_check_writable(store, &err) || sum_of(store) == before);
    CHECK(!mount("tmpfs", folder, "tmpfs", MS_REMOUNT, "size=4m"));
    CHECK(put_number(store, 2000000, &err) && sum_of(store) == before + 2000000);
    CHECK(store_check(store, &err));
    store_close(store);
    store = open_with(folder, &first);
    CHECK(sum_of(store) == before + 2000000);
    store_close(store);
    CHECK(!umount(folder));
}

static int try_as_nobody(const char *folder)
{
    struct store *store = NULL;
    struct error err = {0};

    if (setgid(65534) || setuid(65534))
        return 9;
    if (store_open(folder, &first, &store, &err))
        return 1;
    return err.code != ERROR_FORBIDDEN ? 2 : !strstr(err.text, folder) ? 3 : 0;
}

TEST(a_folder_that_may_not_be_written_is_said_with_its_path)
{
    const char *folder = test_folder();
    int status = 0;
    pid_t child;

    if (getuid()) {
        test_skip("only root can try it as somebody else");
        return;
    }
    CHECK(!chmod(folder, 0755));
    fflush(NULL);
    child = fork();
    if (!child)
        _exit(try_as_nobody(folder));
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}
