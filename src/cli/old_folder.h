/*
 * old_folder - the files of an older Python ktrdr's folder, told apart by name and place.
 *
 * Bars are SYMBOL_timeframe.csv, wherever they lie (the last '_' divides; a symbol is upper-cased,
 * as that system's API did). Strategies are *.yaml in a folder named strategies. Everything else
 * is listed with the reason why it cannot come. Folders whose names begin with '.' or '__' are one
 * line; links are not followed. Reads names only.
 */
#ifndef CLI_OLD_FOLDER_H
#define CLI_OLD_FOLDER_H

#include "base/error.h"
#include "base/words.h"
#include "wire/wire_old.h"

enum { OLD_FOLDER_MOST = 10000, OLD_FOLDER_DEPTH = 16 };

/* Fills items, in order of names, each outcome WIRE_OLD_WOULD or WIRE_OLD_LEFT. The caller
 * releases. More than OLD_FOLDER_MOST files, or deeper folders, are ERROR_TOO_LARGE. */
CHECKED bool old_folder_list(const char *folder, struct wire_old_report *ret_report,
                             struct error *err);

#endif
