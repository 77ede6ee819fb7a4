/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "x509/portrait.h"

/* Says what VALUE, which is taken over, identifies its holder by. */
struct identifier identifier_of(char *value);
