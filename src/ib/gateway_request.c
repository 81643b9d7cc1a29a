#include "ib/gateway_request.h"

#include "base/mem.h"
#include "base/zone.h"
#include "ib/gateway_ask.h"
#include "ib/gateway_core.h"
#include "ib/tws_time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SECOND = 1000,
    BARS_MS = 60 * SECOND, MANY_BARS_MS = 180 * SECOND, CONTRACT_MS = 30 * SECOND,
    HEAD_MS = 30 * SECOND, MATCHING_MS = 10 * SECOND, SCHEDULE_MS = 30 * SECOND,
    SMALL_SECONDS = 30,             /* bars of so many and fewer have IB's hard rules */
    HISTORY_IN_TWO = 196,           /* from this version on an end message follows the bars */
    CLASS_HEAD = 30, CLASS_SCHEDULE = 31,
    LABEL = 128,
};

static enum flight_taken fail_kind(const struct tws_message *message, struct error *err)
{
    error_set(err, ERROR_BAD_DATA, "the gateway answered with '%s', which was not asked for",
              tws_message_name(message->type));
    return FLIGHT_FAILED;
}

static const char *text_of(const char *text)
{
    return text ? text : "";
}

/* ---- bars ---- */

static int class_of(const struct tws_bar_size *size)
{
    int i = 0;

    while (tws_bar_size_at((size_t)i) != size)
        i++;
    return i;
}

/* IB counts by instrument, exchange and kind of data; the id alone is the instrument. */
static void print_contract(const struct gateway_bars *ask, char *ret_text, size_t room)
{
    const struct tws_contract *contract = &ask->contract;

    if (contract->con_id)
        snprintf(ret_text, room, "%lld %s %s", (long long)contract->con_id,
                 text_of(contract->exchange), ask->what);
    else
        snprintf(ret_text, room, "%s %s %s %s %s %s %s", text_of(contract->symbol),
                 text_of(contract->local_symbol), text_of(contract->sec_type),
                 text_of(contract->last_trade), text_of(contract->exchange),
                 text_of(contract->currency), ask->what);
}

struct pacing_request gateway_request_pacing(const struct gateway_bars *ask)
{
    char whole[400], of_contract[240];

    print_contract(ask, of_contract, sizeof(of_contract));
    snprintf(whole, sizeof(whole), "%s %s %s %lld %d", of_contract, ask->size->name,
             text_of(ask->duration), (long long)ask->end, ask->use_rth);
    return (struct pacing_request){
        .kind = ask->size->seconds <= SMALL_SECONDS ? PACING_SMALL : PACING_LONG,
        .lane = ask->lane, .identity = pacing_hash(whole), .contract = pacing_hash(of_contract),
        .weight = strcmp(ask->what, "BID_ASK") ? 1 : 2, .reply_class = class_of(ask->size),
    };
}

static bool check(const struct gateway_bars *ask, struct tws_duration *ret_duration,
                  struct error *err)
{
    if (!tws_duration_parse(ask->duration, ret_duration, err) ||
        !tws_bar_size_check(ask->size, ret_duration, err))
        return false;
    if (!strcmp(ask->what, "ADJUSTED_LAST") && ask->end)
        return error_set(err, ERROR_INVALID, "ADJUSTED_LAST has no end time but now");
    return true;
}

/* '20251009-00:00:00', UTC; "" for now. */
static bool print_end(int64_t end, char ret_text[TWS_TIME_TEXT], struct error *err)
{
    const struct tws_time time = { TWS_TIME_UTC, end, "" };
    size_t length;

    ret_text[0] = '\0';
    return !end || tws_time_write(&time, ret_text, &length, err);
}

static void print_label(const struct gateway_bars *ask, const char *kind, char ret_label[LABEL])
{
    snprintf(ret_label, LABEL, "%s %s %s", text_of(ask->contract.symbol), kind, ask->what);
}

struct bars_answer {
    const struct gateway *gateway;
    struct bars bars;
    bool has_bars;
};

