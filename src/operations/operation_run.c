#include "operations/operation_run.h"

#include "async/loop.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "operations/operation_mark.h"

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
    operation_run_process(run, "backend");
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
    operation_run_notes_release(&run->notes);
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

void operation_run_tell_last(struct operation_run *run)
{
    if (run->has_news && is_watched(run))
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

/* ---- notes ---- */

void operation_run_notes_release(struct operation_run_notes *notes)
{
    for (size_t i = 0; i < notes->count; i++)
        free(notes->items[i].json);
    free(notes->items);
    *notes = (struct operation_run_notes){0};
}

static void note(struct operation_run_notes *notes, const char *kind, const char *json)
{
    struct operation_run_note *made;

    if (notes->count == notes->room) {
        notes->room = notes->room * 2 + 16;
        notes->items = mem_resize(notes->items, notes->room * sizeof(*notes->items));
    }
    made = &notes->items[notes->count++];
    *made = (struct operation_run_note){ .at_ms = date_now_ms(), .json = mem_text(json) };
    snprintf(made->kind, sizeof(made->kind), "%s", kind);
}

void operation_run_take_notes(struct operation_run *run, struct operation_run_notes *ret_notes)
{
    *ret_notes = run->notes;
    run->notes = (struct operation_run_notes){0};
}

void operation_run_put_back(struct operation_run *run, struct operation_run_notes *notes)
{
    const size_t count = notes->count + run->notes.count;

    notes->items = mem_resize(notes->items, count * sizeof(*notes->items));
    for (size_t i = 0; i < run->notes.count; i++)
        notes->items[notes->count++] = run->notes.items[i];
    notes->room = count;
    notes->has_metric |= run->notes.has_metric;
    free(run->notes.items);
    run->notes = *notes;
    *notes = (struct operation_run_notes){0};
}

/* "epoch 12 of 50" is one of the "epochs": a phase is not another for its numbers. */
static void name_phase(const char *said, char ret_phase[48])
{
    size_t length = strcspn(said, "0123456789");
    const bool is_counted = said[length] != '\0';

    while (length && said[length - 1] == ' ')
        length--;
    snprintf(ret_phase, 48, "%.*s%s", (int)(length < 46 ? length : 46), said,
             is_counted && length ? "s" : "");
}

static void note_phase(struct operation_run *run)
{
    OWNED(buf_release) struct buf json = {0};
    struct operation_mark mark = { .attempt = run->attempt };

    name_phase(run->progress.phase, mark.phase);
    if (!mark.phase[0] || !strcmp(mark.phase, run->phase) ||
        run->n_phases == OPERATION_RUN_PHASES)
        return;
    run->n_phases++;
    snprintf(run->phase, sizeof(run->phase), "%s", mark.phase);
    snprintf(mark.process, sizeof(mark.process), "%s", run->process);
    wire_encode(operation_mark_fields, &mark, &json);
    note(&run->notes, "phase", json.bytes);
}

/* ---- what it tells ---- */

void operation_run_process(struct operation_run *run, const char *process)
{
    snprintf(run->process, sizeof(run->process), "%s", process);
}

void operation_run_progress(struct operation_run *run,
                            const struct wire_operation_progress *progress)
{
    run->progress = *progress;
    note_phase(run);
    note_news(run);
}

void operation_run_phase(struct operation_run *run, const char *phase)
{
    snprintf(run->progress.phase, sizeof(run->progress.phase), "%s", phase);
    note_phase(run);
    note_news(run);
}

void operation_run_metric(struct operation_run *run, const char *json)
{
    note(&run->notes, "metric", json);
    run->notes.has_metric = true;
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
