/* help - made from the tables of commands and options, at three levels, and as a page for docs. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

struct buf;
struct command;
struct command_noun;

void help_print(struct buf *out);
void help_print_noun(const struct command_noun *noun, struct buf *out);
void help_print_command(const struct command *command, struct buf *out);

/* "ktrdr data show <symbol> [options]" */
void help_print_usage(const struct command *command, struct buf *out);

/* docs/cli.md; a test holds it to this. */
void help_print_page(struct buf *out);

#endif
