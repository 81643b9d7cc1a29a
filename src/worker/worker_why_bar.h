/* worker_why_bar - what the engine did in and after one bar, and why: orders, fills, in words. */
#ifndef WORKER_WORKER_WHY_BAR_H
#define WORKER_WORKER_WHY_BAR_H

#include <stddef.h>

struct wire_why;
struct worker_why_view;

/* Fills position, equity, decision, order and the fills. `bar` counts from the first traded one. */
void worker_why_bar_fill(const struct worker_why_view *view, size_t bar, struct wire_why *why);

#endif
