/* indicator_text - "rsi:period=14,source=hl2" as an indicator and its parameters. */
#ifndef MANAGERS_INDICATOR_TEXT_H
#define MANAGERS_INDICATOR_TEXT_H

#include "base/error.h"
#include "base/words.h"
#include "domain/indicators/indicator.h"

struct indicator_text {
    const struct indicator *indicator;
    double param[INDICATOR_PARAMS];
    enum indicator_source source;
};

/* Fails with ERROR_INVALID, naming what is wrong and what there is. */
CHECKED bool indicator_text_parse(const char *text, struct indicator_text *ret_parsed,
                                  struct error *err);

#endif
