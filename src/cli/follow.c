#include "cli/follow.h"

#include "cli/cli.h"
#include "cli/complaint.h"
#include "cli/ctrl_c.h"
#include "cli/progress.h"
#include "cli/result.h"
#include "cli/terminal.h"
#include "client/api_events.h"
#include "client/api_operation.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct follow_options follow_options;

enum { POLL_MS = 300, TABLE_MS = 1000, EXIT_FAILED = 1, EXIT_CANCELLED = 4 };

struct follow {
    struct cli *cli;
    const char *id;
    struct wire_operation operation;    /* as last seen */
    struct progress progress;
    struct api_events *events;
    follow_table_fn *print_table;       /* NULL: none */
    bool has_no_events;                 /* the backend does not send them: ask */
    bool is_detached;
};

static bool has_ended(const struct wire_operation *operation)
{
    return operation->state >= WIRE_OPERATION_COMPLETED;
}

/* Asks for all of it. */
static bool look(struct follow *follow, struct error *err)
{
    struct wire_operation now;

    if (!api_operation_status(follow->cli->api, follow->id, &now, err))
        return false;
    wire_operation_release(&follow->operation);
    follow->operation = now;
    if (follow->print_table) {
        OWNED(buf_release) struct buf table = {0};

        follow->print_table(follow->cli, follow->id, &table);
        progress_draw_over(&follow->progress, &now.progress, &table);
    } else {
        progress_draw(&follow->progress, &now.progress);
    }
    return true;
}

static void draw_event(struct follow *follow, const struct api_event *event)
{
    struct wire_operation_progress progress;
    struct error unread;

    if (!strcmp(event->name, "progress") &&
        wire_decode(wire_operation_progress_fields, WIRE_TOLERANT, event->data, event->length,
                    &progress, &unread))
        progress_draw(&follow->progress, &progress);
}

/* Of a `state` event: no other will follow. One that cannot be read: look for ourselves. */
static bool is_last(const struct api_event *event)
{
    struct wire_operation_change change;
    struct error unread;
    bool ended;

    if (strcmp(event->name, "state") != 0)
        return false;
    if (!wire_decode(wire_operation_change_fields, WIRE_TOLERANT, event->data, event->length,
                     &change, &unread))
        return true;
    ended = change.state >= WIRE_OPERATION_COMPLETED;
    wire_operation_change_release(&change);
    return ended;
}

/* Until a change of state, which may be the last, or the end of the stream. */
static bool read_events(struct follow *follow, struct error *err)
{
    struct api_event event;

    do {
        if (!api_events_next(follow->events, &event, err))
            return false;
        if (event.name)
            draw_event(follow, &event);
    } while (event.name && !is_last(&event));
    api_events_close(follow->events);
    return true;
}

/* Until something happened, or a moment has passed. A stream that cannot be had, or that breaks, is
 * no failure: the operation is asked for itself. */
static void wait_for_news(struct follow *follow)
{
    struct error why;

    if (!follow->has_no_events && read_events(follow, &why))
        return;
    if (ctrl_c_was_pressed())
        return;
    follow->has_no_events |= why.code == ERROR_NOT_FOUND || why.code == ERROR_BAD_DATA;
    ctrl_c_pause(follow->print_table ? TABLE_MS : POLL_MS);
}

static bool cancel(struct follow *follow, struct error *err)
{
    const struct wire_operation_cancel request = { "ctrl-c at the command line" };
    struct wire_operation now;

    if (!api_operation_cancel(follow->cli->api, follow->id, &request, &now, err))
        return err->code == ERROR_CONFLICT;         /* it has ended meanwhile */
    wire_operation_release(&now);
    cli_remark(follow->cli, "cancelling; ctrl-c again leaves at once");
    return true;
}

/* 'd', 'c' or something else: go on. A second ctrl-c, or no answer at all, detaches. */
static int ask(void)
{
    char answer[16];

    fprintf(stderr, "\n[d]etach and let it run, [c]ancel it, or Enter to go on? ");
    fflush(stderr);
    if (!fgets(answer, sizeof(answer), stdin))
        return 'd';
    return answer[0];
}

