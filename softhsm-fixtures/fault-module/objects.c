/* SPDX-License-Identifier: Apache-2.0 */
/* Attributes as the scenario wants them seen, searched and refused. */
#include "doubles.h"
#include "points.h"
#include "scenario.h"

#include <stdlib.h>
#include <string.h>

#define TEMPLATE_MAX 32
#define UNAVAILABLE ((CK_ULONG)-1)

bool template_is_refused(const CK_ATTRIBUTE *template, CK_ULONG count)
{
    for (CK_ULONG i = 0; template != NULL && i < count; i++) {
        if (numbers_have(&scenario_get()->refused_attributes, template[i].type)) {
            return true;
        }
    }
    return false;
}

/* A whole attribute of the real module; the caller frees it. NULL when it cannot be had. */
static CK_BYTE *read_whole(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                           CK_ATTRIBUTE_TYPE type, CK_ULONG *ret_size, CK_RV *ret_rv)
{
    CK_ATTRIBUTE attribute = {.type = type};

    *ret_rv = real_module()->C_GetAttributeValue(session, object, &attribute, 1);
    if (*ret_rv != CKR_OK || attribute.ulValueLen == UNAVAILABLE) {
        return NULL;
    }
    attribute.pValue = calloc(attribute.ulValueLen + 1, 1);
    *ret_rv = attribute.pValue == NULL
                  ? CKR_HOST_MEMORY
                  : real_module()->C_GetAttributeValue(session, object, &attribute, 1);
    if (*ret_rv != CKR_OK) {
        free(attribute.pValue);
        return NULL;
    }
    *ret_size = attribute.ulValueLen;
    return attribute.pValue;
}

/* Hands out VALUE as C_GetAttributeValue does. */
static CK_RV give_value(const CK_BYTE *value, CK_ULONG size, CK_ATTRIBUTE *attribute)
{
    CK_ULONG room = attribute->ulValueLen;

    attribute->ulValueLen = size;
    if (attribute->pValue == NULL) {
        return CKR_OK;
    }
    if (room < size) {
        attribute->ulValueLen = UNAVAILABLE;
        return CKR_BUFFER_TOO_SMALL;
    }
    memcpy(attribute->pValue, value, size);
    return CKR_OK;
}

/* An attribute in another encoding than the real module keeps it in. */
static CK_RV give_encoded(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                          CK_ATTRIBUTE *attribute)
{
    CK_BYTE encoded[ENCODED_MAX];
    CK_ULONG size = 0;
    CK_RV rv = CKR_OK;
    CK_BYTE *value = read_whole(session, object, attribute->type, &size, &rv);

    if (value == NULL) {
        attribute->ulValueLen = UNAVAILABLE;
        return rv;
    }
    size = attribute->type == CKA_EC_POINT ? point_encode(value, size, encoded)
                                           : params_encode(value, size, encoded);
    free(value);
    return give_value(encoded, size, attribute);
}

static bool is_private_key(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object)
{
    CK_OBJECT_CLASS class = UNAVAILABLE;
    CK_ATTRIBUTE attribute = {CKA_CLASS, &class, sizeof class};

    return real_module()->C_GetAttributeValue(session, object, &attribute, 1) == CKR_OK &&
           class == CKO_PRIVATE_KEY;
}

/* What private keys shall say of themselves; false when it is what they are. */
static bool is_lie(CK_ATTRIBUTE_TYPE type, CK_BBOOL *ret_value)
{
    const struct scenario *scenario = scenario_get();

    if (type == CKA_ALWAYS_AUTHENTICATE && scenario->always_authenticate) {
        *ret_value = CK_TRUE;
        return true;
    }
    for (size_t i = 0; i < scenario->weakened_attributes.count; i++) {
        if (scenario->weakened_attributes.items[i] == type) {
            *ret_value = scenario->weakened_values.items[i] != 0;
            return true;
        }
    }
    return false;
}

static void flip(const CK_ATTRIBUTE *attribute, CK_RV rv)
{
    if (rv == CKR_OK && attribute->pValue != NULL && attribute->ulValueLen != UNAVAILABLE &&
        attribute->ulValueLen > 0) {
        ((CK_BYTE *)attribute->pValue)[attribute->ulValueLen - 1] ^= 1;
    }
}

