#include "ib_peer.h"
#include "ibsim/sim_control.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static const char *answer_to(struct sim *sim, const char *line)
{
    static char kept[8000];
    OWNED(buf_release) struct buf answer = {0};

    sim_control_do(sim, line, &answer);
    snprintf(kept, sizeof(kept), "%s", answer.bytes);
    return kept;
}

static void expect(struct sim *sim, const char *line, const char *wanted)
{
    const char *got = answer_to(sim, line);

    CHECK_TEXT(got, wanted);
}

static bool command(struct ib_peer_play *play, struct error *err)
{
    struct ib_peer peer;

    if (!ib_peer_enter(play, &peer, 187, 7, err))
        return false;
    CHECK(strstr(answer_to(play->sim, "counts"), "\"connects\":1,"));
    CHECK(strstr(answer_to(play->sim, "sessions"), "{\"client\":7,\"version\":187,\"ready\":true"));
    expect(play->sim, "fault no-reply@nth=3", "{\"ok\":true}");
    expect(play->sim, "faults", "{\"ok\":true,\"faults\":[{\"fault\":"
                                "\"no-reply@nth=3\",\"seen\":0,\"fired\":0}]}");
    expect(play->sim, "clear", "{\"ok\":true}");
    expect(play->sim, "faults", "{\"ok\":true,\"faults\":[]}");
    expect(play->sim, "rate-mode pace", "{\"ok\":true}");
    expect(play->sim, "time", "{\"ok\":true,\"now_ms\":1717426800000}");
    expect(play->sim, "reset", "{\"ok\":true}");
    CHECK(strstr(answer_to(play->sim, "counts"), "\"connects\":0,\"connections\":1,"));
    CHECK(strstr(answer_to(play->sim, "kinds"), "\"half-frame\""));
    CHECK(strstr(answer_to(play->sim, "help"), "rate-mode"));
    ib_peer_close(&peer);
    return true;
}

TEST(each_command_is_answered)
{
    ib_peer_run(NULL, command);
}

static bool say_nonsense(struct ib_peer_play *play, struct error *err)
{
    static const char *const lines[] = { "", " ", "no", "fault", "fault x", "rate-mode",
                                         "rate-mode fast", "COUNTS", "\"\\" };

    (void)err;
    for (size_t i = 0; i < COUNT(lines); i++)
        CHECK(!strncmp(answer_to(play->sim, lines[i]), "{\"ok\":false,\"error\":\"", 21));
    return true;
}

TEST(nonsense_is_answered_with_a_reason)
{
    ib_peer_run(NULL, say_nonsense);
}

TEST(every_count_has_a_name_and_says_what_it_is)
{
    size_t i = 0;

    for (; sim_counts_name(i); i++)
        CHECK(*sim_counts_text(i));
    CHECK(i > 20);
}
