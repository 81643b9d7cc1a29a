#include "cli/old_folder.h"

#include "base/mem.h"
#include "domain/timeframe.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

struct walk {
    const char *root;
    struct wire_old_report *report;
    int depth;
};

static struct wire_old_item *add(struct walk *walk, const char *below)
{
    struct wire_old_report *report = walk->report;
    struct wire_old_item *item;

    report->items = mem_resize(report->items, (report->n_items + 1) * sizeof(*item));
    item = &report->items[report->n_items++];
    wire_clear(wire_old_item_fields, item);
    item->kind = WIRE_OLD_OTHER;
    item->outcome = WIRE_OLD_LEFT;
    snprintf(item->file, sizeof(item->file), "%s", below);
    return item;
}

static bool ends(const char *name, const char *end)
{
    const size_t length = strlen(name), n = strlen(end);

    return length > n && !strcasecmp(name + length - n, end);
}

/* What cannot come, by the end of its name. */
static const struct { const char *end, *why; } lefts[] = {
    { ".pt", "a pickled model: train it again from its strategy" },
    { ".pth", "a pickled model: train it again from its strategy" },
    { ".pkl", "pickled: what it holds cannot be read without running it" },
    { ".pickle", "pickled: what it holds cannot be read without running it" },
    { ".joblib", "pickled: what it holds cannot be read without running it" },
    { ".yaml", "not in a folder named strategies; for settings see: ktrdr config example" },
    { ".yml", "not in a folder named strategies; for settings see: ktrdr config example" },
    { ".csv", "its name is not SYMBOL_timeframe.csv; see: ktrdr data import" },
};

static void tell_left(const char *name, struct wire_old_item *item)
{
    const char *why = "unknown";

    for (size_t i = 0; i < COUNT(lefts); i++)
        if (ends(name, lefts[i].end))
            why = lefts[i].why;
    snprintf(item->text, sizeof(item->text), "%s", why);
}

/* "eurusd_1h.csv" into EURUSD and 1h. */
static bool parse_bars(const char *name, struct wire_old_item *item)
{
    const char *bar = strrchr(name, '_');
    const size_t length = bar ? (size_t)(bar - name) : 0;
    enum timeframe timeframe;
    struct error unused;
    char text[16];

    if (!ends(name, ".csv") || !length || length >= sizeof(item->symbol))
        return false;
    snprintf(text, sizeof(text), "%.*s", (int)(strlen(bar + 1) - strlen(".csv")), bar + 1);
    if (strlen(text) >= sizeof(item->timeframe) || !timeframe_parse(text, &timeframe, &unused))
        return false;
    for (size_t i = 0; i < length; i++)
        item->symbol[i] = (char)toupper((unsigned char)name[i]);
    item->symbol[length] = '\0';
    strcpy(item->timeframe, text);
    return true;
}

static bool is_in_strategies(const char *below)
{
    return !strncmp(below, "strategies/", 11) || strstr(below, "/strategies/");
}

static void take(struct walk *walk, const char *below, const char *name)
{
    struct wire_old_item *item = add(walk, below);

    if (parse_bars(name, item))
        item->kind = WIRE_OLD_BARS;
    else if ((ends(name, ".yaml") || ends(name, ".yml")) && is_in_strategies(below))
        item->kind = WIRE_OLD_STRATEGY;
    if (item->kind == WIRE_OLD_OTHER)
        tell_left(name, item);
    else
        item->outcome = WIRE_OLD_WOULD;
}

static int is_wanted(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static void leave(struct walk *walk, const char *below, const char *why)
{
    snprintf(add(walk, below)->text, 64, "%s", why);
}

static bool walk_folder(struct walk *walk, const char *below, struct error *err);

static bool look(struct walk *walk, const char *below, const char *name, struct error *err)
{
    char path[2048];
    struct stat found;

    snprintf(path, sizeof(path), "%s/%s", walk->root, below);
    if (walk->report->n_items == OLD_FOLDER_MOST)
        return error_set(err, ERROR_TOO_LARGE, "'%.300s' holds more than %d files", walk->root,
                         OLD_FOLDER_MOST);
    if (lstat(path, &found))
        leave(walk, below, strerror(errno));
    else if (S_ISREG(found.st_mode))
        take(walk, below, name);
    else if (!S_ISDIR(found.st_mode))
        leave(walk, below, "not a file: a link is not followed");
    else if (name[0] == '.' || !strncmp(name, "__", 2))
        leave(walk, below, "a folder that is not looked into");
    else
        return walk_folder(walk, below, err);
    return true;
}

static bool look_all(struct walk *walk, const char *below, struct dirent **entries, int n,
                     struct error *err)
{
    char next[1024];

    for (int i = 0; i < n; i++) {
        const char *name = entries[i]->d_name;

        if (snprintf(next, sizeof(next), "%s%s%s", below, below[0] ? "/" : "", name) >=
            (int)sizeof(next))
            return error_set(err, ERROR_TOO_LARGE, "a path below '%.200s' is too long", below);
        if (!look(walk, next, name, err))
            return false;
    }
    return true;
}

static bool walk_folder(struct walk *walk, const char *below, struct error *err)
{
    struct dirent **entries;
    char path[2048];
    bool held;
    int n;

    snprintf(path, sizeof(path), "%s%s%s", walk->root, below[0] ? "/" : "", below);
    if (walk->depth == OLD_FOLDER_DEPTH)
        return error_set(err, ERROR_TOO_LARGE, "'%.300s' lies too deep", path);
    n = scandir(path, &entries, is_wanted, alphasort);
    if (n < 0 && !below[0])
        return error_set_errno(err, errno, "'%.300s'", path);
    if (n < 0) {
        leave(walk, below, strerror(errno));
        return true;
    }
    walk->depth++;
    held = look_all(walk, below, entries, n, err);
    walk->depth--;
    for (int i = 0; i < n; i++)
        free(entries[i]);
    free(entries);
    return held;
}

bool old_folder_list(const char *folder, struct wire_old_report *ret_report, struct error *err)
{
    struct wire_old_report report;
    struct walk walk = { .root = folder, .report = &report };

    wire_clear(wire_old_report_fields, &report);
    if (!walk_folder(&walk, "", err)) {
        wire_old_report_release(&report);
        return false;
    }
    report.total = (int64_t)report.n_items;
    *ret_report = report;
    return true;
}
