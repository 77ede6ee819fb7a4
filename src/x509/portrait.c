/* SPDX-License-Identifier: Apache-2.0 */
#include "x509/portrait.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "identifier.h"
#include "name_internal.h"
#include "purpose.h"

/* CN, else given name and surname, else O, else nothing. */
static char *holder_of(const X509_NAME *name)
{
    CLEANUP(text_free) char *given = name_value(name, NID_givenName);
    CLEANUP(text_free) char *surname = name_value(name, NID_surname);
    char *value = name_value(name, NID_commonName);

    if (value == NULL && given != NULL && surname != NULL) {
        return text_format("%s %s", given, surname);
    }
    value = value != NULL ? value : name_value(name, NID_organizationName);
    return value != NULL ? value : memory_copy_text("");
}

static char *organization_of(const X509_NAME *name, const char *holder)
{
    CLEANUP(text_free) char *value = name_value(name, NID_organizationName);

    return value == NULL || slice_equal(slice_of_text(value), slice_of_text(holder))
               ? memory_copy_text("")
               : TAKE(value);
}

static void add_identifier(struct portrait *portrait, char *value)
{
    if (value != NULL && portrait->identifier_count < IDENTIFIERS_MOST) {
        portrait->identifiers[portrait->identifier_count++] = identifier_of(value);
    }
}

/*
 * X-Road encodes the field it calls SN as surname: digits there are the number of an organization
 * (X-Road 6.21.2 and later).
 */
static char *number_in_surname(const X509_NAME *name)
{
    CLEANUP(text_free) char *value = name_value(name, NID_surname);

    return value != NULL && value[strspn(value, "0123456789")] == '\0' ? TAKE(value) : NULL;
}

static void read_identifiers(const X509_NAME *name, struct portrait *portrait)
{
    char *serial = name_value(name, NID_serialNumber);

    add_identifier(portrait, serial != NULL ? serial : number_in_surname(name));
    add_identifier(portrait, name_value(name, NID_organizationIdentifier));
}

bool portrait_read(struct slice der, struct portrait *ret_portrait)
{
    const unsigned char *position = der.data;
    CLEANUP(X509_free) X509 *certificate = X509_new_ex(crypto_context(), NULL);
    struct portrait portrait = {0};
    const X509_NAME *subject;

    if (d2i_X509(&certificate, &position, (long)der.size) == NULL ||
        position != der.data + der.size) {
        crypto_forget_errors();
        return false;
    }
    subject = X509_get_subject_name(certificate);
    portrait.purposes = purposes_of(certificate, &portrait.any_purpose);
    portrait.holder = holder_of(subject);
    portrait.organization = organization_of(subject, portrait.holder);
    read_identifiers(subject, &portrait);
    portrait.issuer = holder_of(X509_get_issuer_name(certificate));
    crypto_forget_errors();
    *ret_portrait = portrait;
    return true;
}

void portrait_clear(struct portrait *portrait)
{
    memory_free(portrait->holder);
    memory_free(portrait->organization);
    memory_free(portrait->issuer);
    for (size_t i = 0; i < portrait->identifier_count; i++) {
        memory_free(portrait->identifiers[i].value);
    }
    *portrait = (struct portrait){0};
}
