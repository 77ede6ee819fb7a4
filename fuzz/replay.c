/* SPDX-License-Identifier: Apache-2.0 */

/* Runs a target over the files named, where there is no libFuzzer. */

#include <stdio.h>

#include "base/file.h"
#include "fuzz.h"

int main(int argc, char **argv)
{
    struct failure failure = {0};

    for (int i = 1; i < argc; i++) {
        struct bytes content = {0};

        REQUIRE(file_read(argv[i], 1u << 20, &content, &failure));
        (void)LLVMFuzzerTestOneInput(content.data, content.size);
        bytes_clear(&content);
    }
    (void)LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    (void)printf("%d inputs\n", argc - 1);
    return argc > 1 ? 0 : 1; /* nothing ran: nothing was tested */
}
