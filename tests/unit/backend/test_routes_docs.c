/* docs/http.md says what the tables of routes say. */
#include "backend/routes.h"

#include "base/buf.h"
#include "base/file.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

struct table {
    const struct http_route *routes;
    size_t count;
};

static struct buf page;

static size_t list_tables(struct table *ret_tables)
{
    size_t n = 0;

#define ADD(noun) ret_tables[n++] = (struct table){ route_##noun##_table, route_##noun##_count };
    EACH_ROUTE_NOUN(ADD)
#undef ADD
    return n;
}

static bool read_page(void)
{
    struct error err;

    return file_read(test_path("../docs/http.md"), 1 << 20, &page, &err);
}

static void print_row(const struct http_route *route, char *ret_row, size_t size)
{
    snprintf(ret_row, size, "\n| %s | `%s` |", route->method, route->path);
}

TEST(the_page_has_a_row_for_every_route)
{
    struct table tables[64];
    const size_t n = list_tables(tables);
    char row[256];

    CHECK(read_page());
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < tables[i].count; k++) {
            print_row(&tables[i].routes[k], row, sizeof(row));
            test_expect(strstr(page.bytes, row) != NULL, __FILE__, __LINE__, "no row %s", row + 1);
        }
    buf_release(&page);
}

static bool has_route(const char *method, const char *path)
{
    struct table tables[64];
    const size_t n = list_tables(tables);

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < tables[i].count; k++)
            if (!strcmp(tables[i].routes[k].method, method) &&
                !strcmp(tables[i].routes[k].path, path))
                return true;
    return false;
}

/* /health and /metrics are the frame's, not in these tables. */
TEST(the_page_has_no_row_for_a_route_that_is_not_there)
{
    char method[8], path[200];
    size_t rows = 0;

    CHECK(read_page());
    for (const char *at = page.bytes; (at = strstr(at, "\n| ")); at++)
        if (sscanf(at, "\n| %7[A-Z] | `%199[^`]`", method, path) == 2 &&
            !strncmp(path, "/api/v1/", 8)) {
            rows++;
            test_expect(has_route(method, path), __FILE__, __LINE__, "no route %s %s", method,
                        path);
        }
    CHECK(rows > 0);
    buf_release(&page);
}
