#include "service/service_metrics.h"

#include "base/buf.h"
#include "base/words.h"

#include <assert.h>

/* Seconds. A task's answer is in the first, a fetch from IB in the last ones. */
static const double limits[] = { 0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60 };
static_assert(COUNT(limits) + 1 == SERVICE_METRICS_BUCKETS, "and one for the rest");

void service_metrics_count(struct service_metrics *metrics, int status, uint64_t bytes,
                           int64_t microseconds)
{
    size_t bucket = 0;

    while (bucket < COUNT(limits) && (double)microseconds > limits[bucket] * 1e6)
        bucket++;
    if (status >= 100 && status < 600)
        metrics->requests[status / 100 - 1]++;
    metrics->buckets[bucket]++;
    metrics->bytes += bytes;
    metrics->microseconds += microseconds;
}

void service_metrics_add(struct service_metrics *metrics, service_metrics_fn *fn, void *arg)
{
    assert(metrics->n_sources < SERVICE_METRICS_SOURCES);
    metrics->sources[metrics->n_sources].fn = fn;
    metrics->sources[metrics->n_sources++].arg = arg;
}

static void print_head(struct buf *text, const char *name, const char *help, const char *type)
{
    buf_print(text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

void service_metrics_gauge(struct buf *text, const char *name, const char *help, double value)
{
    print_head(text, name, help, "gauge");
    buf_print(text, "%s %.17g\n", name, value);
}

void service_metrics_counter(struct buf *text, const char *name, const char *help, double value)
{
    print_head(text, name, help, "counter");
    buf_print(text, "%s %.17g\n", name, value);
}

static void print_durations(const struct service_metrics *metrics, struct buf *text)
{
    static const char name[] = "ktrdr_http_request_seconds";
    uint64_t total = 0;

    print_head(text, name, "From a request's head to the end of its reply.", "histogram");
    for (size_t i = 0; i < SERVICE_METRICS_BUCKETS; i++) {
        total += metrics->buckets[i];
        if (i < COUNT(limits))
            buf_print(text, "%s_bucket{le=\"%g\"} %llu\n", name, limits[i],
                      (unsigned long long)total);
    }
    buf_print(text, "%s_bucket{le=\"+Inf\"} %llu\n%s_sum %.6f\n%s_count %llu\n", name,
              (unsigned long long)total, name, (double)metrics->microseconds / 1e6, name,
              (unsigned long long)total);
}

void service_metrics_print(const struct service_metrics *metrics, struct buf *text)
{
    static const char name[] = "ktrdr_http_requests_total";

    print_head(text, name, "Requests answered, by class of status.", "counter");
    for (size_t i = 0; i < SERVICE_METRICS_CLASSES; i++)
        buf_print(text, "%s{class=\"%zuxx\"} %llu\n", name, i + 1,
                  (unsigned long long)metrics->requests[i]);
    print_durations(metrics, text);
    service_metrics_counter(text, "ktrdr_http_reply_bytes_total", "Bytes of replies' bodies.",
                            (double)metrics->bytes);
    for (size_t i = 0; i < metrics->n_sources; i++)
        metrics->sources[i].fn(metrics->sources[i].arg, text);
}
