#include "cli/command.h"

#include "cli/suggest.h"

#include <string.h>

/* Every command, in the order help shows them. To add one: its cmd_ file, its name here. */
#define EACH_COMMAND(X)                                                                     \
    X(data_import) X(data_load) X(data_list) X(data_show) X(data_range) X(data_gaps)        \
    X(data_check) X(data_show_export) X(data_delete) X(data_backup)                         \
    X(strategies_list) X(strategies_validate) X(strategies_features) X(strategies_check)    \
    X(strategies_migrate) X(strategies_schema)                                              \
    X(models_train) X(models_sweep) X(models_leaderboard) X(models_list) X(models_show)     \
    X(models_test) X(models_predict) X(models_track) X(models_export) X(models_delete)      \
    X(unseal)                                                                               \
    X(backtest_run) X(backtest_list) X(backtest_show) X(backtest_why)                       \
    X(backtest_report) X(backtest_walk_forward)                                             \
    X(operations_list) X(operations_status) X(operations_show) X(operations_follow)         \
    X(operations_result) X(operations_cancel) X(operations_resume) X(operations_retry)      \
    X(operations_prune)                                                                     \
    X(indicators_list) X(indicators_show) X(indicators_compute)                             \
    X(ib_status) X(ib_check) X(ib_resolve) X(ib_ranges)                                     \
    X(fuzzy_compute) X(health) X(doctor) X(config_show) X(config_explain)                   \
    X(config_example) X(import_old) X(batch) X(version) X(completion) X(man)

#define DECLARE(name) extern const struct command cmd_##name;
EACH_COMMAND(DECLARE)
#undef DECLARE

#define ENTRY(name) &cmd_##name,
static const struct command *const all[] = { EACH_COMMAND(ENTRY) };
#undef ENTRY

static const struct command_noun nouns[] = {
    { "data", "bars: bring them in, look at them, check them", NULL },
    { "strategies", "strategy files: list, check, show their features", NULL },
    { "models", "train networks, look at them, test them, ask them", NULL },
    { "unseal", "open the lockbox of a symbol, for good", NULL },
    { "backtest", "run strategies or signals over past bars", "run" },
    { "operations", "what runs and what ran: follow, cancel, resume", NULL },
    { "indicators", "what can be computed from bars", NULL },
    { "fuzzy", "memberships of a strategy's fuzzy sets", NULL },
    { "ib", "Interactive Brokers: how the connection is, what is to be had", NULL },
    { "health", "how the backend and its parts are", NULL },
    { "doctor", "what may keep it from working, and what to do", NULL },
    { "config", "what is set, where it was set, and what may be", NULL },
    { "import-old", "bars and strategies of an older ktrdr's folder", NULL },
    { "batch", "many commands over one connection", NULL },
    { "version", "which ktrdr this is", NULL },
    { "completion", "completion for your shell", NULL },
    { "man", "the manual page", NULL },
};

static const struct command_shortcut shortcuts[] = {
    { "train", "models", "train" },        { "ops", "operations", "list" },
    { "status", "operations", "status" },  { "follow", "operations", "follow" },
    { "cancel", "operations", "cancel" },  { "resume", "operations", "resume" },
};

const struct command *command_at(size_t i)
{
    return i < COUNT(all) ? all[i] : NULL;
}

const struct command_noun *command_noun_at(size_t i)
{
    return i < COUNT(nouns) ? &nouns[i] : NULL;
}

const struct command_shortcut *command_shortcut_at(size_t i)
{
    return i < COUNT(shortcuts) ? &shortcuts[i] : NULL;
}

const struct command *command_find(const char *noun, const char *verb)
{
    for (size_t i = 0; i < COUNT(all); i++) {
        const bool same_verb =
            all[i]->verb && verb ? !strcmp(all[i]->verb, verb) : !all[i]->verb && !verb;
        if (same_verb && !strcmp(all[i]->noun, noun))
            return all[i];
    }
    return NULL;
}

const struct command_noun *command_noun_find(const char *name)
{
    for (size_t i = 0; i < COUNT(nouns); i++)
        if (!strcmp(nouns[i].name, name))
            return &nouns[i];
    return NULL;
}

static bool refuse_noun(const char *word, struct error *err)
{
    struct suggest suggest = { .word = word };

    error_set(err, ERROR_INVALID, "no command '%.60s'", word);
    for (size_t i = 0; i < COUNT(nouns); i++)
        suggest_offer(&suggest, nouns[i].name);
    for (size_t i = 0; i < COUNT(shortcuts); i++)
        suggest_offer(&suggest, shortcuts[i].word);
    if (suggest.best)
        return error_suggest(err, "did you mean 'ktrdr %s'?", suggest.best);
    return error_suggest(err, "ktrdr --help lists them all");
}

static bool refuse_verb(const struct command_noun *noun, const char *word, struct error *err)
{
    struct suggest suggest = { .word = word };

    if (!word)
        error_set(err, ERROR_INVALID, "'ktrdr %s' wants a verb", noun->name);
    else
        error_set(err, ERROR_INVALID, "'ktrdr %s' has no '%.60s'", noun->name, word);
    for (size_t i = 0; word && i < COUNT(all); i++)
        if (!strcmp(all[i]->noun, noun->name) && all[i]->verb)
            suggest_offer(&suggest, all[i]->verb);
    if (suggest.best)
        return error_suggest(err, "did you mean 'ktrdr %s %s'?", noun->name, suggest.best);
    return error_suggest(err, "ktrdr %s --help lists its verbs", noun->name);
}

static const struct command *find_shortcut(const char *word)
{
    for (size_t i = 0; i < COUNT(shortcuts); i++)
        if (!strcmp(shortcuts[i].word, word))
            return command_find(shortcuts[i].noun, shortcuts[i].verb);
    return NULL;
}

bool command_choose(const char *const *argv, const struct command **ret_command,
                    const struct command_noun **ret_noun, size_t *ret_used, struct error *err)
{
    const struct command_noun *noun = argv[0] ? command_noun_find(argv[0]) : NULL;
    const char *verb = noun ? argv[1] : NULL;

    *ret_noun = noun;
    *ret_used = 1;
    if (!argv[0])
        return error_set(err, ERROR_INVALID, "no command");
    if (!noun) {
        *ret_command = find_shortcut(argv[0]);
        return *ret_command || refuse_noun(argv[0], err);
    }
    *ret_command = command_find(noun->name, NULL);
    if (*ret_command)
        return true;
    *ret_used = 2;
    *ret_command = verb ? command_find(noun->name, verb) : NULL;
    if (!*ret_command && noun->usual_verb && verb && verb[0] != '-') {
        *ret_used = 1;
        *ret_command = command_find(noun->name, noun->usual_verb);
    }
    return *ret_command || refuse_verb(noun, verb && verb[0] != '-' ? verb : NULL, err);
}
