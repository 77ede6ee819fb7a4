/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "files.h"
#include "keys.h"

struct bytes pkcs7_der(const struct bytes *contents, size_t count)
{
    PKCS7 *bundle = PKCS7_new();
    struct bytes der;

    assert_int_equal(PKCS7_set_type(bundle, NID_pkcs7_signed), 1);
    assert_int_equal(PKCS7_content_new(bundle, NID_pkcs7_data), 1);
    assert_int_equal(PKCS7_set_detached(bundle, 1), 1);
    for (size_t i = 0; i < count; i++) {
        const unsigned char *position = contents[i].data;
        X509 *certificate = d2i_X509(NULL, &position, (long)contents[i].size);

        assert_int_equal(PKCS7_add_certificate(bundle, certificate), 1);
        X509_free(certificate);
    }
    der = ENCODE(i2d_PKCS7, bundle);
    PKCS7_free(bundle);
    return der;
}

struct bytes joined(struct bytes *parts, size_t count)
{
    struct bytes whole = {0};

    for (size_t i = 0; i < count; i++) {
        bytes_append(&whole, parts[i].data, parts[i].size);
        bytes_clear(&parts[i]);
    }
    return whole;
}
