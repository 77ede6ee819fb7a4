/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "cli.h"
#include "enroll/inventory.h"
#include "json.h"
#include "x509/certificate.h"

/*
 * What several commands print alike. Texts are escaped here; a field whose value is NULL or empty
 * is left out.
 */
void print_field(const char *name, const char *value);
void print_field_format(const char *name, const char *format, ...) PRINTF_LIKE(2, 3);

/* Several values under one name, one a line. */
void print_list(const char *name, char *const *values, size_t count);

/* An id for people: a long one is cut, the URI has it whole; caller frees. */
char *short_id(const struct bytes *id);

/* "ok", "expired", "no key"…: what is to be said of a certificate; caller frees. */
char *certificate_state(const struct inventory *inventory,
                        const struct inventory_certificate *certificate, timestamp now);
/* The same of a key without certificate. */
const char *key_state(const struct inventory *inventory, const struct inventory_key *key);

json_t *inventory_token_json(const struct inventory_token *token);
json_t *inventory_key_json(const struct inventory *inventory, const struct inventory_key *key);
json_t *inventory_certificate_json(const struct inventory *inventory,
                                   const struct inventory_certificate *certificate);

/* A token as read, with its slot. */
json_t *token_json(const struct token *token);

/* "ready", "not initialized", "user PIN locked"…: the state a person cares about; caller frees. */
char *token_state(const struct token *token);

/* "locked", "last try"..., or NULL when there is nothing to say of the SO PIN. */
const char *token_so_pin_state(const struct token *token);

void print_certificate_view(const struct certificate_view *view, timestamp now);
json_t *certificate_view_json(const struct certificate_view *view, timestamp now);
