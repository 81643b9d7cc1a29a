/*
 * manage_track - predictions, written down when they are made, and scored against the bars that
 * came later: the one part of the data that nobody can have looked at before.
 *
 * A prediction is live if it was made before the next bar had ended. What it should have been is
 * its strategy's label, once later bars have settled it. Loop thread only.
 */
#ifndef MANAGERS_MANAGE_TRACK_H
#define MANAGERS_MANAGE_TRACK_H

#include "base/error.h"
#include "base/words.h"

struct manage_bars;
struct manage_models;
struct manage_store;
struct wire_prediction_result;
struct wire_track;

struct manage_track {
    const struct manage_store *store;
    struct manage_bars *bars;
    struct manage_models *models;
};

/* Waits. Before anybody sees it. The first answer of a model for a bar stays. */
CHECKED bool manage_track_note(const struct manage_store *store,
                               const struct wire_prediction_result *result, struct error *err);

/* Waits. Of a model's newest 10,000 predictions. */
CHECKED bool manage_track_show(const struct manage_track *manager, const char *model,
                               struct wire_track *ret_track, struct error *err);

#endif
