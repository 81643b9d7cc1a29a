#include "service/host_metrics.h"

#include "base/buf.h"
#include "base/words.h"
#include "service/host_service.h"

static double calls(const struct host_service_counts *c) { return (double)c->calls; }
static double errors(const struct host_service_counts *c) { return (double)c->errors; }
static double retries(const struct host_service_counts *c) { return (double)c->retries; }
static double refused(const struct host_service_counts *c) { return (double)c->refused; }
static double opened(const struct host_service_counts *c) { return (double)c->opened; }
static double trips(const struct host_service_counts *c) { return (double)c->breaker_opened; }
static double open(const struct host_service_counts *c) { return (double)c->open; }
static double running(const struct host_service_counts *c) { return (double)c->running; }
static double waiting(const struct host_service_counts *c) { return (double)c->waiting; }
static double pool(const struct host_service_counts *c) { return (double)c->pool_size; }
static double breaker(const struct host_service_counts *c) { return (double)c->breaker; }

static const struct {
    const char *name, *type, *help;
    double (*value)(const struct host_service_counts *counts);
} lines[] = {
    { "calls_total", "counter", "Calls, however often each was tried.", calls },
    { "errors_total", "counter", "Calls that failed.", errors },
    { "retries_total", "counter", "Attempts after the first.", retries },
    { "refused_total", "counter", "Calls that an open breaker kept from the host.", refused },
    { "connections_opened_total", "counter", "Connections that were made.", opened },
    { "breaker_opened_total", "counter", "How often the breaker opened.", trips },
    { "connections", "gauge", "Connections now, with the idle ones.", open },
    { "running", "gauge", "Exchanges under way.", running },
    { "waiting", "gauge", "Calls that wait for the pool.", waiting },
    { "pool_size", "gauge", "Calls that may be under way.", pool },
    { "breaker_state", "gauge", "0 closed, 1 open, 2 half open.", breaker },
};

static void print_counts(const struct host_metrics *metrics, struct buf *text)
{
    for (size_t i = 0; i < COUNT(lines); i++) {
        buf_print(text, "# HELP ktrdr_host_%s %s\n# TYPE ktrdr_host_%s %s\n", lines[i].name,
                  lines[i].help, lines[i].name, lines[i].type);
        for (size_t h = 0; h < metrics->count; h++) {
            const struct host_service_counts counts = host_service_counts(metrics->hosts[h]);

            buf_print(text, "ktrdr_host_%s{service=\"%s\"} %.17g\n", lines[i].name,
                      host_service_name(metrics->hosts[h]), lines[i].value(&counts));
        }
    }
}

static void print_latency(const struct host_service *host, struct buf *text)
{
    static const char *const shares[] = { "0.5", "0.95", "0.99" };
    static const double quantiles[] = { 0.5, 0.95, 0.99 };
    const struct latency_histogram *latency = host_service_latency(host);
    const char *name = host_service_name(host);

    for (size_t i = 0; i < COUNT(quantiles) && latency->count; i++)
        buf_print(text, "ktrdr_host_call_seconds{service=\"%s\",quantile=\"%s\"} %.6f\n", name,
                  shares[i], latency_histogram_quantile(latency, quantiles[i]) / 1e6);
    buf_print(text, "ktrdr_host_call_seconds_sum{service=\"%s\"} %.6f\n"
                    "ktrdr_host_call_seconds_count{service=\"%s\"} %llu\n",
              name, (double)latency->total / 1e6, name, (unsigned long long)latency->count);
}

void host_metrics_print(void *arg, struct buf *text)
{
    const struct host_metrics *metrics = arg;

    print_counts(metrics, text);
    buf_print(text, "# HELP ktrdr_host_call_seconds From asking for a place in the pool to the "
                    "answer.\n# TYPE ktrdr_host_call_seconds summary\n");
    for (size_t h = 0; h < metrics->count; h++)
        print_latency(metrics->hosts[h], text);
}
