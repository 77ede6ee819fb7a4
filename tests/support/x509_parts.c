/* SPDX-License-Identifier: Apache-2.0 */
#include "x509_parts.h"

#include "start.h"

#include <openssl/x509v3.h>

void add_common_name(X509_NAME *name, const char *value)
{
    assert_int_equal(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                                (const unsigned char *)value, -1, -1, 0),
                     1);
}

void add_extension(X509 *certificate, int nid, const char *value)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

    assert_non_null(extension);
    assert_int_equal(X509_add_ext(certificate, extension, -1), 1);
    X509_EXTENSION_free(extension);
}
