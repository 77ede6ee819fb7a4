/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "cards/usb.h"

/* Roots of the view, without '/' at the end. */
const char *kernel_sys(const struct kernel_view *view);
const char *kernel_proc(const struct kernel_view *view);

/*
 * The content of a small file, blanks at the end removed; NULL when it cannot be read or is empty.
 * These files have no size, and are at most a page; more is cut off. The caller frees it.
 */
char *kernel_read(const char *folder, const char *name);

/* A number in the file, in BASE; false when it is something else. */
bool kernel_read_number(const char *folder, const char *name, int base, unsigned long *ret_number);

/* The last part of where a link points to: the driver of a device. NULL without link. */
char *kernel_link_name(const char *folder, const char *name);
