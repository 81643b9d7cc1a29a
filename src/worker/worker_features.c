#include "worker/worker_features.h"

#include "base/build_id.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "domain/feature_matrix.h"
#include "wire/wire_worker.h"
#include "worker/worker_input.h"
#include "worker/worker_report.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LEAST_BYTES = 1 << 20 };     /* what is smaller is computed sooner than found */

static bool is_worth_it(const struct feature_plan *plan, const struct features_input *in)
{
    const struct bars *base = in->bars[plan->base];

    return base && base->count * plan->n_columns * sizeof(float) >= LEAST_BYTES;
}

/* ---- what they are made of ---- */

static void add_text(struct hash *hash, const char *text)
{
    hash_add(hash, text, strlen(text) + 1);
}

static void add_scales(struct hash *hash, const struct feature_plan *plan, const char *symbol)
{
    const struct feature_plan_fit *fit = feature_plan_find_fit(plan, symbol);

    if (fit)
        hash_add(hash, fit->scales, plan->n_columns * sizeof(*fit->scales));
}

static void add_bars(struct hash *hash, const struct features_input *in,
                     const struct worker_input *input)
{
    for (int t = 0; t < TIMEFRAME_COUNT; t++) {
        const struct worker_input_series *series =
            in->bars[t] ? worker_input_find(input, in->symbol, (enum timeframe)t) : NULL;

        if (!series)
            continue;
        add_text(hash, timeframe_name((enum timeframe)t));
        add_text(hash, series->told->data_hash);
        add_text(hash, series->told->calendar);
    }
}

/* False where this build does not know itself. */
static bool name_it(const struct feature_plan *plan, const struct features_input *in,
                    const struct worker_input *input, uint8_t ret_key[HASH_BYTES])
{
    OWNED(buf_release) struct buf text = {0};
    char build[BUILD_ID_TEXT];
    struct hash hash;

    build_id(build);
    feature_plan_text(plan, &text);
    hash_start(&hash);
    add_text(&hash, build);
    add_text(&hash, timeframe_name(plan->base));
    add_text(&hash, text.bytes);
    add_scales(&hash, plan, in->symbol);
    add_bars(&hash, in, input);
    hash_end(&hash, ret_key);
    return build[0] != '\0';
}

/* ---- there already ---- */

static bool find(const char *folder, const uint8_t *key, const char *name,
                 struct features *ret_features, struct file_map *ret_map)
{
    OWNED(buf_release) struct buf path = {0};
    struct error err;

    buf_print(&path, "%s/%s", folder, name);
    if (access(path.bytes, R_OK) || !file_map(path.bytes, ret_map, &err))
        return false;
    if (feature_matrix_decode(ret_map->bytes, ret_map->length, key, ret_features, &err))
        return true;
    fprintf(stderr, "%s: %s\n", name, err.text);
    file_map_release(ret_map);
    *ret_map = (struct file_map){0};
    return false;
}

/* ---- left for others ---- */

/* Not synced: what a power cut leaves of it does not match its hash. */
static void leave(const char *folder, const uint8_t *key, const char *name,
                  const struct features *features)
{
    OWNED(buf_release) struct buf path = {0};
    uint8_t head[FEATURE_MATRIX_HEAD];
    int fd;

    buf_print(&path, "%s/features-%s", folder, name);
    feature_matrix_head(features, key, head);
    fd = open(path.bytes, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return;
    if (file_write_to(fd, head, sizeof(head)) &&
        file_write_to(fd, features->values, features->rows * features->columns * sizeof(float)))
        worker_report_features(name);
    else
        unlink(path.bytes);
    close(fd);
}

bool worker_features_get(const struct worker_features_cache *cache,
                         const struct feature_plan *plan, const struct features_input *in,
                         struct features *ret_features, struct file_map *ret_map,
                         struct error *err)
{
    uint8_t key[HASH_BYTES];
    char name[HASH_HEX];

    if (!cache->reads || !is_worth_it(plan, in) || !name_it(plan, in, cache->input, key))
        return features_compute(plan, in, ret_features, err);
    hash_hex(key, HASH_BYTES, name);
    if (find(cache->reads, key, name, ret_features, ret_map))
        return true;
    if (!features_compute(plan, in, ret_features, err))
        return false;
    leave(cache->writes, key, name, ret_features);
    return true;
}
