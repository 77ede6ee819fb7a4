/* SPDX-License-Identifier: Apache-2.0 */

/* Probes that make objects of the session, and take them away again. */

#include "abilities_internal.h"
#include "base/memory.h"
#include "key_probe_internal.h"
#include "pkcs11/key_probe.h"
#include "template.h"

/* Wrapping mechanisms of AES keys. */
static const struct wrap_way {
    CK_MECHANISM_TYPE type;
    const char *name;
    bool has_vector;
} wrap_ways[] = {
    {CKM_AES_KEY_WRAP_PAD, "CKM_AES_KEY_WRAP_PAD", false},
    {CKM_AES_KEY_WRAP_KWP, "CKM_AES_KEY_WRAP_KWP", false},
    {CKM_AES_KEY_WRAP, "CKM_AES_KEY_WRAP", false},
    {CKM_AES_CBC_PAD, "CKM_AES_CBC_PAD", true},
};

/* Only mechanisms in the list are asked about: some modules complain on stderr of any other. */
static bool wrap_way_is_there(const struct trial *trial, const struct wrap_way *way,
                              const CK_MECHANISM_TYPE *types, CK_ULONG count)
{
    const struct token *token = trial->session->token;
    CK_MECHANISM_INFO info = {0};

    for (CK_ULONG i = 0; i < count; i++) {
        if (types[i] == way->type) {
            return CRYPTOKI(token->module, C_GetMechanismInfo, token->slot, way->type, &info) ==
                       CKR_OK &&
                   (info.flags & CKF_WRAP) != 0;
        }
    }
    return false;
}

/* Which of wrap_ways the token has; whether any. */
static bool wrap_ways_find(const struct trial *trial, bool *ret_there, CK_RV *ret_rv)
{
    CLEANUP_VALUE(failure_clear) struct failure reason = {0};
    CK_MECHANISM_TYPE *types = NULL;
    CK_ULONG count = 0;
    bool any = false;

    if (!mechanisms_list(trial->session->token, &types, &count, &reason)) {
        *ret_rv = reason.rv;
        return false;
    }
    for (size_t i = 0; i < COUNT_OF(wrap_ways); i++) {
        ret_there[i] = wrap_way_is_there(trial, &wrap_ways[i], types, count);
        any = any || ret_there[i];
    }
    memory_free(types);
    *ret_rv = CKR_OK;
    return any;
}

static void wrap_with(const struct trial *trial, const struct wrap_way *way, CK_OBJECT_HANDLE key)
{
    CK_BYTE vector[16] = {0};
    CK_MECHANISM mechanism = {.mechanism = way->type,
                              .pParameter = way->has_vector ? vector : NULL,
                              .ulParameterLen = way->has_vector ? sizeof vector : 0};
    CK_ULONG size = 0; /* and no buffer: only the length can come back */
    CK_RV rv = CRYPTOKI(trial->session->token->module, C_WrapKey, trial->session->handle,
                        &mechanism, key, trial->private_key->handle, NULL, &size);

    trial_add(trial, "C_WrapKey", way->name, rv, probe_outcome_of(rv));
}

static void wrap_with_all(const struct trial *trial, const bool *there)
{
    static const struct probe_flag flags[] = {
        {CKA_WRAP, true}, {CKA_SENSITIVE, true}, {CKA_EXTRACTABLE, false}};
    CK_OBJECT_HANDLE key;
    CK_RV rv = scratch_make(trial, flags, COUNT_OF(flags), &key);

    if (rv != CKR_OK) {
        trial_add(trial, "C_GenerateKey", "CKM_AES_KEY_GEN", rv, PROBE_IMPOSSIBLE);
    }
    for (size_t i = 0; rv == CKR_OK && i < COUNT_OF(wrap_ways); i++) {
        if (there[i]) {
            wrap_with(trial, &wrap_ways[i], key);
        }
    }
    scratch_take_away(trial, key, rv);
}

static void probe_wrap(const struct trial *trial)
{
    bool there[COUNT_OF(wrap_ways)];
    CK_RV rv;

    if (!MODULE_HAS(trial->session->token->module, C_WrapKey)) {
        trial_add(trial, "C_WrapKey", wrap_ways[0].name, CKR_FUNCTION_NOT_SUPPORTED,
                  PROBE_IMPOSSIBLE);
        return;
    }
    if (wrap_ways_find(trial, there, &rv)) {
        wrap_with_all(trial, there);
    } else {
        trial_add(trial, "C_GetMechanismList", wrap_ways[0].name, rv, PROBE_IMPOSSIBLE);
    }
}

/* Is the copy less protected than the key? A module may say yes and do nothing. */
static bool is_weaker(const struct trial *trial, CK_OBJECT_HANDLE copy)
{
    const struct object *key = trial->private_key;

    return (key->sensitive != NO && trial_flag(trial, copy, CKA_SENSITIVE) != YES) ||
           (key->extractable != YES && trial_flag(trial, copy, CKA_EXTRACTABLE) != NO);
}

