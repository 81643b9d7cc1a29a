#include "cli/complaint.h"

#include "base/buf.h"
#include "base/error.h"
#include "cli/cli.h"
#include "cli/terminal.h"
#include "client/api.h"
#include "wire/wire_error.h"

#include <string.h>
#include <unistd.h>

static void print_line(const char *word, enum terminal_style style, const char *text,
                       struct buf *out)
{
    buf_print(out, "%s%s:%s %s\n", terminal_start(STDERR_FILENO, style), word,
              terminal_end(STDERR_FILENO), text);
}

static void print_items(const struct wire_error *problem, struct buf *out)
{
    for (size_t i = 0; i < problem->n_errors; i++) {
        const struct wire_error_item *item = &problem->errors[i];

        buf_print(out, "  ");
        if (item->line != WIRE_UNKNOWN)
            buf_print(out, "line %lld: ", (long long)item->line);
        buf_print(out, "%s%s%s", item->field, item->field[0] ? ": " : "", item->message);
        if (item->suggestion[0])
            buf_print(out, " (%s)", item->suggestion);
        buf_print(out, "\n");
    }
}

void complaint_print_problem(const struct cli *cli, const struct wire_error *problem,
                             struct buf *out)
{
    struct error err;

    if (cli->is_json) {
        wire_encode(wire_error_fields, problem, out);
        buf_add(out, "\n", 1);
        return;
    }
    wire_error_to(problem, &err);
    print_line("error", TERMINAL_RED, err.text, out);
    print_items(problem, out);
    if (err.suggestion[0])
        print_line("hint", TERMINAL_YELLOW, err.suggestion, out);
}

/* Is the error we ended with the one the backend told? */
static bool is_told(const struct wire_error *problem, const struct error *err)
{
    struct error told;

    if (!problem)
        return false;
    wire_error_to(problem, &told);
    return told.code == err->code && !strcmp(told.text, err->text);
}

void complaint_print(const struct cli *cli, const struct error *err, struct buf *out)
{
    const struct wire_error *told = cli->api ? api_problem(cli->api) : NULL;
    OWNED(wire_error_release) struct wire_error problem = {0};

    if (is_told(told, err)) {
        complaint_print_problem(cli, told, out);
        return;
    }
    wire_error_from(err, &problem);
    complaint_print_problem(cli, &problem, out);
}
