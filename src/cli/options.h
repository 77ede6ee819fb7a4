/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "base/must_use.h"

/* Texts given on the command line; borrowed from argv. */
struct text_list {
    const char **items;
    size_t count;
};

/* Adds TEXT, which is borrowed. */
void text_list_add(struct text_list *list, const char *text);

/* Every option of every command: one name, one meaning, everywhere. */
enum option_id {
    OPTION_ALLOW_WEAKER = 256,
    OPTION_ALWAYS_AUTHENTICATE,
    OPTION_ANCHOR,
    OPTION_ATTESTATION,
    OPTION_CHAIN,
    OPTION_CHECKPOINT,
    OPTION_COMPARE,
    OPTION_CONSENT,
    OPTION_CSV,
    OPTION_DIGEST,
    OPTION_DRY_RUN,
    OPTION_EXPIRING,
    OPTION_EXPLAIN,
    OPTION_EXTENSION,
    OPTION_EXT_KEY_USAGE,
    OPTION_FIELD,
    OPTION_FORCE,
    OPTION_FORMAT,
    OPTION_HELP,
    OPTION_ID,
    OPTION_IGNORE_DATES,
    OPTION_INSERTED,
    OPTION_JOB,
    OPTION_JOURNAL,
    OPTION_JSON,
    OPTION_KEY,
    OPTION_KEY_USAGE,
    OPTION_LABEL,
    OPTION_LAST_TRY,
    OPTION_MATCH,
    OPTION_MODULE,
    OPTION_NEW_PIN_ENV,
    OPTION_NEW_PIN_FD,
    OPTION_NEW_PIN_FILE,
    OPTION_NO_INPUT,
    OPTION_OUT,
    OPTION_PACK,
    OPTION_PENDING,
    OPTION_PINENTRY,
    OPTION_PIN_ENV,
    OPTION_PIN_FD,
    OPTION_PIN_FILE,
    OPTION_POSSESSION,
    OPTION_PROBE,
    OPTION_PUBLIC_KEY,
    OPTION_QUIET,
    OPTION_REMOVED,
    OPTION_REQUIRE,
    OPTION_SAME_PIN,
    OPTION_SAN,
    OPTION_SERIAL,
    OPTION_SIGN_PIN_ENV,
    OPTION_SIGN_PIN_FD,
    OPTION_SIGN_PIN_FILE,
    OPTION_SIGN_WITH,
    OPTION_SLOT,
    OPTION_SO,
    OPTION_SO_PIN_ENV,
    OPTION_SO_PIN_FD,
    OPTION_SO_PIN_FILE,
    OPTION_SUBJECT,
    OPTION_TIMEOUT,
    OPTION_TOKEN,
    OPTION_TRACE,
    OPTION_URIS,
    OPTION_YES,
};

/* How an option is written and explained; help, man page check and completion read this. */
struct option_spec {
    enum option_id id;
    const char *name;     /* "pin-file" */
    const char *argument; /* "FILE", NULL for a switch */
    const char *help;     /* for gettext */
};

/* Where one PIN is to be read; at most one of them may be given. */
struct pin_options {
    const char *file;
    const char *fd;
    const char *env;
};

/* What was given; pointers are into argv, NULL when not given. */
struct options {
    struct text_list modules;
    struct text_list sans;
    struct text_list extensions;
    struct text_list chain;
    struct text_list anchors;
    struct text_list attestations;
    struct text_list compares;
    struct text_list fields;
    struct text_list arguments; /* what is not an option */
    const char *token;
    const char *slot;
    const char *label;
    const char *key;
    const char *id;
    const char *subject;
    const char *key_usage;
    const char *ext_key_usage;
    const char *sign_with;
    const char *digest;
    struct pin_options pin;
    struct pin_options so_pin;
    struct pin_options new_pin;
    struct pin_options sign_pin;
    const char *pinentry;
    const char *out;
    const char *format;
    const char *match;
    const char *expiring;
    const char *public_key;
    const char *serial;
    const char *timeout;
    const char *checkpoint;
    const char *job;
    const char *journal;
    const char *pack;
    const char *require;
    bool allow_weaker;
    bool always_authenticate;
    bool consent;
    bool csv;
    bool dry_run;
    bool explain;
    bool force;
    bool help;
    bool ignore_dates;
    bool inserted;
    bool json;
    bool last_try;
    bool no_input;
    bool pending;
    bool possession;
    bool probe;
    bool quiet;
    bool removed;
    bool same_pin;
    bool so;
    bool trace;
    bool uris;
    bool yes;
};

/* The specification of ID; every id has one. */
const struct option_spec *option_spec(enum option_id id);

/* The options every command takes, terminated by 0. */
extern const int common_options[];

/*
 * Parses ARGV, whose first item is the name errors begin with, accepting the options in ACCEPTED
 * (terminated by 0) and the common ones. Class usage; the message is printed by getopt.
 */
bool options_parse(int argc, char **argv, const int *accepted, struct options *ret_options,
                   struct failure *failure) MUST_USE;
void options_clear(struct options *options);
