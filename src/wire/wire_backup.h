/* wire_backup - the backend's database as one file, of one moment. */
#ifndef WIRE_WIRE_BACKUP_H
#define WIRE_WIRE_BACKUP_H

#include "wire/wire.h"

#define WIRE_BACKUP "/api/v1/backup"

/* Headers of the reply, whose body is the file: how long it is, and its SHA-256. */
#define WIRE_BACKUP_BYTES  "X-Ktrdr-Bytes"
#define WIRE_BACKUP_SHA256 "X-Ktrdr-Sha256"

/* What `ktrdr data backup --json` says. */
struct wire_backup {
    char file[1024];
    int64_t bytes;
    char sha256[65];
};

extern const struct wire_field wire_backup_fields[];

WIRE_RELEASE(backup)

#endif
