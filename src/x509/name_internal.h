/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "crypto.h"
#include "x509/name.h"

/* An attribute type as it is written in names. */
struct name_attribute {
    const char *name; /* the form that is printed */
    int nid;
    const char *alias; /* another accepted form, or NULL */
};

/* By name or alias, ignoring case; NULL when there is none. */
const struct name_attribute *name_attribute_find(const char *name, size_t size);
const struct name_attribute *name_attribute_by_nid(int nid);

/* Adds one attribute to NAME, to its last RDN when JOIN. Class input, naming the attribute. */
bool name_add(X509_NAME *name, const char *type, size_t type_size, const char *value, bool join,
              struct failure *failure) MUST_USE;

X509_NAME *name_openssl(const struct name *name); /* borrowed */
/* The first attribute of that type as UTF-8, NULL when there is none; caller frees. */
char *name_value(const X509_NAME *name, int nid);
char *name_openssl_text(const X509_NAME *name);
