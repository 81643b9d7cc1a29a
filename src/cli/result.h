/* result - what came of an operation, fetched and printed as its kind wants it. */
#ifndef CLI_RESULT_H
#define CLI_RESULT_H

#include "base/error.h"
#include "base/words.h"
#include "wire/wire_operation.h"

struct cli;

CHECKED bool result_print(struct cli *cli, const char *id, enum wire_operation_type type,
                          struct error *err);

#endif
