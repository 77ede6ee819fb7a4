/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <libintl.h>

/*
 * Every text a person reads goes through gettext, in the domain of the program whatever library it
 * stands in. Option names, field names, exit statuses and machine output never do.
 */
#define HARDTOKEN_TEXT_DOMAIN "hardtoken"
#define _(text) dgettext(HARDTOKEN_TEXT_DOMAIN, text)
#define N_(text) (text)
#define P_(one, many, count) dngettext(HARDTOKEN_TEXT_DOMAIN, one, many, (unsigned long)(count))
