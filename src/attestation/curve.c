/* SPDX-License-Identifier: Apache-2.0 */
#include "curve.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>
#include <openssl/objects.h>

#include "base/cleanup.h"
#include "x509/libcrypto.h"

DEFINE_CLEANUP(BIGNUM *, BN_free);
DEFINE_CLEANUP(EC_GROUP *, EC_GROUP_free);

/* Those that tokens with card-verifiable certificates offer. */
static const int curves[] = {
    NID_brainpoolP192r1,  NID_brainpoolP224r1, NID_brainpoolP256r1,  NID_brainpoolP320r1,
    NID_brainpoolP384r1,  NID_brainpoolP512r1, NID_X9_62_prime192v1, NID_secp224r1,
    NID_X9_62_prime256v1, NID_secp384r1,       NID_secp521r1,        NID_secp192k1,
    NID_secp256k1,
};

static bool is_number(struct slice bytes, const BIGNUM *number)
{
    CLEANUP(BN_free) BIGNUM *value = BN_bin2bn(bytes.data, (int)bytes.size, NULL);

    return value != NULL && BN_cmp(value, number) == 0;
}

static bool is_generator(struct slice point, const EC_GROUP *group)
{
    unsigned char *buffer = NULL;
    size_t size = EC_POINT_point2buf(group, EC_GROUP_get0_generator(group),
                                     POINT_CONVERSION_UNCOMPRESSED, &buffer, NULL);
    bool same = size > 0 && slice_equal(point, slice_of(buffer, size));

    OPENSSL_free(buffer);
    return same;
}

static bool is_curve(const struct curve_parameters *parameters, int nid)
{
    CLEANUP(EC_GROUP_free)
    EC_GROUP *group = EC_GROUP_new_by_curve_name_ex(crypto_context(), NULL, nid);
    CLEANUP(BN_free) BIGNUM *prime = BN_new();
    CLEANUP(BN_free) BIGNUM *a = BN_new();
    CLEANUP(BN_free) BIGNUM *b = BN_new();

    return group != NULL && EC_GROUP_get_curve(group, prime, a, b, NULL) == 1 &&
           is_number(parameters->prime, prime) && is_number(parameters->a, a) &&
           is_number(parameters->b, b) &&
           is_number(parameters->order, EC_GROUP_get0_order(group)) &&
           is_generator(parameters->generator, group);
}

bool curve_find(const struct curve_parameters *parameters, struct bytes *ret_oid)
{
    bool found = false;

    for (size_t i = 0; !found && i < sizeof curves / sizeof *curves; i++) {
        if (is_curve(parameters, curves[i])) {
            unsigned char *der = NULL;
            int size = i2d_ASN1_OBJECT(OBJ_nid2obj(curves[i]), &der);

            found = size > 0;
            if (found) {
                *ret_oid = bytes_copy(der, (size_t)size);
            }
            OPENSSL_free(der);
        }
    }
    crypto_forget_errors();
    return found;
}
