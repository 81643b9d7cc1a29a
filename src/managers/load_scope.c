#include "managers/load_scope.h"

#include "base/buf.h"
#include "base/file.h"
#include "store/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

enum { FILE_MOST = 200 };

static void folder_of(struct store *store, const char *operation, struct buf *ret_path)
{
    buf_print(ret_path, "%s/sessions/%s", store_folder(store), operation);
}

bool load_scope_read(struct store *store, const char *operation, struct load_scope *ret_scope,
                     bool *ret_is_there, struct error *err)
{
    OWNED(buf_release) struct buf path = {0}, text = {0};
    struct load_scope scope;

    folder_of(store, operation, &path);
    buf_print(&path, "/scope");
    *ret_is_there = !access(path.bytes, F_OK);
    if (!*ret_is_there)
        return true;
    if (!file_read(path.bytes, FILE_MOST, &text, err))
        return false;
    if (sscanf(text.bytes, "%" SCNd64 " %" SCNd64, &scope.start, &scope.end) != 2)
        return error_set(err, ERROR_BAD_DATA, "'%s' is not as it was written", path.bytes);
    *ret_scope = scope;
    return true;
}

bool load_scope_write(struct store *store, const char *operation, const struct load_scope *scope,
                      struct error *err)
{
    OWNED(buf_release) struct buf path = {0}, text = {0};

    folder_of(store, operation, &path);
    buf_print(&text, "%" PRId64 " %" PRId64 "\n", scope->start, scope->end);
    if (!file_make_folder(path.bytes, 0700, err))
        return false;
    buf_print(&path, "/scope");
    return file_write(path.bytes, text.bytes, text.length, err);
}

bool load_scope_remove(struct store *store, const char *operation, struct error *err)
{
    OWNED(buf_release) struct buf path = {0};

    folder_of(store, operation, &path);
    return file_remove_tree(path.bytes, err);
}
