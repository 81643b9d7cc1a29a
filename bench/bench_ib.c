/*
 * bench-ib [--json]: what a backfill takes: 20 symbols x 1 year of 1-minute bars, and 30-second bars
 * of 10 symbols x 5 days, through the session with its pacing, from a simulated gateway that keeps
 * IB's rules, both in this process and on a virtual clock. Simulated seconds beside the bound: of
 * minutes requests x delay / 6 in flight, of 30 seconds what 60 in 10 minutes allow. And what the
 * plan had said before. The bars lie in the simulator's memory as one minute repeated: what is
 * measured is waiting, not decoding.
 */
#include "async/loop.h"
#include "async/scope.h"
#include "async/stream.h"
#include "base/date.h"
#include "base/file.h"
#include "ib/gateway.h"
#include "ib/ib_plan.h"
#include "ibsim/sim.h"
#include "log/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SYMBOLS_MOST = 20, CAP = 6, DELAY_MS = 2000 };

static const int64_t now = 1717200000;      /* 2024-06-01, a Saturday */

struct load {
    const char *name, *size;
    int symbols, days;
    int per_10_min;                 /* the hard rule; 0: none */
};

static const struct load loads[] = {
    { "1 min, 20 symbols x 1 year", "1 min", 20, 365, 0 },
    { "30 secs, 10 symbols x 5 days", "30 secs", 10, 5, 60 },
};

struct bench {
    const struct load *load;
    struct loop *loop;
    struct sim *sim;
    struct gateway *gateway;
    struct ib_plan plan;
    struct symbol {
        struct bench *bench;
        char name[8];
    } symbols[SYMBOLS_MOST];
    size_t next[SYMBOLS_MOST];      /* segment */
    int64_t requests, bars, planned_s, took_ms;
};

static int64_t read_wall(void *arg)
{
    return now * 1000 + loop_now(arg);
}

static bool dial(void *arg, int64_t deadline, struct stream **ret_stream, struct error *err)
{
    struct bench *bench = arg;
    struct stream *pair[2];

    (void)deadline;
    if (!stream_pair(bench->loop, pair, err))
        return false;
    sim_serve(bench->sim, pair[1]);
    *ret_stream = pair[0];
    return true;
}

static struct gateway_bars like(const struct symbol *symbol)
{
    return (struct gateway_bars){
        .contract = { .symbol = symbol->name, .sec_type = "STK", .exchange = "SMART",
                      .currency = "USD" },
        .what = "TRADES", .use_rth = true, .lane = PACING_BACKFILL };
}

/* ---- the market ---- */

static bool add_symbol(struct sim_market *market, const struct symbol *symbol, struct error *err)
{
    OWNED(buf_release) struct buf text = {0};
    char file[32];

    buf_print(&text, "timestamp,open,high,low,close,volume\n");
    for (int minute = 0; minute < 390; minute++) {
        char stamp[DATE_TEXT];

        date_print_iso(now - 2 * DATE_DAY + 13 * 3600 + 1800 + minute * 60, stamp);
        buf_print(&text, "%s,100,101,99,100.5,600\n", stamp);
    }
    snprintf(file, sizeof(file), "%s_1m.csv", symbol->name);
    return sim_market_load_text(market, file, text.bytes, text.length, err);
}

static bool open_all(struct bench *bench, const char *folder, struct error *err)
{
    struct sim_settings sim = sim_usual_settings();
    struct sim_market market = {0};
    const struct gateway_settings settings = {
        .host = "sim", .port = 4002, .client_id = 1, .folder = folder, .maintenance = "",
        .dial = dial, .dial_arg = bench, .wall = read_wall, .wall_arg = bench->loop, .seed = 1 };

    for (int i = 0; i < bench->load->symbols; i++) {
        bench->symbols[i].bench = bench;
        snprintf(bench->symbols[i].name, sizeof(bench->symbols[i].name), "S%c", 'A' + i);
        if (!add_symbol(&market, &bench->symbols[i], err))
            return false;
    }
    sim.now = now;
    sim.delay_ms = DELAY_MS;
    sim.delay_1000_bars_ms = 0;
    bench->sim = sim_new(bench->loop, &sim, &market);
    return gateway_new(bench->loop, &settings, &bench->gateway, err);
}

/* ---- the load ---- */

static bool load_segment(struct bench *bench, const struct symbol *symbol, size_t i,
                         struct error *err)
{
    OWNED(bars_release) struct bars bars = {0};
    const struct gateway_bars base = like(symbol);
    const struct gateway_bars ask = ib_plan_request(&bench->plan, i, &base);

    if (!gateway_request_bars(bench->gateway, &ask, &bars, err))
        return false;
    bench->requests++;
    bench->bars += (int64_t)bars.count;
    return true;
}

/* As a backfill does it: some at once of each symbol; the gateway decides when. */
static bool load_some(void *arg, struct error *err)
{
    struct symbol *symbol = arg;
    struct bench *bench = symbol->bench;
    size_t *next = &bench->next[symbol - bench->symbols];

    while (*next < bench->plan.n)
        if (!load_segment(bench, symbol, (*next)++, err))
            return false;
    return true;
}

