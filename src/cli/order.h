/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"
#include "base/must_use.h"
#include "cli.h"
#include "enroll/enroll.h"

/* The parts of a request as the options of `enroll` and `request create` give them. */
struct request_options {
    struct name *subject;
    struct extensions *extensions;
    struct request_order order; /* points to the above and to argv */
};

/* Class usage when --subject or --out is missing. */
bool request_options_read(const struct options *options, struct request_options *ret_request,
                          struct failure *failure) MUST_USE;
void request_options_clear(struct request_options *request);

/* Shows what `enroll` and `request create` did. DRY_RUN: would do. */
void print_enroll_result(struct cli *cli, const struct enroll_result *result, bool dry_run);
