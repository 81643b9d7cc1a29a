/*
 * error - what went wrong, for a program (code) and for a person (text, suggestion).
 *
 * A function that can fail returns bool and takes `struct error *err` last.
 * On false, err is filled; on true, err is untouched. Pass the same err down
 * to hand a failure up unchanged.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/words.h"

#include <stdbool.h>

enum error_code {
    ERROR_NONE,
    ERROR_MALFORMED,    /* cannot be parsed at all */
    ERROR_INVALID,      /* parsed, but a value makes no sense */
    ERROR_NOT_FOUND,
    ERROR_CONFLICT,     /* it is in another state, or somebody else holds it */
    ERROR_TOO_LARGE,
    ERROR_UNAUTHORIZED,
    ERROR_FORBIDDEN,
    ERROR_CANCELLED,
    ERROR_INTERRUPTED,  /* the program it ran in was stopped; may be resumed */
    ERROR_TIMEOUT,
    ERROR_PACING,       /* IB asks us to slow down */
    ERROR_LIMIT,        /* too much at once for us */
    ERROR_UNAVAILABLE,  /* a service or the gateway is not there */
    ERROR_BAD_DATA,     /* the other side answered nonsense, or data are broken */
    ERROR_NO_MODEL,     /* a training learned nothing to trade on */
    ERROR_NO_SPACE,     /* the disk is full */
    ERROR_INTERNAL,     /* a bug of ours */
    ERROR_COUNT
};

struct error {
    enum error_code code;
    char text[400];
    char suggestion[200];   /* the next command or step; "" if there is none */
};

/* Always false, so that a failing function ends in one line:
 *     return error_set(err, ERROR_NOT_FOUND, "no bars for '%s'", symbol); */
bool error_set(struct error *err, enum error_code code, const char *format, ...)
    PRINTS(3, 4);

/* What a full disk wants of people, whoever meets it. */
#define ERROR_NO_SPACE_SUGGESTION "free some space, or move data_dir to another disk"

/* Adds what to do next to an error that was set. Always false. */
bool error_suggest(struct error *err, const char *format, ...)
    PRINTS(2, 3);

/* The same for a failed system call: errno becomes a code, and its text follows ours. */
bool error_set_errno(struct error *err, int number, const char *format, ...)
    PRINTS(3, 4);

const char *error_name(enum error_code code);           /* "not_found", as sent over HTTP */
enum error_code error_find(const char *name);           /* ERROR_NONE if there is none */
int error_http_status(enum error_code code);
int error_exit_status(enum error_code code);
bool error_is_temporary(enum error_code code);          /* worth trying again */

#endif