static CK_RV read_one(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE *attribute)
{
    const struct scenario *scenario = scenario_get();
    CK_OBJECT_HANDLE shown = swap_object(object, attribute->type);
    CK_BBOOL value = CK_FALSE;
    CK_RV rv;

    if (numbers_have(&scenario->refused_attributes, attribute->type)) {
        attribute->ulValueLen = UNAVAILABLE;
        return CKR_ATTRIBUTE_TYPE_INVALID;
    }
    if ((attribute->type == CKA_EC_POINT && scenario->ec_point != POINT_OCTET_STRING) ||
        (attribute->type == CKA_EC_PARAMS && scenario->ec_params_name)) {
        return give_encoded(session, shown, attribute);
    }
    if (copy_is_weak(object, attribute->type, &value) ||
        (is_lie(attribute->type, &value) && is_private_key(session, object))) {
        return give_value(&value, sizeof value, attribute);
    }
    if (scenario->given_size > 0 && attribute->type == scenario->given_type &&
        is_private_key(session, object)) {
        return give_value(scenario->given, scenario->given_size, attribute);
    }
    rv = real_module()->C_GetAttributeValue(session, shown, attribute, 1);
    if (numbers_have(&scenario->flipped_attributes, attribute->type)) {
        flip(attribute, rv);
    }
    return rv;
}

CK_RV double_C_GetAttributeValue(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                                 CK_ATTRIBUTE *attributes, CK_ULONG count)
{
    CK_RV rv = CKR_OK;

    if (attributes == NULL || count == 0) {
        return real_module()->C_GetAttributeValue(session, object, attributes, count);
    }
    if (count > 1 && scenario_get()->no_multi_attribute) {
        return CKR_FUNCTION_FAILED;
    }
    for (CK_ULONG i = 0; i < count; i++) {
        CK_RV one = read_one(session, object, &attributes[i]);

        /* Of several reasons any may be given (PKCS#11 v2.40, 5.7). */
        rv = one != CKR_OK ? one : rv;
    }
    return rv;
}

CK_RV double_C_SetAttributeValue(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                                 CK_ATTRIBUTE *attributes, CK_ULONG count)
{
    if (template_is_refused(attributes, count)) {
        return CKR_ATTRIBUTE_TYPE_INVALID;
    }
    return real_module()->C_SetAttributeValue(session, object, attributes, count);
}

CK_RV double_C_CreateObject(CK_SESSION_HANDLE session, CK_ATTRIBUTE *attributes, CK_ULONG count,
                            CK_OBJECT_HANDLE *object)
{
    if (template_is_refused(attributes, count)) {
        return CKR_ATTRIBUTE_TYPE_INVALID;
    }
    return real_module()->C_CreateObject(session, attributes, count, object);
}

/* Points are looked for in the encoding they are shown in. */
static CK_RV search_encoded(CK_SESSION_HANDLE session, const CK_ATTRIBUTE *attributes,
                            CK_ULONG count)
{
    CK_ATTRIBUTE template[TEMPLATE_MAX];
    CK_BYTE kept[ENCODED_MAX];

    if (count > TEMPLATE_MAX) {
        return CKR_HOST_MEMORY;
    }
    memcpy(template, attributes, count * sizeof *template);
    for (CK_ULONG i = 0; i < count; i++) {
        CK_ULONG size = 0;

        if (template[i].type == CKA_EC_POINT) {
            size = point_decode(attributes[i].pValue, attributes[i].ulValueLen, kept);
            template[i].pValue = kept;
            template[i].ulValueLen = size;
        }
    }
    return real_module()->C_FindObjectsInit(session, template, count);
}

CK_RV double_C_FindObjectsInit(CK_SESSION_HANDLE session, CK_ATTRIBUTE *attributes, CK_ULONG count)
{
    if (template_is_refused(attributes, count)) {
        return CKR_ATTRIBUTE_TYPE_INVALID;
    }
    if (scenario_get()->ec_point != POINT_OCTET_STRING && attributes != NULL && count > 0) {
        return search_encoded(session, attributes, count);
    }
    return real_module()->C_FindObjectsInit(session, attributes, count);
}
