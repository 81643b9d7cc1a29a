/* train_check - refuses a job that makes no sense, before anything is computed. */
#ifndef DOMAIN_NN_TRAIN_CHECK_H
#define DOMAIN_NN_TRAIN_CHECK_H

#include "domain/nn/train.h"

CHECKED bool train_check(const struct train_job *job, struct error *err);

#endif
