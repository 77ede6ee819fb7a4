/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/label.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static struct slice trimmed(const char *text)
{
    size_t size = strlen(text);

    while (size > 0 && text[size - 1] == ' ') {
        size--;
    }
    return slice_of(text, size);
}

bool label_is_meant(const char *wanted, const char *label)
{
    struct slice name = trimmed(label);
    CLEANUP(text_free) char *printed = NULL;

    if (slice_equal(trimmed(wanted), name)) {
        return true;
    }
    printed = text_escape(name, ESCAPE_PLAIN);
    return strchr(printed, '\\') != NULL && slice_equal(trimmed(wanted), slice_of_text(printed));
}
