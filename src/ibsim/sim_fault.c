#include "ibsim/sim_fault.h"

#include "async/timer.h"
#include "base/mem.h"
#include "base/number.h"
#include "ibsim/sim_fault_bars.h"
#include "ibsim/sim_fault_door.h"
#include "ibsim/sim_fault_error.h"
#include "ibsim/sim_fault_frame.h"
#include "ibsim/sim_fault_link.h"
#include "ibsim/sim_fault_reply.h"
#include "ibsim/sim_parts.h"
#include "wire/wire_text.h"

#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { SECOND = 1000, FAULTS_MOST = 200, ANY = 0 };

/* A length of a frame is the largest that makes sense. */
static const int64_t VALUE_MOST = UINT32_MAX;

static const struct sim_fault_kind *const tables[] = {
    sim_fault_door, sim_fault_reply, sim_fault_frame, sim_fault_error, sim_fault_bars,
    sim_fault_link,
};

const struct sim_fault_kind *sim_fault_at(size_t i)
{
    for (size_t t = 0; t < COUNT(tables); t++)
        for (const struct sim_fault_kind *kind = tables[t]; kind->name; kind++)
            if (!i--)
                return kind;
    return NULL;
}

const struct sim_fault_kind *sim_fault_find(const char *name)
{
    for (size_t i = 0; sim_fault_at(i); i++)
        if (!strcmp(sim_fault_at(i)->name, name))
            return sim_fault_at(i);
    return NULL;
}

/* ---- parsing ---- */

struct word {                       /* a part of the text */
    const char *at;
    size_t length;
};

enum form { WHOLE, TEXT, SHARE, SECONDS };

static const struct condition {
    const char *name;
    enum form form;
    size_t offset, room;
} conditions[] = {
#define AT(member) offsetof(struct sim_fault, member)
    { "client", WHOLE, AT(client), 0 },
    { "id", WHOLE, AT(id), 0 },
    { "kind", TEXT, AT(word), sizeof(((struct sim_fault *)0)->word) },
    { "symbol", TEXT, AT(symbol), sizeof(((struct sim_fault *)0)->symbol) },
    { "nth", WHOLE, AT(nth), 0 },
    { "every", WHOLE, AT(every), 0 },
    { "times", WHOLE, AT(times), 0 },
    { "p", SHARE, AT(probability), 0 },
    { "after", SECONDS, AT(after_ms), 0 },
    { "for", SECONDS, AT(for_ms), 0 },
#undef AT
};

static struct word cut(struct word *rest, char border)
{
    const char *end = memchr(rest->at, border, rest->length);
    const struct word first = { rest->at, end ? (size_t)(end - rest->at) : rest->length };
    const size_t used = first.length + (end != NULL);

    rest->at += used;
    rest->length -= used;
    return first;
}

static bool is_word(struct word word, const char *text)
{
    return strlen(text) == word.length && !memcmp(word.at, text, word.length);
}

static bool put_number(const struct condition *row, struct word value, struct sim_fault *fault)
{
    int64_t whole;
    double number;

    if (row->form == WHOLE) {
        if (!number_parse_int64(value.at, value.length, &whole))
            return false;
        memcpy((char *)fault + row->offset, &whole, sizeof(whole));
        return true;
    }
    if (!number_parse(value.at, value.length, &number) || number < 0 || number > 1e9 ||
        (row->form == SHARE && number > 1))
        return false;
    whole = (int64_t)(number * SECOND);
    if (row->form == SHARE)
        memcpy((char *)fault + row->offset, &number, sizeof(number));
    else
        memcpy((char *)fault + row->offset, &whole, sizeof(whole));
    return true;
}

static bool put_condition(const struct condition *row, struct word value, struct sim_fault *fault)
{
    char *text = (char *)fault + row->offset;

    if (row->form != TEXT)
        return put_number(row, value, fault);
    if (!value.length || value.length >= row->room)
        return false;
    memcpy(text, value.at, value.length);
    text[value.length] = '\0';
    return true;
}

static bool read_condition(struct word word, struct sim_fault *fault, struct error *err)
{
    struct word value = word;
    const struct word name = cut(&value, '=');

    for (size_t i = 0; i < COUNT(conditions); i++)
        if (is_word(name, conditions[i].name))
            return put_condition(&conditions[i], value, fault) ||
                   error_set(err, ERROR_INVALID, "'%.*s' is no value of '%s'", (int)value.length,
                             value.at, conditions[i].name);
    return error_set(err, ERROR_INVALID, "no condition '%.*s'; there are client id kind symbol "
                     "nth every times p after for", (int)name.length, name.at);
}

/* Decimal, or 0x and hex digits, for lengths. */
static bool read_value(struct word word, int64_t *ret_value)
{
    char text[24], *end = NULL;

    if (!word.length || word.length >= sizeof(text))
        return false;
    memcpy(text, word.at, word.length);
    text[word.length] = '\0';
    if (text[0] == '0' && text[1] == 'x' && text[2]) {
        *ret_value = (int64_t)strtoul(text, &end, 16);
        return !*end && *ret_value <= UINT32_MAX;
    }
    return number_parse_int64(word.at, word.length, ret_value);
}

