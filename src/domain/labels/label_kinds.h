/*
 * label_kinds - one function per kind of label; each in its file, all in the table of labels.c.
 *
 * They get bars that passed bars_check() with prices above 0, and labels that are all open-ended;
 * label_kinds are private to this folder.
 */
#ifndef DOMAIN_LABELS_LABEL_KINDS_H
#define DOMAIN_LABELS_LABEL_KINDS_H

#include "domain/labels/labels.h"

void label_zigzag(const struct strategy_labels *how, const struct bars *bars,
                  struct labels *labels);
void label_segments(const struct strategy_labels *how, const struct bars *bars,
                    struct labels *labels);
void label_return(const struct strategy_labels *how, const struct bars *bars,
                  struct labels *labels);
void label_barrier(const struct strategy_labels *how, const struct bars *bars,
                   struct labels *labels);

#endif
