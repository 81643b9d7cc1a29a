#include "ib/tws_code.h"

#include "ib/tws_text.h"

#include <string.h>

enum { MINUTE = 60 };

/* History is never had from delayed data. */
static const char subscribe[] = "subscribe to the exchange's data in IB's client portal (Settings, "
                                "Market Data Subscriptions); delayed data do not help history";
static const char share[] = "subscribe to the exchange's data; a paper account has the live one's "
                            "once they are shared (client portal, Settings, Paper Trading)";
static const char named[] = "ib's text names the subscription: add it in the client portal; "
                            "delayed data do not help history";
static const char ticks[] = "ticks need the exchange's real-time subscription; bars are had "
                            "without them";
static const char elsewhere[] = "log out where the same user is logged in, or give the gateway a "
                                "second user name of its own (client portal, Users)";
static const char a_bug[] = "report it with the log of this request: the request was wrong";

/* Sorted by code; variants of a code stand together, the one without a part last. */
static const struct tws_code codes[] = {
    { 100, NULL, TWS_CODE_WARNS, ERROR_NONE, 1, 0,
      "more messages a second than the gateway takes; at the third time it hangs up", "" },
    { 101, NULL, TWS_CODE_ENDS, ERROR_LIMIT, MINUTE, 0,
      "all market data lines are in use", "close subscriptions or watch lists in TWS" },
    { 102, NULL, TWS_CODE_ENDS, ERROR_CONFLICT, 0, 0, "the number of this request is in use",
      a_bug },
    { 154, NULL, TWS_CODE_ENDS, ERROR_INVALID, 0, 0, "trading in this instrument is halted", "" },
    { 162, "returned no data", TWS_CODE_NO_DATA, ERROR_NONE, 0, 0, "no data in that range", "" },
    { 162, "pacing violation", TWS_CODE_ENDS, ERROR_PACING, 15, 0,
      "too many history requests in ten minutes", "wait; loading goes on by itself" },
    { 162, "query cancelled", TWS_CODE_CANCELLED, ERROR_CANCELLED, 0, 0,
      "the history request was cancelled", "" },
    { 162, "different IP address", TWS_CODE_ENDS, ERROR_CONFLICT, 5 * MINUTE, 0,
      "the same user is logged in elsewhere", elsewhere },
    { 162, "No market data permissions", TWS_CODE_ENDS, ERROR_FORBIDDEN, 0, 0,
      "no permission for these data", subscribe },
    { 162, "invalid step", TWS_CODE_ENDS, ERROR_INVALID, 0, 0,
      "this bar size does not go with this duration", a_bug },
    { 162, "No head time stamp", TWS_CODE_NO_DATA, ERROR_NONE, 0, 0,
      "the first bar's time is not known to ib", "" },
    { 162, NULL, TWS_CODE_ENDS, ERROR_UNAVAILABLE, MINUTE, 0,
      "the history service could not answer",
      "ask again in a minute; `ktrdr ib status` shows whether its farm is down" },
    { 165, NULL, TWS_CODE_WARNS, ERROR_NONE, 0, 0, "a notice of the history service", "" },
    { 166, NULL, TWS_CODE_ENDS, ERROR_NOT_FOUND, 0, 0,
      "the contract has expired, too long ago for ib to keep its bars", "" },
    { 200, NULL, TWS_CODE_ENDS, ERROR_NOT_FOUND, MINUTE, 0, "ib knows no such instrument",
      "check symbol, type, exchange and currency; in ib's nightly maintenance try later" },
    { 300, NULL, TWS_CODE_CANCELLED, ERROR_CANCELLED, 0, 0, "there was nothing to cancel", "" },
    { 320, NULL, TWS_CODE_ENDS, ERROR_INTERNAL, 0, 0, "the gateway could not read the request",
      a_bug },
    { 321, NULL, TWS_CODE_ENDS, ERROR_INVALID, 0, 0, "the gateway refused the request", "" },
    { 322, "simultaneous", TWS_CODE_ENDS, ERROR_LIMIT, 5, 0, "50 history requests are open", "" },
    { 322, NULL, TWS_CODE_ENDS, ERROR_CONFLICT, 0, 0, "the gateway could not process the request",
      "" },
    { 326, NULL, TWS_CODE_CLOSES, ERROR_CONFLICT, 2, 0, "the client id is in use",
      "set ib.client_id to another number, or end the program that has it" },
    { 354, NULL, TWS_CODE_ENDS, ERROR_FORBIDDEN, 0, 0, "no subscription to these market data",
      share },
    { 366, NULL, TWS_CODE_CANCELLED, ERROR_CANCELLED, 0, 0,
      "the history request had ended before it was cancelled", "" },
    { 386, NULL, TWS_CODE_ENDS, ERROR_CONFLICT, 0, 0, "the number of this request is in use",
      a_bug },
    { 392, NULL, TWS_CODE_ENDS, ERROR_INVALID, 0, 0, "ib refuses this for the instrument", "" },
    { 420, NULL, TWS_CODE_ENDS, ERROR_PACING, MINUTE, 0,
      "too many real-time requests, or no permission for them", "" },
    { 430, NULL, TWS_CODE_ENDS, ERROR_NOT_FOUND, 0, 0, "ib has no such data of the instrument",
      "" },
    { 502, NULL, TWS_CODE_CLOSES, ERROR_UNAVAILABLE, 5, 0, "the gateway refuses the connection",
      "is it running, logged in, and its api port open?" },
    { 503, NULL, TWS_CODE_CLOSES, ERROR_UNAVAILABLE, 0, 0, "the gateway is too old", "update it" },
    { 504, NULL, TWS_CODE_CLOSES, ERROR_UNAVAILABLE, 2, 0, "there is no connection to the gateway",
      "" },
    { 505, NULL, TWS_CODE_WARNS, ERROR_NONE, 0, 0, "a message of unknown kind", "" },
    { 506, NULL, TWS_CODE_CLOSES, ERROR_UNAVAILABLE, 0, 0,
      "gateway and client have no version in common", "update the gateway" },
    { 507, NULL, TWS_CODE_CLOSES, ERROR_UNAVAILABLE, 2, 0, "the connection broke in a message",
      "" },
    { 579, NULL, TWS_CODE_ENDS, ERROR_INVALID, 0, 0, "ib takes printable ascii only", "" },
    { 1100, NULL, TWS_CODE_LINK_LOST, ERROR_UNAVAILABLE, 0, 0, "the gateway lost its link to ib",
      "wait; it tries again by itself" },
    { 1101, NULL, TWS_CODE_LINK_RESET, ERROR_NONE, 0, 0, "the link to ib is back, without data",
      "" },
    { 1102, NULL, TWS_CODE_LINK_BACK, ERROR_NONE, 0, 0, "the link to ib is back", "" },
    { 1300, NULL, TWS_CODE_CLOSES, ERROR_UNAVAILABLE, 5, 0, "the gateway's api port was changed",
      "set the new port in the configuration" },
    { 2103, NULL, TWS_CODE_FARM_DOWN, ERROR_NONE, 0, TWS_FARM_MARKET,
      "a market data farm is down", "" },
    { 2104, NULL, TWS_CODE_FARM_UP, ERROR_NONE, 0, TWS_FARM_MARKET, "a market data farm is up",
      "" },
    { 2105, NULL, TWS_CODE_FARM_DOWN, ERROR_NONE, 0, TWS_FARM_HISTORY, "a history farm is down",
      "" },
    { 2106, NULL, TWS_CODE_FARM_UP, ERROR_NONE, 0, TWS_FARM_HISTORY, "a history farm is up", "" },
    { 2107, NULL, TWS_CODE_FARM_IDLE, ERROR_NONE, 0, TWS_FARM_HISTORY, "a history farm is idle",
      "" },
    { 2108, NULL, TWS_CODE_FARM_IDLE, ERROR_NONE, 0, TWS_FARM_MARKET,
      "a market data farm is idle", "" },
    { 2110, NULL, TWS_CODE_LINK_LOST, ERROR_UNAVAILABLE, 0, 0, "the gateway lost its link to ib",
      "wait; it tries again by itself" },
    { 2119, NULL, TWS_CODE_FARM_IDLE, ERROR_NONE, 0, TWS_FARM_MARKET,
      "a market data farm is connecting", "" },
    { 2157, NULL, TWS_CODE_FARM_DOWN, ERROR_NONE, 0, TWS_FARM_CONTRACTS,
      "a security definition farm is down", "" },
    { 2158, NULL, TWS_CODE_FARM_UP, ERROR_NONE, 0, TWS_FARM_CONTRACTS,
      "a security definition farm is up", "" },
    { 2174, NULL, TWS_CODE_WARNS, ERROR_NONE, 0, 0, "a time was sent without its zone", a_bug },
    { 2176, NULL, TWS_CODE_WARNS, ERROR_NONE, 0, 0,
      "sizes are cut to whole numbers for clients as old as this", "update the gateway" },
    { 10089, NULL, TWS_CODE_ENDS, ERROR_FORBIDDEN, 0, 0,
      "these market data need another subscription", named },
    { 10090, NULL, TWS_CODE_WARNS, ERROR_NONE, 0, 0,
      "a part of these market data is not subscribed", subscribe },
    { 10091, NULL, TWS_CODE_WARNS, ERROR_NONE, 0, 0,
      "a part of these market data needs another subscription", subscribe },
    { 10167, NULL, TWS_CODE_WARNS, ERROR_NONE, 0, 0, "delayed data follow, not live ones",
      subscribe },
    { 10168, NULL, TWS_CODE_ENDS, ERROR_FORBIDDEN, 0, 0,
      "these market data are not subscribed, and delayed ones were not asked for", share },
    { 10182, NULL, TWS_CODE_ENDS, ERROR_UNAVAILABLE, 5, 0, "live bars were lost", "" },
    { 10186, NULL, TWS_CODE_ENDS, ERROR_FORBIDDEN, 0, 0,
      "these market data are not subscribed, and delayed ones are off", subscribe },
    { 10187, NULL, TWS_CODE_ENDS, ERROR_FORBIDDEN, 0, 0, "no permission for these historical ticks",
      ticks },
    { 10189, NULL, TWS_CODE_ENDS, ERROR_FORBIDDEN, 0, 0, "no permission for these ticks",
      ticks },
    { 10197, NULL, TWS_CODE_ENDS, ERROR_CONFLICT, 5 * MINUTE, 0,
      "another session of the same user takes the data", elsewhere },
    { 10225, NULL, TWS_CODE_ENDS, ERROR_UNAVAILABLE, 5, 0, "live bars end: trades were taken back",
      "" },
    { 10285, NULL, TWS_CODE_ENDS, ERROR_INVALID, 0, 0,
      "the gateway speaks no fractions with clients as old as this", "update the gateway" },
    { 10295, NULL, TWS_CODE_ENDS, ERROR_INVALID, 0, 0, "a schedule has daily bars only", a_bug },
    { 10299, NULL, TWS_CODE_ENDS, ERROR_INVALID, 0, 0,
      "other data must be asked of this instrument",
      "for crypto take AGGTRADES in place of TRADES" },
    { 10314, NULL, TWS_CODE_ENDS, ERROR_INVALID, 0, 0, "the gateway does not take this end time",
      a_bug },
    { 10339, NULL, TWS_CODE_ENDS, ERROR_INVALID, 0, 0, "these data have no end time but now",
      a_bug },
};

