/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/abilities.h"

#include "abilities_internal.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "cryptoki.h"
#include "raise.h"

#define MECHANISMS_AT_ONCE 512
#define MECHANISMS_LIMIT 65536

/* PKCS#11 v3.0; p11-kit's header has them only from 0.25 on. */
#ifndef CKM_EC_EDWARDS_KEY_PAIR_GEN
#define CKM_EC_EDWARDS_KEY_PAIR_GEN (0x1055UL)
#endif
#ifndef CKM_EDDSA
#define CKM_EDDSA (0x1057UL)
#endif

enum ability_kind { ABILITY_RSA, ABILITY_EC, ABILITY_EDWARDS };
enum ability_scheme { SCHEME_NONE, SCHEME_PKCS1, SCHEME_PSS };

static const struct known_mechanism {
    CK_MECHANISM_TYPE type;
    enum ability_kind kind;
    enum ability_scheme scheme;
} known_mechanisms[] = {
    {CKM_RSA_PKCS_KEY_PAIR_GEN, ABILITY_RSA, SCHEME_NONE},
    {CKM_RSA_PKCS, ABILITY_RSA, SCHEME_PKCS1},
    {CKM_SHA256_RSA_PKCS, ABILITY_RSA, SCHEME_PKCS1},
    {CKM_SHA384_RSA_PKCS, ABILITY_RSA, SCHEME_PKCS1},
    {CKM_SHA512_RSA_PKCS, ABILITY_RSA, SCHEME_PKCS1},
    {CKM_RSA_PKCS_PSS, ABILITY_RSA, SCHEME_PSS},
    {CKM_SHA256_RSA_PKCS_PSS, ABILITY_RSA, SCHEME_PSS},
    {CKM_SHA384_RSA_PKCS_PSS, ABILITY_RSA, SCHEME_PSS},
    {CKM_SHA512_RSA_PKCS_PSS, ABILITY_RSA, SCHEME_PSS},
    {CKM_EC_KEY_PAIR_GEN, ABILITY_EC, SCHEME_NONE},
    {CKM_ECDSA, ABILITY_EC, SCHEME_NONE},
    {CKM_ECDSA_SHA256, ABILITY_EC, SCHEME_NONE},
    {CKM_ECDSA_SHA384, ABILITY_EC, SCHEME_NONE},
    {CKM_ECDSA_SHA512, ABILITY_EC, SCHEME_NONE},
    {CKM_EC_EDWARDS_KEY_PAIR_GEN, ABILITY_EDWARDS, SCHEME_NONE},
    {CKM_EDDSA, ABILITY_EDWARDS, SCHEME_NONE},
};

static const struct known_mechanism *known_mechanism(CK_MECHANISM_TYPE type)
{
    for (size_t i = 0; i < sizeof known_mechanisms / sizeof *known_mechanisms; i++) {
        if (known_mechanisms[i].type == type) {
            return &known_mechanisms[i];
        }
    }
    return NULL;
}

static struct ability *ability_of(struct token_abilities *abilities, enum ability_kind kind)
{
    switch (kind) {
    case ABILITY_RSA:
        return &abilities->rsa;
    case ABILITY_EC:
        return &abilities->ec;
    case ABILITY_EDWARDS:
    default:
        return &abilities->edwards;
    }
}

/* Sizes that are none (0, or RSA counted in bytes by some modules) are not repeated. */
static void note_sizes(struct ability *ability, const CK_MECHANISM_INFO *info)
{
    bool sane = info->ulMinKeySize <= info->ulMaxKeySize && info->ulMaxKeySize >= 160 &&
                info->ulMaxKeySize <= 65536;

    if (sane && ability->most_bits == 0) {
        ability->least_bits = info->ulMinKeySize;
        ability->most_bits = info->ulMaxKeySize;
    }
}

static void note_mechanism(struct token_abilities *abilities, const struct known_mechanism *known,
                           const CK_MECHANISM_INFO *info)
{
    struct ability *ability = ability_of(abilities, known->kind);

    if ((info->flags & CKF_GENERATE_KEY_PAIR) != 0) {
        ability->generate = true;
        note_sizes(ability, info);
    }
    if ((info->flags & CKF_SIGN) != 0) {
        ability->sign = true;
        abilities->rsa_pkcs1 = abilities->rsa_pkcs1 || known->scheme == SCHEME_PKCS1;
        abilities->rsa_pss = abilities->rsa_pss || known->scheme == SCHEME_PSS;
        note_sizes(ability, info);
    }
}

bool mechanisms_list(const struct token *token, CK_MECHANISM_TYPE **ret_types, CK_ULONG *ret_count,
                     struct failure *failure)
{
    CK_ULONG room = MECHANISMS_AT_ONCE;
    CK_ULONG count = room;
    CK_MECHANISM_TYPE *types = memory_new(room, sizeof *types);
    CK_RV rv = CRYPTOKI(token->module, C_GetMechanismList, token->slot, types, &count);

    if (rv == CKR_BUFFER_TOO_SMALL && count > room && count <= MECHANISMS_LIMIT) {
        room = count;
        types = memory_resize(types, room, sizeof *types);
        rv = CRYPTOKI(token->module, C_GetMechanismList, token->slot, types, &count);
    }
    if (rv == CKR_OK && count <= room) {
        *ret_types = types;
        *ret_count = count;
        return true;
    }
    memory_free(types);
    return raise_cryptoki(failure, token, "C_GetMechanismList", rv,
                          _("cannot read what token '%s' can do"), token->label);
}

bool token_abilities_read(const struct token *token, struct token_abilities *ret_abilities,
                          struct failure *failure)
{
    struct token_abilities abilities = {0};
    CK_MECHANISM_TYPE *types = NULL;
    CK_ULONG count = 0;

    if (!mechanisms_list(token, &types, &count, failure)) {
        return false;
    }
    abilities.mechanisms = count;
    for (CK_ULONG i = 0; i < count; i++) {
        const struct known_mechanism *known = known_mechanism(types[i]);
        CK_MECHANISM_INFO info = {0};

        if (known != NULL &&
            CRYPTOKI(token->module, C_GetMechanismInfo, token->slot, types[i], &info) == CKR_OK) {
            note_mechanism(&abilities, known, &info);
        }
    }
    memory_free(types);
    *ret_abilities = abilities;
    return true;
}
