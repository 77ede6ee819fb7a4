/* SPDX-License-Identifier: Apache-2.0 */
#include "floor_token.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS_MAX 256
#define LABEL_LENGTH 32

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const CK_BYTE p256_oid[] = {0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
static const CK_BYTE exponent_65537[] = {0x01, 0x00, 0x01};
static CK_BBOOL yes = CK_TRUE, no = CK_FALSE;

void fail(const char *what, const char *reason)
{
    (void)fprintf(stderr, "floor: %s%s%s\n", what, reason != NULL ? ": " : "",
                  reason != NULL ? reason : "");
    exit(1);
}

void check(CK_RV rv, const char *function)
{
    if (rv != CKR_OK) {
        char number[32];
        (void)snprintf(number, sizeof number, "0x%lx", rv);
        fail(function, number);
    }
}

static CK_FUNCTION_LIST *load(const char *module)
{
    void *library = dlopen(module, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        fail("cannot load module", dlerror());
    }
    void *symbol = dlsym(library, "C_GetFunctionList");
    if (symbol == NULL) {
        fail(module, "no C_GetFunctionList");
    }
    CK_C_GetFunctionList get_list = NULL;
    memcpy(&get_list, &symbol, sizeof get_list); /* C17 has no cast from object to function */
    CK_FUNCTION_LIST *list = NULL;
    check(get_list(&list), "C_GetFunctionList");
    return list;
}

static bool has_label(const CK_TOKEN_INFO *info, const char *label)
{
    char padded[LABEL_LENGTH + 1];
    (void)snprintf(padded, sizeof padded, "%-32s", label);
    return memcmp(info->label, padded, LABEL_LENGTH) == 0;
}

void token_open(struct token *token, const char *module, const char *label)
{
    CK_C_INITIALIZE_ARGS arguments = {.flags = CKF_OS_LOCKING_OK};
    CK_SLOT_ID slots[SLOTS_MAX];
    CK_ULONG count = SLOTS_MAX;

    token->p11 = load(module);
    check(token->p11->C_Initialize(&arguments), "C_Initialize");
    check(token->p11->C_GetSlotList(CK_TRUE, slots, &count), "C_GetSlotList");
    for (CK_ULONG i = 0; i < count; i++) {
        CK_TOKEN_INFO info;
        check(token->p11->C_GetTokenInfo(slots[i], &info), "C_GetTokenInfo");
        if (has_label(&info, label)) {
            token->slot = slots[i];
            return;
        }
    }
    fail("no token with label", label);
}

void token_login(struct token *token, bool read_write, const char *pin)
{
    CK_FLAGS flags = CKF_SERIAL_SESSION | (read_write ? CKF_RW_SESSION : 0);
    check(token->p11->C_OpenSession(token->slot, flags, NULL, NULL, &token->session),
          "C_OpenSession");
    check(token->p11->C_Login(token->session, CKU_USER, (CK_BYTE *)pin, strlen(pin)), "C_Login");
}

void token_close(struct token *token)
{
    check(token->p11->C_Finalize(NULL), "C_Finalize");
}

static void read_public_key(struct token *token, CK_OBJECT_HANDLE object, struct public_key *key)
{
    CK_ATTRIBUTE ec[] = {{CKA_EC_POINT, key->point, sizeof key->point}};
    CK_ATTRIBUTE rsa[] = {{CKA_MODULUS, key->modulus, sizeof key->modulus},
                          {CKA_PUBLIC_EXPONENT, key->exponent, sizeof key->exponent}};

    if (key->type == KEY_EC) {
        check(token->p11->C_GetAttributeValue(token->session, object, ec, LENGTH(ec)),
              "C_GetAttributeValue");
        key->point_length = ec[0].ulValueLen;
    } else {
        check(token->p11->C_GetAttributeValue(token->session, object, rsa, LENGTH(rsa)),
              "C_GetAttributeValue");
        key->modulus_length = rsa[0].ulValueLen;
        key->exponent_length = rsa[1].ulValueLen;
    }
}

CK_OBJECT_HANDLE token_generate(struct token *token, enum key_type type, const char *label,
                                const CK_BYTE id[ID_LENGTH], struct public_key *ret_public_key)
{
    CK_ULONG bits = 2048;
    CK_ATTRIBUTE for_public[] = {
        {CKA_TOKEN, &yes, sizeof yes},         {CKA_LABEL, (void *)label, strlen(label)},
        {CKA_ID, (void *)id, ID_LENGTH},       {CKA_VERIFY, &yes, sizeof yes},
        {CKA_PRIVATE, &no, sizeof no},         {CKA_EC_PARAMS, (void *)p256_oid, sizeof p256_oid},
        {CKA_MODULUS_BITS, &bits, sizeof bits}};
    CK_ATTRIBUTE for_private[] = {
        {CKA_TOKEN, &yes, sizeof yes},     {CKA_PRIVATE, &yes, sizeof yes},
        {CKA_SENSITIVE, &yes, sizeof yes}, {CKA_EXTRACTABLE, &no, sizeof no},
        {CKA_SIGN, &yes, sizeof yes},      {CKA_LABEL, (void *)label, strlen(label)},
        {CKA_ID, (void *)id, ID_LENGTH}};
    CK_ULONG public_count = LENGTH(for_public) - 1;
    CK_MECHANISM mechanism = {CKM_EC_KEY_PAIR_GEN, NULL, 0};
    if (type == KEY_RSA) {
        mechanism.mechanism = CKM_RSA_PKCS_KEY_PAIR_GEN;
        for_public[public_count - 1] =
            (CK_ATTRIBUTE){CKA_PUBLIC_EXPONENT, (void *)exponent_65537, sizeof exponent_65537};
        public_count++;
    }
    CK_OBJECT_HANDLE public_key = 0, private_key = 0;
    check(token->p11->C_GenerateKeyPair(token->session, &mechanism, for_public, public_count,
                                        for_private, LENGTH(for_private), &public_key,
                                        &private_key),
          "C_GenerateKeyPair");
    *ret_public_key = (struct public_key){.type = type};
    read_public_key(token, public_key, ret_public_key);
    return private_key;
}

CK_ULONG token_sign(struct token *token, CK_OBJECT_HANDLE key, CK_MECHANISM_TYPE mechanism,
                    struct bytes input, CK_BYTE *signature, CK_ULONG size)
{
    CK_MECHANISM with = {mechanism, NULL, 0};
    CK_ULONG length = size;

    check(token->p11->C_SignInit(token->session, &with, key), "C_SignInit");
    check(token->p11->C_Sign(token->session, input.data, input.length, signature, &length),
          "C_Sign");
    return length;
}

void token_find_public_key(struct token *token, const struct public_key *key, struct bytes *label,
                           struct bytes *id)
{
    CK_OBJECT_CLASS class = CKO_PUBLIC_KEY;
    CK_ATTRIBUTE wanted[] = {{CKA_CLASS, &class, sizeof class},
                             {CKA_EC_POINT, (void *)key->point, key->point_length}};
    if (key->type == KEY_RSA) {
        wanted[1] = (CK_ATTRIBUTE){CKA_MODULUS, (void *)key->modulus, key->modulus_length};
    }
    CK_OBJECT_HANDLE object = 0;
    CK_ULONG found = 0;
    check(token->p11->C_FindObjectsInit(token->session, wanted, LENGTH(wanted)),
          "C_FindObjectsInit");
    check(token->p11->C_FindObjects(token->session, &object, 1, &found), "C_FindObjects");
    check(token->p11->C_FindObjectsFinal(token->session), "C_FindObjectsFinal");
    if (found == 0) {
        fail("no key for this certificate", NULL);
    }
    CK_ATTRIBUTE names[] = {{CKA_LABEL, label->data, label->length},
                            {CKA_ID, id->data, id->length}};
    check(token->p11->C_GetAttributeValue(token->session, object, names, LENGTH(names)),
          "C_GetAttributeValue");
    label->length = names[0].ulValueLen;
    id->length = names[1].ulValueLen;
}

void token_store_certificate(struct token *token, struct bytes certificate, struct bytes subject,
                             struct bytes issuer, struct bytes serial, struct bytes label,
                             struct bytes id)
{
    CK_OBJECT_CLASS class = CKO_CERTIFICATE;
    CK_CERTIFICATE_TYPE type = CKC_X_509;
    CK_ATTRIBUTE attributes[] = {{CKA_CLASS, &class, sizeof class},
                                 {CKA_CERTIFICATE_TYPE, &type, sizeof type},
                                 {CKA_TOKEN, &yes, sizeof yes},
                                 {CKA_PRIVATE, &no, sizeof no},
                                 {CKA_LABEL, label.data, label.length},
                                 {CKA_ID, id.data, id.length},
                                 {CKA_SUBJECT, subject.data, subject.length},
                                 {CKA_ISSUER, issuer.data, issuer.length},
                                 {CKA_SERIAL_NUMBER, serial.data, serial.length},
                                 {CKA_VALUE, certificate.data, certificate.length}};
    CK_OBJECT_HANDLE object = 0;

    check(token->p11->C_CreateObject(token->session, attributes, LENGTH(attributes), &object),
          "C_CreateObject");
}
