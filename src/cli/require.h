/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"
#include "base/must_use.h"
#include "custody/verdict.h"
#include "options.h"

/* The level of --require, REQUIRE_NOTHING without; class usage when there is no such level. */
bool require_read(const struct options *options, enum requirement *ret_requirement,
                  struct failure *failure) MUST_USE;
