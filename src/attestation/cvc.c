/* SPDX-License-Identifier: Apache-2.0 */
#include "cvc.h"

#include <string.h>

#include "base/memory.h"
#include "curve.h"
#include "tlv.h"

enum {
    TAG_REQUEST = 0x67,
    TAG_CERTIFICATE = 0x7f21,
    TAG_BODY = 0x7f4e,
    TAG_AUTHORITY = 0x42,
    TAG_KEY = 0x7f49,
    TAG_HOLDER = 0x5f20,
    TAG_TEMPLATE = 0x7f4c,
    TAG_ROLE = 0x53,
    TAG_FROM = 0x5f25,
    TAG_UNTIL = 0x5f24,
    TAG_SIGNATURE = 0x5f37,
    TAG_OID = 0x06,
};

/* bsi-de protocols(2) smartcard(2) 2: id-TA, below it 1 for RSA, 2 for ECDSA (TR-03110-3, A.6.4) */
static const uint8_t terminal_authentication[] = {0x04, 0x00, 0x7f, 0x00, 0x07, 0x02, 0x02, 0x02};

static bool read_role(struct slice template, struct cv *cv)
{
    struct tlv oid = {0};
    struct tlv role = {0};

    if (!tlv_take_tag(&template, TAG_OID, &oid) || !tlv_take_tag(&template, TAG_ROLE, &role) ||
        role.value.size == 0) {
        return false;
    }
    cv->role = role.value;
    return true;
}

/* Where the value of TAG belongs; NULL for elements nobody here asks about. */
static struct slice *place_of(uint32_t tag, struct cv *cv)
{
    switch (tag) {
    case TAG_AUTHORITY:
        return &cv->authority;
    case TAG_KEY:
        return &cv->key;
    case TAG_HOLDER:
        return &cv->holder;
    case TAG_FROM:
        return &cv->from;
    case TAG_UNTIL:
        return &cv->until;
    default:
        return NULL;
    }
}

static bool read_body(struct slice body, struct cv *cv)
{
    while (body.size > 0) {
        struct tlv element = {0};
        struct slice *place;

        if (!tlv_take(&body, &element)) {
            return false;
        }
        place = place_of(element.tag, cv);
        if (element.tag == TAG_TEMPLATE) {
            if (cv->role.data != NULL || !read_role(element.value, cv)) {
                return false;
            }
        } else if (place != NULL) {
            if (place->data != NULL) {
                return false; /* twice: which one would a card believe? */
            }
            *place = element.value;
        }
    }
    return cv->key.size > 0 && cv->holder.size > 0;
}

static bool take_certificate(struct slice *rest, struct cv *cv)
{
    struct tlv certificate = {0};
    struct tlv body = {0};
    struct tlv signature = {0};
    struct slice inside;

    if (!tlv_take_tag(rest, TAG_CERTIFICATE, &certificate)) {
        return false;
    }
    inside = certificate.value;
    if (!tlv_take_tag(&inside, TAG_BODY, &body) ||
        !tlv_take_tag(&inside, TAG_SIGNATURE, &signature) || inside.size != 0) {
        return false;
    }
    cv->certificate = certificate.whole;
    cv->body = body.whole;
    cv->signature = signature.value;
    return read_body(body.value, cv);
}

static bool take_request(struct slice *rest, struct cv *cv)
{
    struct tlv request = {0};
    struct tlv authority = {0};
    struct tlv signature = {0};
    struct slice inside;

    if (!tlv_take_tag(rest, TAG_REQUEST, &request)) {
        return false;
    }
    inside = request.value;
    if (!take_certificate(&inside, cv) || !tlv_take_tag(&inside, TAG_AUTHORITY, &authority) ||
        !tlv_take_tag(&inside, TAG_SIGNATURE, &signature) || inside.size != 0) {
        return false;
    }
    cv->authenticated = true;
    cv->whole = request.whole;
    cv->outer_authority = authority.value;
    cv->outer_signed = slice_of(cv->certificate.data, cv->certificate.size + authority.whole.size);
    cv->outer_signature = signature.value;
    return true;
}

bool cv_take(struct slice *rest, struct cv *ret_cv)
{
    struct slice after = *rest;
    struct cv cv = {0};

    if (!take_request(&after, &cv)) {
        cv = (struct cv){0};
        after = *rest;
        if (!take_certificate(&after, &cv)) {
            return false;
        }
        cv.whole = cv.certificate;
    }
    *rest = after;
    *ret_cv = cv;
    return true;
}

enum cv_role cv_role(const struct cv *cv)
{
    if (cv->role.size == 0) {
        return CV_ROLE_NONE;
    }
    switch (cv->role.data[0] >> 6) {
    case 0:
        return CV_ROLE_TERMINAL;
    case 3:
        return CV_ROLE_CVCA;
    default:
        return CV_ROLE_DOCUMENT_VERIFIER;
    }
}

/* The number below id-TA-RSA (*ret_rsa) or id-TA-ECDSA; 0 when it is another algorithm. */
static unsigned algorithm_of(const struct cv *cv, bool *ret_rsa)
{
    struct slice rest = cv->key;
    struct tlv oid = {0};
    const size_t prefix = sizeof terminal_authentication;

    if (!tlv_take_tag(&rest, TAG_OID, &oid) || oid.value.size != prefix + 2 ||
        memcmp(oid.value.data, terminal_authentication, prefix) != 0 ||
        (oid.value.data[prefix] != 1 && oid.value.data[prefix] != 2)) {
        return 0;
    }
    *ret_rsa = oid.value.data[prefix] == 1;
    return oid.value.data[prefix + 1];
}

