#include "ibsim/sim_contract.h"

#include "base/mem.h"
#include "base/yaml_read.h"
#include "domain/calendar.h"
#include "domain/symbol.h"
#include "ib/tws_contract.h"
#include "ibsim/sim_pacing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONTRACTS_MOST = 20000, MADE_FIRST = 100000000, MADE_ROOM = 800000000 };

/* Files of bars that are known to be of an index. */
static const struct {
    const char *symbol, *exchange, *name;
} indices[] = {
    { "SPX", "CBOE", "S&P 500 Stock Index" },
    { "NDX", "NASDAQ", "NASDAQ 100 Stock Index" },
    { "RUT", "RUSSELL", "Russell 2000 Stock Index" },
    { "VIX", "CBOE", "CBOE Volatility Index" },
};

#define FILL(field, ...) snprintf(field, sizeof(field), __VA_ARGS__)

/* The same number for the same name, on every start. */
static int64_t make_id(const char *name)
{
    return MADE_FIRST + (int64_t)(sim_pacing_hash(0, name) % MADE_ROOM);
}

static void make_pair(struct sim_contract *contract)
{
    const bool is_yen = !strcmp(contract->bars + 3, "JPY");

    FILL(contract->symbol, "%.3s", contract->bars);
    FILL(contract->type, "CASH");
    FILL(contract->exchange, "IDEALPRO");
    FILL(contract->currency, "%.3s", contract->bars + 3);
    FILL(contract->local_symbol, "%.3s.%.3s", contract->bars, contract->bars + 3);
    FILL(contract->trading_class, "%.3s.%.3s", contract->bars, contract->bars + 3);
    FILL(contract->name, "%.3s.%.3s", contract->bars, contract->bars + 3);
    FILL(contract->calendar, "idealpro");
    contract->tick = is_yen ? 0.005 : 0.00005;
}

static void make_stock(struct sim_contract *contract)
{
    FILL(contract->symbol, "%s", contract->bars);
    FILL(contract->type, "STK");
    FILL(contract->exchange, "SMART");
    FILL(contract->primary, "NASDAQ");
    FILL(contract->currency, "USD");
    FILL(contract->local_symbol, "%.32s", contract->bars);
    FILL(contract->trading_class, "NMS");
    FILL(contract->name, "%s (bars of %s)", contract->symbol, contract->bars);
    FILL(contract->calendar, "nyse_all");
    contract->tick = 0.01;
}

static void make_index(struct sim_contract *contract, size_t which)
{
    FILL(contract->type, "IND");
    FILL(contract->exchange, "%s", indices[which].exchange);
    contract->primary[0] = '\0';
    FILL(contract->trading_class, "%s", contract->symbol);
    FILL(contract->name, "%s", indices[which].name);
    FILL(contract->calendar, "nyse");
}

struct sim_contract sim_contract_for(const char *bars)
{
    struct sim_contract contract = { .con_id = make_id(bars), .zone = "US/Eastern" };

    FILL(contract.bars, "%s", bars);
    if (symbol_is_pair(contract.bars)) {
        make_pair(&contract);
        return contract;
    }
    make_stock(&contract);
    for (size_t i = 0; i < COUNT(indices); i++)
        if (!strcmp(indices[i].symbol, bars))
            make_index(&contract, i);
    return contract;
}

/* ---- the file ---- */

static const struct key {
    const char *name;
    size_t offset, room;        /* room 0: a number */
} keys[] = {
#define TEXT(name, member) \
    { name, offsetof(struct sim_contract, member), sizeof(((struct sim_contract *)0)->member) }
    TEXT("symbol", symbol), TEXT("type", type), TEXT("exchange", exchange),
    TEXT("primary", primary), TEXT("currency", currency), TEXT("local_symbol", local_symbol),
    TEXT("trading_class", trading_class), TEXT("multiplier", multiplier),
    TEXT("last_trade", last_trade), TEXT("name", name), TEXT("zone", zone),
    TEXT("calendar", calendar), TEXT("isin", isin), TEXT("bars", bars),
#undef TEXT
    { "tick", offsetof(struct sim_contract, tick), 0 },
    { "con_id", offsetof(struct sim_contract, con_id), 0 },
};

static const struct key *find_key(const char *name)
{
    for (size_t i = 0; i < COUNT(keys); i++)
        if (!strcmp(keys[i].name, name))
            return &keys[i];
    return NULL;
}

static bool is_sendable(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            return false;
    return true;
}

static bool read_number(const struct key *key, const struct yaml_node *value, char *base)
{
    double tick;
    int64_t id;

    if (!strcmp(key->name, "con_id")) {
        if (!yaml_read_whole(value, &id) || id < 1 || id > INT32_MAX)
            return false;
        memcpy(base + key->offset, &id, sizeof(id));
        return true;
    }
    if (!yaml_read_number(value, &tick) || !(tick >= 1e-9 && tick <= 1e6))
        return false;
    memcpy(base + key->offset, &tick, sizeof(tick));
    return true;
}

static bool read_value(const struct key *key, const struct yaml_node *value, char *base)
{
    const char *text;

    if (!key->room)
        return read_number(key, value, base);
    if (!yaml_read_text(value, &text) || strlen(text) >= key->room || !is_sendable(text))
        return false;
    memcpy(base + key->offset, text, strlen(text) + 1);
    return true;
}

