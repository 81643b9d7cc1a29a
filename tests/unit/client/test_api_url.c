#include "client/api_url.h"
#include "test.h"

#include <string.h>

static struct api_url url;
static struct error err;

static bool parsed(const char *text)
{
    return api_url_parse(text, &url, &err);
}

TEST(addresses_of_both_kinds_are_read)
{
    CHECK(parsed("http://127.0.0.1:8000") && !strcmp(url.host, "127.0.0.1") && url.port == 8000);
    CHECK(parsed("http://example.org/") && !strcmp(url.host, "example.org") && url.port == 8000);
    CHECK(parsed("http://[::1]:81/") && !strcmp(url.host, "::1") && url.port == 81);
    CHECK(parsed("unix:/run/x.sock") && !strcmp(url.path, "/run/x.sock"));
    CHECK(parsed("unix:///run/x.sock") && !strcmp(url.path, "/run/x.sock"));
}

TEST(https_is_port_443_unless_told)
{
    CHECK(parsed("https://example.org") && url.is_tls && url.port == 443);
    CHECK(parsed("https://[::1]:8443/") && url.is_tls && url.port == 8443 &&
          !strcmp(url.host, "::1"));
    CHECK(parsed("http://a") && !url.is_tls && parsed("unix:/a") && !url.is_tls);
}

TEST(what_is_no_address_is_refused)
{
    static const char *const wrong[] = {"",
                                        "localhost:8000",
                                        "http://",
                                        "http://:80",
                                        "http://a:0",
                                        "http://a:65536",
                                        "http://a:x",
                                        "http://a/api",
                                        "unix:x",
                                        "http://a b",
                                        "http://u@h",
                                        "ftp://a",
                                        "http://[::1",
                                        "http://a\r\nX: y"};

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        test_expect(!parsed(wrong[i]) && err.code == ERROR_INVALID, __FILE__, __LINE__,
                    "'%s' was taken", wrong[i]);
    CHECK(!parsed("https://") && !parsed("https://a:0") && !parsed("https://a/x"));
}
