#include "ib/farm.h"

#include <stdio.h>
#include <string.h>

static struct farm *find(struct farms *farms, enum tws_farm kind, const char *name)
{
    for (size_t i = 0; i < farms->n; i++)
        if (farms->rows[i].kind == kind && !strncmp(farms->rows[i].name, name, FARM_NAME - 1))
            return &farms->rows[i];
    if (farms->n == FARM_MOST)
        return NULL;
    farms->rows[farms->n] = (struct farm){ .kind = kind, .state = FARM_UP };
    snprintf(farms->rows[farms->n].name, FARM_NAME, "%s", name);
    return &farms->rows[farms->n++];
}

static void note_farm(struct farms *farms, const struct tws_code *code, enum farm_state state,
                      const char *name, int64_t now_ms)
{
    struct farm *farm = find(farms, code->farm, name);

    if (!farm || (farm->state == state && farm->since_ms))
        return;
    farm->flaps += state == FARM_DOWN;
    farm->state = state;
    farm->since_ms = now_ms;
}

static void note_link(struct farms *farms, bool is_lost, int64_t now_ms)
{
    if (farms->link_lost != is_lost)
        farms->link_since_ms = now_ms;
    farms->link_lost = is_lost;
}

void farm_note(struct farms *farms, const struct tws_code *code, const char *text, int64_t now_ms)
{
    const char *name = tws_code_farm_name(text ? text : "");

    switch (code->kind) {
    case TWS_CODE_FARM_UP:    note_farm(farms, code, FARM_UP, name, now_ms); break;
    case TWS_CODE_FARM_IDLE:  note_farm(farms, code, FARM_IDLE, name, now_ms); break;
    case TWS_CODE_FARM_DOWN:  note_farm(farms, code, FARM_DOWN, name, now_ms); break;
    case TWS_CODE_LINK_LOST:  note_link(farms, true, now_ms); break;
    case TWS_CODE_LINK_BACK:
    case TWS_CODE_LINK_RESET: note_link(farms, false, now_ms); break;
    default: break;
    }
}

const char *farm_kind_name(enum tws_farm kind)
{
    static const char *const names[] = {
        [TWS_FARM_NONE] = "", [TWS_FARM_MARKET] = "market", [TWS_FARM_HISTORY] = "history",
        [TWS_FARM_CONTRACTS] = "contracts",
    };

    return names[kind];
}

const char *farm_state_name(enum farm_state state)
{
    static const char *const names[] = { "up", "idle", "down" };

    return names[state];
}

bool farm_has_history(const struct farms *farms)
{
    bool has_any = false;

    for (size_t i = 0; i < farms->n; i++) {
        if (farms->rows[i].kind != TWS_FARM_HISTORY)
            continue;
        if (farms->rows[i].state != FARM_DOWN)
            return true;
        has_any = true;
    }
    return !has_any;
}
