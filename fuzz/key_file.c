/* SPDX-License-Identifier: Apache-2.0 */

/* A file that may hold a key: what it is comes out, or a reason why it cannot be told. */

#include "x509/key_file.h"
#include "base/bytes.h"
#include "fuzz.h"

static void check(const struct key_file_item *item)
{
    REQUIRE(item->format != NULL);
    REQUIRE(!item->encrypted || item->protection != NULL);
    REQUIRE(!item->opened || item->encrypted);
    REQUIRE((item->kind == KEY_FILE_POINTER) == (item->uri != NULL));
    REQUIRE(!item->key_by_certificate || item->key != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes content = bytes_copy(data, size);
    struct key_file file = {0};
    struct failure failure = {0};

    if (key_file_judge(&content, "file", NULL, &file, &failure)) {
        REQUIRE(file.count > 0 && file.count <= KEY_FILE_MOST && !file.password_refused);
    } else {
        REQUIRE(failure.class == FAILURE_INPUT && failure.action != NULL && file.count == 0);
    }
    for (size_t i = 0; i < file.count; i++) {
        check(&file.items[i]);
    }
    REQUIRE(content.data == NULL);
    failure_clear(&failure);
    key_file_clear(&file);
    return 0;
}
