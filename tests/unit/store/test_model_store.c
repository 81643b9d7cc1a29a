#include "base/file.h"
#include "store/model_store.h"
#include "store/operation_change.h"
#include "store/schema.h"
#include "store/store.h"
#include "test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char operation[] = "op_01ARZ3NDEKTSV4RRFFQ69G5FAV";
static struct store *store;
static char work[256];

static void open_store(const char *folder)
{
    struct error err = {0};

    if (!store_open(folder, &schema_backend, &store, &err))
        printf("%s\n", err.text);
    snprintf(work, sizeof(work), "%s/sessions/a/1", folder);
}

static void close_store(void)
{
    store_close(store);
    store = NULL;
}

static void make_files(void)
{
    struct error err;
    char path[300];

    CHECK(file_make_folder(work, 0700, &err));
    snprintf(path, sizeof(path), "%s/model.json", work);
    CHECK(file_write(path, "{}", 2, &err));
}

static bool publish(const char *id, int64_t at, const struct operation_change *done,
                    struct error *err)
{
    const struct model_store_new model = {
        .id = id, .strategy = at % 2 ? "odd" : "even", .operation = operation, .plan_hash = "plan",
        .meta = "{\"seed\":42}", .folder = work, .created_ms = at, .completes = done,
    };
    int64_t event = -1;

    return model_store_publish(store, &model, &event, err) && (done ? event > 0 : event == 0);
}

static bool has_file(const char *folder)
{
    char path[512];

    snprintf(path, sizeof(path), "%s/model.json", folder);
    return !access(path, F_OK);
}

TEST(a_published_model_has_its_files_and_its_row)
{
    OWNED(model_store_release) struct model_store_model model = {0};
    const char *folder = test_folder();
    struct error err = {0};

    open_store(folder);
    make_files();
    CHECK(publish("mean-0123abcd", 7, NULL, &err));
    close_store();
    open_store(folder);
    CHECK(model_store_find(store, "mean-0123abcd", &model, &err));
    CHECK(has_file(model.folder) && access(work, F_OK));
    CHECK(strstr(model.folder, "/models/mean-0123abcd") && model.created_ms == 7);
    CHECK_TEXT(model.meta, "{\"seed\":42}");
    close_store();
}

TEST(a_model_of_the_same_id_is_a_conflict_and_nothing_moves)
{
    OWNED(model_store_release) struct model_store_model model = {0};
    struct error err = {0};

    open_store(test_folder());
    make_files();
    CHECK(publish("m-1", 7, NULL, &err));
    make_files();
    CHECK(!publish("m-1", 8, NULL, &err) && err.code == ERROR_CONFLICT && has_file(work));
    CHECK(model_store_find(store, "m-1", &model, &err) && model.created_ms == 7);
    close_store();
}

TEST(a_model_completes_its_operation_in_the_same_step_or_is_not_there)
{
    OWNED(operation_store_release) struct operation op = {0};
    OWNED(operation_store_release) struct operation after = {0};
    OWNED(model_store_release) struct model_store_model model = {0};
    const struct operation_store_new want = { .id = operation, .type = "training",
                                              .request = "{}", .request_hash = "h" };
    const struct operation_change starts = { .id = operation, .state = OPERATION_RUNNING };
    const struct operation_change done = { .id = operation, .state = OPERATION_COMPLETED,
                                           .result = "{\"model\":\"m-1\"}", .at_ms = 5 };
    struct error err = {0};
    int64_t event;
    bool is_new;

    open_store(test_folder());
    make_files();
    CHECK(operation_store_create(store, &want, &op, &is_new, &err) && is_new);
    CHECK(!publish("m-1", 7, &done, &err) && err.code == ERROR_CONFLICT);   /* still queued */
    CHECK(has_file(work));
    CHECK(!model_store_find(store, "m-1", &model, &err) && err.code == ERROR_NOT_FOUND);
    CHECK(operation_change_state(store, &starts, &event, &err));
    CHECK(publish("m-1", 7, &done, &err) && model_store_find(store, "m-1", &model, &err));
    CHECK(operation_store_find(store, operation, &after, &err) && after.has_result);
    CHECK(after.state == OPERATION_COMPLETED);
    close_store();
}

TEST(files_that_a_crash_left_without_a_row_are_swept)
{
    OWNED(model_store_release) struct model_store_model model = {0};
    const char *folder = test_folder();
    struct error err = {0};
    char left[300];
    size_t removed = 0;

    open_store(folder);
    CHECK(model_store_sweep(store, &removed, &err) && removed == 0);
    make_files();
    CHECK(publish("m-1", 7, NULL, &err));
    make_files();
    snprintf(left, sizeof(left), "%s/models/m-2", folder);
    CHECK(file_rename(work, left, &err));
    CHECK(model_store_sweep(store, &removed, &err) && removed == 1);
    CHECK(access(left, F_OK) && model_store_find(store, "m-1", &model, &err));
    CHECK(has_file(model.folder));
    close_store();
}

TEST(what_a_crash_left_is_in_nobodys_way)
{
    const char *folder = test_folder();
    struct error err = {0};
    char left[300];

    open_store(folder);
    make_files();
    CHECK(publish("m-1", 7, NULL, &err));
    make_files();
    snprintf(left, sizeof(left), "%s/models/m-2", folder);
    CHECK(file_rename(work, left, &err));
    make_files();
    CHECK(publish("m-2", 8, NULL, &err) && has_file(left));
    close_store();
}

TEST(models_are_listed_from_the_newest_by_strategy_and_plan)
{
    OWNED(model_store_list_release) struct model_store_list all = {0};
    OWNED(model_store_list_release) struct model_store_list odd = {0};
    OWNED(model_store_list_release) struct model_store_list none = {0};
    struct error err = {0};
    char id[16];

    open_store(test_folder());
    for (int n = 1; n <= 5; n++) {
        make_files();
        snprintf(id, sizeof(id), "m-%d", n);
        CHECK(publish(id, n, NULL, &err));
    }
    CHECK(model_store_list(store, &(struct model_store_filter){ .limit = 4 }, &all, &err) && all.count == 4);
    CHECK(all.items[0].created_ms == 5 && all.items[3].created_ms == 2);
    CHECK(model_store_list(store, &(struct model_store_filter){ "odd", "plan", NULL, 9 }, &odd, &err) && odd.count == 3);
    CHECK(model_store_list(store, &(struct model_store_filter){ NULL, "other", NULL, 9 }, &none, &err) && none.count == 0);
    close_store();
}

TEST(a_deleted_model_is_gone_with_its_files)
{
    OWNED(model_store_release) struct model_store_model model = {0};
    struct error err = {0};

    open_store(test_folder());
    make_files();
    CHECK(publish("m-1", 7, NULL, &err) && model_store_find(store, "m-1", &model, &err));
    CHECK(model_store_delete(store, "m-1", &err) && access(model.folder, F_OK));
    CHECK(!model_store_delete(store, "m-1", &err) && err.code == ERROR_NOT_FOUND);
    close_store();
}

TEST(an_id_that_leads_elsewhere_is_refused)
{
    static const char *const bad[] = { "", ".", "..", "../x", "a/b", "a b", ".hidden", "a\n" };
    struct error err = {0};

    open_store(test_folder());
    make_files();
    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(!publish(bad[i], 7, NULL, &err) && err.code == ERROR_INVALID && has_file(work));
    close_store();
}
