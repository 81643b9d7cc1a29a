/* The schema has every key of the grammar; that it takes and refuses the right files is for
 * tests/programs/test_examples.py, with a validator. */
#include "base/buf.h"
#include "cli/strategy_schema.h"
#include "domain/indicators/indicator.h"
#include "domain/strategy/strategy_grammar.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

TEST(every_key_of_the_grammar_has_its_place_in_the_schema)
{
    OWNED(buf_release) struct buf json = {0};
    char key[96];

    strategy_schema_print(&json);
    for (size_t i = 0; strategy_grammar_at(i); i++) {
        const struct strategy_grammar *row = strategy_grammar_at(i);
        const char *dot = strrchr(row->path, '.');

        snprintf(key, sizeof(key), "\"%s\":{\"description\":", dot ? dot + 1 : row->path);
        if (row->kind == STRATEGY_GRAMMAR_REFUSED)
            CHECK(!strstr(json.bytes, key));
        else
            CHECK(strstr(json.bytes, key));
    }
    CHECK(!strstr(json.bytes, ",}"));       /* a special key without a form of its own */
}

TEST(every_indicator_is_in_the_schema)
{
    OWNED(buf_release) struct buf json = {0};
    char name[96];

    strategy_schema_print(&json);
    for (size_t i = 0; indicator_at(i); i++) {
        snprintf(name, sizeof(name), "{\"const\":\"%s\"}", indicator_at(i)->name);
        CHECK(strstr(json.bytes, name));
    }
}
