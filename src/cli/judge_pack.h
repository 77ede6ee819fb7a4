/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/bytes.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "judge_view.h"
#include "options.h"

/*
 * The evidence pack: a folder with everything a verdict was made of, for an auditor or a CA. It
 * appears in one step, whole, with mode 0700, its files 0600. docs/evidence.md describes the parts.
 */

/* Before anything is asked of a token: may DIR be made, and are the fields NAME=VALUE? */
bool judge_pack_check(const char *directory, const struct text_list *fields,
                      struct failure *failure) MUST_USE;

/*
 * Has the judged key sign the list of digests, so that no part can be changed later. The signature
 * is in the form of X.509, over CONTENT as it is.
 */
struct pack_seal {
    bool (*sign)(void *context, struct slice content, struct bytes *ret_signature,
                 struct failure *failure);
    void *context;
};

/* SEAL may be NULL: then there is no SHA256SUMS.sig. Class host; nothing is left behind. */
bool judge_pack_write(const char *directory, const struct judged *judged, json_t *verdict,
                      const struct text_list *fields, const struct pack_seal *seal,
                      struct failure *failure) MUST_USE;
