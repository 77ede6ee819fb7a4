/* SPDX-License-Identifier: Apache-2.0 */

/* A subject as typed: what is accepted is printed so that it is accepted again, as the same name.
 */

#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "fuzz.h"
#include "x509/name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = memory_copy_text_n((const char *)data, size);
    struct name *name = NULL;
    struct failure failure = {0};

    if (name_parse(text, &name, &failure)) {
        struct name *again = NULL;
        char *printed = name_text(name);
        char *printed_again;

        REQUIRE(text_is_utf8(slice_of_text(printed)));
        REQUIRE(name_parse(printed, &again, &failure));
        printed_again = name_text(again);
        REQUIRE(strcmp(printed, printed_again) == 0);
        memory_free(printed);
        memory_free(printed_again);
        name_free(again);
        name_free(name);
    } else {
        REQUIRE(failure.class == FAILURE_INPUT && failure.action != NULL);
    }
    failure_clear(&failure);
    memory_free(text);
    return 0;
}
