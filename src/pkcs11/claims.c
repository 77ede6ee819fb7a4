/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/claims.h"

#include <stddef.h>
#include <string.h>

#include "abilities_internal.h"
#include "attributes.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "raise.h"
#include "token_info.h"

/* A field of fixed width as text; notes NULs where blanks belong. */
static char *claimed(struct token_claims *claims, enum claimed_field field,
                     const unsigned char *bytes, size_t width)
{
    if (memchr(bytes, '\0', width) != NULL) {
        claims->nul_padded |= (unsigned)field;
    }
    return fixed_text(bytes, width);
}

#define CLAIMED(claims, field, bytes) claimed(claims, field, bytes, sizeof(bytes))

static CK_RV read_library(const struct module *module, struct token_claims *claims)
{
    CK_INFO info = {0};
    CK_RV rv = CRYPTOKI(module, C_GetInfo, &info);

    if (rv == CKR_OK) {
        claims->library_manufacturer =
            CLAIMED(claims, CLAIMED_LIBRARY_MANUFACTURER, info.manufacturerID);
        claims->library_description =
            CLAIMED(claims, CLAIMED_LIBRARY_DESCRIPTION, info.libraryDescription);
        claims->library_version[0] = info.libraryVersion.major;
        claims->library_version[1] = info.libraryVersion.minor;
    }
    return rv;
}

static CK_RV read_slot(const struct module *module, struct token_claims *claims)
{
    CK_SLOT_INFO info = {0};
    CK_RV rv = CRYPTOKI(module, C_GetSlotInfo, claims->slot, &info);

    if (rv == CKR_OK) {
        claims->slot_manufacturer = CLAIMED(claims, CLAIMED_SLOT_MANUFACTURER, info.manufacturerID);
        claims->slot_description = CLAIMED(claims, CLAIMED_SLOT_DESCRIPTION, info.slotDescription);
        claims->slot_hardware_version[0] = info.hardwareVersion.major;
        claims->slot_hardware_version[1] = info.hardwareVersion.minor;
        claims->slot_firmware_version[0] = info.firmwareVersion.major;
        claims->slot_firmware_version[1] = info.firmwareVersion.minor;
        claims->slot_flags = info.flags;
    }
    return rv;
}

static CK_RV read_token(const struct module *module, struct token_claims *claims)
{
    CK_TOKEN_INFO info = {0};
    CK_RV rv = CRYPTOKI(module, C_GetTokenInfo, claims->slot, &info);

    if (rv == CKR_OK) {
        claims->token_label = CLAIMED(claims, CLAIMED_TOKEN_LABEL, info.label);
        claims->token_manufacturer =
            CLAIMED(claims, CLAIMED_TOKEN_MANUFACTURER, info.manufacturerID);
        claims->token_model = CLAIMED(claims, CLAIMED_TOKEN_MODEL, info.model);
        claims->token_serial = CLAIMED(claims, CLAIMED_TOKEN_SERIAL, info.serialNumber);
        claims->token_hardware_version[0] = info.hardwareVersion.major;
        claims->token_hardware_version[1] = info.hardwareVersion.minor;
        claims->token_firmware_version[0] = info.firmwareVersion.major;
        claims->token_firmware_version[1] = info.firmwareVersion.minor;
        claims->token_flags = info.flags;
    }
    return rv;
}

static bool read_mechanisms(const struct token *token, struct token_claims *claims,
                            struct failure *failure)
{
    CK_MECHANISM_TYPE *types = NULL;
    CK_ULONG count = 0;

    if (!mechanisms_list(token, &types, &count, failure)) {
        return false;
    }
    claims->mechanisms = count;
    for (CK_ULONG i = 0; i < count; i++) {
        CK_MECHANISM_INFO info = {0};

        if (CRYPTOKI(token->module, C_GetMechanismInfo, token->slot, types[i], &info) == CKR_OK &&
            (info.flags & CKF_HW) != 0) {
            claims->mechanisms_in_hardware++;
        }
    }
    memory_free(types);
    return true;
}

