/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "enroll/token_page.h"

/* Looks for what is odd in a page that is complete otherwise. */
void token_page_find_odd(struct token_page *page);
