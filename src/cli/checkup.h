/* checkup - what can be found out about this machine without a backend. */
#ifndef CLI_CHECKUP_H
#define CLI_CHECKUP_H

#include "base/words.h"
#include "wire/wire_doctor.h"

struct config;

/* A new line of the report. `fix` may be NULL. The report's status becomes the worst. */
struct checkup_finding {
    const char *name;
    enum wire_doctor_status status;
    const char *fix;
};
void checkup_add(struct wire_doctor *report, const struct checkup_finding *finding,
                 const char *format, ...) PRINTS(3, 4);

void checkup_data_folder(const struct config *config, struct wire_doctor *report);
void checkup_disk(const struct config *config, struct wire_doctor *report);
void checkup_clock(struct wire_doctor *report);
void checkup_worker(struct wire_doctor *report);
/* Of "ib" or "training": asks the host service itself, as a backend that runs would have. */
void checkup_host(const char *name, const char *url, struct wire_doctor *report);

#endif
