/* One way to do it. Try your own first: scripts/exercise my_file.c */
#include "exercise.h"

#include "async/event.h"
#include "async/scope.h"

struct both {
    exercise_ask_fn *ask;
    struct event moved;             /* one of the two has ended */
    int running;
    bool has_answer;
    int answer;
    struct error last;
};

struct one {
    struct both *both;
    void *source;
};

static bool ask_one(void *arg, struct error *err)
{
    struct one *one = arg;
    struct both *both = one->both;
    struct error why;
    int answer;

    (void)err;
    if (both->ask(one->source, &answer, &why)) {
        both->answer = both->has_answer ? both->answer : answer;
        both->has_answer = true;
    } else {
        both->last = why;
    }
    both->running--;
    event_raise(&both->moved);
    return true;                    /* what went wrong is in `last`: it must not cancel the other */
}

bool exercise_ask_both(exercise_ask_fn *ask, void *sources[2], int64_t deadline, int *ret_answer,
                       struct error *err)
{
    struct both both = { .ask = ask, .running = 2 };
    struct one first = { &both, sources[0] }, second = { &both, sources[1] };
    OWNED(scope_release) struct scope scope = { .loop = task_loop() };

    scope_spawn(&scope, ask_one, &first);
    scope_spawn(&scope, ask_one, &second);
    while (both.running && !both.has_answer)
        if (!event_wait(&both.moved, deadline, err))
            return false;
    if (!both.has_answer) {
        *err = both.last;
        return false;
    }
    *ret_answer = both.answer;
    return true;
}
