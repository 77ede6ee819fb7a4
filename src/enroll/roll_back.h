/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "enroll/workplace.h"
#include "pkcs11/key_pair.h"

/*
 * Removes the pair this run made; the failure that led here stays the one reported. False when
 * something may be left, which is a notice.
 */
bool roll_back(struct workplace *workplace, struct open_token *open,
               const struct key_pair_spec *spec, const struct key_pair *pair);

/*
 * After a generation that failed: a card may have made the pair before it lost the answer. The id
 * was free before this run, so whatever has it now is this run's. False as for roll_back.
 */
bool sweep(struct workplace *workplace, struct open_token *open, const struct key_pair_spec *spec);
