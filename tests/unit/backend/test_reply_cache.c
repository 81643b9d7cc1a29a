#include "backend/reply_cache.h"

#include "base/buf.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

#define JSON "application/json"

static void keep(struct reply_cache *cache, uint64_t version, const char *target, const char *type,
                 const char *text)
{
    struct buf body = {0};

    buf_add(&body, text, strlen(text));
    reply_cache_keep(cache, &(struct reply_cache_key){ version, target, type }, &body);
    CHECK(!body.bytes);
}

static const char *find(struct reply_cache *cache, uint64_t version, const char *target,
                        const char *type)
{
    const struct buf *body =
        reply_cache_find(cache, &(struct reply_cache_key){ version, target, type });

    return body ? body->bytes : NULL;
}

static struct reply_cache *make(size_t entries, size_t bytes)
{
    return reply_cache_new(&(struct reply_cache_limits){ entries, bytes });
}

TEST(a_reply_is_found_by_its_target_and_its_representation)
{
    struct reply_cache *cache = make(4, 1000);

    keep(cache, 1, "/a", JSON, "a in json");
    keep(cache, 1, "/a", "text/csv", "a in csv");
    keep(cache, 1, "/b", JSON, "b");
    CHECK_TEXT(find(cache, 1, "/a", JSON), "a in json");
    CHECK_TEXT(find(cache, 1, "/a", "text/csv"), "a in csv");
    CHECK_TEXT(find(cache, 1, "/b", JSON), "b");
    CHECK(!find(cache, 1, "/b", "text/csv"));
    CHECK(!find(cache, 1, "/a?limit=1", JSON));
    CHECK(reply_cache_entries(cache) == 3);
    reply_cache_free(cache);
}

TEST(a_change_makes_it_forget_everything)
{
    struct reply_cache *cache = make(4, 1000);

    keep(cache, 1, "/a", JSON, "old");
    keep(cache, 1, "/b", JSON, "old");
    CHECK(!find(cache, 2, "/a", JSON));
    CHECK(reply_cache_entries(cache) == 0);
    CHECK(reply_cache_bytes(cache) == 0);
    keep(cache, 2, "/a", JSON, "new");
    CHECK_TEXT(find(cache, 2, "/a", JSON), "new");
    reply_cache_free(cache);
}

TEST(a_reply_begun_before_a_change_is_not_served_after_it)
{
    struct reply_cache *cache = make(4, 1000);

    CHECK(!find(cache, 1, "/a", JSON));
    CHECK(!find(cache, 2, "/b", JSON));         /* bars changed while /a was being made */
    keep(cache, 1, "/a", JSON, "old");
    CHECK(!find(cache, 2, "/a", JSON));
    keep(cache, 2, "/a", JSON, "new");
    keep(cache, 1, "/a", JSON, "old");          /* a slower one comes even later */
    CHECK_TEXT(find(cache, 2, "/a", JSON), "new");
    reply_cache_free(cache);
}

TEST(the_reply_not_asked_for_longest_gives_way)
{
    struct reply_cache *cache = make(3, 1000);

    keep(cache, 1, "/a", JSON, "a");
    keep(cache, 1, "/b", JSON, "b");
    keep(cache, 1, "/c", JSON, "c");
    CHECK_TEXT(find(cache, 1, "/a", JSON), "a");
    keep(cache, 1, "/d", JSON, "d");
    CHECK(!find(cache, 1, "/b", JSON));
    CHECK_TEXT(find(cache, 1, "/a", JSON), "a");
    CHECK_TEXT(find(cache, 1, "/c", JSON), "c");
    CHECK_TEXT(find(cache, 1, "/d", JSON), "d");
    CHECK(reply_cache_entries(cache) == 3);
    reply_cache_free(cache);
}

TEST(its_bytes_never_pass_the_limit_whatever_is_kept)
{
    struct reply_cache *cache = make(64, 1000);
    char target[16], text[400];

    memset(text, 'x', sizeof(text));
    for (size_t i = 0; i < 500; i++) {
        struct buf body = {0};

        snprintf(target, sizeof(target), "/%zu", i % 90);
        buf_add(&body, text, i * 37 % sizeof(text));
        reply_cache_keep(cache, &(struct reply_cache_key){ 1, target, JSON }, &body);
        CHECK(reply_cache_bytes(cache) <= 1000);
        CHECK(reply_cache_entries(cache) <= 64);
    }
    CHECK(reply_cache_entries(cache) > 0);
    reply_cache_free(cache);
}

TEST(a_reply_that_would_push_out_most_others_is_not_kept)
{
    struct reply_cache *cache = make(4, 40);

    keep(cache, 1, "/a", JSON, "small");
    keep(cache, 1, "/b", JSON, "far too large");
    CHECK_TEXT(find(cache, 1, "/a", JSON), "small");
    CHECK(!find(cache, 1, "/b", JSON));
    reply_cache_free(cache);
}

TEST(the_same_reply_again_takes_the_place_of_the_first)
{
    struct reply_cache *cache = make(4, 1000);

    keep(cache, 1, "/a", JSON, "one");
    keep(cache, 1, "/a", JSON, "another");
    CHECK_TEXT(find(cache, 1, "/a", JSON), "another");
    CHECK(reply_cache_entries(cache) == 1);
    CHECK(reply_cache_bytes(cache) == sizeof("another"));
    reply_cache_free(cache);
}

TEST(hits_and_misses_are_counted)
{
    struct reply_cache *cache = make(4, 1000);
    struct buf text = {0};

    CHECK(!find(cache, 1, "/a", JSON));
    keep(cache, 1, "/a", JSON, "a");
    for (int i = 0; i < 3; i++)
        CHECK(find(cache, 1, "/a", JSON));
    reply_cache_count(cache, &text);
    CHECK(strstr(text.bytes, "\nktrdr_reply_cache_hits_total 3\n"));
    CHECK(strstr(text.bytes, "\nktrdr_reply_cache_misses_total 1\n"));
    CHECK(strstr(text.bytes, "\nktrdr_reply_cache_bytes 2\n"));
    buf_release(&text);
    reply_cache_free(cache);
}
