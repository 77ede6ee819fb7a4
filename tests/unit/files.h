/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <openssl/pkcs7.h>

#include "base/bytes.h"

/* Files a CA might send, made with libcrypto; the caller clears them. */

/* PKCS#7 signed-data with the certificates of CONTENTS (DER) and no signature. */
struct bytes pkcs7_der(const struct bytes *contents, size_t count);

/* All PARTS one behind the other; the parts are cleared. */
struct bytes joined(struct bytes *parts, size_t count);