static void forget_bars(void *arg)
{
    struct bars_answer *answer = arg;

    bars_release(&answer->bars);
    answer->has_bars = false;
}

static enum flight_taken take_bars(void *arg, struct tws_message *message, struct error *err)
{
    struct bars_answer *answer = arg;
    const bool in_two = answer->gateway->link->dialect.version >= HISTORY_IN_TWO;

    if (message->type == TWS_HISTORICAL_DATA_END && answer->has_bars)
        return FLIGHT_DONE;
    if (message->type != TWS_HISTORICAL_DATA || answer->has_bars)
        return fail_kind(message, err);
    answer->bars = message->history.bars;
    message->history.bars = (struct bars){0};
    answer->has_bars = true;
    return in_two ? FLIGHT_MORE : FLIGHT_DONE;
}

static bool ask_bars(struct gateway *gateway, const struct gateway_bars *ask, const char *end,
                     int64_t limit_ms, struct bars_answer *answer, struct error *err)
{
    const bool is_daily = ask->size->seconds >= 86400;
    enum flight_state state;
    char label[LABEL];
    struct gateway_question question = {
        .message = { .type = TWS_REQ_HISTORICAL_DATA, .contract = ask->contract,
                     .history_request = { .end = end, .bar_size = ask->size->name,
                                          .duration = ask->duration, .use_rth = ask->use_rth,
                                          .what = ask->what, .format_date = is_daily ? 1 : 2 } },
        .cancel = TWS_CANCEL_HISTORICAL_DATA, .pacing = gateway_request_pacing(ask),
        .label = label, .limit_ms = limit_ms, .deadline = ask->deadline,
        .take = take_bars, .reset = forget_bars, .arg = answer,
    };

    print_label(ask, ask->size->name, label);
    return gateway_ask(gateway, &question, &state, err);
}

bool gateway_request_bars(struct gateway *gateway, const struct gateway_bars *ask,
                          struct bars *ret_bars, struct error *err)
{
    struct bars_answer answer = { .gateway = gateway };
    struct tws_duration duration;
    char end[TWS_TIME_TEXT];

    if (!check(ask, &duration, err) || !print_end(ask->end, end, err))
        return false;
    if (!ask_bars(gateway, ask, end,
                  tws_duration_seconds(&duration) > 86400 ? MANY_BARS_MS : BARS_MS, &answer, err) ||
        !bars_check(&answer.bars, err)) {
        bars_release(&answer.bars);
        return false;
    }
    *ret_bars = answer.bars;
    return true;
}

/* ---- instruments ---- */

static void forget_contracts(void *arg)
{
    contract_list_release(arg);
}

static enum flight_taken take_contract(void *arg, struct tws_message *message, struct error *err)
{
    struct contract_list *list = arg;
    struct contract contract;

    if (message->type == TWS_CONTRACT_DATA_END)
        return FLIGHT_DONE;
    if (message->type == TWS_BOND_CONTRACT_DATA)
        return FLIGHT_MORE;         /* fits, but no bars of bonds are loaded here */
    if (message->type != TWS_CONTRACT_DATA)
        return fail_kind(message, err);
    if (list->n == GATEWAY_REQUEST_CONTRACTS_MOST) {
        error_set(err, ERROR_TOO_LARGE, "more than %d instruments fit",
                  GATEWAY_REQUEST_CONTRACTS_MOST);
        return FLIGHT_FAILED;
    }
    if (!contract_of(message, &contract, err))
        return FLIGHT_FAILED;
    contract_list_add(list, &contract);
    return FLIGHT_MORE;
}

