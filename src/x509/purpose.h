/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "crypto.h"
#include "x509/portrait.h"

/* The bits of enum purpose; *RET_ANY when neither key usage nor extended key usage limits it. */
unsigned purposes_of(X509 *certificate, bool *ret_any);
