/* SPDX-License-Identifier: Apache-2.0 */

/* What a certificate is for and whose it is: every text is there, and can be printed. */

#include "x509/portrait.h"

#include "base/memory.h"
#include "base/text.h"
#include "fuzz.h"

static void require_printable(const char *text)
{
    CLEANUP(text_free) char *escaped = NULL;

    REQUIRE(text != NULL);
    escaped = text_escape(slice_of_text(text), ESCAPE_PLAIN);
    REQUIRE(text_is_utf8(slice_of_text(escaped)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct portrait portrait = {0};
    char *purpose;

    if (!portrait_read(slice_of(data, size), &portrait)) {
        return 0;
    }
    purpose = portrait_purpose(&portrait);
    require_printable(purpose);
    require_printable(portrait.holder);
    require_printable(portrait.organization);
    require_printable(portrait.issuer);
    REQUIRE(portrait.identifier_count <= IDENTIFIERS_MOST);
    for (size_t i = 0; i < portrait.identifier_count; i++) {
        require_printable(portrait.identifiers[i].value);
        REQUIRE(identifier_name(portrait.identifiers[i].kind) != NULL);
    }
    memory_free(purpose);
    portrait_clear(&portrait);
    return 0;
}
