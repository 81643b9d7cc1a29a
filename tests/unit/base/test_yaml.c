#include "base/buf.h"
#include "base/mem.h"
#include "base/yaml.h"
#include "base/yaml_read.h"
#include "base/yaml_write.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct findings findings;

static bool parse(const char *text, struct yaml_node *ret_root)
{
    findings = (struct findings){0};
    return yaml_parse(text, strlen(text), ret_root, &findings);
}

static bool refused_bytes(const char *text, size_t length, const char *place, const char *why)
{
    OWNED(yaml_release) struct yaml_node root = {0};
    char got[32];

    findings = (struct findings){0};
    if (yaml_parse(text, length, &root, &findings) || findings.n_errors != 1)
        return false;
    snprintf(got, sizeof(got), "%d:%d", findings.items[0].line, findings.items[0].column);
    CHECK(!strcmp(got, place) || !printf("    %s\n", got));
    if (!strstr(findings.items[0].text, why))
        printf("    '%s'\n", findings.items[0].text);
    return strstr(findings.items[0].text, why);
}

static bool refused(const char *text, const char *place, const char *why)
{
    return refused_bytes(text, strlen(text), place, why);
}

TEST(a_tree_knows_where_everything_stands)
{
    OWNED(yaml_release) struct yaml_node root = {0};
    const struct yaml_item *item;

    CHECK(parse("a: 1\nb:\n  - x\n  - {c: \"d\"}\n", &root));
    CHECK(root.kind == YAML_MAPPING && root.count == 2 && root.line == 1 && root.column == 1);
    item = yaml_find(&root, "b");
    CHECK(item && item->line == 2 && item->column == 1);
    CHECK(item->value.kind == YAML_LIST && item->value.count == 2);
    CHECK(item->value.items[0].value.line == 3 && item->value.items[0].value.column == 5);
    item = yaml_find(&item->value.items[1].value, "c");
    CHECK(item && item->line == 4 && item->column == 6);
    CHECK(item->value.is_quoted && item->value.column == 9);
    CHECK_TEXT(item->value.text, "d");
    CHECK(!yaml_find(&root, "c"));
    CHECK(!yaml_find(&item->value, "c"));
}

TEST(what_is_not_plain_yaml_is_refused_with_its_place)
{
    CHECK(refused("a: 1\nb: 2\na: 3\n", "3:1", "already on line 1: 'a'"));
    CHECK(refused("x:\n  a: &k 1\n", "2:6", "anchors are not supported: 'k'"));
    CHECK(refused("a: *k\n", "1:4", "aliases are not supported: 'k'"));
    CHECK(refused("a: !!str 1\n", "1:4", "tags are not supported"));
    CHECK(refused("a: !x [1]\n", "1:4", "tags are not supported: '!x'"));
    CHECK(refused("? [a]\n: 1\n", "1:3", "a key must be a plain word"));
    CHECK(refused("a: 1\n---\nb: 2\n", "2:1", "a second document"));
    CHECK(refused("", "1:1", "empty"));
    CHECK(refused("# only\n", "2:1", "empty"));
    CHECK(refused("a: [1, 2\nb: 3\n", "2:2", "did not find expected"));
    CHECK(refused("a: \"x\\0y\"\n", "1:4", "zero byte"));
    CHECK(refused("a:\n\t- 1\n", "2:1", "cannot start any token"));
}

TEST(bytes_that_are_not_utf8_are_refused_with_their_place)
{
    CHECK(refused("a: 1\nb: \xff\n", "2:4", "not UTF-8"));
    CHECK(refused("a: \xc0\x80\n", "1:4", "not UTF-8"));            /* overlong */
    CHECK(refused("a: \xed\xa0\x80\n", "1:4", "not UTF-8"));        /* a surrogate */
    CHECK(refused("a: \xf4\x90\x80\x80\n", "1:4", "not UTF-8"));    /* beyond U+10FFFF */
    CHECK(refused("a: \xe2\x82", "1:4", "not UTF-8"));              /* cut short */
    CHECK(refused("a: \x01\n", "1:4", "a control character"));
    CHECK(refused_bytes("a: 1\0b", 6, "1:5", "a control character"));
    CHECK(refused_bytes("\xff\xfe" "a\0", 4, "1:1", "not UTF-8"));   /* UTF-16 */
}

TEST(limits_are_held)
{
    char *text = mem_alloc(YAML_BYTES + 2);

    memset(text, ' ', YAML_BYTES + 1);
    CHECK(refused(text, "1:1", "larger than 1 MB"));
    memset(text, '[', 65);
    text[65] = '\0';
    CHECK(refused(text, "1:65", "nested deeper than 64"));
    memset(text, '[', 64);
    memset(text + 64, ']', 64);
    text[128] = '\0';
    OWNED(yaml_release) struct yaml_node root = {0};
    CHECK(parse(text, &root));
    text[0] = '[';
    for (int i = 0; i < 100001; i++)
        memcpy(text + 1 + 2 * i, "1,", 3);
    CHECK(refused(text, "1:200000", "more than 100000 values"));
    text[0] = '\0';
    for (int i = 0, at = 0; i < 1001; i++)
        at += sprintf(text + at, "k%d: 1\n", i);
    CHECK(refused(text, "1001:1", "more than 1000 keys"));
    memset(text, 'k', 129);
    memcpy(text + 129, ": 1", 4);
    CHECK(refused(text, "1:1", "longer than 128 bytes"));
    free(text);
}

