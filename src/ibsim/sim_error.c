#include "ibsim/sim_error.h"

#include "base/words.h"
#include "ibsim/sim_parts.h"

#include <stddef.h>
#include <string.h>

static const struct {
    int64_t code;
    const char *text;
} texts[] = {
    { 100, "Max rate of messages per second has been exceeded:max=50" },
    { 101, "Max number of tickers has been reached" },
    { 102, "Duplicate ticker ID" },
    { 162, SIM_ERROR_HISTORY "HMDS query returned no data" },
    { 165, SIM_ERROR_HISTORY "HMDS server connection was successful" },
    { 166, "HMDS Expired Contract Violation" },
    { 200, "No security definition has been found for the request" },
    { 300, "Can't find EId with tickerId" },
    { 320, "Error reading request." },
    { 321, "Error validating request." },
    { 322, "Error processing request." },
    { 326, "Unable to connect as the client id is already in use. Retry with a unique client id." },
    { 354, "Requested market data is not subscribed. Delayed market data is available." },
    { 366, "No historical data query found for ticker id" },
    { 386, "Duplicate ticker ID for API historical data query" },
    { 420, "Invalid Real-time Query:Historical data request pacing violation" },
    { 430, "The fundamentals data for the security specified is not available" },
    { 502, "Couldn't connect to TWS." },
    { 504, "Not connected" },
    { 1100, "Connectivity between IBKR and Trader Workstation has been lost." },
    { 1101, "Connectivity between IBKR and Trader Workstation has been restored - data lost." },
    { 1102, "Connectivity between IBKR and Trader Workstation has been restored - data maintained. "
            "All data farms are connected: usfarm; ushmds; secdefnj." },
    { 1300, "TWS socket port has been reset and this connection is being dropped. Please "
            "reconnect on the new port - 4001" },
    { 2103, "Market data farm connection is broken:usfarm" },
    { 2104, "Market data farm connection is OK:usfarm" },
    { 2105, "HMDS data farm connection is broken:ushmds" },
    { 2106, "HMDS data farm connection is OK:ushmds" },
    { 2107, "HMDS data farm connection is inactive but should be available upon demand.ushmds" },
    { 2108, "Market data farm connection is inactive but should be available upon demand.usfarm" },
    { 2110, "Connectivity between Trader Workstation and server is broken. It will be restored "
            "automatically." },
    { 2157, "Sec-def data farm connection is broken:secdefnj" },
    { 2158, "Sec-def data farm connection is OK:secdefnj" },
    { 2174, "Warning: You submitted request with date-time attributes without explicit time zone. "
            "Please switch to use yyyymmdd-hh:mm:ss in UTC or use instrument timezone, like "
            "US/Eastern. Implied time zone functionality will be removed in the next API release" },
    { 2176, "Warning: Your API version does not support fractional share size rules. Please "
            "upgrade to a minimum version 163. Trimmed value of size to integer" },
    { 10089, "Requested market data requires additional subscription for API. See link in 'Market "
             "Data Connections' dialog for more details." },
    { 10090, "Part of requested market data is not subscribed. Subscription-independent ticks are "
             "still active." },
    { 10167, "Requested market data is not subscribed. Displaying delayed market data." },
    { 10168, "Requested market data is not subscribed. Delayed market data is not enabled." },
    { 10182, "Failed to request live updates (disconnected)." },
    { 10186, "Requested market data is not subscribed. Delayed market data is not enabled." },
    { 10187, "Failed to request historical ticks:No market data permissions for ISLAND STK" },
    { 10189, "Failed to request tick-by-tick data:No market data permissions for ISLAND STK" },
    { 10197, "No market data during competing live session" },
    { 10225, "Bust event occurred, current subscription is deactivated. Please resubscribe "
             "real-time bars immediately." },
    { 10285, "Your API version does not support fractional size rules. Please upgrade to a "
             "minimum version 163." },
    { 10295, "Historical schedule requests support 'only 1-day' bar size" },
    { 10299, "Expected what to show is AGGTRADES, please use that instead of TRADES." },
    { 10314, "End Date/Time: The date, time, or time-zone entered is invalid. The correct format "
             "is yyyymmdd hh:mm:ss xx/xxxx where yyyymmdd and xx/xxxx are optional." },
    { 10339, "Setting end date/time for continuous future security type is not allowed." },
};

const char *sim_error_text(int64_t code)
{
    for (size_t i = 0; i < COUNT(texts); i++)
        if (texts[i].code == code)
            return texts[i].text;
    return "An error that a simulator was told to report";
}

bool sim_error_put(struct sim_session *session, int64_t id, int64_t code, const char *text,
                   struct buf *out, struct error *err)
{
    const struct tws_dialect dialect = sim_session_dialect(session);
    struct sim_act act = { .text = text ? text : sim_error_text(code), .code = code };

    sim_fault_apply(session->sim, SIM_AT_ERROR,
                    &(struct sim_scene){ session->client_id, "error", "", id }, &act);
    session->sim->counts.errors_sent++;
    return tws_encode(&(struct tws_message){
        .type = TWS_ERROR, .id = id,
        .error = { act.code, act.text, "", sim_now_ms(session->sim) } }, &dialect, out, err);
}
