/* report_sheet - sheets and track records, for people; and a sheet as TWS imports it. */
#ifndef CLI_REPORT_SHEET_H
#define CLI_REPORT_SHEET_H

struct buf;
struct wire_sheet;
struct wire_track;

void report_sheet_print(const struct wire_sheet *sheet, struct buf *out);

/* A basket file: a header, and a market order for the next open per row that has an action.
 * docs/cli.md names no field; they are those of IB's guide, "Manually Create a Basket File". */
void report_sheet_basket(const struct wire_sheet *sheet, struct buf *out);

void report_sheet_track(const struct wire_track *track, struct buf *out);

#endif
