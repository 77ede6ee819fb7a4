/* SPDX-License-Identifier: Apache-2.0 */
#include "x509/outline.h"

#include <openssl/asn1.h>

#include <time.h>

#include "crypto.h"

/* Takes one element with TAG (universal or context) off the front of *REST. */
static bool take_element(struct slice *rest, int class, int tag, struct slice *ret_whole,
                         struct slice *ret_content)
{
    const unsigned char *position = rest->data;
    long size = 0;
    int found_tag = 0;
    int found_class = 0;
    int result;

    if (rest->size == 0 || rest->size > LONG_MAX) {
        return false;
    }
    result = ASN1_get_object(&position, &size, &found_tag, &found_class, (long)rest->size);
    if ((result & 0x80) != 0 || (result & 0x01) != 0 || found_tag != tag || found_class != class) {
        return false; /* broken, of indefinite length, or something else */
    }
    *ret_content = slice_of(position, (size_t)size);
    *ret_whole = slice_of(rest->data, (size_t)(position - rest->data) + (size_t)size);
    *rest = slice_of(rest->data + ret_whole->size, rest->size - ret_whole->size);
    return true;
}

static bool take_universal(struct slice *rest, int tag, struct slice *ret_whole,
                           struct slice *ret_content)
{
    return take_element(rest, V_ASN1_UNIVERSAL, tag, ret_whole, ret_content);
}

static bool take_time(struct slice *rest, timestamp *ret_time)
{
    struct slice whole = {0};
    struct slice content = {0};
    const unsigned char *position;
    struct tm fields = {0};
    ASN1_TIME *time;
    bool good;

    if (!take_universal(rest, V_ASN1_UTCTIME, &whole, &content) &&
        !take_universal(rest, V_ASN1_GENERALIZEDTIME, &whole, &content)) {
        return false;
    }
    position = whole.data;
    time = d2i_ASN1_TIME(NULL, &position, (long)whole.size);
    good = time != NULL && ASN1_TIME_to_tm(time, &fields) == 1;
    ASN1_TIME_free(time);
    if (good) {
        *ret_time = (timestamp)timegm(&fields);
    }
    return good;
}

static bool read_outline(struct slice der, struct certificate_outline *outline)
{
    struct slice certificate = {0};
    struct slice fields = {0};
    struct slice validity = {0};
    struct slice skipped = {0};
    struct slice whole = {0};

    if (!take_universal(&der, V_ASN1_SEQUENCE, &whole, &certificate) || der.size != 0 ||
        !take_universal(&certificate, V_ASN1_SEQUENCE, &whole, &fields)) {
        return false;
    }
    (void)take_element(&fields, V_ASN1_CONTEXT_SPECIFIC, 0, &whole, &skipped); /* version */
    return take_universal(&fields, V_ASN1_INTEGER, &outline->serial_number, &skipped) &&
           take_universal(&fields, V_ASN1_SEQUENCE, &whole, &skipped) && /* signature */
           take_universal(&fields, V_ASN1_SEQUENCE, &outline->issuer, &skipped) &&
           take_universal(&fields, V_ASN1_SEQUENCE, &whole, &validity) &&
           take_time(&validity, &outline->not_before) &&
           take_time(&validity, &outline->not_after) &&
           take_universal(&fields, V_ASN1_SEQUENCE, &outline->subject, &skipped) &&
           take_universal(&fields, V_ASN1_SEQUENCE, &outline->spki, &skipped);
}

bool certificate_outline_read(struct slice der, struct certificate_outline *ret_outline)
{
    struct certificate_outline outline = {0};
    bool good = read_outline(der, &outline);

    crypto_forget_errors();
    if (good) {
        *ret_outline = outline;
    }
    return good;
}

char *certificate_outline_serial(const struct certificate_outline *outline)
{
    struct slice rest = outline->serial_number;
    struct slice whole = {0};
    struct slice number = {0};

    if (!take_universal(&rest, V_ASN1_INTEGER, &whole, &number)) {
        return hex_encode(outline->serial_number);
    }
    if (number.size > 1 && number.data[0] == 0) {
        number = slice_of(number.data + 1, number.size - 1);
    }
    return hex_encode(number);
}
