/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "judge_file.h"

/*
 * Judges the first certificate in the file at PATH: what its issuer states about the device of the
 * key, whether the path leads to an anchor that was given, and whether the certificate (or one of
 * --attestation about the same key) is a statement of a manufacturer. Nothing of that shows that
 * the key is here.
 */
bool judge_certificate_file(const char *path, const struct judge_inputs *inputs,
                            struct judged_file *file, struct failure *failure) MUST_USE;
