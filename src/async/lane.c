#include "async/lane.h"

#include "async/loop.h"
#include "async/task.h"
#include "base/mem.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

struct job {
    struct job *next;               /* lane::waiting or lane::done */
    struct task *task;
    struct lane *lane;
    lane_fn *fn;
    void *arg;
    bool ran, ok;
    struct error error;
};

struct queue {
    struct job *first, **end;
};

struct lane {
    uv_thread_t thread;
    uv_async_t finished;            /* keeps the loop alive, and a virtual clock from jumping, as
                                     * long as there is a job */
    char name[16];
    size_t most, n_jobs;            /* jobs: not yet told to their tasks; loop thread only */

    uv_mutex_t lock;                /* of all below */
    uv_cond_t changed;
    struct queue waiting, done;
    bool is_ending;
};

static void add(struct queue *queue, struct job *job)
{
    job->next = NULL;
    *queue->end = job;
    queue->end = &job->next;
}

static struct job *take(struct queue *queue)
{
    struct job *job = queue->first;

    if (job && !(queue->first = job->next))
        queue->end = &queue->first;
    return job;
}

static bool remove_job(struct queue *queue, struct job *job)
{
    for (struct job **at = &queue->first; *at; at = &(*at)->next)
        if (*at == job) {
            *at = job->next;
            if (queue->end == &job->next)
                queue->end = at;
            return true;
        }
    return false;
}

static struct job *next_job(struct lane *lane)
{
    struct job *job;

    uv_mutex_lock(&lane->lock);
    while (!(job = take(&lane->waiting)) && !lane->is_ending)
        uv_cond_wait(&lane->changed, &lane->lock);
    uv_mutex_unlock(&lane->lock);
    return job;
}

static void run(void *arg)
{
    struct lane *lane = arg;
    struct job *job;

    pthread_setname_np(pthread_self(), lane->name);
    while ((job = next_job(lane))) {
        job->ok = job->fn(job->arg, &job->error);
        job->ran = true;
        uv_mutex_lock(&lane->lock);
        add(&lane->done, job);
        uv_mutex_unlock(&lane->lock);
        uv_async_send(&lane->finished);
    }
}

static void tell(struct lane *lane, struct job *job)
{
    if (!--lane->n_jobs)
        uv_unref((uv_handle_t *)&lane->finished);
    task_wake(job->task);           /* the job is gone when its task goes on */
}

static struct job *take_done(struct lane *lane)
{
    struct job *job;

    uv_mutex_lock(&lane->lock);
    job = take(&lane->done);
    uv_mutex_unlock(&lane->lock);
    return job;
}

static void tell_all(uv_async_t *finished)
{
    struct lane *lane = finished->data;

    for (struct job *job; (job = take_done(lane));)
        tell(lane, job);
}

struct lane *lane_new(struct loop *loop, const char *name, size_t queue_most)
{
    struct lane *lane = MEM_NEW(struct lane);
    int failed = uv_async_init(loop_uv(loop), &lane->finished, tell_all) ||
                 uv_mutex_init(&lane->lock) || uv_cond_init(&lane->changed);

    snprintf(lane->name, sizeof(lane->name), "%s", name);
    lane->most = queue_most;
    lane->finished.data = lane;
    lane->waiting.end = &lane->waiting.first;
    lane->done.end = &lane->done.first;
    uv_unref((uv_handle_t *)&lane->finished);
    failed = failed || uv_thread_create(&lane->thread, run, lane);
    if (failed) {
        fprintf(stderr, "cannot start the thread '%s'\n", name);
        abort();
    }
    return lane;
}

static void stop(void *arg)
{
    struct job *job = arg;
    struct lane *lane = job->lane;
    bool was_waiting;

    uv_mutex_lock(&lane->lock);
    was_waiting = remove_job(&lane->waiting, job);
    uv_mutex_unlock(&lane->lock);
    if (was_waiting)
        tell(lane, job);
}

static void submit(struct lane *lane, struct job *job)
{
    if (!lane->n_jobs++)
        uv_ref((uv_handle_t *)&lane->finished);
    uv_mutex_lock(&lane->lock);
    add(&lane->waiting, job);
    uv_cond_signal(&lane->changed);
    uv_mutex_unlock(&lane->lock);
}

bool lane_run(struct lane *lane, lane_fn *fn, void *arg, struct error *err)
{
    struct job job = { .task = task_current(), .lane = lane, .fn = fn, .arg = arg };

    if (!task_check(err))
        return false;
    if (lane->n_jobs > lane->most) {
        error_set(err, ERROR_LIMIT, "too much waits for '%s'", lane->name);
        return error_suggest(err, "try again in a moment");
    }
    submit(lane, &job);
    task_wait(stop, &job);
    if (!job.ran)
        return task_check(err);
    if (!job.ok)
        *err = job.error;
    return job.ok;
}

size_t lane_length(const struct lane *lane)
{
    return lane->n_jobs;
}

static void release(uv_handle_t *finished)
{
    struct lane *lane = finished->data;

    uv_mutex_destroy(&lane->lock);
    uv_cond_destroy(&lane->changed);
    free(lane);
}

void lane_free(struct lane *lane)
{
    if (!lane)
        return;
    uv_mutex_lock(&lane->lock);
    lane->is_ending = true;
    uv_cond_signal(&lane->changed);
    uv_mutex_unlock(&lane->lock);
    uv_thread_join(&lane->thread);
    tell_all(&lane->finished);
    uv_close((uv_handle_t *)&lane->finished, release);      /* in the loop's next turn */
}
