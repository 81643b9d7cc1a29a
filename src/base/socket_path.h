/*
 * socket_path - where the unix socket of a backend lies: one rule for the one that listens and for
 * those that look for it. ${XDG_RUNTIME_DIR:-/tmp/ktrdr-UID}/ktrdr/HASH.sock, HASH being the first
 * 16 hex digits of the SHA-256 of the data folder's real path.
 */
#ifndef BASE_SOCKET_PATH_H
#define BASE_SOCKET_PATH_H

#include "base/error.h"
#include "base/words.h"

/* What sun_path holds, with its '\0'. */
enum { SOCKET_PATH = 108 };

/* The data folder must be there: ERROR_NOT_FOUND. Touches nothing. */
CHECKED bool socket_path_of(const char *data_dir, char ret_path[SOCKET_PATH], struct error *err);

/* The folder of the socket is ours alone: there, ours, and closed to others. Makes it with mode
 * 0700 where it is missing. For the one that listens, under its role's lock. */
CHECKED bool socket_path_prepare(const char *path, struct error *err);

#endif
