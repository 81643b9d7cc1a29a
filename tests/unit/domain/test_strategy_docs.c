/* The page and the shipped strategies say what the program does. */
#include "base/buf.h"
#include "domain/feature_plan.h"
#include "domain/fuzzy/membership.h"
#include "domain/strategy/strategy.h"
#include "domain/strategy/strategy_grammar.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static struct findings findings;

static void read_file(const char *below_tests, struct buf *ret_text)
{
    FILE *file = fopen(test_path(below_tests), "rb");
    char part[4096];
    size_t n;

    CHECK(file);
    if (!file)
        return;
    while ((n = fread(part, 1, sizeof(part), file)))
        buf_add(ret_text, part, n);
    fclose(file);
}

static void print_words(const char *words, struct buf *out)
{
    char word[32];
    bool is_refused;
    size_t n = 0;

    for (size_t i = 0; strategy_grammar_word(words, i, word, &is_refused); i++)
        if (!is_refused)
            buf_print(out, "%s%s", n++ ? ", " : "", word);
}

static void print_kind(const struct strategy_grammar *row, struct buf *out)
{
    switch (row->kind) {
    case STRATEGY_GRAMMAR_SECTION:
        buf_print(out, "section");
        break;
    case STRATEGY_GRAMMAR_TEXT:
        buf_print(out, "text, up to %.0f bytes", row->most - 1);
        break;
    case STRATEGY_GRAMMAR_NUMBER:
        buf_print(out, "%g to %g", row->least, row->most);
        break;
    case STRATEGY_GRAMMAR_WHOLE:
        buf_print(out, "whole, %.0f to %.0f", row->least, row->most);
        break;
    case STRATEGY_GRAMMAR_PERCENT:
        buf_print(out, "`%g%%` to `%g%%`", 100 * row->least, 100 * row->most);
        break;
    case STRATEGY_GRAMMAR_BOOLEAN:
        buf_print(out, "true, false");
        break;
    case STRATEGY_GRAMMAR_DAY:
        buf_print(out, "`2020-01-31`");
        break;
    case STRATEGY_GRAMMAR_SPECIAL:
        buf_print(out, "see below");
        break;
    case STRATEGY_GRAMMAR_REFUSED:
        buf_print(out, "not supported yet");
        break;
    default:
        print_words(row->words, out);
    }
    if (row->unit)
        buf_print(out, " %s", row->unit);
}

/* The row of the page's table. */
static void print_row(const struct strategy_grammar *row, struct buf *out)
{
    buf_print(out, "| `%s` | ", row->path);
    print_kind(row, out);
    buf_print(out, " | %s | %s", row->fallback ? row->fallback : row->is_required ? "required" : "",
              row->help);
    if (row->only_with) {
        const size_t length = strcspn(row->only_with, " ");
        buf_print(out, " (only with `%.*s` ", (int)length, row->only_with);
        print_words(row->only_with + length + 1, out);
        buf_print(out, ")");
    }
    buf_print(out, " |\n");
}

TEST(the_page_has_every_key_with_its_range_and_default)
{
    OWNED(buf_release) struct buf page = {0};

    read_file("../docs/strategies.md", &page);
    for (size_t i = 0; page.bytes && strategy_grammar_at(i); i++) {
        OWNED(buf_release) struct buf row = {0};
        print_row(strategy_grammar_at(i), &row);
        test_expect(strstr(page.bytes, row.bytes), __FILE__, __LINE__, "the page lacks:\n%s",
                    row.bytes);
    }
}

TEST(the_page_has_every_membership_and_normalization)
{
    OWNED(buf_release) struct buf page = {0};

    read_file("../docs/strategies.md", &page);
    for (size_t i = 0; page.bytes && membership_at(i); i++) {
        char text[160];
        snprintf(text, sizeof(text), "`%s` | `%s`", membership_at(i)->name, membership_at(i)->form);
        test_expect(strstr(page.bytes, text), __FILE__, __LINE__, "the page lacks: %s", text);
    }
    for (int i = 0; page.bytes && i < STRATEGY_NORMALIZATIONS; i++) {
        char text[64];
        snprintf(text, sizeof(text), "`%s`",
                 strategy_normalization_name((enum strategy_normalization)i));
        CHECK(strstr(page.bytes, text));
    }
}

TEST(the_example_on_the_page_is_a_good_strategy)
{
    OWNED(buf_release) struct buf page = {0};
    struct strategy strategy;
    const char *from, *until;

    read_file("../docs/strategies.md", &page);
    from = page.bytes ? strstr(page.bytes, "```yaml\nname:") : NULL;
    CHECK(from);
    if (!from)
        return;
    from += strlen("```yaml\n");
    until = strstr(from, "```");
    findings = (struct findings){0};
    CHECK(strategy_parse(from, (size_t)(until - from), &strategy, &findings));
    CHECK(!findings.n_errors && !findings.n_warnings);
    if (!findings.n_errors)
        strategy_release(&strategy);
}

TEST(the_shipped_strategy_has_no_mistake_and_no_warning)
{
    OWNED(buf_release) struct buf text = {0};
    OWNED(feature_plan_release) struct feature_plan plan = {0};
    struct strategy strategy;
    struct error err = {0};
    size_t members = 0;

    read_file("../strategies/spx_trend.yaml", &text);
    findings = (struct findings){0};
    if (!text.bytes || !strategy_parse(text.bytes, text.length, &strategy, &findings)) {
        for (size_t i = 0; i < findings.count; i++)
            printf("    %d: %s: %s\n", findings.items[i].line, findings.items[i].field,
                   findings.items[i].text);
        CHECK(!findings.n_errors);
        return;
    }
    CHECK(!findings.n_warnings);
    CHECK(strategy.n_indicators >= 4);
    for (size_t i = 0; i < strategy.n_fuzzy_sets; i++)
        members += strategy.fuzzy_sets[i].n_members;
    CHECK(members >= 12);
    CHECK(feature_plan_build(&strategy, &plan, &err) && plan.n_columns == strategy.shape.inputs);
    strategy_release(&strategy);
}
