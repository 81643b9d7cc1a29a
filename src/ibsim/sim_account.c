#include "ibsim/sim_account.h"

#include "base/date.h"
#include "base/zone.h"
#include "ibsim/sim_parts.h"

#include <stdio.h>
#include <string.h>

enum { SUMMARIES_MOST = 2 };

static const struct {
    const char *key, *value, *currency;
} values[] = {
    { "AccountType", "INDIVIDUAL", "" },
    { "NetLiquidation", "1000000.00", "USD" },
    { "TotalCashValue", "1000000.00", "USD" },
    { "SettledCash", "1000000.00", "USD" },
    { "AvailableFunds", "1000000.00", "USD" },
    { "BuyingPower", "4000000.00", "USD" },
    { "GrossPositionValue", "0.00", "USD" },
    { "Cushion", "1", "" },
};

/* The first of 'DU1,DU2,'. */
static void first_account(const struct sim_request *request, char ret_name[24])
{
    const char *all = request->session->sim->settings.accounts;

    snprintf(ret_name, 24, "%.*s", (int)strcspn(all, ","), all);
}

bool sim_account_time(struct sim_request *request, struct error *err)
{
    const int64_t now = sim_now_ms(request->session->sim);
    const bool in_ms = request->message.type == TWS_REQ_CURRENT_TIME_MS;

    return sim_request_put(request, &(struct tws_message){
        .type = in_ms ? TWS_CURRENT_TIME_MS : TWS_CURRENT_TIME,
        .number = in_ms ? now : now / 1000 }, err);
}

bool sim_account_ids(struct sim_request *request, struct error *err)
{
    return sim_request_put(request, &(struct tws_message){ .type = TWS_NEXT_VALID_ID,
                                                           .number = 1 }, err);
}

bool sim_account_names(struct sim_request *request, struct error *err)
{
    return sim_request_put(request, &(struct tws_message){
        .type = TWS_MANAGED_ACCOUNTS, .text = request->session->sim->settings.accounts }, err);
}

bool sim_account_check_summary(struct sim_request *request, struct error *err)
{
    struct sim_counts *counts = &request->session->sim->counts;
    int open = 0;

    (void)err;
    for (const struct sim_request *it = request->next; it; it = it->next)
        open += it->kind->family == SIM_SUMMARY && !it->is_cancelled;
    if (open < SUMMARIES_MOST)
        return true;
    counts->violations++;
    counts->violations_summaries++;
    sim_request_refuse(request, 322, "Error processing request.-'bQ' : cause - Maximum number of "
                                     "account summary requests exceeded");
    return true;
}

static bool is_asked(const char *tags, const char *key)
{
    const size_t n = strlen(key);

    for (const char *at = tags; (at = strstr(at, key)); at += n)
        if ((at == tags || at[-1] == ',') && (!at[n] || at[n] == ','))
            return true;
    return false;
}

bool sim_account_summary(struct sim_request *request, struct error *err)
{
    char account[24];

    first_account(request, account);
    for (size_t i = 0; i < COUNT(values); i++)
        if (is_asked(request->message.summary_request.tags, values[i].key) &&
            !sim_request_put(request, &(struct tws_message){
                .type = TWS_ACCOUNT_SUMMARY, .id = request->message.id,
                .account = { account, "", values[i].key, values[i].value, values[i].currency } },
                err))
            return false;
    return sim_request_put(request, &(struct tws_message){ .type = TWS_ACCOUNT_SUMMARY_END,
                                                           .id = request->message.id }, err);
}

bool sim_account_positions(struct sim_request *request, struct error *err)
{
    return sim_request_put(request, &(struct tws_message){ .type = TWS_POSITION_END }, err);
}

static bool put_values(struct sim_request *request, enum tws_type type, struct error *err)
{
    char account[24];

    first_account(request, account);
    for (size_t i = 0; i < COUNT(values); i++)
        if (!sim_request_put(request, &(struct tws_message){
                .type = type, .id = request->message.id,
                .account = { account, "", values[i].key, values[i].value, values[i].currency } },
                err))
            return false;
    return true;
}

bool sim_account_updates(struct sim_request *request, struct error *err)
{
    const int64_t local = zone_from_utc(zone_builtin("US/Eastern"),
                                        sim_now_ms(request->session->sim) / 1000);
    const struct date d = date_civil(local);
    char account[24], clock[8];

    if (!request->message.account_request.subscribe)
        return true;
    first_account(request, account);
    snprintf(clock, sizeof(clock), "%02d:%02d", d.hour, d.minute);
    return put_values(request, TWS_ACCOUNT_VALUE, err) &&
           sim_request_put(request, &(struct tws_message){ .type = TWS_ACCOUNT_TIME,
                                                           .text = clock }, err) &&
           sim_request_put(request, &(struct tws_message){
               .type = TWS_ACCOUNT_END, .account = { .account = account } }, err);
}

bool sim_account_multi(struct sim_request *request, struct error *err)
{
    return put_values(request, TWS_ACCOUNT_UPDATE_MULTI, err) &&
           sim_request_put(request, &(struct tws_message){ .type = TWS_ACCOUNT_UPDATE_MULTI_END,
                                                           .id = request->message.id }, err);
}

bool sim_account_wait(struct sim_request *request, struct error *err)
{
    while (event_wait(&request->session->change, 0, err))
        ;
    return false;
}
