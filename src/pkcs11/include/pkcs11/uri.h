/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/failure.h"
#include "base/must_use.h"

struct token;
struct object;

/* Which token is meant: a label (see label_is_meant), or the token attributes of an RFC 7512 URI.
 */
struct token_selector;

/* Which object is meant: the token as above, and what the URI says of the object. */
enum object_type { OBJECT_ANY, OBJECT_PRIVATE_KEY, OBJECT_PUBLIC_KEY, OBJECT_CERTIFICATE };

struct object_selector {
    struct token_selector *token;
    enum object_type type;
    bool has_id;
    struct bytes id;
    char *label; /* NULL: any */
};

/*
 * TEXT is a URI when it starts with "pkcs11:", else a label. pin-value in a URI is refused, as are
 * attributes nobody knows; class usage.
 */
bool token_selector_parse(const char *text, struct token_selector **ret_selector,
                          struct failure *failure) MUST_USE;
void token_selector_free(struct token_selector *selector);
DEFINE_CLEANUP(struct token_selector *, token_selector_free);

bool token_selector_matches(const struct token_selector *selector, const struct token *token);
/* Does it name label, serial, manufacturer and model, so that the first match is the only one? */
bool token_selector_is_exact(const struct token_selector *selector);
/* Does it say nothing about the token, as a URI of only an object does? */
bool token_selector_is_open(const struct token_selector *selector);
/* Does it name a slot by its number (slot-id), which modules change as they like? */
bool token_selector_has_slot(const struct token_selector *selector);
/* As the person wrote it. */
const char *token_selector_text(const struct token_selector *selector);
/* module-path of the URI, or NULL. */
const char *token_selector_module(const struct token_selector *selector);
/* File of pin-source in the URI, or NULL. */
const char *token_selector_pin_file(const struct token_selector *selector);

/* Class usage when TEXT is not a URI, or names no object (no id, no object label). */
bool object_selector_parse(const char *text, struct object_selector *ret_selector,
                           struct failure *failure) MUST_USE;
void object_selector_clear(struct object_selector *selector);

/* RFC 7512 URI of an object on TOKEN; the caller frees it. */
char *object_uri(const struct token *token, enum object_type type, struct slice id,
                 const char *label);
