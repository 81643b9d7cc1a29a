/* Any bytes: a finding with a place, or a tree that is the same after writing and reading it. */
#include "base/buf.h"
#include "base/yaml.h"
#include "base/yaml_read.h"
#include "base/yaml_write.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct findings findings;

static void hold(bool what, const char *text)
{
    if (what)
        return;
    fprintf(stderr, "broken: %s\n", text);
    abort();
}

static void compare(const struct yaml_node *a, const struct yaml_node *b)
{
    double number[2] = { 0, 0 };

    hold(a->kind == b->kind && a->count == b->count, "same shape");
    hold(yaml_read_is_nothing(a) == yaml_read_is_nothing(b), "same nothing");
    if (a->kind == YAML_SCALAR && !yaml_read_is_nothing(a)) {
        hold(!strcmp(a->text, b->text), "same text");
        hold(yaml_read_number(a, &number[0]) == yaml_read_number(b, &number[1]), "both numbers");
        hold(number[0] == number[1], "same number");
    }
    for (size_t i = 0; i < a->count; i++) {
        hold(a->kind == YAML_LIST || !strcmp(a->items[i].key, b->items[i].key), "same key");
        hold(a->items[i].line > 0 && a->items[i].column > 0, "a place");
        compare(&a->items[i].value, &b->items[i].value);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    OWNED(yaml_release) struct yaml_node root = {0}, again = {0};
    OWNED(buf_release) struct buf text = {0};

    findings = (struct findings){0};
    if (!yaml_parse((const char *)bytes, length, &root, &findings)) {
        hold(findings.n_errors == 1 && findings.items[0].line > 0 && findings.items[0].column > 0,
             "a refusal has one finding with a place");
        hold(!root.items && !root.text, "a refusal gives no tree");
        return 0;
    }
    yaml_write(&root, &text);
    if (text.length > YAML_BYTES)       /* indentation can make it longer than it came */
        return 0;
    hold(yaml_parse(text.bytes, text.length, &again, &findings), "what was written can be read");
    compare(&root, &again);
    return 0;
}
