/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"

/* "CKR_PIN_INCORRECT"; "CKR_VENDOR_DEFINED" for vendor codes, "unknown" for others. */
const char *ckr_name(unsigned long rv);

/*
 * Fills in the cause and the hint of a failure that a module caused, when whoever recorded it had
 * nothing more precise to say. Called once, where the failure is shown.
 */
void ckr_explain(struct failure *failure);