static void probe_copy(const struct trial *trial)
{
    struct module *module = trial->session->token->module;
    CK_OBJECT_HANDLE copy = CK_INVALID_HANDLE;
    CK_RV rv = CKR_FUNCTION_NOT_SUPPORTED;
    struct attribute_template template = {0};
    enum probe_outcome outcome;
    bool ours;

    template_add_bool(&template, CKA_TOKEN, false);
    template_add_bool(&template, CKA_SENSITIVE, false);
    template_add_bool(&template, CKA_EXTRACTABLE, true);
    if (MODULE_HAS(module, C_CopyObject)) {
        rv = CRYPTOKI(module, C_CopyObject, trial->session->handle, trial->private_key->handle,
                      template.items, template.count, &copy);
    }
    /* The key itself, or a key on the token, given as the copy must stay. */
    ours = copy != CK_INVALID_HANDLE && copy != trial->private_key->handle &&
           trial_flag(trial, copy, CKA_TOKEN) == NO;
    outcome = probe_outcome_of(rv);
    if (outcome == PROBE_ALLOWED && (!ours || !is_weaker(trial, copy))) {
        outcome = PROBE_UNEXPECTED;
    }
    trial_add(trial, "C_CopyObject", "CKA_SENSITIVE CKA_EXTRACTABLE", rv, outcome);
    trial_take_away(trial, copy, ours, "C_CopyObject", "CKO_PRIVATE_KEY", rv);
}

static void change(const struct trial *trial, CK_OBJECT_HANDLE key, struct probe_flag flag,
                   const char *name)
{
    struct attribute_template template = {0};
    enum probe_outcome outcome;
    CK_RV rv;

    template_add_bool(&template, flag.type, flag.value);
    rv = CRYPTOKI(trial->session->token->module, C_SetAttributeValue, trial->session->handle, key,
                  template.items, template.count);
    outcome = probe_outcome_of(rv);
    if (outcome == PROBE_ALLOWED && !trial_has_flags(trial, key, &flag, 1)) {
        outcome = PROBE_UNEXPECTED;
    }
    trial_add(trial, "C_SetAttributeValue", name, rv, outcome);
}

static void probe_change(const struct trial *trial)
{
    static const struct probe_flag flags[] = {{CKA_SENSITIVE, true}, {CKA_EXTRACTABLE, false}};
    CK_OBJECT_HANDLE key;
    CK_RV rv;

    if (!MODULE_HAS(trial->session->token->module, C_SetAttributeValue)) {
        trial_add(trial, "C_SetAttributeValue", "CKA_SENSITIVE", CKR_FUNCTION_NOT_SUPPORTED,
                  PROBE_IMPOSSIBLE);
        return;
    }
    rv = scratch_make(trial, flags, COUNT_OF(flags), &key);
    if (rv != CKR_OK) {
        trial_add(trial, "C_GenerateKey", "CKM_AES_KEY_GEN", rv, PROBE_IMPOSSIBLE);
    } else if (scratch_is(trial, key)) { /* never an attribute of another key */
        change(trial, key, (struct probe_flag){CKA_SENSITIVE, false}, "CKA_SENSITIVE");
        change(trial, key, (struct probe_flag){CKA_EXTRACTABLE, true}, "CKA_EXTRACTABLE");
    }
    scratch_take_away(trial, key, rv);
}

static void probe_template(const struct trial *trial)
{
    static const struct {
        const char *name;
        struct probe_flag flags[2];
    } templates[] = {
        /* A key that wraps another and decrypts it gives it out (Clulow 2003). */
        {"CKA_WRAP CKA_DECRYPT", {{CKA_WRAP, true}, {CKA_DECRYPT, true}}},
        {"CKA_UNWRAP CKA_ENCRYPT", {{CKA_UNWRAP, true}, {CKA_ENCRYPT, true}}},
        {"CKA_SENSITIVE CKA_EXTRACTABLE", {{CKA_SENSITIVE, false}, {CKA_EXTRACTABLE, true}}},
    };

    for (size_t i = 0; i < COUNT_OF(templates); i++) {
        CK_OBJECT_HANDLE key;
        CK_RV rv = scratch_make(trial, templates[i].flags, COUNT_OF(templates[i].flags), &key);
        enum probe_outcome outcome = probe_outcome_of(rv);

        if (outcome == PROBE_ALLOWED &&
            !trial_has_flags(trial, key, templates[i].flags, COUNT_OF(templates[i].flags))) {
            outcome = PROBE_UNEXPECTED;
        }
        trial_add(trial, "C_GenerateKey", templates[i].name, rv, outcome);
        scratch_take_away(trial, key, rv);
    }
}

void key_probe_more(struct session *session, const struct object *private_key,
                    struct probe_list *results)
{
    static const struct {
        const char *name;
        void (*run)(const struct trial *trial);
    } probes[] = {
        {"wrap", probe_wrap},
        {"copy", probe_copy},
        {"change", probe_change},
        {"template", probe_template},
    };

    for (size_t i = 0; i < COUNT_OF(probes); i++) {
        const struct trial trial = {session, private_key, results, probes[i].name};

        probes[i].run(&trial);
    }
}
