/* SPDX-License-Identifier: Apache-2.0 */
#include <fnmatch.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "judging.h"
#include "observe.h"
#include "tables.h"

static bool fits(const char *pattern, const char *text)
{
    return pattern == NULL || (text != NULL && fnmatch(pattern, text, 0) == 0);
}

static const struct known_machine *known_machine_of(const struct card_tables *tables,
                                                    const struct machine *machine)
{
    for (size_t i = 0; i < tables->machine_count; i++) {
        const struct known_machine *known = &tables->machines[i];

        if (fits(known->vendor, machine->vendor) && fits(known->product, machine->product)) {
            return known;
        }
    }
    return NULL;
}

void judge_machine(struct judging *judging)
{
    struct observations *observations = &judging->verdict->observations;
    struct machine machine = {0};
    const struct known_machine *known;

    machine_read(&judging->question->kernel, &machine);
    known = known_machine_of(judging->question->tables, &machine);
    judging->virtual_machine = known != NULL || machine.hypervisor;
    if (known != NULL) {
        observe(observations, OBSERVE_MACHINE_VIRTUAL, MEANS_CONTEXT,
                memory_copy_text(known->about),
                text_format(_("this is a virtual machine (%s): no USB path can prove a physical "
                              "reader"),
                            known->about));
    } else if (machine.hypervisor) {
        observe(observations, OBSERVE_MACHINE_VIRTUAL, MEANS_CONTEXT,
                memory_copy_text("hypervisor"),
                memory_copy_text(_("the processor says this is a virtual machine: no USB path can "
                                   "prove a physical reader")));
    }
    machine_clear(&machine);
}
