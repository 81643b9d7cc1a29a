#include "async/loop.h"
#include "async/task.h"
#include "net/curl.h"
#include "odd_host.h"
#include "service/http_multi.h"
#include "test.h"

#include <stdio.h>

static struct loop *loop;
static struct task *task;
static CURLcode result;
static int n_over;

static void be_over(void *transfer, CURLcode code)
{
    (void)transfer;
    result = code;
    n_over++;
    task_wake(task);
}

static void stop(void *arg)
{
    (void)arg;
}

static size_t swallow(char *bytes, size_t one, size_t length, void *arg)
{
    (void)bytes, (void)arg;
    return one * length;
}

static struct http_multi_counts counts;

static bool ask_two(void *arg, struct error *err)
{
    struct http_multi *multi;
    struct curl_slist *places;
    CURL *easy;
    char place[100], url[100];

    if (!curl_load(err))
        return false;
    multi = http_multi_new(loop, 2, be_over);
    easy = curl.easy_init();
    task = task_current();
    odd_host_start(loop, 0);
    snprintf(place, sizeof(place), "two:%u:%s", odd_host.port,
             (const char *)arg);
    snprintf(url, sizeof(url), "http://two:%u/ok", odd_host.port);
    places = curl.slist_append(NULL, place);
    curl.easy_setopt(easy, CURLOPT_URL, url);
    curl.easy_setopt(easy, CURLOPT_RESOLVE, places);
    curl.easy_setopt(easy, CURLOPT_WRITEFUNCTION, swallow);
    http_multi_add(multi, easy);
    task_wait(stop, NULL);
    counts = http_multi_counts(multi);
    http_multi_remove(multi, easy);
    curl.easy_cleanup(easy);
    curl.slist_free_all(places);
    http_multi_free(multi);
    odd_host_stop();
    return true;
}

static void run(const char *addresses)
{
    struct error err;
    struct task *mine;
    size_t before;

    loop_free(loop_new());              /* libuv opens some for good */
    before = odd_host_descriptors();
    loop = loop_new_virtual();
    n_over = 0;
    mine = task_spawn(loop, ask_two, (void *)(uintptr_t)addresses);
    loop_run(loop);
    CHECK(task_join(mine, &err) && n_over == 1);
    loop_free(loop);
    CHECK(odd_host_descriptors() == before);
}

TEST(where_one_address_refuses_the_other_is_tried)
{
    run("[::1],127.0.0.1");
    CHECK(result == CURLE_OK && odd_host.requests == 1 && counts.open == 1);
}

TEST(where_both_refuse_it_is_over)
{
    run("[::1],127.0.0.2");
    CHECK(result == CURLE_COULDNT_CONNECT && odd_host.requests == 0 && counts.open == 0);
}
