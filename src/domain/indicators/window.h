/*
 * window - sums, moments and extremes of the last `period` values, at a constant cost per value.
 *
 * Nothing is carried from one window to the next one by adding what comes and subtracting what
 * goes: such a sum drifts. The values are cut into blocks of `period`; a window is then the end of
 * one block and the beginning of the next, and both are summed afresh in each block. (M. van Herk,
 * 1992, and J. Gil and M. Werman, 1993, did so for maxima.) Means and moments are sums of
 * differences to the first value of the block, which lies in every window that they serve: so a
 * flat window gives its value and a variance of exactly 0, any other window a variance above 0, and
 * a large offset costs no digits.
 *
 * All of them write to out[period - 1] ... out[n - 1] and leave rubbish before. No output may be an
 * input. Any n and any period from 1 on.
 */
#ifndef DOMAIN_INDICATORS_WINDOW_H
#define DOMAIN_INDICATORS_WINDOW_H

#include <stddef.h>

/* For values that are 0 or more: 0 only where all of them are. */
void window_sum(size_t n, const double *x, size_t period, double *out);
void window_mean(size_t n, const double *x, size_t period, double *out);
void window_moments(size_t n, const double *x, size_t period, double *mean, double *variance);

/* Each x counts as much as its weight, 0 or more; where all are 0, all alike. */
void window_weighted_mean(size_t n, const double *x, const double *weight, size_t period,
                          double *out);

/* Weights 1 for the oldest, 2 ... period. */
void window_rising_mean(size_t n, const double *x, size_t period, double *out);

/* The least squares line: its value at the middle of the window, and its rise per bar. */
void window_line(size_t n, const double *x, size_t period, double *mean, double *slope);

void window_highest(size_t n, const double *x, size_t period, double *out);
void window_lowest(size_t n, const double *x, size_t period, double *out);

#endif
