/* complaint - an error as stderr gets it: 'error: text' and 'hint: next step', or JSON. */
#ifndef CLI_COMPLAINT_H
#define CLI_COMPLAINT_H

struct buf;
struct cli;
struct error;
struct wire_error;

/* With what was wrong in detail, where the backend said so. */
void complaint_print(const struct cli *cli, const struct error *err, struct buf *out);

/* The problem of an operation that failed. */
void complaint_print_problem(const struct cli *cli, const struct wire_error *problem,
                             struct buf *out);

#endif
