/* model/link_order.h - rows of a table in the order it declares (vitrina:order). Private to link.c. */
#ifndef MODEL_LINK_ORDER_H
#define MODEL_LINK_ORDER_H

#include "model/table.h"

struct orderer;

/* For a table that declares an order. Ended with orderer_free. */
struct orderer *orderer_new(const struct table *table);
void orderer_free(struct orderer *orderer);
bool orderer_sorted(struct orderer *orderer, struct row_list list);
/* Sorts `rows`, which ascend; equal ones stay in that order. Absent values come last, in both directions. */
void orderer_sort(struct orderer *orderer, uint32_t *rows, uint32_t count);

#endif
