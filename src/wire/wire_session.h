/*
 * wire_session - trainings at a training host. A session is an operation of the host's own store:
 * what it answers is a wire_operation, and its id is the one the backend gave it.
 */
#ifndef WIRE_WIRE_SESSION_H
#define WIRE_WIRE_SESSION_H

#include "wire/wire.h"
#include "wire/wire_operation.h"
#include "wire/wire_training.h"

#define WIRE_SESSION_START      "/training/start"       /* the same again is the same session */
#define WIRE_SESSION_STOP       "/training/stop"
#define WIRE_SESSION_STATUS     "/training/status/{id}"
#define WIRE_SESSION_RESULT     "/training/result/{id}"             /* once completed */
#define WIRE_SESSION_FILE       "/training/files/{id}/{name}"       /* of its model */
#define WIRE_SESSION_LIST       "/training/sessions"
#define WIRE_SESSION_ONE        "/training/sessions/{id}"           /* DELETE */
#define WIRE_SESSION_EVENTS     "/training/events"                  /* of all, see below */
#define WIRE_SESSION_EVENTS_ONE "/training/events/{id}"     /* as of an operation */
#define WIRE_SESSION_RESUME     "/training/resume/{id}"
#define WIRE_SESSION_EVALUATE   "/training/evaluate"
#define WIRE_SESSION_BLOB       "/blobs/{hash}"         /* PUT: a KBAR file */
#define WIRE_SESSION_LACKS      "/blobs/missing"

/* One series of bars, in a KBAR file that the host has or is sent. */
struct wire_session_bars {
    char symbol[33];
    char timeframe[8];
    char blob[65];              /* the file's own hash: its name at the host */
    char data_hash[65];         /* of the bars, for the model */
    char calendar[16];
    char instrument_type[16];
    char currency[8];
};

struct wire_session_start {
    char session_id[48];
    char share[48];             /* its batch, or "": places are shared fairly between these */
    char *strategy_text;
    char strategy_label[256];
    char strategy_hash[65];     /* SHA-256 of the text */
    int64_t seed;
    size_t n_bars;
    struct wire_session_bars *bars;
    struct wire_training_request *training;
};

/* Which of these files the host has not got; and the answer to a start for the lack of some. */
struct wire_session_lacks {
    size_t n_hashes;
    char **hashes;
};
struct wire_session_missing {
    char type[64], title[64], code[32], detail[400];    /* of the problem details, with 409 */
    int64_t status;
    size_t n_missing;
    char **missing;
};

struct wire_session_stop {
    char session_id[48];
    bool save_checkpoint;       /* else what it has learned is thrown away */
};

/* Of a completed session that is still there. */
struct wire_session_evaluate {
    char session_id[48];
    char start_date[32], end_date[32];      /* default: its test part */
};

/* An event of the stream of all: `state` and `metric` with an id, `progress` without. Whoever comes
 * without a Last-Event-ID, or ?after=, sees what happens from then on. */
struct wire_session_event {
    char session_id[48];
    char *data;                 /* JSON: wire_operation_change, _progress, wire_model_epoch */
};

extern const struct wire_field wire_session_bars_fields[];
extern const struct wire_field wire_session_start_fields[];
extern const struct wire_field wire_session_lacks_fields[];
extern const struct wire_field wire_session_missing_fields[];
extern const struct wire_field wire_session_stop_fields[];
extern const struct wire_field wire_session_evaluate_fields[];
extern const struct wire_field wire_session_event_fields[];

WIRE_RELEASE(session_start)
WIRE_RELEASE(session_lacks)
WIRE_RELEASE(session_missing)
WIRE_RELEASE(session_event)

#endif
