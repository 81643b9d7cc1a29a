/* stored_series - SYMBOL and perhaps a timeframe on the command line: which series is meant. */
#ifndef CLI_STORED_SERIES_H
#define CLI_STORED_SERIES_H

#include "base/error.h"
#include "base/words.h"

struct cli;

enum { STORED_SERIES_SYMBOL = 33, STORED_SERIES_TIMEFRAME = 8 };

/* Brings the symbol into its form; "" stays. */
CHECKED bool stored_series_symbol(char symbol[STORED_SERIES_SYMBOL], struct error *err);

/* Brings the symbol into its form. Without a timeframe it is the only one stored for that symbol,
 * which the backend is asked for: ERROR_INVALID, naming them, if there are several. */
CHECKED bool stored_series_find(struct cli *cli, char symbol[STORED_SERIES_SYMBOL],
                                char timeframe[STORED_SERIES_TIMEFRAME], struct error *err);

#endif
