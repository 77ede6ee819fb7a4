/* SPDX-License-Identifier: Apache-2.0 */

/* Objects that probes make, and what they look at. */

#include <string.h>

#include "attributes.h"
#include "base/memory.h"
#include "key_probe_internal.h"
#include "template.h"

#define SCRATCH_LABEL "hardtoken probe"
#define SCRATCH_BYTES 32 /* AES-256 */

void trial_add(const struct trial *trial, const char *function, const char *subject, CK_RV rv,
               enum probe_outcome outcome)
{
    probe_list_add(trial->results, (struct probe_result){.probe = trial->probe,
                                                         .function = function,
                                                         .subject = subject,
                                                         .rv = rv,
                                                         .outcome = outcome});
}

enum probe_outcome probe_outcome_of(CK_RV rv)
{
    switch (rv) {
    case CKR_OK:
        return PROBE_ALLOWED;
    case CKR_KEY_UNEXTRACTABLE:
    case CKR_KEY_NOT_WRAPPABLE:
    case CKR_ATTRIBUTE_READ_ONLY:
    case CKR_ATTRIBUTE_VALUE_INVALID:
    case CKR_TEMPLATE_INCONSISTENT:
    case CKR_ACTION_PROHIBITED:
        return PROBE_REFUSED;
    case CKR_FUNCTION_NOT_SUPPORTED:
    case CKR_MECHANISM_INVALID:
    case CKR_SESSION_READ_ONLY:
    case CKR_TOKEN_WRITE_PROTECTED:
    case CKR_USER_NOT_LOGGED_IN:
        return PROBE_IMPOSSIBLE;
    default:
        return PROBE_UNEXPECTED;
    }
}

/* One attribute of an object; unknown when it cannot be had. */
static struct attribute read_attribute(const struct trial *trial, CK_OBJECT_HANDLE object,
                                       CK_ATTRIBUTE_TYPE type, size_t size)
{
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};
    struct attribute attribute = {.type = type, .size = size};

    if (!attributes_read(trial->session, object, &attribute, 1, &ignored)) {
        attributes_clear(&attribute, 1);
    }
    return attribute;
}

enum tristate trial_flag(const struct trial *trial, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type)
{
    struct attribute attribute = read_attribute(trial, object, type, sizeof(CK_BBOOL));
    enum tristate value = (enum tristate)attribute_bool(&attribute);

    attributes_clear(&attribute, 1);
    return value;
}

bool trial_has_flags(const struct trial *trial, CK_OBJECT_HANDLE object,
                     const struct probe_flag *flags, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (trial_flag(trial, object, flags[i].type) != (flags[i].value ? YES : NO)) {
            return false;
        }
    }
    return true;
}

bool scratch_is(const struct trial *trial, CK_OBJECT_HANDLE object)
{
    struct attribute label = read_attribute(trial, object, CKA_LABEL, sizeof SCRATCH_LABEL);
    bool ours =
        label.known && slice_equal(slice_of_bytes(&label.value), slice_of_text(SCRATCH_LABEL));

    attributes_clear(&label, 1);
    return ours;
}

void trial_take_away(const struct trial *trial, CK_OBJECT_HANDLE object, bool ours,
                     const char *function, const char *subject, CK_RV made)
{
    CK_RV rv;

    if (!ours) {
        if (made == CKR_OK) {
            trial_add(trial, function, subject, made, PROBE_UNEXPECTED);
        }
        return;
    }
    rv = CRYPTOKI(trial->session->token->module, C_DestroyObject, trial->session->handle, object);
    if (rv != CKR_OK) {
        trial_add(trial, "C_DestroyObject", subject, rv, PROBE_UNEXPECTED);
    }
}

CK_RV scratch_make(const struct trial *trial, const struct probe_flag *flags, size_t count,
                   CK_OBJECT_HANDLE *ret_key)
{
    static const CK_OBJECT_CLASS class = CKO_SECRET_KEY;
    static const CK_KEY_TYPE kind = CKK_AES;
    static const CK_ULONG size = SCRATCH_BYTES;
    CK_MECHANISM mechanism = {.mechanism = CKM_AES_KEY_GEN};
    struct module *module = trial->session->token->module;
    struct attribute_template template = {0};

    *ret_key = CK_INVALID_HANDLE;
    if (!MODULE_HAS(module, C_GenerateKey)) {
        return CKR_FUNCTION_NOT_SUPPORTED;
    }
    template_add(&template, CKA_CLASS, &class, sizeof class);
    template_add(&template, CKA_KEY_TYPE, &kind, sizeof kind);
    template_add(&template, CKA_VALUE_LEN, &size, sizeof size);
    template_add(&template, CKA_LABEL, SCRATCH_LABEL, strlen(SCRATCH_LABEL));
    template_add_bool(&template, CKA_TOKEN, false);
    template_add_bool(&template, CKA_PRIVATE, session_is_logged_in(trial->session));
    for (size_t i = 0; i < count; i++) {
        template_add_bool(&template, flags[i].type, flags[i].value);
    }
    return CRYPTOKI(module, C_GenerateKey, trial->session->handle, &mechanism, template.items,
                    template.count, ret_key);
}

void scratch_take_away(const struct trial *trial, CK_OBJECT_HANDLE key, CK_RV made)
{
    bool ours = key != CK_INVALID_HANDLE && scratch_is(trial, key);

    trial_take_away(trial, key, ours, "C_GenerateKey", "CKO_SECRET_KEY", made);
}
