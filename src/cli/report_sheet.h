/* report_sheet - sheets and track records, for people; and a sheet as TWS imports it. */
#ifndef CLI_REPORT_SHEET_H
#define CLI_REPORT_SHEET_H

#include <stddef.h>

struct buf;
struct wire_sheet;
struct wire_track;

void report_sheet_print(const struct wire_sheet *sheet, struct buf *out);

/* A basket file: a header, and a market order for the next open per row that has an action and is a
 * stock or a pair of currencies; returns how many others it left out. The fields are those of IB's
 * guide, "Manually Create a Basket File". */
size_t report_sheet_basket(const struct wire_sheet *sheet, struct buf *out);

void report_sheet_track(const struct wire_track *track, struct buf *out);

#endif
