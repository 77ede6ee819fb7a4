/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/failure.h"
#include "base/must_use.h"
#include "base/secret.h"
#include "cli.h"

/* Longest PIN of any module known: HSMs that take "user:password". */
#define PIN_CAPACITY 255

/* Where one PIN can be read without asking anybody, in the order in which it is looked for. */
struct pin_source {
    struct pin_options options;
    const char *uri_file;  /* pin-source of the URI */
    char *credential_file; /* what systemd put down for this service, if it is there */
};

struct pin_source pin_source_of(const struct cli *cli, enum pin_kind kind);
void pin_source_clear(struct pin_source *source);

bool pin_source_is_given(const struct pin_source *source);

/* "pin", "so-pin", "new-pin", "sign-pin": what the options for this PIN begin with. */
const char *pin_option_name(enum pin_kind kind);

/* More than one source on the command line: class usage. */
bool pin_source_check(const struct pin_source *source, enum pin_kind kind,
                      struct failure *failure) MUST_USE;

/* Reads the PIN; class PIN. */
bool pin_source_read(struct cli *cli, const struct pin_source *source, struct secret **ret_pin,
                     struct failure *failure) MUST_USE;
