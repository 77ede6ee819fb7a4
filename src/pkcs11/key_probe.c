/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/key_probe.h"

#include "base/memory.h"
#include "key_probe_internal.h"
#include "pkcs11/ckr.h"
#include "session_internal.h"

void probe_list_add(struct probe_list *results, struct probe_result result)
{
    result.rv_name = ckr_name(result.rv);
    results->items = memory_resize(results->items, results->count + 1, sizeof *results->items);
    results->items[results->count] = result;
    results->count++;
}

static enum probe_outcome outcome_of_readout(CK_RV rv, CK_ULONG size)
{
    switch (rv) {
    case CKR_OK: /* modules that know nothing better answer with no bytes, or with no length */
        return size == 0 || size == UNAVAILABLE ? PROBE_REFUSED : PROBE_ALLOWED;
    case CKR_ATTRIBUTE_SENSITIVE:
        return PROBE_REFUSED;
    case CKR_ATTRIBUTE_TYPE_INVALID:
        return PROBE_REFUSED; /* the token has no such attribute to show */
    default:
        return PROBE_UNEXPECTED;
    }
}

static void probe_attribute(struct session *session, const struct object *private_key,
                            CK_ATTRIBUTE_TYPE type, const char *name, struct probe_list *results)
{
    CK_ATTRIBUTE attribute = {.type = type}; /* no buffer: only the length can come back */
    CK_RV rv = CRYPTOKI(session->token->module, C_GetAttributeValue, session->handle,
                        private_key->handle, &attribute, 1);

    probe_list_add(results,
                   (struct probe_result){.probe = "readout",
                                         .function = "C_GetAttributeValue",
                                         .subject = name,
                                         .rv = rv,
                                         .outcome = outcome_of_readout(rv, attribute.ulValueLen)});
}

void key_probe_readout(struct session *session, const struct object *private_key,
                       struct probe_list *results)
{
    static const struct {
        CK_ATTRIBUTE_TYPE type;
        const char *name;
        bool rsa_only;
    } secrets[] = {
        {CKA_VALUE, "CKA_VALUE", false},
        {CKA_PRIVATE_EXPONENT, "CKA_PRIVATE_EXPONENT", true},
        {CKA_PRIME_1, "CKA_PRIME_1", true},
        {CKA_PRIME_2, "CKA_PRIME_2", true},
        {CKA_EXPONENT_1, "CKA_EXPONENT_1", true},
        {CKA_EXPONENT_2, "CKA_EXPONENT_2", true},
        {CKA_COEFFICIENT, "CKA_COEFFICIENT", true},
    };
    bool is_rsa = private_key->parts.type == KEY_RSA;

    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        if (is_rsa == secrets[i].rsa_only || private_key->parts.type == KEY_OTHER) {
            probe_attribute(session, private_key, secrets[i].type, secrets[i].name, results);
        }
    }
}

void probe_list_clear(struct probe_list *results)
{
    memory_free(results->items);
    *results = (struct probe_list){0};
}
