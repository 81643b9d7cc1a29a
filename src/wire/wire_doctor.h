/* wire_doctor - what `ktrdr doctor --json` found. */
#ifndef WIRE_WIRE_DOCTOR_H
#define WIRE_WIRE_DOCTOR_H

#include "wire/wire.h"

enum wire_doctor_status { WIRE_DOCTOR_OK, WIRE_DOCTOR_WARN, WIRE_DOCTOR_FAIL };

struct wire_doctor_check {
    char name[32];              /* "data folder" */
    enum wire_doctor_status status;
    char text[512];             /* what is, or what is wrong and why */
    char fix[256];              /* what to do about it */
};

struct wire_doctor {
    enum wire_doctor_status status;     /* the worst */
    size_t n_checks;
    struct wire_doctor_check *checks;
};

extern const char *const wire_doctor_status_names[];
extern const struct wire_field wire_doctor_check_fields[];
extern const struct wire_field wire_doctor_fields[];

WIRE_RELEASE(doctor_check)
WIRE_RELEASE(doctor)

#endif
