/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cards/usb.h"
#include "kernel_file.h"

/* Is WORD one of the words, separated by blanks, of the line of TEXT that begins with NAME? */
static bool line_has_word(const char *text, const char *name, const char *word)
{
    const char *line = text;
    size_t size = strlen(word);

    while (line != NULL && strncmp(line, name, strlen(name)) != 0) {
        line = strchr(line, '\n');
        line = line == NULL ? NULL : line + 1;
    }
    while (line != NULL && *line != '\0' && *line != '\n') {
        line += strcspn(line, " \n");
        line += strspn(line, " ");
        if (strncmp(line, word, size) == 0 && strchr(" \n", line[size]) != NULL) {
            return true;
        }
    }
    return false;
}

void machine_read(const struct kernel_view *view, struct machine *ret_machine)
{
    CLEANUP(text_free) char *dmi = text_format("%s/class/dmi/id", kernel_sys(view));
    /* The first processor stands in the first page. */
    CLEANUP(text_free) char *processors = kernel_read(kernel_proc(view), "cpuinfo");

    *ret_machine = (struct machine){
        .hypervisor = processors != NULL && line_has_word(processors, "flags", "hypervisor"),
        .vendor = kernel_read(dmi, "sys_vendor"),
        .product = kernel_read(dmi, "product_name"),
    };
}

void machine_clear(struct machine *machine)
{
    memory_free(machine->vendor);
    memory_free(machine->product);
    *machine = (struct machine){0};
}

char *tpm_driver(const struct kernel_view *view)
{
    CLEANUP(text_free) char *device = text_format("%s/class/tpm/tpm0/device", kernel_sys(view));

    return kernel_link_name(device, "driver");
}
