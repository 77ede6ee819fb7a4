/* SPDX-License-Identifier: Apache-2.0 */
#include "witness.h"

#include "bed.h"

#include <dlfcn.h>
#include <string.h>

#include "base/memory.h"

#define OBJECTS_MAX 256

/* Never unloaded: what SoftHSM keeps for the life of the process stays reachable. */
const CK_FUNCTION_LIST *softhsm(void)
{
    static CK_FUNCTION_LIST *functions;
    CK_C_GetFunctionList get_list;
    void *library;

    if (functions != NULL) {
        return functions;
    }
    library = dlopen(softhsm_path(), RTLD_NOW | RTLD_LOCAL);
    assert_non_null(library);
    *(void **)(&get_list) = dlsym(library, "C_GetFunctionList");
    assert_non_null(get_list);
    assert_int_equal(get_list(&functions), CKR_OK);
    return functions;
}

static bool has_label(const CK_TOKEN_INFO *info, const char *label)
{
    size_t size = strlen(label);

    return (info->flags & CKF_TOKEN_INITIALIZED) != 0 && memcmp(info->label, label, size) == 0 &&
           (size == sizeof info->label || info->label[size] == ' ');
}

static CK_SLOT_ID find_slot(const char *label)
{
    CK_SLOT_ID slots[16];
    CK_ULONG count = COUNT_OF(slots);

    assert_int_equal(softhsm()->C_GetSlotList(CK_TRUE, slots, &count), CKR_OK);
    for (CK_ULONG i = 0; i < count; i++) {
        CK_TOKEN_INFO info;

        assert_int_equal(softhsm()->C_GetTokenInfo(slots[i], &info), CKR_OK);
        if (has_label(&info, label)) {
            return slots[i];
        }
    }
    fail_msg("there is no token '%s'", label);
    return 0;
}

struct witness witness_open(const char *token_label)
{
    static CK_UTF8CHAR pin[] = USER_PIN;
    struct witness witness = {0};

    assert_int_equal(softhsm()->C_Initialize(NULL), CKR_OK);
    assert_int_equal(softhsm()->C_OpenSession(find_slot(token_label),
                                              CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL, NULL,
                                              &witness.session),
                     CKR_OK);
    assert_int_equal(softhsm()->C_Login(witness.session, CKU_USER, pin, sizeof pin - 1), CKR_OK);
    return witness;
}

void witness_close(struct witness *witness)
{
    *witness = (struct witness){0};
    assert_int_equal(softhsm()->C_Finalize(NULL), CKR_OK);
}

void witness_finalize(void)
{
    CK_RV rv = softhsm()->C_Finalize(NULL);

    assert_true(rv == CKR_OK || rv == CKR_CRYPTOKI_NOT_INITIALIZED);
}

static CK_ULONG search(const struct witness *witness, CK_ATTRIBUTE *template, CK_ULONG count,
                       CK_OBJECT_HANDLE *objects)
{
    CK_ULONG found = 0;

    assert_int_equal(softhsm()->C_FindObjectsInit(witness->session, template, count), CKR_OK);
    assert_int_equal(softhsm()->C_FindObjects(witness->session, objects, OBJECTS_MAX, &found),
                     CKR_OK);
    assert_int_equal(softhsm()->C_FindObjectsFinal(witness->session), CKR_OK);
    assert_true(found < OBJECTS_MAX);
    return found;
}

size_t witness_count(const struct witness *witness, CK_OBJECT_CLASS class)
{
    CK_ATTRIBUTE template[] = {{CKA_CLASS, &class, sizeof class}};
    CK_OBJECT_HANDLE objects[OBJECTS_MAX];

    return search(witness, template, class == WITNESS_ANY ? 0 : 1, objects);
}

CK_OBJECT_HANDLE witness_find(const struct witness *witness, CK_OBJECT_CLASS class,
                              const char *label)
{
    CLEANUP(text_free) char *copy = memory_copy_text(label);
    CK_ATTRIBUTE template[] = {{CKA_CLASS, &class, sizeof class},
                               {CKA_LABEL, copy, label == NULL ? 0 : strlen(label)}};
    CK_OBJECT_HANDLE objects[OBJECTS_MAX] = {0};

    assert_int_equal(search(witness, template, label == NULL ? 1 : 2, objects), 1);
    return objects[0];
}

void witness_destroy(const struct witness *witness, CK_OBJECT_HANDLE object)
{
    assert_int_equal(softhsm()->C_DestroyObject(witness->session, object), CKR_OK);
}

void witness_destroy_all(const struct witness *witness)
{
    CK_OBJECT_HANDLE objects[OBJECTS_MAX];
    CK_ULONG count = search(witness, NULL, 0, objects);

    for (CK_ULONG i = 0; i < count; i++) {
        witness_destroy(witness, objects[i]);
    }
}

struct bytes witness_read(const struct witness *witness, CK_OBJECT_HANDLE object,
                          CK_ATTRIBUTE_TYPE type)
{
    CK_ATTRIBUTE attribute = {.type = type};
    struct bytes value = {0};

    if (softhsm()->C_GetAttributeValue(witness->session, object, &attribute, 1) != CKR_OK ||
        attribute.ulValueLen == (CK_ULONG)-1 || attribute.ulValueLen == 0) {
        return value;
    }
    attribute.pValue = memory_new(attribute.ulValueLen, 1);
    assert_int_equal(softhsm()->C_GetAttributeValue(witness->session, object, &attribute, 1),
                     CKR_OK);
    value = bytes_copy(attribute.pValue, attribute.ulValueLen);
    memory_free(attribute.pValue);
    return value;
}

bool witness_bool(const struct witness *witness, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type)
{
    CK_BBOOL value = 2;
    CK_ATTRIBUTE attribute = {type, &value, sizeof value};

    assert_int_equal(softhsm()->C_GetAttributeValue(witness->session, object, &attribute, 1),
                     CKR_OK);
    assert_true(value == CK_TRUE || value == CK_FALSE);
    return value == CK_TRUE;
}

void witness_set(const struct witness *witness, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type,
                 const char *value)
{
    CLEANUP(text_free) char *copy = memory_copy_text(value);
    CK_ATTRIBUTE attribute = {type, copy, strlen(value)};

    assert_int_equal(softhsm()->C_SetAttributeValue(witness->session, object, &attribute, 1),
                     CKR_OK);
}