bool token_claims_read(const struct token *token, enum claims_detail detail,
                       struct token_claims *ret_claims, struct failure *failure)
{
    static const struct {
        CK_RV (*read)(const struct module *module, struct token_claims *claims);
        const char *function;
    } steps[] = {
        {read_library, "C_GetInfo"},
        {read_slot, "C_GetSlotInfo"},
        {read_token, "C_GetTokenInfo"},
    };
    CLEANUP_VALUE(token_claims_clear)
    struct token_claims claims = {.slot = token->slot,
                                  .module_path = memory_copy_text(token->module_path)};

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        CK_RV rv = steps[i].read(token->module, &claims);

        if (rv != CKR_OK) {
            return raise_cryptoki(failure, token, steps[i].function, rv,
                                  _("cannot read what is said of token '%s'"), token->label);
        }
    }
    if (detail == CLAIMS_WITH_MECHANISMS && !read_mechanisms(token, &claims, failure)) {
        return false;
    }
    *ret_claims = claims;
    claims = (struct token_claims){0};
    return true;
}

void token_claims_clear(struct token_claims *claims)
{
    memory_free(claims->module_path);
    memory_free(claims->library_manufacturer);
    memory_free(claims->library_description);
    memory_free(claims->slot_manufacturer);
    memory_free(claims->slot_description);
    memory_free(claims->token_label);
    memory_free(claims->token_manufacturer);
    memory_free(claims->token_model);
    memory_free(claims->token_serial);
    *claims = (struct token_claims){0};
}

/* Flags of a key, and where each belongs. */
#define CLAIMED_FLAG(type_, member)                                                                \
    {                                                                                              \
        CKA_##type_, offsetof(struct key_claims, member)                                           \
    }

static const struct claimed_flag {
    CK_ATTRIBUTE_TYPE type;
    size_t offset;
} flags[] = {
    CLAIMED_FLAG(LOCAL, local),
    CLAIMED_FLAG(SENSITIVE, sensitive),
    CLAIMED_FLAG(ALWAYS_SENSITIVE, always_sensitive),
    CLAIMED_FLAG(EXTRACTABLE, extractable),
    CLAIMED_FLAG(NEVER_EXTRACTABLE, never_extractable),
    CLAIMED_FLAG(PRIVATE, private_object),
    CLAIMED_FLAG(MODIFIABLE, modifiable),
    CLAIMED_FLAG(COPYABLE, copyable),
    CLAIMED_FLAG(WRAP_WITH_TRUSTED, wrap_with_trusted),
    CLAIMED_FLAG(ALWAYS_AUTHENTICATE, always_authenticate),
    CLAIMED_FLAG(SIGN, sign),
    CLAIMED_FLAG(DECRYPT, decrypt),
    CLAIMED_FLAG(UNWRAP, unwrap),
    CLAIMED_FLAG(DERIVE, derive),
};

enum { FLAG_COUNT = sizeof flags / sizeof *flags };

static void take_generation(const struct attribute *attribute, struct key_claims *claims)
{
    if (!attribute->known || attribute->value.size != sizeof(CK_ULONG)) {
        return; /* not told */
    }
    claims->generation_mechanism = attribute_ulong(attribute, UNAVAILABLE);
    claims->generation =
        claims->generation_mechanism == UNAVAILABLE ? GENERATION_UNAVAILABLE : GENERATION_TOLD;
}

bool key_claims_read(struct session *session, const struct object *private_key,
                     struct key_claims *ret_claims, struct failure *failure)
{
    struct attribute attributes[FLAG_COUNT + 1] = {
        [FLAG_COUNT] = {.type = CKA_KEY_GEN_MECHANISM, .size = sizeof(CK_ULONG)}};
    struct key_claims claims = {0};

    for (size_t i = 0; i < FLAG_COUNT; i++) {
        attributes[i] = (struct attribute){.type = flags[i].type, .size = sizeof(CK_BBOOL)};
    }
    if (!attributes_read(session, private_key->handle, attributes, FLAG_COUNT + 1, failure)) {
        attributes_clear(attributes, FLAG_COUNT + 1);
        return false;
    }
    for (size_t i = 0; i < FLAG_COUNT; i++) {
        enum tristate value = (enum tristate)attribute_bool(&attributes[i]);

        memcpy((char *)&claims + flags[i].offset, &value, sizeof value);
    }
    take_generation(&attributes[FLAG_COUNT], &claims);
    attributes_clear(attributes, FLAG_COUNT + 1);
    *ret_claims = claims;
    return true;
}