bool gateway_request_contract(struct gateway *gateway, const struct tws_contract *like,
                              int64_t deadline, struct contract_list *ret_list, struct error *err)
{
    OWNED(contract_list_release) struct contract_list list = {0};
    enum flight_state state;
    char label[LABEL];
    struct gateway_question question = {
        .message = { .type = TWS_REQ_CONTRACT_DETAILS, .contract = *like },
        .pacing = { .kind = PACING_OTHER, .lane = PACING_PERSON, .weight = 1 },
        .label = label, .limit_ms = CONTRACT_MS, .deadline = deadline,
        .take = take_contract, .reset = forget_contracts, .arg = &list,
    };

    snprintf(label, LABEL, "%s %s contract", text_of(like->symbol), text_of(like->sec_type));
    if (!gateway_ask(gateway, &question, &state, err))
        return false;
    if (!list.n)
        return error_set(err, ERROR_NOT_FOUND, "ib knows no such instrument");
    *ret_list = list;
    list = (struct contract_list){0};
    return true;
}

/* ---- the first bar ---- */

static enum flight_taken take_head(void *arg, struct tws_message *message, struct error *err)
{
    if (message->type != TWS_HEAD_TIMESTAMP)
        return fail_kind(message, err);
    return tws_time_instant(&message->head, NULL, arg, err) ? FLIGHT_DONE : FLIGHT_FAILED;
}

bool gateway_request_head_timestamp(struct gateway *gateway, const struct gateway_bars *of,
                                    int64_t *ret_first, struct error *err)
{
    struct gateway_bars ask = *of;
    enum flight_state state;
    int64_t first = 0;
    char label[LABEL];
    struct gateway_question question = {
        .message = { .type = TWS_REQ_HEAD_TIMESTAMP, .contract = of->contract,
                     .history_request = { .use_rth = of->use_rth, .what = of->what,
                                          .format_date = 2 } },
        .cancel = TWS_CANCEL_HEAD_TIMESTAMP, .stays_open = true, .label = label,
        .limit_ms = HEAD_MS, .deadline = of->deadline, .take = take_head, .arg = &first,
    };

    ask.size = tws_bar_size_find("1 day");
    ask.duration = "head";
    question.pacing = gateway_request_pacing(&ask);
    question.pacing.kind = PACING_SMALL;
    question.pacing.reply_class = CLASS_HEAD;
    print_label(of, "first bar", label);
    if (!gateway_ask(gateway, &question, &state, err))
        return false;
    if (state == FLIGHT_NO_DATA)
        return error_set(err, ERROR_NOT_FOUND, "ib does not know when '%s' begins", label);
    *ret_first = first;
    return true;
}

/* ---- symbols ---- */

void gateway_request_release_matches(struct gateway_matches *matches)
{
    free(matches->rows);
    *matches = (struct gateway_matches){0};
}

static struct gateway_match match_of(const struct tws_symbol *symbol)
{
    struct gateway_match match = { .con_id = symbol->con_id };

    snprintf(match.symbol, sizeof(match.symbol), "%s", symbol->symbol);
    snprintf(match.type, sizeof(match.type), "%s", symbol->sec_type);
    snprintf(match.primary_exchange, sizeof(match.primary_exchange), "%s",
             symbol->primary_exchange);
    snprintf(match.currency, sizeof(match.currency), "%s", symbol->currency);
    snprintf(match.name, sizeof(match.name), "%s", text_of(symbol->description));
    return match;
}

static enum flight_taken take_symbols(void *arg, struct tws_message *message, struct error *err)
{
    struct gateway_matches *matches = arg;
    const struct tws_symbols *symbols = &message->symbols;

    if (message->type != TWS_SYMBOL_SAMPLES)
        return fail_kind(message, err);
    matches->rows = mem_resize(matches->rows, (symbols->n_rows + 1) * sizeof(*matches->rows));
    matches->n = 0;
    for (size_t i = 0; i < symbols->n_rows; i++)
        if (symbols->rows[i].con_id > 0)
            matches->rows[matches->n++] = match_of(&symbols->rows[i]);
    return FLIGHT_DONE;
}