static bool read_name(struct word word, struct sim_fault *fault, struct error *err)
{
    struct word value = word;
    const struct word name = cut(&value, '=');

    for (size_t i = 0; sim_fault_at(i); i++)
        if (is_word(name, sim_fault_at(i)->name))
            fault->kind = sim_fault_at(i);
    if (!fault->kind) {
        error_set(err, ERROR_INVALID, "no fault '%.*s'", (int)name.length, name.at);
        return error_suggest(err, "ktrdr-ibsim --faults-help lists them");
    }
    fault->value = fault->kind->value;
    return name.length == word.length ||
           (read_value(value, &fault->value) && fault->value <= VALUE_MOST) ||
           error_set(err, ERROR_INVALID, "'%.*s' is no value of '%s'", (int)value.length,
                     value.at, fault->kind->name);
}

bool sim_fault_parse(const char *text, struct sim_fault *ret_fault, struct error *err)
{
    struct word rest = { text, strlen(text) }, name;

    *ret_fault = (struct sim_fault){ .client = INT64_MIN, .id = INT64_MIN, .probability = 1 };
    if (rest.length >= sizeof(ret_fault->text))
        return error_set(err, ERROR_INVALID, "a fault of %zu characters is too long", rest.length);
    memcpy(ret_fault->text, text, rest.length + 1);
    name = cut(&rest, '@');
    if (!read_name(name, ret_fault, err))
        return false;
    while (rest.length)
        if (!read_condition(cut(&rest, ','), ret_fault, err))
            return false;
    return true;
}

/* ---- the list ---- */

struct once {
    struct sim *sim;
    const struct sim_fault_kind *kind;
    int64_t value, after_ms;
};

static bool run_once(void *arg, struct error *err)
{
    struct once *once = arg;
    bool ok = !once->after_ms || timer_sleep(once->after_ms, 0, err);

    if (ok) {
        once->sim->counts.faults_fired++;
        ok = once->kind->run(once->sim, once->value, err);
    }
    free(once);
    return ok || true;          /* stopped with the gateway */
}

static void start(struct sim *sim, const struct sim_fault *fault)
{
    struct once *once = MEM_NEW(struct once);

    *once = (struct once){ sim, fault->kind, fault->value, fault->after_ms };
    scope_spawn(&sim->scope, run_once, once);
}

static size_t count_faults(const struct sim *sim)
{
    size_t n = 0;

    for (const struct sim_fault *it = sim->faults.first; it; it = it->next)
        n++;
    return n;
}

bool sim_fault_add(struct sim *sim, const char *text, struct error *err)
{
    struct sim_fault fault, **at = &sim->faults.first;

    if (!sim_fault_parse(text, &fault, err))
        return false;
    if (fault.kind->stage == SIM_AT_ONCE) {
        start(sim, &fault);
        return true;
    }
    if (count_faults(sim) == FAULTS_MOST)
        return error_set(err, ERROR_LIMIT, "there are %d faults already", FAULTS_MOST);
    while (*at)
        at = &(*at)->next;
    *at = MEM_NEW(struct sim_fault);
    **at = fault;
    (*at)->added_ms = sim_now_ms(sim);
    return true;
}

void sim_fault_clear(struct sim *sim)
{
    while (sim->faults.first) {
        struct sim_fault *fault = sim->faults.first;

        sim->faults.first = fault->next;
        free(fault);
    }
}

void sim_fault_print(const struct sim *sim, struct buf *json)
{
    buf_print(json, "[");
    for (const struct sim_fault *it = sim->faults.first; it; it = it->next) {
        buf_print(json, "%s{\"fault\":", it == sim->faults.first ? "" : ",");
        wire_text_print(json, it->text, strlen(it->text));
        buf_print(json, ",\"seen\":%lld,\"fired\":%lld}", (long long)it->seen,
                  (long long)it->fired);
    }
    buf_print(json, "]");
}

/* ---- firing ---- */

static bool fits(const struct sim_fault *fault, const struct sim_scene *scene, int64_t now_ms)
{
    const int64_t age = now_ms - fault->added_ms - fault->after_ms;

    return (fault->client == INT64_MIN || fault->client == scene->client) &&
           (fault->id == INT64_MIN || fault->id == scene->id) &&
           (!*fault->word || !strcmp(fault->word, scene->kind)) &&
           (!*fault->symbol || !strcmp(fault->symbol, scene->symbol)) &&
           age >= 0 && (!fault->for_ms || age < fault->for_ms);
}

static bool is_due(struct sim *sim, struct sim_fault *fault)
{
    fault->seen++;
    if ((fault->nth > ANY && fault->seen != fault->nth) ||
        (fault->every > ANY && fault->seen % fault->every) ||
        (fault->times > ANY && fault->fired >= fault->times))
        return false;
    return fault->probability >= 1 || random_uniform(&sim->random) < fault->probability;
}

bool sim_fault_apply(struct sim *sim, enum sim_stage stage, const struct sim_scene *scene,
                     struct sim_act *act)
{
    const int64_t now_ms = sim_now_ms(sim);
    bool has_fired = false;

    for (struct sim_fault *it = sim->faults.first; it; it = it->next) {
        if (it->kind->stage != stage || !fits(it, scene, now_ms) || !is_due(sim, it))
            continue;
        it->fired++;
        sim->counts.faults_fired++;
        it->kind->change(act, it->value);
        has_fired = true;
    }
    return has_fired;
}
