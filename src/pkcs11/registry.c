/* SPDX-License-Identifier: Apache-2.0 */

/* The system's list of modules, as p11-kit is configured with it. */

#include <p11-kit/p11-kit.h>

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "cryptoki.h"

/* p11-kit marks the trust store with trust-policy: it holds certificates of CAs and no keys. */
static bool is_trust_store(CK_FUNCTION_LIST *functions)
{
    char *policy = p11_kit_config_option(functions, "trust-policy");
    bool trusted = policy != NULL && strcmp(policy, "yes") == 0;

    free(policy);
    return trusted;
}

static char *registry_name(CK_FUNCTION_LIST *functions)
{
    char *name = p11_kit_module_get_filename(functions);
    char *copy;

    if (name == NULL) {
        name = p11_kit_module_get_name(functions);
    }
    copy = memory_copy_text(name != NULL ? name : "p11-kit");
    free(name);
    return copy;
}

static void add_module(struct modules *modules, CK_FUNCTION_LIST *functions,
                       struct notices *notices)
{
    CLEANUP_VALUE(failure_clear) struct failure reason = {0};
    struct module *module = module_new(modules, registry_name(functions));

    module->functions = functions;
    if (!module_initialize(module, &reason)) {
        module_left_out(notices, module->path, &reason);
        module_release(module);
        return;
    }
    modules->items = memory_resize(modules->items, modules->count + 1, sizeof(struct module *));
    modules->items[modules->count++] = module;
}

bool registry_load(struct modules *modules, struct notices *notices, struct failure *failure)
{
    modules->registry = p11_kit_modules_load(NULL, 0);
    for (size_t i = 0; modules->registry != NULL && modules->registry[i] != NULL; i++) {
        if (!is_trust_store(modules->registry[i])) {
            add_module(modules, modules->registry[i], notices);
        }
    }
    if (modules->count == 0) {
        (void)failure_set(failure, FAILURE_MODULE, _("no PKCS#11 module could be used"));
        (void)failure_cause(failure, _("none was named, and p11-kit is configured with none that "
                                       "works"));
        return failure_hint(failure,
                            _("name one with --module FILE.so; 'hardtoken doctor' looks at "
                              "those of p11-kit"));
    }
    return true;
}

void registry_release(struct modules *modules)
{
    for (size_t i = 0; i < modules->count; i++) {
        struct module *module = modules->items[i];

        if (module->finalize) {
            (void)CRYPTOKI(module, C_Finalize, NULL);
            module->finalize = false;
        }
    }
    p11_kit_modules_release(modules->registry);
    modules->registry = NULL;
}
