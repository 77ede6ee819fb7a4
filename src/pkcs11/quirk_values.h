/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "quirks_internal.h"

/* The values of a rule that are more than a word. All are class input, naming file and line. */
struct quirk_reader {
    const struct settings *settings;
    const struct settings_section *section;
    struct failure *failure;
};

/* A list of attributes, "CKA_LABEL, CKA_ID"; FORCED: "CKA_PRIVATE=true". */
bool quirk_read_changes(struct quirk_reader *reader, const struct settings_entry *entry,
                        enum quirk_template where, bool forced, struct quirk *quirk) MUST_USE;

/* ">= 2.0, < 5.7" */
bool quirk_read_range(struct quirk_reader *reader, const struct settings_entry *entry,
                      struct version_range *ret_range) MUST_USE;

/* "cause.C_Login.CKR_GENERAL_ERROR" and "hint.…" */
bool quirk_read_meaning(struct quirk_reader *reader, const struct settings_entry *entry, bool cause,
                        struct quirk *quirk) MUST_USE;

/* "pin.refused" */
bool quirk_read_refusals(struct quirk_reader *reader, struct quirk *quirk) MUST_USE;

/* "initialize" */
bool quirk_read_steps(struct quirk_reader *reader, struct quirk *quirk) MUST_USE;