static bool handle_ctrl_c(struct follow *follow, struct error *err)
{
    int answer = 'c';

    progress_end(&follow->progress);
    ctrl_c_forget();
    if (terminal_is(STDIN_FILENO) && terminal_is(STDERR_FILENO))
        answer = ask();
    if (answer == 'd' || answer == 'D')
        follow->is_detached = true;
    return answer != 'c' && answer != 'C' ? true : cancel(follow, err);
}

static bool follow_to_end(struct follow *follow, struct error *err)
{
    if (!look(follow, err) && !ctrl_c_was_pressed())
        return false;
    while (!has_ended(&follow->operation)) {
        if (ctrl_c_was_pressed() && !handle_ctrl_c(follow, err))
            return false;
        if (follow->is_detached)
            return true;
        wait_for_news(follow);
        if (!ctrl_c_was_pressed() && !look(follow, err) && !ctrl_c_was_pressed())
            return false;
    }
    return true;
}

/* It is told as the error it was; the exit status says that it was the operation's. */
static bool fail(struct follow *follow, struct error *err)
{
    const struct wire_operation *operation = &follow->operation;
    const bool is_cancelled = operation->state == WIRE_OPERATION_CANCELLED;

    follow->cli->exit_status = is_cancelled ? EXIT_CANCELLED : EXIT_FAILED;
    if (operation->error)
        wire_error_to(operation->error, err);
    else
        error_set(err, is_cancelled ? ERROR_CANCELLED : ERROR_INTERNAL, "%s was %s", follow->id,
                  is_cancelled ? "cancelled" : "not completed, and does not say why");
    if (operation->resumable && !err->suggestion[0])
        error_suggest(err, "ktrdr resume %s goes on where it stopped", follow->id);
    return false;
}

static bool follow_with(struct cli *cli, const char *id, follow_table_fn *print,
                        enum follow_end *ret_end, struct error *err)
{
    struct follow follow = { .cli = cli, .id = id, .events = api_events_new(cli->api, id) };
    bool held;

    wire_clear(wire_operation_fields, &follow.operation);
    progress_begin(&follow.progress, cli, id);
    follow.print_table = follow.progress.is_shown ? print : NULL;
    follow.has_no_events = follow.print_table != NULL;      /* asking would break the stream */
    held = follow_to_end(&follow, err);
    progress_end(&follow.progress);
    *ret_end = follow.is_detached ? FOLLOW_DETACHED : FOLLOW_DONE;
    if (held && !follow.is_detached && follow.operation.state != WIRE_OPERATION_COMPLETED)
        held = fail(&follow, err);
    wire_operation_release(&follow.operation);
    api_events_free(follow.events);
    return held;
}

bool follow_operation(struct cli *cli, const char *id, enum follow_end *ret_end,
                      struct error *err)
{
    return follow_with(cli, id, NULL, ret_end, err);
}

static bool print_started(struct cli *cli, const struct wire_operation *operation)
{
    if (cli->is_json)
        wire_encode(wire_operation_fields, operation, &cli->out);
    else
        buf_print(&cli->out, "%s", operation->id);
    buf_add(&cli->out, "\n", 1);
    return true;
}

static bool stay(struct cli *cli, const struct wire_operation *operation,
                 const struct follow_form *form, struct error *err)
{
    enum follow_end end;

    cli_remark(cli, "%s started", operation->id);
    if (!follow_with(cli, operation->id, form->print_table, &end, err)) {
        if (form->print_failed)
            form->print_failed(cli, operation);
        return false;
    }
    if (end == FOLLOW_DETACHED)
        return print_started(cli, operation);
    return form->print ? form->print(cli, operation->id, err)
                       : result_print(cli, operation->id, operation->type, err);
}

bool follow_started_as(struct cli *cli, struct wire_operation *operation,
                       const struct follow_form *form, struct error *err)
{
    bool held;

    if (!follow_options.is_refused)
        held = stay(cli, operation, form, err);
    else
        held = cli->is_json ? cli_print_reply(cli) : print_started(cli, operation);
    wire_operation_release(operation);
    return held;
}

bool follow_started(struct cli *cli, struct wire_operation *operation, struct error *err)
{
    return follow_started_as(cli, operation, &(struct follow_form){0}, err);
}
