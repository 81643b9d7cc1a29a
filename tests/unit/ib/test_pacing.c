#include "ib/pacing.h"

#include "base/random.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

static const struct pacing_request small = { PACING_SMALL, PACING_PERSON, 1, 1, 1, 0 };
static const struct pacing_request longer = { PACING_LONG, PACING_BACKFILL, 2, 2, 1, 1 };

static void ask(struct pacing *pacing, const struct pacing_request *request, int64_t now)
{
    pacing_note(pacing, request, now);
    pacing_leave(pacing, request, -1);
}

TEST(the_first_request_goes_at_once)
{
    const struct pacing pacing = pacing_new();

    CHECK(pacing_when(&pacing, &small, 77) == 77 && pacing_when(&pacing, &longer, 77) == 77);
}

TEST(the_same_small_request_waits_15_seconds)
{
    struct pacing pacing = pacing_new();
    struct pacing_request other = small;

    ask(&pacing, &small, 1000);
    CHECK(pacing_when(&pacing, &small, 1000) == 1000 + PACING_SAME_MS);
    other.identity = 9;
    CHECK(pacing_when(&pacing, &other, 1000) == 1000);
    other.weight = 2;
    other.identity = 1;
    CHECK(pacing_when(&pacing, &other, 1000) == 1000 + PACING_SAME_MS);
}

TEST(of_a_contract_fewer_than_six_go_in_two_seconds_and_bid_ask_counts_twice)
{
    struct pacing pacing = pacing_new();
    struct pacing_request request = small;

    for (uint64_t i = 0; i < 5; i++) {
        request.identity = 10 + i;
        CHECK(pacing_when(&pacing, &request, 1000) == 1000);
        ask(&pacing, &request, 1000);
    }
    request.identity = 20;
    CHECK(pacing_when(&pacing, &request, 1100) == 1000 + PACING_CONTRACT_MS);
    request.contract = 5;
    CHECK(pacing_when(&pacing, &request, 1100) == 1100);

    pacing = pacing_new();
    request.weight = 2;
    for (uint64_t i = 0; i < 2; i++) {
        request.identity = 10 + i;
        ask(&pacing, &request, 1000 + (int64_t)i);
    }
    request.identity = 20;
    CHECK(pacing_when(&pacing, &request, 1100) == 1000 + PACING_CONTRACT_MS);
    request.weight = 1;
    CHECK(pacing_when(&pacing, &request, 1100) == 1100);
}

static void use_up(struct pacing *pacing, int n)
{
    for (int i = 0; i < n; i++) {
        const struct pacing_request request = { PACING_SMALL, PACING_PERSON, 100 + (uint64_t)i,
                                                200 + (uint64_t)i, 1, 0 };

        ask(pacing, &request, 1000 * i);
    }
}

TEST(sixty_go_in_ten_minutes_and_two_of_them_only_for_a_person)
{
    struct pacing pacing = pacing_new();
    struct pacing_request backfill = small;

    backfill.lane = PACING_BACKFILL;
    use_up(&pacing, 58);
    CHECK(pacing_when(&pacing, &small, 60000) == 60000);
    CHECK(pacing_when(&pacing, &backfill, 60000) == PACING_WINDOW_MS);
    use_up(&pacing, 2);
    CHECK(pacing_used(&pacing, 60000) == 60);
    CHECK(pacing_when(&pacing, &small, 60000) > 60000);
    CHECK(pacing_when(&pacing, &longer, 60000) == 60000);
}

TEST(who_is_open_takes_a_place_and_a_person_has_one_more)
{
    struct pacing pacing = pacing_new();
    struct pacing_request person = longer;

    person.lane = PACING_PERSON;
    for (int i = 0; i < PACING_CAP; i++)
        pacing_note(&pacing, &longer, i);
    CHECK(pacing_when(&pacing, &longer, 10) == PACING_NEVER);
    CHECK(pacing_when(&pacing, &person, 10) == 10);
    pacing_note(&pacing, &person, 10);
    CHECK(pacing_when(&pacing, &person, 10) == PACING_NEVER);
    pacing_leave(&pacing, &longer, 500);
    CHECK(pacing_when(&pacing, &person, 10) == 10);
}

TEST(symbols_are_looked_for_once_a_second)
{
    const struct pacing_request symbols = { PACING_SYMBOLS, PACING_PERSON, 0, 0, 1, 0 };
    struct pacing pacing = pacing_new();

    ask(&pacing, &symbols, 5000);
    CHECK(pacing_when(&pacing, &symbols, 5001) == 5000 + PACING_SYMBOLS_MS);
}

TEST(messages_stop_before_ibs_fifty_a_second)
{
    struct pacing pacing = pacing_new();

    for (int i = 0; i < PACING_MESSAGES; i++) {
        CHECK(pacing_when(&pacing, &longer, 1000 + i) == 1000 + i);
        ask(&pacing, &longer, 1000 + i);
    }
    CHECK(pacing_when(&pacing, &longer, 1040) == 1000 + PACING_MESSAGE_WINDOW_MS);
}

