#include "net/curl.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

struct curl curl;

static void *open_library(struct error *err)
{
    static const char *const names[] = { "libcurl.so.4", "libcurl-gnutls.so.4" };

    for (size_t i = 0; i < COUNT(names); i++) {
        void *library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);

        if (library)
            return library;
    }
    error_set(err, ERROR_NOT_FOUND, "libcurl is needed, and is not installed");
    error_suggest(err, "apt install libcurl4");
    return NULL;
}

static bool find(void *library, const char *name, void *ret_function, struct error *err)
{
    void *const symbol = dlsym(library, name);

    if (!symbol)
        return error_set(err, ERROR_UNAVAILABLE, "this libcurl has no %s", name);
    memcpy(ret_function, &symbol, sizeof(symbol));
    return true;
}

bool curl_load(struct error *err)
{
#define CURL_FUNCTION(name) { "curl_" #name, &found.name },
    struct curl found;
    const struct { const char *name; void *function; } wanted[] = {
        EACH_CURL_FUNCTION(CURL_FUNCTION)
    };
#undef CURL_FUNCTION
    void *library;

    if (curl.global_init)
        return true;
    library = open_library(err);
    if (!library)
        return false;
    for (size_t i = 0; i < COUNT(wanted); i++)
        if (!find(library, wanted[i].name, wanted[i].function, err))
            return false;
    curl = found;
    curl.global_init(CURL_GLOBAL_ALL);
    return true;
}
