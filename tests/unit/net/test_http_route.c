#include "base/buf.h"
#include "net/http_route.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static const struct http_route near[] = {
    { .method = "GET", .path = "/" },
    { .method = "GET", .path = "/a/{x}" },
    { .method = "POST", .path = "/a/{x}" },
    { .method = "GET", .path = "/a/fixed" },
};
static const struct http_route far[] = {
    { .method = "PUT", .path = "/a/{name}/b/{other}" },
    { .method = "DELETE", .path = "/a/{x}" },
};
static struct http_route_table second = { far, COUNT(far), "far", NULL };
static struct http_route_table first = { near, COUNT(near), "near", &second };

static char found[200];

/* "PATH CONTEXT name=value…", or "error: ALLOWED". */
static const char *find(const char *method, const char *target)
{
    OWNED(buf_release) struct buf allow = {0};
    OWNED(http_route_release) struct http_route_match match = {0};
    struct error err;
    size_t n;

    if (!http_route_find(&first, method, target, &match, &allow, &err)) {
        snprintf(found, sizeof(found), "%s: %s", error_name(err.code),
                 allow.length ? allow.bytes : "");
        return found;
    }
    n = (size_t)snprintf(found, sizeof(found), "%s %s", match.route->path,
                         (const char *)match.context);
    for (size_t i = 0; i < match.n_params; i++)
        n += (size_t)snprintf(found + n, sizeof(found) - n, " %.*s=%s",
                              (int)match.params[i].name_length, match.params[i].name,
                              match.params[i].value);
    return found;
}

TEST(paths_find_their_route_in_all_tables)
{
    CHECK_TEXT(find("GET", "/"), "/ near");
    CHECK_TEXT(find("GET", "/a/1?x=/b"), "/a/{x} near x=1");
    CHECK_TEXT(find("HEAD", "/a/1"), "/a/{x} near x=1");
    CHECK_TEXT(find("POST", "/a/1"), "/a/{x} near x=1");
    CHECK_TEXT(find("DELETE", "/a/1"), "/a/{x} far x=1");
    CHECK_TEXT(find("PUT", "/a/1%2F2/b/%E2%82%AC"), "/a/{name}/b/{other} far name=1/2 other=\u20AC");
    CHECK_TEXT(find("GET", "/%61/1"), "/a/{x} near x=1");
}

TEST(the_first_route_that_fits_is_taken)
{
    CHECK_TEXT(find("GET", "/a/fixed"), "/a/{x} near x=fixed");
}

TEST(other_methods_are_told_what_all_tables_allow)
{
    CHECK_TEXT(find("PUT", "/a/1"), "invalid: GET, HEAD, POST, DELETE");
    CHECK_TEXT(find("get", "/a/1"), "invalid: GET, HEAD, POST, DELETE");
}

TEST(what_fits_no_route_is_not_found)
{
    static const char *const nowhere[] = { "/a", "/a/", "/a/1/", "/a/1/b", "//", "/a//b/1", "*",
                                           "/b/1", "/a/.", "/a/..", "/a/%2e%2e", "/A/1",
                                           "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17" };

    for (size_t i = 0; i < COUNT(nowhere); i++)
        CHECK_TEXT(find("GET", nowhere[i]), "not_found: ");
}

TEST(broken_escapes_are_malformed)
{
    static const char *const broken[] = { "/a/%", "/a/%4", "/a/%zz", "/a/%00", "/a/%80", "/%c3/x",
                                          "/a/%ed%a0%80", "/a/%f4%90%80%80", "/a/%c0%af" };

    for (size_t i = 0; i < COUNT(broken); i++)
        CHECK_TEXT(find("GET", broken[i]), "malformed: ");
}
