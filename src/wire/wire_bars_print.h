/*
 * wire_bars_print - bars as JSON columns and as CSV rows, some 100 ns a bar.
 *
 * {"symbol":"AAPL","timeframe":"1h","timestamp":["2024-01-02T14:30:00Z",…],"open":[…],…}
 * Optional columns follow where the bars have them; what is not known is null, or empty in CSV.
 */
#ifndef WIRE_WIRE_BARS_PRINT_H
#define WIRE_WIRE_BARS_PRINT_H

struct bars;
struct buf;

void wire_bars_print_json(struct buf *json, const char *symbol, const char *timeframe,
                          const struct bars *bars);

/* The same in two parts of about the same work, for two threads: the second follows the first. */
void wire_bars_print_json_start(struct buf *json, const char *symbol, const char *timeframe,
                                const struct bars *bars);
void wire_bars_print_json_rest(struct buf *json, const struct bars *bars);

/* timestamp,open,high,low,close,volume, with a header line, lines end in \n. */
void wire_bars_print_csv(struct buf *csv, const struct bars *bars);

#endif
