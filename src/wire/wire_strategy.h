/* wire_strategy - strategies: listed, read, checked, compiled into a feature plan. */
#ifndef WIRE_WIRE_STRATEGY_H
#define WIRE_WIRE_STRATEGY_H

#include "wire/wire.h"
#include "wire/wire_findings.h"

#define WIRE_STRATEGY_LIST     "/api/v1/strategies"
#define WIRE_STRATEGY_ONE      "/api/v1/strategies/{name}"
#define WIRE_STRATEGY_VALIDATE "/api/v1/strategies/validate"
#define WIRE_STRATEGY_FEATURES "/api/v1/strategies/features"
#define WIRE_STRATEGY_MIGRATE  "/api/v1/strategies/migrate"

struct wire_strategy_item {
    char name[65];
    char version[17];
    char *description;
    bool is_valid;
    char problem[256];          /* the first error of one that is not */
    size_t n_symbols;
    char **symbols;
    size_t n_timeframes;
    char **timeframes;
    int64_t features;
    char plan_hash[65];
    int64_t changed_at;
};

struct wire_strategy_list {
    size_t n_items;
    struct wire_strategy_item *items;
    int64_t total;
    char next[64];
};

/* To validate, to features and to migrate. */
struct wire_strategy_request {
    char *text;                 /* of the file */
    char label[256];            /* for messages: the file's name */
};

struct wire_strategy_report {
    bool valid;
    char label[256];
    char name[65];
    int64_t n_errors;           /* all, also those not listed */
    int64_t n_warnings;
    size_t n_findings;
    struct wire_findings_item *findings;
    size_t n_symbols;
    char **symbols;
    size_t n_timeframes;
    char **timeframes;
    int64_t features;
    char plan_hash[65];
};

struct wire_strategy_feature {
    char name[128];
    char timeframe[8];
    char indicator[64];
    char output[32];
    char set[48];               /* fuzzy set or normalisation */
    int64_t lag;                /* bars */
    int64_t warmup;             /* bars */
};

struct wire_strategy_features {
    char name[65];
    char plan_hash[65];
    size_t n_features;
    struct wire_strategy_feature *features;
};

/* A strategy of an older grammar in today's. */
struct wire_strategy_migration {
    bool migrated;
    char label[256];
    char *text;                 /* NULL: something could not be carried over */
    int64_t n_errors;           /* all, also those not listed */
    int64_t n_warnings;
    size_t n_findings;
    struct wire_findings_item *findings;    /* every change and drop */
};

/* The answer to {name}. */
struct wire_strategy_text {
    char name[65];
    char label[256];
    char *text;
};

extern const struct wire_field wire_strategy_item_fields[];
extern const struct wire_field wire_strategy_list_fields[];
extern const struct wire_field wire_strategy_request_fields[];
extern const struct wire_field wire_strategy_report_fields[];
extern const struct wire_field wire_strategy_feature_fields[];
extern const struct wire_field wire_strategy_features_fields[];
extern const struct wire_field wire_strategy_migration_fields[];
extern const struct wire_field wire_strategy_text_fields[];

WIRE_RELEASE(strategy_item)
WIRE_RELEASE(strategy_list)
WIRE_RELEASE(strategy_request)
WIRE_RELEASE(strategy_report)
WIRE_RELEASE(strategy_feature)
WIRE_RELEASE(strategy_features)
WIRE_RELEASE(strategy_migration)
WIRE_RELEASE(strategy_text)

#endif
