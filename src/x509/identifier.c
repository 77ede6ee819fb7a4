/* SPDX-License-Identifier: Apache-2.0 */

/* What identifies the holder of a certificate, told by its form. */

#include "identifier.h"

#include <ctype.h>
#include <string.h>

#include "base/i18n.h"

/*
 * EN 319 412-1, 5.1.3 and 5.1.4: three characters of scheme, the country, a hyphen. Rows without a
 * scheme are told in another way.
 */
static const struct identifier_form {
    enum identifier_kind kind;
    const char *name;
    const char *words;
    const char *scheme;
} forms[] = {
    {IDENTIFIER_OTHER, "other", NULL, NULL},
    {IDENTIFIER_HSA, "hsa", N_("HSA-id"), NULL},
    {IDENTIFIER_PERSON, "person", N_("personal number"), "PNO"},
    {IDENTIFIER_CARD, "identity-card", N_("identity card"), "IDC"},
    {IDENTIFIER_PASSPORT, "passport", N_("passport"), "PAS"},
    {IDENTIFIER_TAX, "tax", N_("tax number"), "TIN"},
    {IDENTIFIER_TAX, "tax", N_("tax number"), "TAX"},
    {IDENTIFIER_REGISTER, "register", N_("trade register"), "NTR"},
    {IDENTIFIER_VAT, "vat", N_("VAT number"), "VAT"},
    {IDENTIFIER_PAYMENT, "payment", N_("payment services"), "PSD"},
    {IDENTIFIER_LEGAL, "lei", N_("legal entity"), "LEI"},
    {IDENTIFIER_NATIONAL, "national", N_("national id"), NULL},
};

static const struct identifier_form *form_of(enum identifier_kind kind)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (forms[i].kind == kind) {
            return &forms[i];
        }
    }
    return &forms[0];
}

static bool is_upper(const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text[i] < 'A' || text[i] > 'Z') {
            return false;
        }
    }
    return true;
}

/* "NTRNO-983163327", "UI:DK-O:G:…": scheme, country, hyphen, something. */
static enum identifier_kind semantic_kind(const char *value)
{
    if (strlen(value) < 7 || value[5] != '-' || !is_upper(value, 2) || !is_upper(value + 3, 2)) {
        return IDENTIFIER_OTHER;
    }
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (forms[i].scheme != NULL && strncmp(value, forms[i].scheme, 3) == 0) {
            return forms[i].kind;
        }
    }
    return value[2] == ':' ? IDENTIFIER_NATIONAL : IDENTIFIER_OTHER;
}

/*
 * SE, ten digits of the organization, a hyphen, letters and digits; at most 31 characters. Other
 * letters in front are those of test ids.
 */
static bool is_hsa_id(const char *value)
{
    size_t letters = strspn(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    const char *digits = value + letters;
    size_t count = strspn(digits, "0123456789");
    const char *tail = digits + count + 1;

    if (letters < 2 || count != 10 || digits[count] != '-' || strlen(value) > 31) {
        return false;
    }
    for (const char *c = tail; *c != '\0'; c++) {
        if (!isascii((unsigned char)*c) || !isalnum((unsigned char)*c)) {
            return false;
        }
    }
    return tail[0] != '\0';
}

struct identifier identifier_of(char *value)
{
    struct identifier identifier = {.kind = semantic_kind(value), .value = value};

    if (identifier.kind != IDENTIFIER_OTHER) {
        memcpy(identifier.country, value + 3, 2);
    } else if (is_hsa_id(value)) {
        identifier.kind = IDENTIFIER_HSA;
    }
    return identifier;
}

const char *identifier_words(enum identifier_kind kind)
{
    const char *words = form_of(kind)->words;

    return words == NULL ? NULL : _(words);
}

const char *identifier_name(enum identifier_kind kind)
{
    return form_of(kind)->name;
}
