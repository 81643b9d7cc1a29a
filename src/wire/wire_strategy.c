#include "wire/wire_strategy.h"

const struct wire_field wire_strategy_item_fields[] = {
    WIRE_TEXT(struct wire_strategy_item, name, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_strategy_item, version, WIRE_OPTIONAL),
    WIRE_OWNED(struct wire_strategy_item, description, WIRE_OPTIONAL),
    WIRE_FLAG(struct wire_strategy_item, is_valid, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_strategy_item, problem, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_strategy_item, symbols, WIRE_REQUIRED),
    WIRE_TEXTS(struct wire_strategy_item, timeframes, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_strategy_item, features, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_strategy_item, plan_hash, WIRE_OPTIONAL),
    WIRE_TIME(struct wire_strategy_item, changed_at, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_strategy_list_fields[] = {
    WIRE_LIST(struct wire_strategy_list, items, wire_strategy_item_fields, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_strategy_list, total, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_strategy_list, next, WIRE_NULLABLE),
    WIRE_END
};

const struct wire_field wire_strategy_request_fields[] = {
    WIRE_OWNED(struct wire_strategy_request, text, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_strategy_request, label, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_strategy_report_fields[] = {
    WIRE_FLAG(struct wire_strategy_report, valid, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_strategy_report, label, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_strategy_report, name, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_strategy_report, n_errors, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_strategy_report, n_warnings, WIRE_REQUIRED),
    WIRE_LIST(struct wire_strategy_report, findings, wire_findings_item_fields, WIRE_REQUIRED),
    WIRE_TEXTS(struct wire_strategy_report, symbols, WIRE_REQUIRED),
    WIRE_TEXTS(struct wire_strategy_report, timeframes, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_strategy_report, features, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_strategy_report, plan_hash, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_strategy_feature_fields[] = {
    WIRE_TEXT(struct wire_strategy_feature, name, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_strategy_feature, timeframe, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_strategy_feature, indicator, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_strategy_feature, output, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_strategy_feature, set, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_strategy_feature, lag, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_strategy_feature, warmup, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_strategy_features_fields[] = {
    WIRE_TEXT(struct wire_strategy_features, name, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_strategy_features, plan_hash, WIRE_REQUIRED),
    WIRE_LIST(struct wire_strategy_features, features, wire_strategy_feature_fields, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_strategy_migration_fields[] = {
    WIRE_FLAG(struct wire_strategy_migration, migrated, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_strategy_migration, label, WIRE_OPTIONAL),
    WIRE_OWNED(struct wire_strategy_migration, text, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_strategy_migration, n_errors, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_strategy_migration, n_warnings, WIRE_REQUIRED),
    WIRE_LIST(struct wire_strategy_migration, findings, wire_findings_item_fields, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_strategy_text_fields[] = {
    WIRE_TEXT(struct wire_strategy_text, name, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_strategy_text, label, WIRE_REQUIRED),
    WIRE_OWNED(struct wire_strategy_text, text, WIRE_REQUIRED),
    WIRE_END
};
