/*
 * traceparent - W3C Trace Context: which trace a piece of work belongs to, whoever does it.
 *
 * A text "00-<32 hex: the trace>-<16 hex: a span of it>-<2 hex>". Who is asked for something and
 * asks others in turn sends on the same trace with a span of its own.
 */
#ifndef BASE_TRACEPARENT_H
#define BASE_TRACEPARENT_H

#include <stdbool.h>

enum { TRACEPARENT = 56, TRACEPARENT_ID = 33 };

/* The trace's id. False, and "", if the text is NULL or no traceparent: the standard wants it
 * passed over, not refused. Versions to come may add to the end. */
bool traceparent_parse(const char *text, char ret_id[TRACEPARENT_ID]);

/* A new span of the trace that `from` names; of a new trace, if it is NULL or names none. */
void traceparent_next(const char *from, char ret_text[TRACEPARENT]);

#endif
