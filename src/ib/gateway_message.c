#include "ib/gateway_message.h"

#include "async/loop.h"
#include "base/number.h"
#include "ib/gateway_core.h"
#include "ib/tws_code.h"
#include "ib/tws_read.h"

#include <stdio.h>
#include <string.h>

enum { CODE_CLIENT_ID_TAKEN = 326, CODE_MESSAGE_RATE = 100 };

static void degrade(struct gateway *gateway)
{
    if (gateway->state == GATEWAY_READY)
        gateway_enter_state(gateway, GATEWAY_DEGRADED);
}

/* What was asked before may never be answered: it is asked again (gateway_ask.c). */
static void restore(struct gateway *gateway)
{
    struct error why;

    if (gateway->state == GATEWAY_DEGRADED)
        gateway_enter_state(gateway, GATEWAY_READY);
    error_set(&why, ERROR_UNAVAILABLE, "the gateway's link to ib was lost meanwhile");
    flight_fail_all(&gateway->flights, &why);
}

static bool take_notice(struct gateway *gateway, const struct tws_error *error, struct error *err)
{
    const struct tws_code *code = tws_code_find(error->code, error->text);

    farm_note(&gateway->shown.farms, code, error->text, wall_clock_utc(&gateway->clock));
    if (error->code == CODE_MESSAGE_RATE)
        pacing_queue_complain(&gateway->queue, PACING_TOO_FAST);
    switch (code->kind) {
    case TWS_CODE_LINK_LOST:
        tws_code_fail(error->code, error->text, err);
        gateway_note_error(gateway, err);
        degrade(gateway);
        return true;
    case TWS_CODE_LINK_BACK:
    case TWS_CODE_LINK_RESET:
        restore(gateway);
        return true;
    case TWS_CODE_CLOSES:
        gateway->is_taken = error->code == CODE_CLIENT_ID_TAKEN;
        return tws_code_fail(error->code, error->text, err);
    default:
        return true;
    }
}

static void take_complaint(struct gateway *gateway, const struct tws_error *error)
{
    const struct tws_code *code = tws_code_find(error->code, error->text);

    if (code->error == ERROR_PACING)
        pacing_queue_complain(&gateway->queue, PACING_TOO_OFTEN);
    else if (code->error == ERROR_LIMIT)
        pacing_queue_complain(&gateway->queue, PACING_TOO_MANY);
}

static bool take_error(struct gateway *gateway, struct tws_message *message, struct error *err)
{
    if (message->id < 0)
        return take_notice(gateway, &message->error, err);
    take_complaint(gateway, &message->error);
    flight_deliver(&gateway->flights, message);
    return true;
}

static void take_accounts(struct gateway *gateway, const char *accounts)
{
    const size_t length = strcspn(accounts, ",");

    gateway->has_accounts = true;
    snprintf(gateway->shown.account, sizeof(gateway->shown.account), "%.*s", (int)length, accounts);
}

void gateway_message_take_time(struct gateway *gateway, int64_t seconds)
{
    gateway->shown.clock_skew_ms = seconds * 1000 - wall_clock_utc(&gateway->clock) / 1000 * 1000;
}

static bool take_message(struct gateway *gateway, struct tws_message *message, struct error *err)
{
    switch (message->type) {
    case TWS_ERROR:
        return take_error(gateway, message, err);
    case TWS_NEXT_VALID_ID:
        gateway->has_order_id = true;
        return true;
    case TWS_MANAGED_ACCOUNTS:
        take_accounts(gateway, message->text);
        return true;
    case TWS_CURRENT_TIME:
        gateway->beat_sent_at = 0;
        gateway->beats_missed = 0;
        gateway_message_take_time(gateway, message->number);
        return true;
    case TWS_CONTRACT_DATA: case TWS_BOND_CONTRACT_DATA: case TWS_CONTRACT_DATA_END:
    case TWS_SYMBOL_SAMPLES: case TWS_HEAD_TIMESTAMP: case TWS_HISTORICAL_DATA:
    case TWS_HISTORICAL_DATA_END: case TWS_HISTORICAL_SCHEDULE:
        flight_deliver(&gateway->flights, message);
        return true;
    default:
        return true;            /* nothing that we asked for */
    }
}

/* Its second field is the number of its request, in the answers that we ask for. */
static void fail_request_of(struct gateway *gateway, const struct tws_frame *frame,
                            const struct error *why)
{
    struct tws_read read = tws_read_begin(frame->payload, frame->length);
    const char *text;
    size_t length;
    int64_t id;

    gateway->shown.bad_frames++;
    gateway_note_error(gateway, why);
    if (tws_read_text(&read, &length) && (text = tws_read_text(&read, &length)) &&
        number_parse_int64(text, length, &id))
        flight_fail(&gateway->flights, id, why);
}

bool gateway_message_take(struct gateway *gateway, const struct tws_frame *frame,
                          struct error *err)
{
    OWNED(tws_message_release) struct tws_message message = {0};

    if (!tws_decode(frame->payload, frame->length, &gateway->link->dialect, &message, err)) {
        fail_request_of(gateway, frame, err);
        return true;
    }
    return take_message(gateway, &message, err);
}
