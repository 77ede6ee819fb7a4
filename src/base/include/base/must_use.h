/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Functions that can fail return bool (true: done, every ret_ output is written; false: the failure
 * object says why, no ret_ output is touched) and carry MUST_USE, so the result cannot be
 * forgotten.
 */
#define MUST_USE __attribute__((warn_unused_result))

/* The argument at INDEX (1-based) is a printf format, its values start at FIRST. */
#define PRINTF_LIKE(index, first) __attribute__((format(printf, index, first)))