static bool is_number(const char *text)
{
    OWNED(yaml_release) struct yaml_node root = {0};
    double number = -77;

    CHECK(parse(text, &root));
    return yaml_read_number(&root, &number) || number != -77;
}

TEST(a_number_is_a_plain_decimal)
{
    static const char *const good[] = { "0", "-1", "+2", "0.5", "10", "1e3", "2.5e-3", "-0.0" };
    static const char *const bad[] = { "010", "0x10", "1_000", "1:30", ".5", "1.", ".inf", ".nan",
                                       "nan", "1e", "1e999", "\"1\"", "'2'", "--1", "1 2", "-",
                                       "~", "[1]", "1,5", "true" };

    for (size_t i = 0; i < COUNT(good); i++)
        CHECK(is_number(good[i]));
    for (size_t i = 0; i < COUNT(bad); i++)
        test_expect(!is_number(bad[i]), __FILE__, __LINE__, "%s is no number", bad[i]);
}

TEST(a_whole_number_has_no_octal_and_no_fraction)
{
    static const char *const bad[] = { "010", "1.0", "1e3", "\"1\"", "1234567890123456789", "x",
                                       "0o7", "no" };
    OWNED(yaml_release) struct yaml_node good = {0};
    int64_t whole = 0;

    CHECK(parse("-123456789012345678", &good));
    CHECK(!yaml_read_whole(&good, &whole) && whole == 0);           /* a sign counts */
    yaml_release(&good);
    CHECK(parse("-42", &good) && yaml_read_whole(&good, &whole) && whole == -42);
    for (size_t i = 0; i < COUNT(bad); i++) {
        OWNED(yaml_release) struct yaml_node root = {0};
        CHECK(parse(bad[i], &root) && !yaml_read_whole(&root, &whole) && whole == -42);
    }
}

TEST(no_is_a_boolean_only_where_one_is_wanted)
{
    OWNED(yaml_release) struct yaml_node root = {0}, quoted = {0}, other = {0};
    const char *text = NULL;
    bool boolean = true;

    CHECK(parse("no", &root));
    CHECK(yaml_read_text(&root, &text));
    CHECK_TEXT(text, "no");
    CHECK(yaml_read_boolean(&root, &boolean) && !boolean);
    CHECK(parse("'yes'", &quoted) && !yaml_read_boolean(&quoted, &boolean) && !boolean);
    CHECK(parse("YES", &other) && !yaml_read_boolean(&other, &boolean) && !boolean);
}

TEST(nothing_is_no_text_but_quoted_emptiness_is)
{
    static const char *const none[] = { "a:", "a: ~", "a: null" };
    OWNED(yaml_release) struct yaml_node quoted = {0};
    const char *text = NULL;

    for (size_t i = 0; i < COUNT(none); i++) {
        OWNED(yaml_release) struct yaml_node root = {0};
        CHECK(parse(none[i], &root));
        CHECK(yaml_read_is_nothing(&root.items[0].value));
        CHECK(!yaml_read_text(&root.items[0].value, &text));
    }
    CHECK(parse("a: ''", &quoted) && yaml_read_text(&quoted.items[0].value, &text));
    CHECK_TEXT(text, "");
}

TEST(what_is_written_reads_as_the_same)
{
    static const char *const wanted =
        "a: 1.50\nb:\n  -\n    x: true\n    \"y z\": \"true\"\n  - []\nc: \"two\\x0alines\"\nd: ~\n";
    OWNED(yaml_release) struct yaml_node root = {0}, again = {0};
    OWNED(buf_release) struct buf text = {0}, twice = {0};

    CHECK(parse("{a: 1.50, b: [{x: true, y z: 'true'}, []], c: \"two\\nlines\", d: }", &root));
    yaml_write(&root, &text);
    CHECK_TEXT(text.bytes, wanted);
    CHECK(parse(text.bytes, &again));
    yaml_write(&again, &twice);
    CHECK_TEXT(twice.bytes, wanted);
}

TEST(a_value_is_set_by_its_path)
{
    OWNED(yaml_release) struct yaml_node root = {0};
    OWNED(buf_release) struct buf text = {0};
    struct error err = {0};

    CHECK(parse("a: {b: 1}\nl: [1, {c: 2}]\ne:\n", &root));
    CHECK(yaml_set(&root, "a.b", "[3, x]", &err));
    CHECK(yaml_set(&root, "l.1.c", "0.5", &err));
    CHECK(yaml_set(&root, "new.deep.key", "'7'", &err));
    CHECK(yaml_set(&root, "e.f", "1", &err));
    yaml_write(&root, &text);
    CHECK_TEXT(text.bytes, "a:\n  b:\n    - 3\n    - x\nl:\n  - 1\n  -\n    c: 0.5\ne:\n  f: 1\n"
                           "new:\n  deep:\n    key: \"7\"\n");
}

TEST(a_path_that_leads_nowhere_is_refused)
{
    static const char *const bad[] = { "", ".", "a.", ".a", "a..b", "a.b.c", "l.2", "l.x", "l.-1" };
    OWNED(yaml_release) struct yaml_node root = {0};
    struct error err = {0};

    CHECK(parse("a: {b: 1}\nl: [1, 2]\n", &root));
    for (size_t i = 0; i < COUNT(bad); i++) {
        err = (struct error){0};
        test_expect(!yaml_set(&root, bad[i], "1", &err) && err.code == ERROR_INVALID, __FILE__,
                    __LINE__, "'%s' is refused", bad[i]);
    }
    CHECK(!yaml_set(&root, "a.b", "[1", &err) && strstr(err.text, "'[1' for 'a.b'"));
}
