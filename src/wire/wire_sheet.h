/* wire_sheet - what a model says of its symbols, as orders a person may place. None is sent. */
#ifndef WIRE_WIRE_SHEET_H
#define WIRE_WIRE_SHEET_H

#include "wire/wire.h"

#define WIRE_SHEET "/api/v1/models/{id}/sheet"

struct wire_sheet_request {
    size_t n_symbols;
    char **symbols;             /* none: all that the model knows */
    double capital;             /* 100 000, as of a backtest */
    double size;                /* share of the capital for each; 0.25 */
    char commission[32];        /* as of a backtest: "5bp", "ib_fixed" */
    char slippage[32];
};

struct wire_sheet_row {
    char symbol[33];
    char instrument_type[16];
    char currency[8];
    int64_t time;               /* start of the bar whose close decided */
    char signal[8];
    double confidence;
    char action[8];             /* to enter: "BUY", "SELL"; "": nothing */
    double quantity;            /* in whole units where there are no others; 0 without an action */
    double close, stop, target; /* prices; stop and target from the close, as the strategy says */
    double cost;                /* of the entry: commission, fees and slippage, in money */
    char note[120];             /* why nothing, or what is to be known */
};

struct wire_sheet {
    char model_id[96];
    double capital, size;
    size_t n_items;
    struct wire_sheet_row *items;
};

extern const struct wire_field wire_sheet_request_fields[];
extern const struct wire_field wire_sheet_row_fields[];
extern const struct wire_field wire_sheet_fields[];

WIRE_RELEASE(sheet_request)
WIRE_RELEASE(sheet)

#endif
