#include "managers/load_scope.h"

#include "base/file.h"
#include "store/schema.h"
#include "store/store.h"
#include "test.h"

#include <stdio.h>

TEST(a_scope_is_there_until_it_is_removed_and_never_half)
{
    const char *folder = test_folder();
    const struct load_scope wanted = { INT64_MIN, 1706745600 };
    struct load_scope scope = {0};
    struct store *store;
    struct error err;
    bool is_there = true;
    char path[600];

    CHECK(store_open(folder, &schema_backend, &store, &err));
    CHECK(load_scope_read(store, "op_1", &scope, &is_there, &err) && !is_there);
    CHECK(load_scope_write(store, "op_1", &wanted, &err));
    CHECK(load_scope_read(store, "op_1", &scope, &is_there, &err) && is_there);
    CHECK(scope.start == INT64_MIN && scope.end == 1706745600);
    CHECK(load_scope_read(store, "op_2", &scope, &is_there, &err) && !is_there);
    snprintf(path, sizeof(path), "%s/sessions/op_1/scope", folder);
    CHECK(file_write(path, "12", 2, &err));
    CHECK(!load_scope_read(store, "op_1", &scope, &is_there, &err));
    CHECK(err.code == ERROR_BAD_DATA);
    CHECK(load_scope_remove(store, "op_1", &err) && load_scope_remove(store, "op_1", &err));
    CHECK(load_scope_read(store, "op_1", &scope, &is_there, &err) && !is_there);
    store_close(store);
}
