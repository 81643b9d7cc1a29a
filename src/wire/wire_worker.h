/*
 * wire_worker - between a supervisor and its worker process.
 *
 * The supervisor writes one request to the worker's stdin and keeps it open: its end is the
 * supervisor's. The worker writes one wire_worker_message per line, at most WIRE_WORKER_LINE
 * bytes, to descriptor WIRE_WORKER_FD; the first is `hello`, the last `result` or `error`. What is
 * long lies in the output folder.
 */
#ifndef WIRE_WIRE_WORKER_H
#define WIRE_WIRE_WORKER_H

#include "wire/wire.h"
#include "wire/wire_backtest.h"
#include "wire/wire_check.h"
#include "wire/wire_evaluation.h"
#include "wire/wire_model.h"
#include "wire/wire_operation.h"
#include "wire/wire_prediction.h"
#include "wire/wire_training.h"
#include "wire/wire_why.h"

enum { WIRE_WORKER_PROTOCOL = 1, WIRE_WORKER_FD = 3, WIRE_WORKER_LINE = 65536 };

enum wire_worker_kind {
    WIRE_WORKER_TRAINING, WIRE_WORKER_BACKTEST, WIRE_WORKER_EVALUATION, WIRE_WORKER_PREDICTION,
    WIRE_WORKER_CHECK, WIRE_WORKER_COVERAGE, WIRE_WORKER_WHY, WIRE_WORKER_KINDS
};

/* A KBAR file, mapped read-only. */
struct wire_worker_bars {
    char symbol[33];
    char timeframe[8];
    char path[400];
    char data_hash[65];
    char calendar[16];
    char instrument_type[16];
    char currency[8];
    char what_to_show[24];      /* "BID_ASK": quotes, that nothing is traded on */
};

struct wire_worker_request {
    int64_t protocol;
    enum wire_worker_kind kind;
    char operation_id[48];
    char traceparent[56];       /* of the trace that the work belongs to */
    int64_t attempt, parent_pid;
    size_t n_bars;
    struct wire_worker_bars *bars;
    char *strategy_text;
    char strategy_label[256];
    char *model_folder;         /* of a backtest, an evaluation, a prediction */
    size_t n_turn_folders;      /* of a backtest whose models take turns: one for each */
    char **turn_folders;
    char *output_folder;        /* the only place it writes to */
    char *features_folder;      /* of features that were computed before; only read */
    char *resume_file;          /* a checkpoint of an earlier attempt */
    char resume_note[160];      /* what was wrong with those newer than it */
    int64_t checkpoint_seconds; /* between two, at least */
    int64_t memory_mb;          /* that it may take */
    int64_t seed;
    int64_t trials;             /* in the ledger on these dates */
    double trials_variance;
    struct wire_training_request *training;
    struct wire_backtest_request *backtest;
    struct wire_evaluation_request *evaluation;
    struct wire_prediction_request *prediction;
    struct wire_check_request *check;       /* of a check, a coverage */
    struct wire_why_request *why;           /* beside the backtest that it asks of */
};

enum wire_worker_event {
    WIRE_WORKER_HELLO, WIRE_WORKER_HEARTBEAT, WIRE_WORKER_PROGRESS, WIRE_WORKER_METRIC,
    WIRE_WORKER_RESULT, WIRE_WORKER_ERROR, WIRE_WORKER_CHECKPOINT,
    WIRE_WORKER_FEATURES, WIRE_WORKER_EVENTS
};

struct wire_worker_message {
    enum wire_worker_event event;
    int64_t protocol;           /* of hello */
    char version[32];           /* of hello */
    int64_t pid;                /* of hello */
    char trace_id[33];          /* of all after the request was read: which trace it works for */
    int64_t rss_bytes;          /* of heartbeat and result */
    char checkpoint[128];       /* of checkpoint: the file's name in the output folder */
    char features[65];          /* of features: output folder/features-NAME, for others to use */
    char sandbox[80];           /* of heartbeat: what its sandbox lacks on this kernel */
    struct wire_operation_progress *progress;
    struct wire_model_epoch *metric;
    char *result;               /* short; what is long lies in files */
    struct wire_error *error;
};

extern const char *const wire_worker_kind_names[];
extern const struct wire_field wire_worker_bars_fields[];
extern const struct wire_field wire_worker_request_fields[];
extern const char *const wire_worker_event_names[];
extern const struct wire_field wire_worker_message_fields[];

WIRE_RELEASE(worker_bars)
WIRE_RELEASE(worker_request)
WIRE_RELEASE(worker_message)

#endif