static const struct tws_code rate_warning = {
    0, NULL, TWS_CODE_WARNS, ERROR_NONE, 0, 0, "nearly as many messages as the gateway takes", ""
};
static const struct tws_code other_warning = {
    0, NULL, TWS_CODE_WARNS, ERROR_NONE, 0, 0, "a warning of ib", ""
};
static const struct tws_code other = {
    0, NULL, TWS_CODE_ENDS, ERROR_UNAVAILABLE, 0, 0, "ib could not do it", ""
};

const struct tws_code *tws_code_at(size_t i)
{
    return i < COUNT(codes) ? &codes[i] : NULL;
}

const struct tws_code *tws_code_find(int64_t code, const char *text)
{
    for (size_t i = 0; i < COUNT(codes); i++)
        if (codes[i].code == code &&
            (!codes[i].part || (text && strcasestr(text, codes[i].part))))
            return &codes[i];
    if (!code)
        return &rate_warning;
    return code >= 2100 && code < 2200 ? &other_warning : &other;
}

bool tws_code_ends_request(const struct tws_code *code)
{
    return code->kind == TWS_CODE_ENDS || code->kind == TWS_CODE_NO_DATA ||
           code->kind == TWS_CODE_CANCELLED || code->kind == TWS_CODE_CLOSES;
}

bool tws_code_fail(int64_t code, const char *text, struct error *err)
{
    const struct tws_code *row = tws_code_find(code, text);
    const enum error_code error = row->kind == TWS_CODE_NO_DATA ? ERROR_NOT_FOUND
                                : row->error ? row->error : ERROR_UNAVAILABLE;
    char shown[200];

    tws_text_show(text ? text : "", shown, sizeof(shown));
    error_set(err, error, "%s (ib error %lld: '%s')", row->text, (long long)code, shown);
    return *row->next ? error_suggest(err, "%s", row->next) : false;
}

const char *tws_code_farm_name(const char *text)
{
    const char *colon = strrchr(text, ':'), *point = strrchr(text, '.');
    const char *name = colon ? colon + 1 : point ? point + 1 : "";

    return strchr(name, ' ') ? "" : name;
}
