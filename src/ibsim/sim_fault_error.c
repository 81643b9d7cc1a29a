#include "ibsim/sim_fault_error.h"

#include "ibsim/sim_error.h"

static void fail(struct sim_act *act, int64_t value)
{
    act->code = value;
    act->text = NULL;
}

static void fail_with(struct sim_act *act, int64_t code, const char *text)
{
    act->code = code;
    act->text = text;
}

static void fail_pacing(struct sim_act *act, int64_t value)
{
    (void)value;
    fail_with(act, 162, SIM_ERROR_HISTORY "Historical data request pacing violation");
}

static void fail_no_data(struct sim_act *act, int64_t value)
{
    (void)value;
    fail_with(act, 162, SIM_ERROR_HISTORY "HMDS query returned no data: NODATA@SMART Trades");
}

static void fail_elsewhere(struct sim_act *act, int64_t value)
{
    (void)value;
    fail_with(act, 162, SIM_ERROR_HISTORY "Trading TWS session is connected from a different IP "
                                          "address");
}

static void fail_permission(struct sim_act *act, int64_t value)
{
    (void)value;
    fail_with(act, 162, SIM_ERROR_HISTORY "No market data permissions for ISLAND STK");
}

static void fail_open(struct sim_act *act, int64_t value)
{
    (void)value;
    fail_with(act, 322, "Error processing request.-'bH' : cause - Only 50 simultaneous API "
                        "historical data requests allowed");
}

static void warn(struct sim_act *act, int64_t value)
{
    act->warning = value;
}

static void say_foreign(struct sim_act *act, int64_t value)
{
    (void)value;
    act->text = "Mensaje de error del servicio de datos del mercado: la consulta HMDS no "
                "devolvi\xc3\xb3 datos";
}

static void say_escaped(struct sim_act *act, int64_t value)
{
    (void)value;
    act->text = "\xe5\x8e\x86\xe5\x8f\xb2\xe6\x95\xb0\xe6\x8d\xae \xf0\x9f\x93\x89 \\u12 C:\\user";
}

static void say_raw(struct sim_act *act, int64_t value)
{
    (void)value;
    act->text = "Ung\xfcltige Anfrage f\xfcr M\xfcnchen";
}

const struct sim_fault_kind sim_fault_error[] = {
    { "error", 14, SIM_AT_REQUEST, 321, fail, NULL,
      "error VALUE in place of the answer: 200, 321, 354, 420, 10197, 10314" },
    { "error-no-data", 14, SIM_AT_REQUEST, 0, fail_no_data, NULL, "162, no data" },
    { "error-pacing", 12, SIM_AT_REQUEST, 0, fail_pacing, NULL, "162, pacing violation" },
    { "error-elsewhere", 14, SIM_AT_REQUEST, 0, fail_elsewhere, NULL,
      "162, the user is logged in elsewhere" },
    { "error-permission", 14, SIM_AT_REQUEST, 0, fail_permission, NULL, "162, no permission" },
    { "error-open", 13, SIM_AT_REQUEST, 0, fail_open, NULL, "322, 50 requests are open" },
    { "warning", 14, SIM_AT_REQUEST, 2174, warn, NULL,
      "warning VALUE before the answer: 2174, 2176, 10167" },
    { "updates-lost", 19, SIM_AT_UPDATE, 10182, fail, NULL,
      "error VALUE in place of an update of live bars: 10182, 10225" },
    { "text-foreign", 20, SIM_AT_ERROR, 0, say_foreign, NULL, "texts of errors in Spanish" },
    { "text-escaped", 20, SIM_AT_ERROR, 0, say_escaped, NULL, "texts full of \\u escapes" },
    { "text-raw", 20, SIM_AT_ERROR, 0, say_raw, NULL, "texts that are no UTF-8" },
    {0}
};
