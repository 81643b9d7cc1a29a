#include "wire/wire_doctor.h"

const char *const wire_doctor_status_names[] = { "ok", "warn", "fail", NULL };

const struct wire_field wire_doctor_check_fields[] = {
    WIRE_TEXT(struct wire_doctor_check, name, WIRE_REQUIRED),
    WIRE_NAME(struct wire_doctor_check, status, wire_doctor_status_names, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_doctor_check, text, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_doctor_check, fix, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_doctor_fields[] = {
    WIRE_NAME(struct wire_doctor, status, wire_doctor_status_names, WIRE_REQUIRED),
    WIRE_LIST(struct wire_doctor, checks, wire_doctor_check_fields, WIRE_REQUIRED),
    WIRE_END
};
