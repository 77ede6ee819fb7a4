/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "enroll/judge.h"

/*
 * What the parts of the pack are, and the commands that verify them with sha256sum and openssl, in
 * English: auditors and CAs of any country read it. The caller frees it.
 */
char *pack_readme(const struct judgement *judgement, bool sealed);
