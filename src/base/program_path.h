/* program_path - where another program of ours lies: beside this one, else where it was put. */
#ifndef BASE_PROGRAM_PATH_H
#define BASE_PROGRAM_PATH_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

/* "ktrdr-worker". ERROR_NOT_FOUND, naming both places. */
CHECKED bool program_path_find(const char *name, char *ret_path, size_t size, struct error *err);

#endif
