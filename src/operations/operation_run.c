#include "operations/operation_run.h"

#include "async/loop.h"
#include "base/buf.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROGRESS_MS = 250 };

struct operation_run *operation_run_new(struct loop *loop, const char *id, const char *request,
                                        int attempt)
{
    struct operation_run *run = MEM_NEW(struct operation_run);

    run->loop = loop;
    snprintf(run->id, sizeof(run->id), "%s", id);
    run->request = mem_text(request);
    run->attempt = attempt;
    run->told_ms = INT64_MIN / 2;
    wire_clear(wire_operation_progress_fields, &run->progress);
    run->progress.percent = 0;
    return run;
}

void operation_run_free(struct operation_run *run)
{
    if (!run)
        return;
    while (run->watches)
        operation_run_unwatch(run->watches);
    if (run->telling)
        loop_timer_stop(run->telling);
    for (size_t i = 0; i < run->n_metrics; i++)
        free(run->metrics[i]);
    free(run->metrics);
    free(run->request);
    free(run);
}

void operation_run_tell(struct operation_run *run, const char *kind, int64_t event,
                        const char *json)
{
    for (struct operation_watch *watch = run->watches, *next; watch; watch = next) {
        next = watch->next;
        watch->tell(watch->arg, kind, event, json);
    }
    if (!run->everybody)
        return;
    for (struct operation_watch_all *all = *run->everybody, *next; all; all = next) {
        next = all->next;
        all->tell(all->arg, run->id, kind, event, json);
    }
}

static bool is_watched(const struct operation_run *run)
{
    return run->watches || (run->everybody && *run->everybody);
}

static void tell_progress(struct operation_run *run)
{
    OWNED(buf_release) struct buf json = {0};

    run->has_news = false;
    run->told_ms = loop_now(run->loop);
    wire_encode(wire_operation_progress_fields, &run->progress, &json);
    operation_run_tell(run, "progress", 0, json.bytes);
}

static void ring(void *arg)
{
    struct operation_run *run = arg;

    run->telling = NULL;
    if (run->has_news)
        tell_progress(run);
}

static void note_news(struct operation_run *run)
{
    const int64_t next = run->told_ms + PROGRESS_MS - loop_now(run->loop);

    run->has_news = true;
    if (!is_watched(run) || run->telling)
        return;
    if (next <= 0)
        tell_progress(run);
    else
        run->telling = loop_timer_start(run->loop, next, ring, run);
}

void operation_run_progress(struct operation_run *run,
                            const struct wire_operation_progress *progress)
{
    run->progress = *progress;
    note_news(run);
}

void operation_run_phase(struct operation_run *run, const char *phase)
{
    snprintf(run->progress.phase, sizeof(run->progress.phase), "%s", phase);
    note_news(run);
}

void operation_run_metric(struct operation_run *run, const char *json)
{
    if (run->n_metrics == run->metrics_room) {
        run->metrics_room = run->metrics_room * 2 + 16;
        run->metrics = mem_resize(run->metrics, run->metrics_room * sizeof(*run->metrics));
    }
    run->metrics[run->n_metrics++] = mem_text(json);
}

void operation_run_watch(struct operation_run *run, struct operation_watch *watch)
{
    watch->run = run;
    watch->prev = NULL;
    watch->next = run->watches;
    if (watch->next)
        watch->next->prev = watch;
    run->watches = watch;
    if (run->has_news)
        note_news(run);
}

void operation_run_unwatch(struct operation_watch *watch)
{
    if (!watch->run)
        return;
    if (watch->prev)
        watch->prev->next = watch->next;
    else
        watch->run->watches = watch->next;
    if (watch->next)
        watch->next->prev = watch->prev;
    watch->run = NULL;
}
