#include "base/zone.h"

#include "base/date.h"
#include "base/mem.h"
#include "base/zone_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 256 * 1024, NAME_MOST = 64 };

enum kind { UTC, NEW_YORK, FROM_FILE };

struct zone {
    enum kind kind;
    char name[NAME_MOST];
    struct zone_file file;
};

static const struct zone utc = { .kind = UTC, .name = "UTC" };
static const struct zone new_york = { .kind = NEW_YORK, .name = "America/New_York" };

static const struct {
    const char *name;
    const struct zone *zone;
} builtin[] = {
    { "UTC", &utc }, { "GMT", &utc }, { "Z", &utc }, { "Etc/UTC", &utc }, { "Etc/GMT", &utc },
    { "America/New_York", &new_york }, { "US/Eastern", &new_york }, { "EST5EDT", &new_york },
};

const struct zone *zone_builtin(const char *name)
{
    for (size_t i = 0; i < COUNT(builtin); i++)
        if (!strcmp(builtin[i].name, name))
            return builtin[i].zone;
    return NULL;
}

static bool is_name(const char *name)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                  "0123456789+-_/";
    const size_t length = strlen(name);

    return length > 0 && length < NAME_MOST && strspn(name, allowed) == length && name[0] != '/'
        && name[0] != '-' && name[length - 1] != '/' && !strstr(name, "//");
}

static bool read_file(const char *name, char *bytes, size_t *ret_length, struct error *err)
{
    const char *folder = getenv("TZDIR");
    char path[1024];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", folder && *folder ? folder : "/usr/share/zoneinfo", name);
    file = fopen(path, "rbe");
    if (!file) {
        if (errno != ENOENT && errno != ENOTDIR)
            return error_set_errno(err, errno, "reading '%s'", path);
        error_set(err, ERROR_NOT_FOUND, "no time zone '%s'", name);
        return error_suggest(err, "a name such as Europe/Berlin; is tzdata installed?");
    }
    *ret_length = fread(bytes, 1, FILE_MOST, file);
    if (ferror(file)) {
        fclose(file);
        return error_set(err, ERROR_BAD_DATA, "'%s' cannot be read", path);
    }
    fclose(file);
    return true;
}

static void free_bytes(char **bytes)
{
    free(*bytes);
}

bool zone_open(const char *name, const struct zone **ret_zone, struct error *err)
{
    OWNED(free_bytes) char *bytes = NULL;
    struct zone_file file;
    struct zone *zone;
    size_t length;

    if (zone_builtin(name)) {
        *ret_zone = zone_builtin(name);
        return true;
    }
    if (!is_name(name)) {
        error_set(err, ERROR_INVALID, "'%.60s' is not the name of a time zone", name);
        return error_suggest(err, "a name such as America/New_York or UTC");
    }
    bytes = mem_alloc(FILE_MOST);
    if (!read_file(name, bytes, &length, err) || !zone_file_decode(bytes, length, &file, err))
        return false;
    zone = MEM_NEW(struct zone);
    zone->kind = FROM_FILE;
    snprintf(zone->name, sizeof(zone->name), "%s", name);
    zone->file = file;
    *ret_zone = zone;
    return true;
}

void zone_free(const struct zone *zone)
{
    struct zone *mine = (struct zone *)(uintptr_t)zone;

    if (!zone || zone->kind != FROM_FILE)
        return;
    zone_file_release(&mine->file);
    free(mine);
}

const char *zone_name(const struct zone *zone)
{
    return zone->name;
}

static int32_t offset_from_file(const struct zone_file *file, int64_t when)
{
    size_t from = 0, until = file->count;

    while (from < until) {
        const size_t middle = from + (until - from) / 2;

        if (file->at[middle] <= when)
            from = middle + 1;
        else
            until = middle;
    }
    if (from == file->count && file->has_rule)
        return zone_rule_offset(&file->rule, when);
    return from ? file->offset[from - 1] : file->first;
}

int32_t zone_offset(const struct zone *zone, int64_t when)
{
    switch (zone->kind) {
    case UTC:      return 0;
    case NEW_YORK: return zone_rule_new_york(when);
    default:       return offset_from_file(&zone->file, when);
    }
}

int64_t zone_from_utc(const struct zone *zone, int64_t when)
{
    return when + zone_offset(zone, when);
}

/* A local time was reached with the offset of the day before or of the day after. */
enum zone_found zone_to_utc(const struct zone *zone, int64_t local, int64_t ret_utc[2])
{
    const int64_t offset[2] = { zone_offset(zone, local - DATE_DAY),
                                zone_offset(zone, local + DATE_DAY) };
    int found = 0;

    for (int i = 0; i < 2; i++) {
        const int64_t when = local - offset[i];

        if (zone_offset(zone, when) != offset[i] || (found && ret_utc[0] == when))
            continue;
        ret_utc[found++] = when;
    }
    return (enum zone_found)found;
}
