/* SPDX-License-Identifier: Apache-2.0 */
#include "attributes.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "quirks_internal.h"
#include "raise.h"

/* Return values that still fill in the attributes that can be had (5.7, C_GetAttributeValue). */
static bool is_partial(CK_RV rv)
{
    return rv == CKR_OK || rv == CKR_ATTRIBUTE_SENSITIVE || rv == CKR_ATTRIBUTE_TYPE_INVALID ||
           rv == CKR_BUFFER_TOO_SMALL;
}

static bool is_gone(CK_RV rv)
{
    return rv == CKR_OBJECT_HANDLE_INVALID || ckr_class(rv) == FAILURE_TOKEN_LOST;
}

/* Takes over what the module left in a buffer of OFFERED bytes; false when it must not be believed.
 */
static bool take_value(const CK_ATTRIBUTE *read, size_t offered, struct attribute *attribute)
{
    if (read->ulValueLen == UNAVAILABLE || read->ulValueLen > offered) {
        return false;
    }
    bytes_clear(&attribute->value);
    attribute->value = bytes_copy(read->pValue, read->ulValueLen);
    attribute->known = true;
    return true;
}

/* Asks for the length, then for the value: for what did not fit into the usual buffer. */
static CK_RV read_long(struct session *session, CK_OBJECT_HANDLE object,
                       struct attribute *attribute)
{
    CK_ATTRIBUTE read = {.type = attribute->type};
    CK_RV rv =
        CRYPTOKI(session->token->module, C_GetAttributeValue, session->handle, object, &read, 1);
    size_t size = read.ulValueLen;

    if (rv != CKR_OK || size == UNAVAILABLE || size == 0 || size > ATTRIBUTE_LIMIT) {
        return rv;
    }
    read.pValue = memory_new(size, 1);
    rv = CRYPTOKI(session->token->module, C_GetAttributeValue, session->handle, object, &read, 1);
    if (rv == CKR_OK) {
        (void)take_value(&read, size, attribute); /* else it stays unknown */
    }
    memory_free(read.pValue);
    return rv;
}

static CK_RV read_single(struct session *session, CK_OBJECT_HANDLE object,
                         struct attribute *attribute)
{
    CK_ATTRIBUTE read = {.type = attribute->type, .ulValueLen = attribute->size};
    CK_RV rv;

    read.pValue = memory_new(attribute->size, 1);
    rv = CRYPTOKI(session->token->module, C_GetAttributeValue, session->handle, object, &read, 1);
    if (rv == CKR_OK) {
        (void)take_value(&read, attribute->size, attribute); /* else it stays unknown */
    }
    memory_free(read.pValue);
    return rv == CKR_BUFFER_TOO_SMALL ? read_long(session, object, attribute) : rv;
}

/* An object of which nothing at all can be read is a failure, not an object without attributes. */
static CK_RV read_one_by_one(struct session *session, CK_OBJECT_HANDLE object,
                             struct attribute *attributes, size_t count)
{
    CK_RV result = CKR_OK;
    bool any = false;

    for (size_t i = 0; i < count; i++) {
        CK_RV rv = read_single(session, object, &attributes[i]);

        if (is_gone(rv)) {
            return rv;
        }
        any = any || is_partial(rv);
        result = is_partial(rv) ? result : rv;
    }
    return any ? CKR_OK : result;
}

static size_t offered_size(const struct attribute *attributes, size_t count)
{
    size_t size = 0;

    for (size_t i = 0; i < count; i++) {
        size += (attributes[i].size + 7) & ~(size_t)7;
    }
    return size;
}

static void offer_buffers(const struct attribute *attributes, size_t count, uint8_t *buffer,
                          CK_ATTRIBUTE *reads)
{
    for (size_t i = 0; i < count; i++) {
        reads[i] = (CK_ATTRIBUTE){
            .type = attributes[i].type, .pValue = buffer, .ulValueLen = attributes[i].size};
        buffer += (attributes[i].size + 7) & ~(size_t)7;
    }
}

/* Takes what one call gave; what did not fit is read again by itself. */
static CK_RV take_values(struct session *session, CK_OBJECT_HANDLE object,
                         const CK_ATTRIBUTE *reads, CK_RV rv, struct attribute *attributes,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        CK_RV again;

        if (take_value(&reads[i], attributes[i].size, &attributes[i]) ||
            rv != CKR_BUFFER_TOO_SMALL) {
            continue;
        }
        again = read_long(session, object, &attributes[i]);
        if (is_gone(again)) {
            return again;
        }
    }
    return CKR_OK;
}

static bool read_all(struct session *session, CK_OBJECT_HANDLE object, struct attribute *attributes,
                     size_t count, struct failure *failure)
{
    uint8_t *buffer = memory_new(offered_size(attributes, count), 1);
    CK_ATTRIBUTE reads[ATTRIBUTES_AT_ONCE] = {0};
    bool alone = quirks_flag(&session->token->quirks, QUIRK_ONE_BY_ONE) != NULL;
    CK_RV rv = CKR_GENERAL_ERROR;

    offer_buffers(attributes, count, buffer, reads);
    if (!alone) {
        rv = SESSION_CALL(session, failure, C_GetAttributeValue, object, reads, count);
    }
    if (is_partial(rv)) {
        rv = take_values(session, object, reads, rv, attributes, count);
    } else if (!is_gone(rv)) {
        rv = read_one_by_one(session, object, attributes, count);
    }
    memory_free(buffer);
    if (rv != CKR_OK) {
        return raise_cryptoki(failure, session->token, "C_GetAttributeValue", rv,
                              _("cannot read an object on token '%s'"), session->token->label);
    }
    return true;
}

bool attributes_read(struct session *session, CK_OBJECT_HANDLE object, struct attribute *attributes,
                     size_t count, struct failure *failure)
{
    struct attribute asked[ATTRIBUTES_AT_ONCE];
    size_t places[ATTRIBUTES_AT_ONCE];
    size_t asked_count = 0;
    bool done;

    for (size_t i = 0; i < count; i++) {
        /* One that a token does not know would fail the call for all, and stays unknown. */
        if (quirks_attribute(&session->token->quirks, QUIRK_READ, attributes[i].type) == NULL) {
            asked[asked_count] = attributes[i];
            places[asked_count++] = i;
        }
    }
    done = read_all(session, object, asked, asked_count, failure);
    for (size_t i = 0; i < asked_count; i++) {
        attributes[places[i]] = asked[i];
    }
    return done;
}

void attributes_clear(struct attribute *attributes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bytes_clear(&attributes[i].value);
        attributes[i].known = false;
    }
}

CK_ULONG attribute_ulong(const struct attribute *attribute, CK_ULONG fallback)
{
    CK_ULONG value;

    if (!attribute->known || attribute->value.size != sizeof value) {
        return fallback;
    }
    memcpy(&value, attribute->value.data, sizeof value);
    return value;
}

int attribute_bool(const struct attribute *attribute)
{
    if (!attribute->known || attribute->value.size != sizeof(CK_BBOOL)) {
        return -1;
    }
    return attribute->value.data[0] != CK_FALSE;
}
