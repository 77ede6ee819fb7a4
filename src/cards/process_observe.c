/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "cards/process.h"
#include "observe.h"
#include "tables.h"

#define DELETED " (deleted)"

/* Code made at run time is mapped from files without a name as well; it is no library. */
static bool is_deleted(const char *path)
{
    size_t size = strlen(path);

    return size > strlen(DELETED) && strstr(path, ".so") != NULL &&
           strcmp(path + size - strlen(DELETED), DELETED) == 0;
}

static void observe_library(const struct card_tables *tables, const char *path,
                            struct observations *observations)
{
    const char *slash = strrchr(path, '/');
    const struct known_trace *trace =
        known_trace_of(tables, TRACE_LIBRARY, slash == NULL ? path : slash + 1, NULL);

    if (trace != NULL) {
        observe(observations, OBSERVE_PROCESS_LIBRARY, trace->meaning, memory_copy_text(path),
                text_format(_("the module brought in '%s': %s"), path, trace->about));
    }
    if (is_deleted(path)) {
        observe(observations, OBSERVE_PROCESS_LIBRARY_REPLACED, MEANS_CONTRADICTION,
                memory_copy_text(path),
                text_format(_("'%s' was removed or replaced while it runs here: a digest of the "
                              "file is not one of what runs"),
                            path));
    }
}

static void observe_libraries(const struct card_tables *tables, const struct process_change *change,
                              struct observations *observations)
{
    struct text list = {0};
    char *value;

    if (change->library_count == 0) {
        return;
    }
    for (size_t i = 0; i < change->library_count; i++) {
        text_addf(&list, "%s%s", i == 0 ? "" : ", ", change->libraries[i]);
    }
    value = text_take(&list);
    observe(observations, OBSERVE_PROCESS_LIBRARIES, MEANS_CONTEXT, value,
            text_format(_("with the module came: %s"), value));
    for (size_t i = 0; i < change->library_count; i++) {
        observe_library(tables, change->libraries[i], observations);
    }
}

/* What an opening is called, and what it means when it is in no row: a peer is somewhere else. */
static const struct {
    enum trace_kind trace;
    enum observation_name name;
    enum observation_meaning meaning;
    const char *sentence;
} kinds[] = {
    [OPENING_FILE] = {TRACE_FILE, OBSERVE_PROCESS_FILE, MEANS_CONTEXT,
                      N_("the module keeps the file '%s' open")},
    [OPENING_DEVICE] = {TRACE_DEVICE, OBSERVE_PROCESS_DEVICE, MEANS_CONTEXT,
                        N_("the module keeps the device '%s' open")},
    [OPENING_UNIX] = {TRACE_UNIX, OBSERVE_PROCESS_UNIX, MEANS_CONTEXT,
                      N_("the module talks to another process through '%s'")},
    [OPENING_TCP] = {TRACE_TCP, OBSERVE_PROCESS_TCP, MEANS_REMOTE,
                     N_("the module talks over the network to '%s'")},
};

static void observe_opening(const struct card_tables *tables, const struct process_opening *opening,
                            struct observations *observations)
{
    const struct known_trace *trace;
    CLEANUP(text_free) char *sentence = NULL;

    if (opening->kind == OPENING_OTHER) {
        return;
    }
    trace = known_trace_of(tables, kinds[opening->kind].trace, opening->name, NULL);
    sentence = text_format(_(kinds[opening->kind].sentence), opening->name);
    observe(observations, kinds[opening->kind].name,
            trace == NULL ? kinds[opening->kind].meaning : trace->meaning,
            memory_copy_text(opening->name),
            trace == NULL ? TAKE(sentence) : text_format("%s: %s", sentence, trace->about));
}

void process_observe(const struct card_tables *tables, const struct process_change *change,
                     struct observations *observations)
{
    observe_libraries(tables, change, observations);
    for (size_t i = 0; i < change->opening_count; i++) {
        observe_opening(tables, &change->openings[i], observations);
    }
}

void tpm_observe(const struct card_tables *tables, const struct kernel_view *kernel,
                 struct observations *observations)
{
    CLEANUP(text_free) char *driver = tpm_driver(kernel);
    const struct known_trace *trace;

    if (driver == NULL) {
        return;
    }
    trace = known_trace_of(tables, TRACE_TPM, driver, NULL);
    observe(observations, OBSERVE_TPM_DRIVER, trace == NULL ? MEANS_CONTEXT : trace->meaning,
            memory_copy_text(driver),
            trace == NULL ? text_format(_("the kernel has a TPM with the driver '%s'"), driver)
                          : text_format(_("the kernel has a TPM with the driver '%s': %s"), driver,
                                        trace->about));
}
