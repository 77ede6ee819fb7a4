/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <jansson.h>

#include "enroll/token_page.h"

/* The page for people, on standard output, at most 80 columns but for paths and URIs. */
void print_token_page(const struct token_page *page);

/* The same facts as members of a document. */
void token_page_put_json(json_t *document, const struct token_page *page);