bool gateway_request_matching(struct gateway *gateway, const char *pattern, int64_t deadline,
                              struct gateway_matches *ret_matches, struct error *err)
{
    struct gateway_matches matches = {0};
    enum flight_state state;
    struct gateway_question question = {
        .message = { .type = TWS_REQ_MATCHING_SYMBOLS, .symbols = { .pattern = pattern } },
        .pacing = { .kind = PACING_SYMBOLS, .lane = PACING_PERSON, .weight = 1 },
        .label = pattern, .limit_ms = MATCHING_MS, .deadline = deadline,
        .take = take_symbols, .arg = &matches,
    };

    if (!gateway_ask(gateway, &question, &state, err)) {
        gateway_request_release_matches(&matches);
        return false;
    }
    *ret_matches = matches;
    return true;
}

/* ---- sessions ---- */

void gateway_request_release_schedule(struct gateway_schedule *schedule)
{
    free(schedule->rows);
    *schedule = (struct gateway_schedule){0};
}

static void free_zone(const struct zone **zone)
{
    zone_free(*zone);
}

/* The faces of clocks in the schedule's zone, though they look like UTC. */
static bool read_session(const struct tws_session_day *day, const struct zone *zone,
                         struct gateway_session *ret_session, struct error *err)
{
    struct tws_time open, close, date;

    if (!tws_time_read(day->start, &open, err) || !tws_time_read(day->end, &close, err) ||
        !tws_time_read(day->date, &date, err))
        return false;
    ret_session->date = date.clock;
    return tws_time_after(open.clock, zone, INT64_MIN, &ret_session->open, err)
        && tws_time_after(close.clock, zone, ret_session->open, &ret_session->close, err);
}

static bool read_schedule(const struct tws_schedule *from, struct gateway_schedule *schedule,
                          struct error *err)
{
    OWNED(free_zone) const struct zone *zone = NULL;

    if (!tws_time_zone(from->zone, &zone, err))
        return false;
    snprintf(schedule->zone, sizeof(schedule->zone), "%s", from->zone);
    schedule->rows = mem_resize(schedule->rows, (from->n_days + 1) * sizeof(*schedule->rows));
    for (schedule->n = 0; schedule->n < from->n_days; schedule->n++)
        if (!read_session(&from->days[schedule->n], zone, &schedule->rows[schedule->n], err))
            return false;
    return true;
}

static enum flight_taken take_schedule(void *arg, struct tws_message *message, struct error *err)
{
    if (message->type != TWS_HISTORICAL_SCHEDULE)
        return fail_kind(message, err);
    return read_schedule(&message->schedule, arg, err) ? FLIGHT_DONE : FLIGHT_FAILED;
}

bool gateway_request_schedule(struct gateway *gateway, const struct gateway_bars *ask,
                              struct gateway_schedule *ret_schedule, struct error *err)
{
    struct gateway_schedule schedule = {0};
    struct gateway_bars of = *ask;
    char end[TWS_TIME_TEXT], label[LABEL];
    struct tws_duration duration;
    enum flight_state state;
    struct gateway_question question = {
        .message = { .type = TWS_REQ_HISTORICAL_DATA, .contract = ask->contract,
                     .history_request = { .end = end, .bar_size = "1 day",
                                          .duration = ask->duration, .use_rth = ask->use_rth,
                                          .what = "SCHEDULE", .format_date = 1 } },
        .cancel = TWS_CANCEL_HISTORICAL_DATA, .label = label, .limit_ms = SCHEDULE_MS,
        .deadline = ask->deadline, .take = take_schedule, .arg = &schedule,
    };

    of.what = "SCHEDULE";
    of.size = tws_bar_size_find("1 day");
    if (!check(&of, &duration, err) || !print_end(of.end, end, err))
        return false;
    question.pacing = gateway_request_pacing(&of);
    question.pacing.reply_class = CLASS_SCHEDULE;
    print_label(&of, "sessions", label);
    if (gateway_ask(gateway, &question, &state, err)) {
        *ret_schedule = schedule;
        return true;
    }
    gateway_request_release_schedule(&schedule);
    return false;
}
