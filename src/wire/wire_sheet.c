#include "wire/wire_sheet.h"

const struct wire_field wire_sheet_request_fields[] = {
    WIRE_TEXTS(struct wire_sheet_request, symbols, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_sheet_request, capital, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_sheet_request, size, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_sheet_request, commission, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_sheet_request, slippage, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_sheet_row_fields[] = {
    WIRE_TEXT(struct wire_sheet_row, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_sheet_row, instrument_type, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_sheet_row, currency, WIRE_OPTIONAL),
    WIRE_TIME(struct wire_sheet_row, time, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_sheet_row, signal, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_sheet_row, confidence, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_sheet_row, action, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_sheet_row, quantity, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_sheet_row, close, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_sheet_row, stop, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_sheet_row, target, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_sheet_row, cost, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_sheet_row, note, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_sheet_fields[] = {
    WIRE_TEXT(struct wire_sheet, model_id, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_sheet, capital, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_sheet, size, WIRE_REQUIRED),
    WIRE_LIST(struct wire_sheet, items, wire_sheet_row_fields, WIRE_REQUIRED),
    WIRE_END
};
