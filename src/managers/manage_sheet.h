/*
 * manage_sheet - after the close: what a model says of each of its symbols, how much of it that is,
 * with stop, target and costs. Nothing is sent anywhere. Loop thread only.
 */
#ifndef MANAGERS_MANAGE_SHEET_H
#define MANAGERS_MANAGE_SHEET_H

#include "base/error.h"
#include "base/words.h"

struct manage_bars;
struct manage_evaluation;
struct manage_models;
struct wire_sheet;
struct wire_sheet_request;

struct manage_sheet {
    struct manage_bars *bars;
    struct manage_models *models;
    struct manage_evaluation *evaluation;
};

/* Waits, for a worker per symbol, one after the other. Each answer is a prediction like any other:
 * it is written down. */
CHECKED bool manage_sheet_make(const struct manage_sheet *manager, const char *model,
                               const struct wire_sheet_request *request,
                               struct wire_sheet *ret_sheet, struct error *err);

#endif
