#include "base/date.h"
#include "ib_peer.h"
#include "test.h"

#include <string.h>

/* Sends, and reads the answer that ends it: bars, their end message too, or an error. */
static bool ask(struct ib_peer *peer, const struct tws_message *message, struct error *err)
{
    if (!ib_peer_send(peer, message, err))
        return false;
    do
        if (!ib_peer_next(peer, err))
            return false;
    while (peer->message.id != message->id ||
           (peer->message.type == TWS_ERROR && peer->message.error.code / 100 == 21));
    return true;
}

static bool ask_days(struct ib_peer_play *play, struct error *err)
{
    static const int versions[] = { 157, 163, 164, 174, 175, 176, 182, 187, 194, 196, 200 };

    for (size_t i = 0; i < COUNT(versions); i++) {
        const struct tws_message message = ib_peer_history(5, "1 day", "3 D",
                                                           "20240529-00:00:00");
        struct ib_peer peer;

        if (!ib_peer_enter(play, &peer, versions[i], 1, err) || !ask(&peer, &message, err))
            return false;
        CHECK(peer.message.type == TWS_HISTORICAL_DATA && peer.message.history.bars.count == 3);
        /* Monday the 27th was Memorial Day. */
        CHECK(peer.message.history.bars.time[0] == date_of(2024, 5, 23));
        CHECK(peer.message.history.bars.time[2] == date_of(2024, 5, 28));
        CHECK(peer.message.history.bars.column[BARS_VOLUME][0] ==
              (versions[i] < 175 ? 10000 : 1000000));
        if (versions[i] >= 196)
            CHECK(ib_peer_next(&peer, err) && peer.message.type == TWS_HISTORICAL_DATA_END);
        ib_peer_close(&peer);
    }
    return true;
}

TEST(three_days_are_answered_at_every_layout)
{
    ib_peer_run(&(struct sim_settings){ .server_version = 200 }, ask_days);
}
