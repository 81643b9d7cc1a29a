/*
 * checkpoint - a training between two batches as bytes, and back: it goes on with the same bits.
 *
 * Little endian, no gaps: magic "KTRDRCKP", u64 version of the layout, u64 bytes of a real, u64
 * values of the net, u64 training rows, validation rows, columns; char[32] version of the program,
 * u8[32] hash of the strategy, u8[32] hash of the data; the numbers of checkpoint.c's table, u64
 * each; u64 is over; the history, epoch times struct train_epoch; values and both moments of the
 * learner; the best epoch's weights, float32; and SHA-256 of all that stands before it. The order
 * of the rows is not in it: it comes from seed and epoch.
 */
#ifndef DOMAIN_NN_CHECKPOINT_H
#define DOMAIN_NN_CHECKPOINT_H

#include "base/buf.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/words.h"
#include "domain/nn/train.h"

enum { CHECKPOINT_PROGRAM = 32 };

/* Whose it is. A training goes on only from its own. */
struct checkpoint_owner {
    char program[CHECKPOINT_PROGRAM];       /* its version; zeros behind the text */
    uint8_t strategy[HASH_BYTES];           /* plan, settings and seed */
    uint8_t data[HASH_BYTES];
};

/* Adds it to the buffer. */
void checkpoint_encode(const struct train *train, const struct checkpoint_owner *owner,
                       struct buf *buf);

/* That it is whole: ERROR_BAD_DATA if it was cut short or changed. Says nothing of its owner. */
CHECKED bool checkpoint_check(const void *bytes, size_t length, struct error *err);

/* Into a training that train_new() made; left as it was on failure. ERROR_BAD_DATA if it is not
 * whole, ERROR_CONFLICT, with the reason, if it is another training's. */
CHECKED bool checkpoint_decode(const void *bytes, size_t length,
                               const struct checkpoint_owner *owner, struct train *train,
                               struct error *err);

#endif
