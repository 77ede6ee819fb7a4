/* SPDX-License-Identifier: Apache-2.0 */

/* A request of another program. */

#include "fuzz.h"
#include "x509/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct request_view view = {0};
    struct failure failure = {0};

    if (request_read(slice_of(data, size), "file", &view, &failure)) {
        REQUIRE(view.subject != NULL && view.key != NULL && view.fingerprint != NULL);
        REQUIRE(view.key_usage != NULL && view.ext_key_usage != NULL);
        request_view_clear(&view);
    } else {
        REQUIRE(failure.class == FAILURE_INPUT && failure.action != NULL);
    }
    failure_clear(&failure);
    return 0;
}
