/* SPDX-License-Identifier: Apache-2.0 */

/* The fields of a certificate, found without parsing it: they must lie inside it. */

#include "x509/outline.h"
#include "base/memory.h"
#include "fuzz.h"

static void require_inside(struct slice part, const uint8_t *data, size_t size)
{
    REQUIRE(part.data > data && part.size <= size && part.data + part.size <= data + size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct certificate_outline outline = {0};

    if (certificate_outline_read(slice_of(data, size), &outline)) {
        memory_free(certificate_outline_serial(&outline));
        require_inside(outline.serial_number, data, size);
        require_inside(outline.issuer, data, size);
        require_inside(outline.subject, data, size);
        require_inside(outline.spki, data, size);
    }
    return 0;
}
