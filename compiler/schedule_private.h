/* Shared by schedule.c (loops and roots) and schedule_kernel.c (what kernels want of memory). */
#ifndef COMPILER_SCHEDULE_PRIVATE_H
#define COMPILER_SCHEDULE_PRIVATE_H
#include "lang/check_limits.h"
#include "schedule.h"

/* Axes of a set in memory order, into axes[MOST_PLACES]; their number. */
int schedule_order(Schedule *s, AxisSet set, AxisId *axes);
/* A new array over axes, in this order. */
Home *schedule_new_home(Schedule *s, Layout *layout, Buffer buffer, const AxisId *axes, int n);
/* Where prepare keeps a data node over these axes, in this order, for the entries; also over axes that the node lacks. */
Home *schedule_stored_home(Schedule *s, Layout *layout, StoredData *stored, IrId id, const AxisId *axes, int n);

/* The order in memory of a kernel's result, or of what one reads; 0: any. */
int kernel_order_of(Schedule *s, IrId id, AxisId *axes);
/* If an argument is data that an entry reads and prepare computes: its home. NULL: it is not. */
Home *kernel_data_argument(Schedule *s, Layout *layout, StoredData *stored, IrId id, int arg);
/* Arguments that are computed here, and can lie as the kernel wants them. */
void kernel_mark_arguments(Schedule *s, IrId id, bool *in_memory);
/* Functions (exp, …) that are computed in loops before a kernel and needed again in loops after it: kept, not computed twice. */
void kernel_mark_shared(Schedule *s, bool *in_memory);
/* Home of an argument. Returns the root that packs it there, which may have no nest yet; -1: it lies there anyhow. */
int kernel_pack(Schedule *s, Layout *layout, IrId id, int arg);

#endif
