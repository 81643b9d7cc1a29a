#include "workers/admission.h"

#include "async/event.h"
#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct admission_waiter {           /* on the stack of the task that waits */
    struct event let_in;
    const char *share;
    int priority;
    struct admission_waiter *next, *prev;
    bool is_in;
};

struct admission_share {
    struct admission_share *next;
    char *name;                     /* owned */
    size_t inside;
};

static struct admission_share **place_of(struct admission *admission, const char *name)
{
    struct admission_share **at = &admission->shares;

    while (*at && strcmp((*at)->name, name) != 0)
        at = &(*at)->next;
    return at;
}

static size_t inside_of(struct admission *admission, const char *name)
{
    const struct admission_share *share = *place_of(admission, name);

    return share ? share->inside : 0;
}

static void count_in(struct admission *admission, const char *name)
{
    struct admission_share **at = place_of(admission, name);

    if (!*at) {
        *at = MEM_NEW(struct admission_share);
        (*at)->name = mem_text(name);
    }
    (*at)->inside++;
    admission->inside++;
}

static void count_out(struct admission *admission, const char *name)
{
    struct admission_share **at = place_of(admission, name), *share = *at;

    assert(share && admission->inside);
    admission->inside--;
    if (--share->inside)
        return;
    *at = share->next;
    free(share->name);
    free(share);
}

static void list(struct admission *admission, struct admission_waiter *waiter)
{
    waiter->prev = admission->last;
    if (admission->last)
        admission->last->next = waiter;
    else
        admission->first = waiter;
    admission->last = waiter;
    admission->waiting++;
}

static void unlist(struct admission *admission, struct admission_waiter *waiter)
{
    if (waiter->prev)
        waiter->prev->next = waiter->next;
    else
        admission->first = waiter->next;
    if (waiter->next)
        waiter->next->prev = waiter->prev;
    else
        admission->last = waiter->prev;
    admission->waiting--;
}

static struct admission_waiter *find_next(struct admission *admission)
{
    struct admission_waiter *best = admission->first;
    size_t least = best ? inside_of(admission, best->share) : 0;

    for (struct admission_waiter *w = best ? best->next : NULL; w; w = w->next) {
        const size_t inside = inside_of(admission, w->share);

        if (w->priority > best->priority || (w->priority == best->priority && inside < least)) {
            best = w;
            least = inside;
        }
    }
    return best;
}

static void let_in(struct admission *admission)
{
    while (admission->first && admission->inside < admission->room) {
        struct admission_waiter *waiter = find_next(admission);

        unlist(admission, waiter);
        waiter->is_in = true;
        count_in(admission, waiter->share);
        event_raise(&waiter->let_in);
    }
}

bool admission_enter(struct admission *admission, const char *share, int priority,
                     int64_t deadline, struct error *err)
{
    struct admission_waiter waiter = { .share = share, .priority = priority };

    list(admission, &waiter);
    let_in(admission);
    if (waiter.is_in || event_wait(&waiter.let_in, deadline, err) || waiter.is_in)
        return true;
    unlist(admission, &waiter);
    return false;
}

void admission_leave(struct admission *admission, const char *share)
{
    count_out(admission, share);
    let_in(admission);
}
