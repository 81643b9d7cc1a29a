/* docs/configuration.md says what the table of keys says. */
#include "config/config.h"

#include "base/buf.h"
#include "base/file.h"
#include "test.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static struct buf page;

/* The row of a key, up to its end; "" if there is none. */
static void find_row(const char *key, char *ret_row, size_t size)
{
    char begin[CONFIG_TEXT + 8];
    const char *at;

    snprintf(begin, sizeof(begin), "\n| `%s` |", key);
    at = strstr(page.bytes, begin);
    snprintf(ret_row, size, "%.*s", at ? (int)strcspn(at + 1, "\n") : 0, at ? at + 1 : "");
}

static void print_variable(const char *key, char *ret_name, size_t size)
{
    snprintf(ret_name, size, "`KTRDR_%s`", key);
    for (char *at = ret_name; *at; at++)
        *at = *at == '.' ? '_' : (char)toupper((unsigned char)*at);
}

TEST(the_page_has_a_row_with_default_and_variable_for_every_key)
{
    static char row[4096];
    struct error err;
    size_t n = 0;

    CHECK(file_read(test_path("../docs/configuration.md"), 1 << 20, &page, &err));
    for (struct config_key key; (key = config_key_at(n)).name; n++) {
        char variable[CONFIG_TEXT], fallback[CONFIG_TEXT];

        find_row(key.name, row, sizeof(row));
        print_variable(key.name, variable, sizeof(variable));
        snprintf(fallback, sizeof(fallback), "| `%s` |", key.fallback);
        test_expect(row[0] && strstr(row, variable) &&
                    (!key.fallback[0] || strstr(row, fallback)), __FILE__, __LINE__,
                    "'%s': no row with %s and %s, but '%s'", key.name, variable, fallback, row);
    }
    CHECK(n > 0);
    buf_release(&page);
}

TEST(the_page_has_no_row_for_a_key_that_is_not_there)
{
    static const char second_table[] = "## Where a value comes from";
    struct error err;
    size_t rows = 0, keys = 0;

    CHECK(file_read(test_path("../docs/configuration.md"), 1 << 20, &page, &err));
    CHECK(strstr(page.bytes, second_table) != NULL);
    for (const char *at = page.bytes; (at = strstr(at, "\n| `")); at++)
        rows += at < strstr(page.bytes, second_table);
    while (config_key_at(keys).name)
        keys++;
    CHECK(rows == keys);
    buf_release(&page);
}
