#include "base/yaml_read.h"
#include "domain/strategy/strategy_reader.h"
#include "domain/strategy/strategy_sections.h"

#define FIELD "model.architecture.hidden_layers"

void strategy_layers_read(struct strategy_reader *reader, const struct yaml_node *node)
{
    struct network_shape *shape = &reader->strategy->shape;
    char quoted[64];

    if (node->kind != YAML_LIST || !node->count || node->count > NETWORK_HIDDEN) {
        strategy_reader_mistake(reader, node, FIELD, "not a list of 1 to %d whole numbers",
                                NETWORK_HIDDEN);
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        const struct yaml_node *item = &node->items[i].value;
        int64_t units;

        if (yaml_read_whole(item, &units) && units >= 1 && units <= NETWORK_WIDTH)
            shape->hidden[shape->n_hidden++] = (size_t)units;
        else
            strategy_reader_mistake(reader, item, FIELD,
                                    "%s is not a whole number from 1 to %d",
                                    strategy_reader_quote(item, quoted), NETWORK_WIDTH);
    }
}