TEST(slow_replies_halve_what_is_open_and_quick_ones_bring_it_back)
{
    struct pacing pacing = pacing_new();
    int64_t now = 0;

    for (int i = 0; i < 2 * PACING_REPLIES; i++, now += 5000) {
        pacing_note(&pacing, &longer, now);
        pacing_leave(&pacing, &longer, 1000);
    }
    CHECK(pacing.cap == PACING_CAP);
    for (int i = 0; i < PACING_REPLIES; i++) {
        pacing_note(&pacing, &longer, now);
        pacing_leave(&pacing, &longer, 2600);
    }
    CHECK(pacing.cap == PACING_CAP / 2);
    for (int i = 0; i < 5 * PACING_REPLIES; i++) {
        pacing_note(&pacing, &longer, now);
        pacing_leave(&pacing, &longer, 1000);
    }
    CHECK(pacing.cap == PACING_CAP);
}

TEST(a_gateway_that_is_slow_for_good_is_not_held_at_one_request)
{
    struct pacing pacing = pacing_new();
    int least = PACING_CAP;

    for (int i = 0; i < 400; i++) {
        pacing_note(&pacing, &longer, 0);
        pacing_leave(&pacing, &longer, i < 20 ? 1000 : 4000);
        least = pacing.cap < least ? pacing.cap : least;
    }
    CHECK(least == 1 && pacing.cap == PACING_CAP);
}

TEST(replies_of_other_sizes_are_not_compared)
{
    struct pacing pacing = pacing_new();
    struct pacing_request daily = longer;

    daily.reply_class = 7;
    for (int i = 0; i < 60; i++) {
        const struct pacing_request *request = i % 2 ? &daily : &longer;

        pacing_note(&pacing, request, 0);
        pacing_leave(&pacing, request, i % 2 ? 300 : 9000);
    }
    CHECK(pacing.cap == PACING_CAP);
}

TEST(a_complaint_shrinks_the_budget_and_time_brings_it_back)
{
    struct pacing pacing = pacing_new();

    pacing_complain(&pacing, PACING_TOO_OFTEN, 1000);
    CHECK(pacing_budget_now(&pacing, 1000) == 45);
    CHECK(pacing_when(&pacing, &small, 1000) >= 16000 && pacing_when(&pacing, &longer, 1000) >= 16000);
    for (int i = 0; i < 20; i++)
        pacing_complain(&pacing, PACING_TOO_OFTEN, 1000);
    CHECK(pacing_budget_now(&pacing, 1000) == PACING_BUDGET_LEAST);
    CHECK(pacing_budget_now(&pacing, 1000 + 20 * 60000) == PACING_BUDGET_LEAST + 10);
    CHECK(pacing_budget_now(&pacing, 1000 + 1000 * 60000) == PACING_BUDGET);
    pacing_complain(&pacing, PACING_TOO_MANY, 1000);
    CHECK(pacing.cap == PACING_CAP / 2);
    for (int i = 0; i < 20; i++)
        pacing_complain(&pacing, PACING_TOO_FAST, 1000);
    for (int i = 0; i < PACING_MESSAGES / 4; i++)
        pacing_count_message(&pacing, 30000);
    CHECK(pacing_when(&pacing, &longer, 20000000) == 20000000);
    pacing.speed.cut_at = 30000;
    CHECK(pacing_when(&pacing, &longer, 30000) == 30000 + PACING_MESSAGE_WINDOW_MS);
}

TEST(one_that_waited_for_the_disk_counts_from_when_it_went)
{
    struct pacing pacing = pacing_new();
    const int64_t number = pacing_note(&pacing, &small, 1000);

    ask(&pacing, &(struct pacing_request){ PACING_SMALL, PACING_PERSON, 8, 8, 1, 0 }, 2000);
    pacing_touch(&pacing, number, 4000);
    CHECK(pacing_when(&pacing, &small, 4000) == 4000 + PACING_SAME_MS);
    CHECK(pacing.n_small == 2 && pacing.small[1].at == 4000);
}

/* ---- the second source: every pair of requests looked at, by IB's own numbers ---- */

enum { STREAM = 4000 };

struct sent {
    int64_t at;
    struct pacing_request request;
    bool is_cancel;
};

static bool is_small(const struct sent *sent)
{
    return !sent->is_cancel && sent->request.kind == PACING_SMALL;
}

static int by_time(const void *a, const void *b)
{
    const struct sent *left = a, *right = b;

    return (left->at > right->at) - (left->at < right->at);
}

/* Counts what lies in the window that ends with the i-th, itself included. */
static const char *broken_rule(const struct sent *sent, size_t i)
{
    int messages = 0, budget = 0, contract = 0;

    for (size_t j = i + 1; j-- > 0 && sent[i].at - sent[j].at < 600000;) {
        const int64_t ago = sent[i].at - sent[j].at;

        messages += ago < 1000;
        if (!is_small(&sent[i]) || !is_small(&sent[j]))
            continue;
        budget += sent[j].request.weight;
        if (sent[i].request.contract == sent[j].request.contract && ago < 2000)
            contract += sent[j].request.weight;
        if (j != i && sent[i].request.identity == sent[j].request.identity && ago < 15000)
            return "the same within 15 s";
    }
    return messages > 50 ? "50 messages in a second"
         : budget > 60   ? "60 in 10 minutes"
         : contract > 5  ? "6 of a contract in 2 s" : NULL;
}

