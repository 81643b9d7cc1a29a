#include "managers/worker_bars.h"

#include "base/mem.h"
#include "managers/manage_bars.h"
#include "wire/wire_worker.h"

#include <stdio.h>

void worker_bars_add(struct wire_worker_request *request, const struct manage_bars_file *file)
{
    const struct series *series = &file->info.series;
    struct wire_worker_bars *bars;

    request->bars = mem_resize(request->bars, (request->n_bars + 1) * sizeof(*request->bars));
    bars = &request->bars[request->n_bars++];
    wire_clear(wire_worker_bars_fields, bars);
    snprintf(bars->symbol, sizeof(bars->symbol), "%s", series->symbol);
    snprintf(bars->timeframe, sizeof(bars->timeframe), "%s", timeframe_name(series->timeframe));
    snprintf(bars->path, sizeof(bars->path), "%s", file->path);
    snprintf(bars->data_hash, sizeof(bars->data_hash), "%s", file->data_hash);
    snprintf(bars->calendar, sizeof(bars->calendar), "%s", series->calendar);
    snprintf(bars->instrument_type, sizeof(bars->instrument_type), "%s", series->type);
    snprintf(bars->currency, sizeof(bars->currency), "%s", series->currency);
    snprintf(bars->what_to_show, sizeof(bars->what_to_show), "%s", series->what);
}