static void note(struct findings *findings, const struct yaml_item *item, const char *what)
{
    struct finding *finding = findings_add(findings, FINDINGS_ERROR, item->key ? item->key : "",
                                           "%s", what);

    finding->line = item->line;
    finding->column = item->column;
}

/* By the type, where the row says nothing. */
static void settle_calendar(const struct yaml_item *row, struct sim_contract *contract,
                            struct findings *findings)
{
    static const char *const usual[][2] = { { "FUT", "cme" }, { "CRYPTO", "crypto" },
                                            { "CASH", "idealpro" }, { "IND", "nyse" } };

    for (size_t i = 0; i < COUNT(usual) && !yaml_find(&row->value, "calendar"); i++)
        if (!strcmp(usual[i][0], contract->type))
            FILL(contract->calendar, "%s", usual[i][1]);
    if (!calendar_find(contract->calendar))
        note(findings, row, "no such calendar");
}

/* What the row says over what its bars would be given without it. */
static void read_row(const struct yaml_item *row, struct sim_contract *ret_contract,
                     struct findings *findings)
{
    const char *symbol, *bars;

    if (row->value.kind != YAML_MAPPING || !yaml_find(&row->value, "symbol") ||
        !yaml_read_text(&yaml_find(&row->value, "symbol")->value, &symbol) || !*symbol) {
        note(findings, row, "a contract has at least a symbol");
        return;
    }
    bars = symbol;
    if (yaml_find(&row->value, "bars") &&
        !yaml_read_text(&yaml_find(&row->value, "bars")->value, &bars))
        bars = symbol;
    *ret_contract = sim_contract_for(bars);
    for (size_t i = 0; i < row->value.count; i++) {
        const struct yaml_item *item = &row->value.items[i];
        const struct key *key = find_key(item->key);

        if (!key)
            note(findings, item, "no such key");
        else if (!read_value(key, &item->value, (char *)ret_contract))
            note(findings, item, "not a value for this key");
    }
    settle_calendar(row, ret_contract, findings);
}

static void read_rows(const struct yaml_node *root, struct sim_contracts *ret_contracts,
                      struct findings *findings)
{
    const struct yaml_item *list = yaml_find(root, "contracts");

    if (!list || list->value.kind != YAML_LIST || list->value.count > CONTRACTS_MOST ||
        root->count != 1) {
        findings_add(findings, FINDINGS_ERROR, "contracts", "a contract file is one list of that "
                     "name, of at most %d", CONTRACTS_MOST);
        return;
    }
    ret_contracts->items = mem_alloc((list->value.count + 1) * sizeof(*ret_contracts->items));
    for (size_t i = 0; i < list->value.count; i++)
        read_row(&list->value.items[i], &ret_contracts->items[ret_contracts->count++], findings);
}

bool sim_contract_read(const char *text, size_t length, const char *label,
                       struct sim_contracts *ret_contracts, struct error *err)
{
    OWNED(yaml_release) struct yaml_node root = {0};
    struct findings *findings = MEM_NEW(struct findings);
    bool ok;

    *ret_contracts = (struct sim_contracts){0};
    if (yaml_parse(text, length, &root, findings))
        read_rows(&root, ret_contracts, findings);
    ok = findings_check(findings, label, err);
    free(findings);
    if (!ok)
        sim_contract_release(ret_contracts);
    return ok;
}

void sim_contract_release(struct sim_contracts *contracts)
{
    free(contracts->items);
    *contracts = (struct sim_contracts){0};
}

/* ---- which one is meant ---- */

static bool fits(const char *asked, const char *has)
{
    return !asked || !*asked || !strcmp(asked, has);
}

static bool fits_type(const struct sim_contract *contract, const char *asked)
{
    return fits(asked, contract->type) ||
           (!strcmp(asked, "CONTFUT") && !strcmp(contract->type, "FUT"));
}

static bool fits_exchange(const struct sim_contract *contract, const char *asked)
{
    return fits(asked, contract->exchange) || !strcmp(asked, contract->primary) ||
           (!strcmp(asked, "SMART") && strcmp(contract->type, "CASH") != 0 &&
            strcmp(contract->type, "FUT") != 0);
}

bool sim_contract_fits(const struct sim_contract *contract, const struct tws_contract *asked)
{
    const char *date = asked->last_trade ? asked->last_trade : "";

    if (asked->con_id)
        return asked->con_id == contract->con_id && fits_exchange(contract, asked->exchange);
    if (asked->sec_id && *asked->sec_id)
        return !strcmp(asked->sec_id, contract->isin);
    return fits(asked->symbol, contract->symbol) && fits(asked->local_symbol,
                                                         contract->local_symbol) &&
           ((asked->symbol && *asked->symbol) || (asked->local_symbol && *asked->local_symbol)) &&
           fits_type(contract, asked->sec_type) && fits_exchange(contract, asked->exchange) &&
           fits(asked->primary_exchange, contract->primary) &&
           fits(asked->currency, contract->currency) &&
           fits(asked->trading_class, contract->trading_class) &&
           fits(asked->multiplier, contract->multiplier) &&
           !strncmp(contract->last_trade, date, strlen(date));
}
