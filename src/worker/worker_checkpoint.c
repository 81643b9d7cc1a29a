#include "worker/worker_checkpoint.h"

#include "base/file.h"
#include "wire/wire_worker.h"
#include "worker/worker_dataset.h"
#include "worker/worker_report.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* One part in so many of the time may go into checkpoints. */
enum { SHARE = 50 };
static const int64_t SECOND_US = 1000000;

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * SECOND_US + now.tv_nsec / 1000;
}

/* Ends at its '\0', so that two texts are never taken for two others. */
static void add_text(struct hash *hash, const char *text)
{
    hash_add(hash, text, strlen(text) + 1);
}

static void hash_strategy(const struct wire_worker_request *request,
                          const struct worker_dataset *dataset, uint8_t ret[HASH_BYTES])
{
    const struct wire_training_request *training = request->training;
    char plan_hash[HASH_HEX];
    struct hash hash;

    feature_plan_hash(&dataset->plan, plan_hash);
    hash_start(&hash);
    add_text(&hash, request->strategy_text);
    add_text(&hash, plan_hash);
    for (size_t i = 0; i < training->n_overrides; i++)
        add_text(&hash, training->overrides[i]);
    hash_add(&hash, &request->seed, sizeof(request->seed));
    hash_end(&hash, ret);
}

static void hash_data(const struct wire_worker_request *request, uint8_t ret[HASH_BYTES])
{
    struct hash hash;

    hash_start(&hash);
    for (size_t i = 0; i < request->n_bars; i++) {
        add_text(&hash, request->bars[i].symbol);
        add_text(&hash, request->bars[i].timeframe);
        add_text(&hash, request->bars[i].data_hash);
        add_text(&hash, request->bars[i].calendar);
    }
    hash_end(&hash, ret);
}

void worker_checkpoint_start(struct worker_checkpoint *checkpoint,
                             const struct wire_worker_request *request,
                             const struct worker_dataset *dataset)
{
    *checkpoint = (struct worker_checkpoint){
        .folder = request->output_folder, .last_us = now_us(),
        .every_us = request->checkpoint_seconds == WIRE_UNKNOWN
                        ? INT64_MAX : request->checkpoint_seconds * SECOND_US,
        .resumed_from = WIRE_UNKNOWN,
    };
    snprintf(checkpoint->owner.program, sizeof(checkpoint->owner.program), "%s", KTRDR_VERSION);
    hash_strategy(request, dataset, checkpoint->owner.strategy);
    hash_data(request, checkpoint->owner.data);
}

/* ---- going on ---- */

static bool take(const struct worker_checkpoint *checkpoint, const char *path, struct train *train,
                 struct error *err)
{
    OWNED(file_map_release) struct file_map map = {0};

    return file_map(path, &map, err) &&
           checkpoint_decode(map.bytes, map.length, &checkpoint->owner, train, err);
}

void worker_checkpoint_resume(struct worker_checkpoint *checkpoint,
                              const struct wire_worker_request *request, struct train *train)
{
    const char *before = request->resume_note, *comma = before[0] ? ", " : "";
    struct error err;

    if (!request->resume_file) {
        snprintf(checkpoint->note, sizeof(checkpoint->note), "%s", before);
        return;
    }
    if (!take(checkpoint, request->resume_file, train, &err)) {
        snprintf(checkpoint->note, sizeof(checkpoint->note), "%s%sstarted over: %s", before, comma,
                 err.text);
        return;
    }
    checkpoint->resumed_from = (int64_t)train->epoch;
    snprintf(checkpoint->note, sizeof(checkpoint->note), "%s%sresumed after epoch %zu, batch %zu",
             before, comma, train->epoch, train->batch);
}

/* ---- leaving one ---- */

static void remove_older(struct worker_checkpoint *checkpoint, const char *name)
{
    OWNED(buf_release) struct buf path = {0};
    struct error err;

    if (checkpoint->name[1][0]) {
        buf_print(&path, "%s/%s", checkpoint->folder, checkpoint->name[1]);
        if (!file_remove_tree(path.bytes, &err))
            fprintf(stderr, "%s\n", err.text);
    }
    memcpy(checkpoint->name[1], checkpoint->name[0], sizeof(checkpoint->name[1]));
    snprintf(checkpoint->name[0], sizeof(checkpoint->name[0]), "%s", name);
}

static bool save(struct worker_checkpoint *checkpoint, const struct train *train,
                 struct error *err)
{
    OWNED(buf_release) struct buf bytes = {0}, path = {0};
    char name[64];

    snprintf(name, sizeof(name), "checkpoint-%09zu-%09zu", train->epoch, train->batch);
    if (!strcmp(name, checkpoint->name[0]))
        return true;                    /* it stands already */
    checkpoint_encode(train, &checkpoint->owner, &bytes);
    buf_print(&path, "%s/%s", checkpoint->folder, name);
    if (!file_write(path.bytes, bytes.bytes, bytes.length, err))
        return false;
    remove_older(checkpoint, name);
    worker_report_checkpoint(name);
    return true;
}

void worker_checkpoint_write(struct worker_checkpoint *checkpoint, const struct train *train)
{
    const int64_t began = now_us();
    struct error err;

    if (!save(checkpoint, train, &err)) {
        snprintf(checkpoint->note, sizeof(checkpoint->note), "no checkpoint: %s", err.text);
        fprintf(stderr, "no checkpoint: %s\n", err.text);
    }
    checkpoint->last_us = now_us();
    checkpoint->cost_us = checkpoint->last_us - began;
}

void worker_checkpoint_keep(struct worker_checkpoint *checkpoint, const struct train *train)
{
    const int64_t passed = now_us() - checkpoint->last_us;

    if (passed >= checkpoint->every_us && passed >= checkpoint->cost_us * SHARE)
        worker_checkpoint_write(checkpoint, train);
}
