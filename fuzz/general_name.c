/* SPDX-License-Identifier: Apache-2.0 */

/* A subject alternative name as typed. */

#include "base/memory.h"
#include "fuzz.h"
#include "x509/extensions.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = memory_copy_text_n((const char *)data, size);
    struct extensions *extensions = extensions_new();
    struct failure failure = {0};

    if (!extensions_add_san(extensions, text, &failure)) {
        REQUIRE(failure.class == FAILURE_INPUT && failure.action != NULL);
    }
    failure_clear(&failure);
    extensions_free(extensions);
    memory_free(text);
    return 0;
}