static struct pacing_request any_request(struct random *random)
{
    const bool is_small = random_below(random, 3) > 0;

    return (struct pacing_request){
        .kind = is_small ? PACING_SMALL : PACING_LONG,
        .lane = random_below(random, 2) ? PACING_PERSON : PACING_BACKFILL,
        .identity = random_below(random, 30), .contract = 100 + random_below(random, 3),
        .weight = random_below(random, 4) ? 1 : 2,
        .reply_class = (int)random_below(random, 3),
    };
}

/* Requests as fast as they may go, sometimes after a pause, often cancelled at once; each arrives
 * up to 200 ms later than it was sent. */
static size_t run_stream(struct sent *sent, uint64_t seed)
{
    struct random random = random_seed(seed);
    struct pacing pacing = pacing_new();
    int64_t now = 1000000;
    size_t n = 0;

    while (n + 2 < STREAM) {
        const struct pacing_request request = any_request(&random);
        const int64_t when = pacing_when(&pacing, &request, now);

        if (when == PACING_NEVER)
            return 0;
        now = when;
        pacing_note(&pacing, &request, now);
        sent[n++] = (struct sent){ now + (int64_t)random_below(&random, 200), request, false };
        pacing_leave(&pacing, &request, (int64_t)random_below(&random, 3000));
        if (random_below(&random, 2)) {
            pacing_count_message(&pacing, now);
            sent[n++] = (struct sent){ now + (int64_t)random_below(&random, 50), request, true };
        }
        if (!random_below(&random, 50))
            now += (int64_t)random_below(&random, 700000);
        if (!random_below(&random, 200))
            pacing_complain(&pacing, (enum pacing_complaint)random_below(&random, 3), now);
    }
    qsort(sent, n, sizeof(*sent), by_time);
    return n;
}

TEST(no_stream_of_requests_breaks_a_rule_of_ibs)
{
    struct sent *sent = malloc(STREAM * sizeof(*sent));

    for (uint64_t seed = 1; seed <= 20 && sent; seed++) {
        const size_t n = run_stream(sent, seed);
        const char *rule = NULL;

        for (size_t i = 0; i < n && !rule; i++)
            rule = broken_rule(sent, i);
        test_expect(n && !rule, __FILE__, __LINE__, "seed %d: %zu requests, broken: %s",
                    (int)seed, n, rule ? rule : "none");
    }
    free(sent);
}

TEST(cancels_of_all_that_is_open_stay_below_fifty_messages)
{
    struct pacing pacing = pacing_new();
    const struct pacing_request other = { PACING_OTHER, PACING_PERSON, 0, 0, 1, 0 };
    size_t n = 0;

    while (pacing_when(&pacing, &longer, 1000) == 1000 && pacing.n_messages < PACING_MESSAGES - 15)
        ask(&pacing, &longer, 1000);
    while (pacing_when(&pacing, &other, 1000) == 1000)
        pacing_note(&pacing, &other, 1000);
    while (pacing_when(&pacing, &small, 1000) == 1000 && n++ < 10)
        pacing_note(&pacing, &(struct pacing_request){ PACING_SMALL, PACING_PERSON, 50 + n, 60 + n,
                                                       1, 0 }, 1000);
    CHECK(pacing.open + pacing.others == PACING_OPEN_ALL);
    CHECK((int)pacing.n_messages + PACING_OPEN_ALL <= PACING_MESSAGES_IB);
}

/* ---- estimates ---- */

static int64_t estimate(size_t n, const struct pacing_request *like)
{
    struct pacing_request *requests = calloc(n, sizeof(*requests));
    const struct pacing pacing = pacing_new();
    int64_t ms;

    for (size_t i = 0; i < n && requests; i++) {
        requests[i] = *like;
        requests[i].identity = 1000 + i;
        requests[i].contract = 2000 + i;
    }
    ms = pacing_estimate(&pacing, requests, n, 5000);
    free(requests);
    return ms;
}

TEST(an_estimate_is_what_the_rules_and_the_replies_take)
{
    struct pacing_request backfill = small;

    backfill.lane = PACING_BACKFILL;
    CHECK(estimate(0, &longer) == 0);
    CHECK(estimate(1, &longer) == PACING_REPLY_MS);
    CHECK(estimate(60, &longer) == 10 * PACING_REPLY_MS);
    CHECK(estimate(61, &longer) == 11 * PACING_REPLY_MS);
    CHECK(estimate(58, &backfill) < 30000);
    CHECK(estimate(59, &backfill) >= PACING_WINDOW_MS);
    CHECK(estimate(580, &backfill) >= 9 * (int64_t)PACING_WINDOW_MS &&
          estimate(580, &backfill) < 9 * (int64_t)PACING_WINDOW_MS + 40000);
}