static bool load_all(struct bench *bench, struct error *err)
{
    OWNED(scope_release) struct scope scope = { .loop = bench->loop };

    for (int i = 0; i < bench->load->symbols; i++)
        for (int k = 0; k < 2; k++)
            scope_spawn(&scope, load_some, &bench->symbols[i]);
    return scope_wait(&scope, err);
}

static bool estimate(struct bench *bench, struct error *err)
{
    const size_t n = bench->plan.n * (size_t)bench->load->symbols;
    struct pacing_request *requests = calloc(n, sizeof(*requests));

    if (!requests)
        return error_set(err, ERROR_INTERNAL, "no memory");
    for (size_t i = 0; i < n; i++) {
        const struct gateway_bars base = like(&bench->symbols[i / bench->plan.n]);
        const struct gateway_bars ask = ib_plan_request(&bench->plan, i % bench->plan.n, &base);

        requests[i] = gateway_request_pacing(&ask);
    }
    bench->planned_s = gateway_estimate(bench->gateway, requests, n) / 1000;
    free(requests);
    return true;
}

/* Only once it is ready: what is timed is the backfill. */
static bool play(void *arg, struct error *err)
{
    struct bench *bench = arg;
    const struct ib_plan_range range = { tws_bar_size_find(bench->load->size), "TRADES",
                                         now - bench->load->days * (int64_t)DATE_DAY, now, now };
    int64_t began = 0;
    bool ok;

    gateway_start(bench->gateway);
    ok = ib_plan_make(&range, &bench->plan, err);
    if (ok) {
        OWNED(gateway_request_release_matches) struct gateway_matches none = {0};

        ok = gateway_request_matching(bench->gateway, "SA", 0, &none, err) &&
             estimate(bench, err);
        began = loop_now(bench->loop);
    }
    ok = ok && load_all(bench, err);
    bench->took_ms = loop_now(bench->loop) - began;
    gateway_stop(bench->gateway, loop_now(bench->loop) + 10000);
    sim_stop(bench->sim);
    return ok;
}

/* ---- what is printed ---- */

static double bound_s(const struct bench *bench)
{
    const struct load *load = bench->load;

    if (!load->per_10_min)
        return (double)bench->requests * DELAY_MS / 1000 / CAP;
    return (double)((bench->requests - 1) / load->per_10_min) * 600 + DELAY_MS / 1000.0;
}

static void print(const struct bench *bench, double cpu_s, bool as_json)
{
    const struct sim_counts *counts = sim_count(bench->sim);
    const double took = (double)bench->took_ms / 1000, bound = bound_s(bench);

    printf(as_json ? "{\"name\":\"%s\",\"requests\":%lld,\"bars\":%lld,\"seconds\":%.1f,\"bound\":%.1f,"
                     "\"ratio\":%.4f,\"planned\":%lld,\"open_most\":%lld,\"violations\":%lld,"
                     "\"cpu\":%.2f}\n"
                   : "%s: %lld requests, %lld bars, %.1f s simulated, bound %.1f s, ratio %.4f, planned "
                     "%lld s, %lld open at most, %lld violations (%.2f s of CPU)\n",
           bench->load->name, (long long)bench->requests, (long long)bench->bars, took, bound, took / bound,
           (long long)bench->planned_s, (long long)counts->open_history_most,
           (long long)counts->violations, cpu_s);
}

static bool run(const struct load *load, const char *folder, bool as_json, struct error *err)
{
    struct bench bench = { .load = load, .loop = loop_new_virtual() };
    const clock_t began = clock();
    struct task *task;
    bool ok;

    if (!open_all(&bench, folder, err))
        return false;
    task = task_spawn(bench.loop, play, &bench);
    loop_run(bench.loop);
    ok = task_join(task, err);
    if (ok)
        print(&bench, (double)(clock() - began) / CLOCKS_PER_SEC, as_json);
    ok = ok && !sim_count(bench.sim)->violations;
    gateway_free(bench.gateway);
    sim_free(bench.sim);
    ib_plan_release(&bench.plan);
    loop_free(bench.loop);
    return ok;
}

int main(int argc, char **argv)
{
    const bool as_json = argc > 1 && !strcmp(argv[1], "--json");
    struct error err = {0};
    int failed = 0;

    log_start("bench", LOG_ERROR, LOG_TEXT);
    for (size_t i = 0; i < COUNT(loads); i++) {
        char folder[] = "/tmp/ktrdr-bench-XXXXXX";

        if (!mkdtemp(folder) || !run(&loads[i], folder, as_json, &err)) {
            fprintf(stderr, "%s: %s\n", loads[i].name, *err.text ? err.text : "a rule was broken");
            failed = 1;
        }
        if (!file_remove_tree(folder, &err))
            fprintf(stderr, "%s\n", err.text);
    }
    return failed;
}
