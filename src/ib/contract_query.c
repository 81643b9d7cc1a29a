#include "ib/contract_query.h"

#include "domain/series.h"
#include "domain/symbol.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *either(const char *said, const char *otherwise)
{
    return said && *said ? said : otherwise;
}

static bool put(char *room, size_t size, const char *text, struct error *err)
{
    if (strlen(text) >= size)
        return error_set(err, ERROR_INVALID, "'%.60s' is too long", text);
    for (; *text; text++)
        *room++ = *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text;
    *room = '\0';
    return true;
}

#define PUT(field, text) put(query->field, sizeof(query->field), text, err)

typedef bool fill_fn(const struct contract_ask *ask, const char *symbol,
                     struct contract_query *query, struct error *err);

/* Routed by SMART wherever it is listed; the listing settles which one is meant. */
static bool fill_stock(const struct contract_ask *ask, const char *symbol,
                       struct contract_query *query, struct error *err)
{
    const bool is_listed = ask->exchange && *ask->exchange && strcmp(ask->exchange, "SMART") != 0;

    if (!PUT(symbol, symbol) || !PUT(exchange, "SMART") ||
        !PUT(primary_exchange, is_listed ? ask->exchange : "") ||
        !PUT(currency, either(ask->currency, is_listed ? "" : "USD")))
        return false;
    for (char *at = query->symbol; *at; at++)
        if (*at == '.')
            *at = ' ';
    return true;
}

static bool fill_pair(const struct contract_ask *ask, const char *symbol,
                      struct contract_query *query, struct error *err)
{
    char turned[7];

    if (!symbol_is_pair(symbol))
        return error_set(err, ERROR_INVALID, "'%s' is not two currencies", symbol);
    if (symbol_turn_pair(symbol, turned)) {
        error_set(err, ERROR_INVALID, "the market quotes '%s' the other way round", symbol);
        return error_suggest(err, "ask for %s", turned);
    }
    if (ask->currency && *ask->currency && strcmp(ask->currency, symbol + 3) != 0)
        return error_set(err, ERROR_INVALID, "'%s' is quoted in %s, not in '%s'", symbol,
                         symbol + 3, ask->currency);
    snprintf(query->symbol, sizeof(query->symbol), "%.3s", symbol);
    return PUT(currency, symbol + 3) && PUT(exchange, either(ask->exchange, "IDEALPRO"));
}

/* 'ESZ5', 'ESZ25': a root, a month, a year. */
static bool names_month(const char *symbol)
{
    const size_t letters = strcspn(symbol, "0123456789"), digits = strlen(symbol) - letters;

    return letters >= 2 && (digits == 1 || digits == 2) &&
           strspn(symbol + letters, "0123456789") == digits &&
           strchr("FGHJKMNQUVXZ", symbol[letters - 1]);
}

static bool fill_future(const struct contract_ask *ask, const char *symbol,
                        struct contract_query *query, struct error *err)
{
    const bool is_local = names_month(symbol);

    return PUT(symbol, is_local ? "" : symbol) && PUT(local_symbol, is_local ? symbol : "")
        && PUT(exchange, either(ask->exchange, "")) && PUT(currency, either(ask->currency, "USD"));
}

static bool fill_index(const struct contract_ask *ask, const char *symbol,
                       struct contract_query *query, struct error *err)
{
    return PUT(symbol, symbol) && PUT(exchange, either(ask->exchange, ""))
        && PUT(currency, either(ask->currency, "USD"));
}

/* 'BTC', 'BTC.USD', 'BTCUSD'. */
static bool fill_crypto(const struct contract_ask *ask, const char *symbol,
                        struct contract_query *query, struct error *err)
{
    const size_t length = strlen(symbol);
    const bool has_currency = length > 4 && symbol_is_currency(symbol + length - 3);
    const char *currency = either(ask->currency, has_currency ? symbol + length - 3 : "USD");

    if (!PUT(symbol, symbol) || !PUT(currency, currency) ||
        !PUT(exchange, either(ask->exchange, "PAXOS")))
        return false;
    if (has_currency)
        query->symbol[length - (symbol[length - 4] == '.' ? 4 : 3)] = '\0';
    return true;
}

static const struct {
    const char *type;
    fill_fn *fill;
} types[] = {
    { "STK", fill_stock }, { "CASH", fill_pair }, { "FUT", fill_future }, { "IND", fill_index },
    { "CRYPTO", fill_crypto },
};

static bool fill(const struct contract_ask *ask, const char *symbol, struct contract_query *query,
                 struct error *err)
{
    const char *type = either(ask->type, symbol_is_pair(symbol) ? "CASH" : "STK");

    for (size_t i = 0; i < COUNT(types); i++)
        if (!strcmp(types[i].type, type))
            return PUT(type, type) && types[i].fill(ask, symbol, query, err);
    return error_set(err, ERROR_INVALID, "type '%.20s' is not one of STK CASH FUT IND CRYPTO",
                     type);
}

bool contract_query_of(const struct contract_ask *ask, struct contract_query *ret_query,
                       struct error *err)
{
    struct contract_query query = { .con_id = ask->con_id };
    struct contract_ask said = *ask;
    const char *at = ask->symbol ? strchr(ask->symbol, '@') : NULL;
    char text[80], symbol[SERIES_SYMBOL], exchange[CONTRACT_TEXT];

    if (!ask->con_id) {
        if (!put(text, sizeof(text), either(ask->symbol, ""), err))
            return false;
        if (at) {
            text[at - ask->symbol] = '\0';
            if (!put(exchange, sizeof(exchange), at + 1, err))
                return false;
            said.exchange = exchange;
        }
        if (!series_parse_symbol(text, symbol, err) || !fill(&said, symbol, &query, err))
            return false;
    }
    *ret_query = query;
    return true;
}

struct tws_contract contract_query_named(const struct contract_query *query)
{
    return (struct tws_contract){
        .con_id = query->con_id, .symbol = query->symbol, .sec_type = query->type,
        .exchange = query->exchange, .primary_exchange = query->primary_exchange,
        .currency = query->currency, .local_symbol = query->local_symbol,
        .include_expired = !strcmp(query->type, "FUT"),
    };
}

void contract_query_key(const struct contract_query *query, char ret_key[CONTRACT_QUERY_KEY])
{
    snprintf(ret_key, CONTRACT_QUERY_KEY, "%" PRId64 "|%s|%s|%s|%s|%s|%s", query->con_id,
             query->symbol, query->type, query->exchange, query->primary_exchange,
             query->currency, query->local_symbol);
}
