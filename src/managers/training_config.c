#include "managers/training_config.h"

#include "base/buf.h"

void training_config_print(const char *strategy_text, size_t n_overrides, char *const *overrides,
                           struct buf *to)
{
    buf_print(to, "%s", strategy_text);
    for (size_t i = 0; i < n_overrides; i++)
        buf_print(to, "\n%s", overrides[i]);
}
