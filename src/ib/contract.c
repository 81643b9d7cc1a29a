#include "ib/contract.h"

#include "base/mem.h"
#include "base/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool copy_text(const char *name, const char *text, char *ret_text, size_t room,
                      struct error *err)
{
    if (strlen(text) >= room)
        return error_set(err, ERROR_BAD_DATA, "contract: %s '%.40s…' is too long", name, text);
    memcpy(ret_text, text, strlen(text) + 1);
    return true;
}

#define COPY(field, text) copy_text(#field, text, contract->field, sizeof(contract->field), err)

static bool fill_names(const struct tws_contract *from, struct contract *contract,
                       struct error *err)
{
    return COPY(symbol, from->symbol) && COPY(type, from->sec_type)
        && COPY(exchange, from->exchange) && COPY(primary_exchange, from->primary_exchange)
        && COPY(currency, from->currency) && COPY(local_symbol, from->local_symbol)
        && COPY(trading_class, from->trading_class) && COPY(last_trade, from->last_trade);
}

/* '20251219 08:30:00 US/Central' is that day. */
static void keep_day(char *last_trade)
{
    if (strlen(last_trade) > 8)
        last_trade[8] = '\0';
}

static double multiplier_of(const char *text)
{
    double value;

    return number_parse(text, strlen(text), &value) && value > 0 ? value : 1;
}

bool contract_of(const struct tws_message *message, struct contract *ret_contract,
                 struct error *err)
{
    struct contract made = { .con_id = message->contract.con_id }, *contract = &made;
    const struct tws_details *details = &message->details;

    if (made.con_id <= 0)
        return error_set(err, ERROR_BAD_DATA, "contract: '%lld' is no id", (long long)made.con_id);
    if (!fill_names(&message->contract, contract, err) || !COPY(zone, details->time_zone))
        return false;
    keep_day(made.last_trade);
    snprintf(made.name, sizeof(made.name), "%s", details->long_name);
    made.multiplier = multiplier_of(message->contract.multiplier);
    made.min_tick = details->min_tick;
    made.size_increment = details->size_increment;
    made.trading_hours = mem_text(details->trading_hours);
    made.liquid_hours = mem_text(details->liquid_hours);
    *ret_contract = made;
    return true;
}

struct contract contract_copy(const struct contract *contract)
{
    struct contract copy = *contract;

    copy.trading_hours = mem_text(contract->trading_hours ? contract->trading_hours : "");
    copy.liquid_hours = mem_text(contract->liquid_hours ? contract->liquid_hours : "");
    return copy;
}

void contract_release(struct contract *contract)
{
    free(contract->trading_hours);
    free(contract->liquid_hours);
    *contract = (struct contract){0};
}

void contract_list_add(struct contract_list *list, struct contract *contract)
{
    list->rows = mem_resize(list->rows, (list->n + 1) * sizeof(*list->rows));
    list->rows[list->n++] = *contract;
    *contract = (struct contract){0};
}

void contract_list_release(struct contract_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        contract_release(&list->rows[i]);
    free(list->rows);
    *list = (struct contract_list){0};
}

struct tws_contract contract_named(const struct contract *contract)
{
    return (struct tws_contract){
        .con_id = contract->con_id, .symbol = contract->symbol, .sec_type = contract->type,
        .exchange = contract->exchange, .currency = contract->currency,
        .include_expired = !strcmp(contract->type, "FUT"),
    };
}

void contract_show(const struct contract *contract, char ret_text[CONTRACT_SHOWN])
{
    const char *exchange = *contract->primary_exchange ? contract->primary_exchange
                                                       : contract->exchange;

    snprintf(ret_text, CONTRACT_SHOWN, "%s %s%s%s %s %s%s%s (contract %lld)", contract->symbol,
             contract->type, strcmp(contract->local_symbol, contract->symbol) ? " " : "",
             strcmp(contract->local_symbol, contract->symbol) ? contract->local_symbol : "",
             exchange, contract->currency, *contract->last_trade ? " " : "", contract->last_trade,
             (long long)contract->con_id);
}
