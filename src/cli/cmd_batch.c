#include "base/buf.h"
#include "base/mem.h"
#include "cli/batch.h"
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/strategy_file.h"
#include "wire/wire_batch.h"
#include "wire/wire_error.h"
#include "wire/wire_text.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 16 << 20, PARALLEL_MOST = 64 };

static const char *file;
static int64_t parallel;
static bool keeps_going, shows;

static const struct command_option options[] = {
    COMMAND_WORD("<file>", &file, "a command a line; '-' is stdin; '#' begins a remark"),
    COMMAND_INTEGER("--parallel <n>", &parallel, "so many at a time, 1 to 64; default: 1"),
    COMMAND_FLAG("--keep-going", &keeps_going, "after one that failed; else it stops there"),
    COMMAND_FLAG("--show", &shows, "what each printed, under its line"),
    COMMAND_END
};

struct lines {
    char *text;
    struct batch_line *items;
    size_t count;
};

static void lines_release(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        batch_line_release(&lines->items[i]);
    free(lines->items);
    free(lines->text);
}

/* "ktrdr" at the start of a line may be there or not. */
static const char *trim(char *line)
{
    size_t length;

    line += strspn(line, " \t");
    length = strcspn(line, "\r");
    line[length] = '\0';
    if (!strncmp(line, "ktrdr ", 6))
        line += 6 + strspn(line + 6, " \t");
    return line;
}

static bool read_lines(struct lines *lines, struct error *err)
{
    size_t number = 0;

    if (!strategy_file_read(file, FILE_MOST, &lines->text, err))
        return false;
    for (char *next, *line = lines->text; line; line = next) {
        const char *text;

        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        number++;
        text = trim(line);
        if (!*text || *text == '#')
            continue;
        lines->items = mem_resize(lines->items, (lines->count + 1) * sizeof(*lines->items));
        lines->items[lines->count++] = (struct batch_line){ .number = number, .text = text };
    }
    return true;
}

/* Ours to judge: what we print under --json is one document on one line. */
static bool is_json(const struct buf *out)
{
    return out->length && strchr("{[", out->bytes[0]) &&
           memchr(out->bytes, '\n', out->length) == out->bytes + out->length - 1;
}

static void print_json(struct batch_line *line, struct buf *out)
{
    OWNED(buf_release) struct buf text = {0};
    struct wire_batch_result result = {
        .line = (int64_t)line->number,
        .command = (char *)line->text,
        .status = line->status,
    };

    if (is_json(&line->out)) {
        line->out.bytes[line->out.length - 1] = '\0';
        result.output = line->out.bytes;
    } else if (line->out.length) {
        wire_text_print(&text, line->out.bytes, line->out.length);
        result.output = text.bytes;
    }
    if (line->problem.length) {
        line->problem.bytes[strcspn(line->problem.bytes, "\n")] = '\0';
        result.error = line->problem.bytes;
    }
    wire_encode(wire_batch_result_fields, &result, out);
    buf_add(out, "\n", 1);
}

static void print_problem(const struct buf *json, struct buf *out)
{
    struct wire_error problem;
    struct error unread;

    if (!json->length || !wire_decode(wire_error_fields, WIRE_TOLERANT, json->bytes, json->length,
                                      &problem, &unread))
        return;
    buf_print(out, ": %s%s%s%s", problem.detail, problem.suggestion[0] ? " (" : "",
              problem.suggestion, problem.suggestion[0] ? ")" : "");
    wire_error_release(&problem);
}

static void print_line(const struct batch_line *line, struct buf *out)
{
    if (line->status)
        buf_print(out, "exit %d  %s", line->status, line->text);
    else
        buf_print(out, "ok      %s", line->text);
    print_problem(&line->problem, out);
    buf_print(out, "\n");
    if (shows && line->out.length)
        buf_add(out, line->out.bytes, line->out.length);
}

/* In order. The exit status is the first that is not 0. */
static void print(struct cli *cli, struct lines *lines)
{
    size_t left = 0;

    for (size_t i = 0; i < lines->count; i++) {
        struct batch_line *line = &lines->items[i];

        left += !line->has_run;
        if (!line->has_run)
            continue;
        if (cli->is_json)
            print_json(line, &cli->out);
        else
            print_line(line, &cli->out);
        if (!cli->exit_status)
            cli->exit_status = line->status;
    }
    if (left)
        cli_remark(cli, "%zu of %zu commands were not run", left, lines->count);
}

static bool run_all(struct cli *cli, struct lines *lines, struct error *err)
{
    const enum batch_care care = keeps_going ? BATCH_KEEP_GOING : BATCH_STOP_AT_FAILURE;

    if (parallel == WIRE_UNKNOWN || parallel == 1) {
        const bool is_kept = keeps_going, is_shown = shows;

        batch_run(cli, lines->items, lines->count, care);
        keeps_going = is_kept;
        shows = is_shown;
        return true;
    }
    return batch_run_parallel(cli, lines->items, lines->count, (size_t)parallel, care, err);
}

static bool run(struct cli *cli, struct error *err)
{
    OWNED(lines_release) struct lines lines = {0};

    if (cli->is_inner)
        return error_set(err, ERROR_INVALID, "no batch within a batch");
    if (parallel != WIRE_UNKNOWN && (parallel < 1 || parallel > PARALLEL_MOST))
        return error_set(err, ERROR_INVALID, "--parallel must be 1 to %d", PARALLEL_MOST);
    if (!read_lines(&lines, err) || !run_all(cli, &lines, err))
        return false;
    print(cli, &lines);
    return true;
}

const struct command cmd_batch = {
    .noun = "batch", .verb = NULL,
    .help = "Many commands over one connection: one result line each, in order.",
    .more = "A line is a command as it would follow 'ktrdr', with quotes as in a shell. With\n"
            "--json each line of the answer is a document: line, command, status, output, error.\n"
            "Exits with the first status that is not 0.",
    .options = options, .run = run,
};
