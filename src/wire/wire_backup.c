#include "wire/wire_backup.h"

const struct wire_field wire_backup_fields[] = {
    WIRE_TEXT(struct wire_backup, file, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_backup, bytes, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_backup, sha256, WIRE_REQUIRED),
    WIRE_END
};
