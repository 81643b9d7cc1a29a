#include "ib/tws_message.h"

#include "base/mem.h"
#include "base/words.h"

#include <stdlib.h>
#include <strings.h>

/* A piece of memory of a message. */
struct tws_block {
    struct tws_block *next;
    max_align_t bytes[];
};

static const struct tws_layout *const tables[] = {
    tws_session_layouts, tws_contract_layouts, tws_history_layouts, tws_market_layouts,
    tws_account_layouts,
};

const struct tws_layout *tws_message_layout(enum tws_type type)
{
    for (size_t i = 0; i < COUNT(tables); i++)
        for (const struct tws_layout *layout = tables[i]; layout->name; layout++)
            if (layout->type == type)
                return layout;
    return NULL;
}

const struct tws_layout *tws_message_find(enum tws_side sender, int64_t id)
{
    for (size_t i = 0; i < COUNT(tables); i++)
        for (const struct tws_layout *layout = tables[i]; layout->name; layout++)
            if (layout->id == id && layout->sender == sender)
                return layout;
    return NULL;
}

const char *tws_message_name(enum tws_type type)
{
    const struct tws_layout *layout = tws_message_layout(type);

    return layout ? layout->name : "unknown";
}

static bool is_type(const struct tws_message *message, const char *type)
{
    return message->contract.sec_type && !strcasecmp(message->contract.sec_type, type);
}

bool tws_message_has(const struct tws_message *message, const struct tws_field *field, int version)
{
    if (version < field->since || (field->until && version >= field->until))
        return false;
    switch (field->when) {
    case TWS_ALWAYS:  return true;
    case TWS_IF_BAG:  return is_type(message, "BAG");
    case TWS_IF_FUND: return is_type(message, "FUND");
    }
    return false;
}

void *tws_message_alloc(struct tws_message *message, size_t size)
{
    struct tws_block *block = mem_alloc(sizeof(*block) + size);

    block->next = message->memory;
    message->memory = block;
    return block->bytes;
}

void tws_message_release(struct tws_message *message)
{
    if (message->type == TWS_HISTORICAL_DATA)
        bars_release(&message->history.bars);
    while (message->memory) {
        struct tws_block *block = message->memory;

        message->memory = block->next;
        free(block);
    }
    *message = (struct tws_message){0};
}
