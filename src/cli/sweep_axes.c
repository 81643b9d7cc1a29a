#include "cli/sweep_axes.h"

#include "base/buf.h"
#include "base/mem.h"
#include "wire/wire_sweep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char key_letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789_.";

static int depth_of(const char *text)
{
    int depth = 0;

    for (; *text; text++)
        depth += (*text == '[' || *text == '{') - (*text == ']' || *text == '}');
    return depth;
}

/* The words from `at` on that are one, because a bracket is open; returns the next one's place. */
static size_t join(char *const *words, size_t n, size_t at, struct buf *ret_text)
{
    int depth = depth_of(words[at]);

    buf_print(ret_text, "%s", words[at] + strspn(words[at], " "));
    at++;
    while (depth > 0 && at < n) {
        depth += depth_of(words[at]);
        buf_print(ret_text, ",%s", words[at++]);
    }
    return at;
}

static size_t key_length(const char *text)
{
    const size_t length = strspn(text, key_letters);

    return length && text[length] == '=' ? length : 0;
}

static struct wire_sweep_axis *add_axis(struct wire_sweep_request *request)
{
    request->axes = mem_resize(request->axes, (request->n_axes + 1) * sizeof(*request->axes));
    request->axes[request->n_axes] = (struct wire_sweep_axis){0};
    return &request->axes[request->n_axes++];
}

static void add_text(char ***texts, size_t *n, const char *text)
{
    *texts = mem_resize(*texts, (*n + 1) * sizeof(**texts));
    (*texts)[(*n)++] = mem_text(text);
}

static bool take(const char *text, struct wire_sweep_request *request, struct error *err)
{
    const size_t length = key_length(text);
    struct wire_sweep_axis *axis;

    if (!length && !request->n_axes)
        return error_set(err, ERROR_INVALID, "--set '%.60s' has no key: --set key=a,b,c", text);
    if (length >= sizeof(axis->key))
        return error_set(err, ERROR_INVALID, "--set '%.60s…': the key is too long", text);
    axis = length ? add_axis(request) : &request->axes[request->n_axes - 1];
    if (length)
        snprintf(axis->key, sizeof(axis->key), "%.*s", (int)length, text);
    add_text(&axis->values, &axis->n_values, length ? text + length + 1 : text);
    return true;
}

static void move_single_values(struct wire_sweep_request *request)
{
    size_t n = 0;

    for (size_t i = 0; i < request->n_axes; i++) {
        struct wire_sweep_axis *axis = &request->axes[i];
        OWNED(buf_release) struct buf text = {0};

        if (axis->n_values > 1) {
            request->axes[n++] = *axis;
            continue;
        }
        buf_print(&text, "%s=%s", axis->key, axis->values[0]);
        add_text(&request->overrides, &request->n_overrides, text.bytes);
        free(axis->values[0]);
        free(axis->values);
    }
    request->n_axes = n;
}

static void free_texts(char **texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(texts[i]);
    free(texts);
}

static void forget(struct wire_sweep_request *request)
{
    for (size_t i = 0; i < request->n_axes; i++)
        free_texts(request->axes[i].values, request->axes[i].n_values);
    free(request->axes);
    free_texts(request->overrides, request->n_overrides);
    request->axes = NULL;
    request->overrides = NULL;
    request->n_axes = request->n_overrides = 0;
}

bool sweep_axes_read(char *const *words, size_t n, struct wire_sweep_request *request,
                     struct error *err)
{
    forget(request);
    for (size_t at = 0; at < n;) {
        OWNED(buf_release) struct buf text = {0};

        at = join(words, n, at, &text);
        if (!take(text.bytes, request, err))
            return false;
    }
    move_single_values(request);
    return true;
}
