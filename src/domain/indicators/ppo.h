/* ppo - what ppo and pvo share: the same oscillator, of the price and of the volume. */
#ifndef DOMAIN_INDICATORS_PPO_H
#define DOMAIN_INDICATORS_PPO_H

#include <stddef.h>

/* Parameters: fast, slow and signal period; outputs: line, signal, histogram. */
enum { PPO_FAST, PPO_SLOW, PPO_SIGNAL_PERIOD };
enum { PPO_LINE, PPO_SIGNAL, PPO_HISTOGRAM };

size_t ppo_warmup(const double *param);
size_t ppo_output_warmup(const double *param, size_t output);
void ppo_compute(size_t n, const double *const in[], const double *param, double *const out[]);

#endif
