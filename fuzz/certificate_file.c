/* SPDX-License-Identifier: Apache-2.0 */

/* A file a CA sent: certificates come out that can be shown, or a reason why there are none. */

#include "x509/certificate_file.h"
#include "fuzz.h"

static void show(const struct certificate *certificate)
{
    struct certificate_view view = {0};

    certificate_view_read(certificate, &view);
    REQUIRE(view.subject != NULL && view.key_usage != NULL);
    certificate_view_clear(&view);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct certificate_list list = {0};
    struct failure failure = {0};

    if (certificate_file_read(slice_of(data, size), "file", &list, &failure)) {
        REQUIRE(list.count > 0);
    } else {
        REQUIRE(failure.class == FAILURE_INPUT && failure.action != NULL);
    }
    for (size_t i = 0; i < list.count; i++) {
        show(list.items[i]);
    }
    failure_clear(&failure);
    certificate_list_clear(&list);
    return 0;
}
