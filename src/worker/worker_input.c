#include "worker/worker_input.h"

#include "base/mem.h"
#include "domain/calendar.h"
#include "domain/kbar.h"
#include "domain/series.h"
#include "wire/wire_worker.h"

#include <stdlib.h>
#include <string.h>

static bool open_series(const struct wire_worker_bars *told, struct worker_input_series *series,
                        struct error *err)
{
    series->told = told;
    series->is_quotes = !strcmp(told->what_to_show, SERIES_QUOTES);
    if (!timeframe_parse(told->timeframe, &series->timeframe, err))
        return false;
    series->calendar = calendar_find(told->calendar);
    if (!series->calendar)
        return error_set(err, ERROR_INVALID, "no calendar '%s'", told->calendar);
    return file_map(told->path, &series->map, err) &&
           kbar_decode(series->map.bytes, series->map.length, &series->bars, err) &&
           bars_check(&series->bars, err);
}

bool worker_input_open(const struct wire_worker_request *request, struct worker_input *ret_input,
                       struct error *err)
{
    ret_input->series = mem_alloc(request->n_bars * sizeof(*ret_input->series));
    ret_input->count = 0;
    for (size_t i = 0; i < request->n_bars; i++) {
        ret_input->count++;
        if (!open_series(&request->bars[i], &ret_input->series[i], err))
            return false;
    }
    return true;
}

void worker_input_release(struct worker_input *input)
{
    for (size_t i = 0; i < input->count; i++) {
        bars_release(&input->series[i].bars);
        file_map_release(&input->series[i].map);
    }
    free(input->series);
    *input = (struct worker_input){0};
}

const struct worker_input_series *worker_input_find(const struct worker_input *input,
                                                    const char *symbol, enum timeframe timeframe)
{
    for (size_t i = 0; i < input->count; i++)
        if (!strcmp(input->series[i].told->symbol, symbol) &&
            input->series[i].timeframe == timeframe && !input->series[i].is_quotes)
            return &input->series[i];
    return NULL;
}

const struct worker_input_series *worker_input_find_quotes(const struct worker_input *input,
                                                           const char *symbol)
{
    for (size_t i = 0; i < input->count; i++)
        if (!strcmp(input->series[i].told->symbol, symbol) && input->series[i].is_quotes)
            return &input->series[i];
    return NULL;
}
