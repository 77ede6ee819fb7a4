/* SPDX-License-Identifier: Apache-2.0 */
/* The trace: one line per call. Never an attribute value, a PIN or data. */
#pragma once

#include "call.h"

/* Appends the line to HARDTOKEN_COUNT_TRACE, if that is set. */
void trace_call(const struct call *call, CK_RV rv);