/* The parts of the key by their context tags 81 to 87; false when one is there twice. */
static bool read_parts(struct slice key, struct slice parts[8])
{
    while (key.size > 0) {
        struct tlv element = {0};

        if (!tlv_take(&key, &element)) {
            return false;
        }
        if (element.tag > 0x80 && element.tag <= 0x87) {
            if (parts[element.tag - 0x80].data != NULL) {
                return false;
            }
            parts[element.tag - 0x80] = element.value;
        }
    }
    return true;
}

static bool fill_ec(const struct slice parts[8], const struct public_key *issuer,
                    struct key_parts *ret_parts)
{
    struct curve_parameters parameters = {
        .prime = parts[1], .a = parts[2], .b = parts[3], .generator = parts[4], .order = parts[5]};

    ret_parts->type = KEY_EC;
    ret_parts->ec_point = bytes_copy(parts[6].data, parts[6].size);
    if (parts[1].data != NULL) {
        return curve_find(&parameters, &ret_parts->ec_params);
    }
    if (issuer != NULL && public_key_type(issuer) == KEY_EC) {
        struct key_parts of_issuer = {0};

        public_key_parts(issuer, &of_issuer);
        ret_parts->ec_params = bytes_copy(of_issuer.ec_params.data, of_issuer.ec_params.size);
        key_parts_clear(&of_issuer);
        return true;
    }
    return false;
}

struct public_key *cv_public_key(const struct cv *cv, const struct public_key *issuer)
{
    CLEANUP_VALUE(key_parts_clear) struct key_parts parts = {.type = KEY_RSA};
    struct slice fields[8] = {0};
    struct failure failure = {0};
    struct public_key *key = NULL;
    bool rsa = false;
    bool good;

    if (algorithm_of(cv, &rsa) == 0 || !read_parts(cv->key, fields)) {
        return NULL;
    }
    if (rsa) {
        parts.modulus = bytes_copy(fields[1].data, fields[1].size);
        parts.public_exponent = bytes_copy(fields[2].data, fields[2].size);
    } else if (!fill_ec(fields, issuer, &parts)) {
        return NULL;
    }
    good = public_key_from_parts(&parts, &key, &failure);
    failure_clear(&failure);
    return good ? key : NULL;
}

/* The digests below id-TA-ECDSA are 1 to 5: SHA-1, -224, -256, -384, -512. */
static enum digest ecdsa_digest(unsigned number)
{
    return number == 3   ? DIGEST_SHA256
           : number == 4 ? DIGEST_SHA384
           : number == 5 ? DIGEST_SHA512
                         : DIGEST_DEFAULT;
}

/* Below id-TA-RSA 1 and 3 are with SHA-1, 2 and 4 with SHA-256, 5 and 6 with SHA-512. */
static enum digest rsa_digest(unsigned number)
{
    return number == 2 || number == 4   ? DIGEST_SHA256
           : number == 5 || number == 6 ? DIGEST_SHA512
                                        : DIGEST_DEFAULT;
}

bool cv_algorithm(const struct cv *cv, struct cv_algorithm *ret_algorithm)
{
    bool rsa = false;
    unsigned number = algorithm_of(cv, &rsa);

    if (number == 0) {
        return false;
    }
    *ret_algorithm = (struct cv_algorithm){
        .scheme = !rsa                                        ? SIGNATURE_ECDSA
                  : number == 3 || number == 4 || number == 6 ? SIGNATURE_RSA_PSS
                                                              : SIGNATURE_RSA_PKCS1,
        .digest = rsa ? rsa_digest(number) : ecdsa_digest(number)};
    return true;
}

enum cv_check cv_signed_by(struct slice message, struct slice signature,
                           const struct cv_algorithm *algorithm, const struct public_key *key)
{
    CLEANUP_VALUE(bytes_clear) struct bytes der = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes raw = bytes_copy(signature.data, signature.size);
    struct failure failure = {0};
    enum key_type type = algorithm->scheme == SIGNATURE_ECDSA ? KEY_EC : KEY_RSA;
    bool fits = public_key_type(key) == type;

    if (fits && algorithm->digest == DIGEST_DEFAULT) {
        return CV_WEAK;
    }
    fits = fits && signature_to_der(key, &raw, &der, &failure);
    failure_clear(&failure);
    return fits && public_key_verifies(key, algorithm->scheme, algorithm->digest, message,
                                       slice_of_bytes(&der))
               ? CV_GOOD
               : CV_WRONG;
}

bool cv_date(struct slice date, bool end_of_day, timestamp *ret_time)
{
    const uint8_t *d = date.data;

    if (date.size != 6) {
        return false;
    }
    for (size_t i = 0; i < date.size; i++) {
        if (d[i] > 9) {
            return false;
        }
    }
    return timestamp_from_utc(2000 + d[0] * 10 + d[1], d[2] * 10 + d[3], d[4] * 10 + d[5],
                              end_of_day ? 23 : 0, end_of_day ? 59 : 0, end_of_day ? 59 : 0,
                              ret_time);
}

char *cv_text(struct slice reference)
{
    return memory_copy_text_n((const char *)reference.data, reference.size);
}
