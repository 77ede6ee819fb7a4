/* SPDX-License-Identifier: Apache-2.0 */
#include "base/algorithm.h"

#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/text.h"

/* Object identifiers, DER: SEC 2 for the curves, RFC 8410 for Edwards. */
static const unsigned char p256[] = {0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
static const unsigned char p384[] = {0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22};
static const unsigned char p521[] = {0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x23};
static const unsigned char ed25519[] = {0x06, 0x03, 0x2b, 0x65, 0x70};
static const unsigned char ed448[] = {0x06, 0x03, 0x2b, 0x65, 0x71};

const struct key_algorithm key_algorithms[] = {
    {"rsa:2048", KEY_RSA, 2048, NULL, 0},
    {"rsa:3072", KEY_RSA, 3072, NULL, 0},
    {"rsa:4096", KEY_RSA, 4096, NULL, 0},
    {"ec:P-256", KEY_EC, 256, p256, sizeof p256},
    {"ec:P-384", KEY_EC, 384, p384, sizeof p384},
    {"ec:P-521", KEY_EC, 521, p521, sizeof p521},
    {"ed25519", KEY_EDWARDS, 255, ed25519, sizeof ed25519},
    {"ed448", KEY_EDWARDS, 448, ed448, sizeof ed448},
    {NULL, KEY_OTHER, 0, NULL, 0},
};

bool key_algorithm_parse(const char *name, const struct key_algorithm **ret_algorithm,
                         struct failure *failure)
{
    struct text names = {0};

    for (const struct key_algorithm *known = key_algorithms; known->name != NULL; known++) {
        if (strcasecmp(name, known->name) == 0) {
            *ret_algorithm = known;
            text_clear(&names);
            return true;
        }
        text_addf(&names, "%s%s", names.size > 0 ? ", " : "", known->name);
    }
    (void)failure_set(failure, FAILURE_USAGE, _("'%s' is not a key type hardtoken can generate"),
                      name);
    (void)failure_hint(failure, _("choose one of %s"), names.data);
    text_clear(&names);
    return false;
}

static const struct {
    const char *name;
    enum digest digest;
    size_t size;
} digests[] = {
    {"sha256", DIGEST_SHA256, 32}, {"sha384", DIGEST_SHA384, 48}, {"sha512", DIGEST_SHA512, 64}};

bool digest_parse(const char *name, enum digest *ret_digest, struct failure *failure)
{
    for (size_t i = 0; i < sizeof digests / sizeof *digests; i++) {
        if (strcasecmp(name, digests[i].name) == 0) {
            *ret_digest = digests[i].digest;
            return true;
        }
    }
    (void)failure_set(failure, FAILURE_USAGE, _("'%s' is not a digest hardtoken signs with"), name);
    return failure_hint(failure, _("choose one of %s"), "sha256, sha384, sha512");
}

const char *digest_name(enum digest digest)
{
    for (size_t i = 0; i < sizeof digests / sizeof *digests; i++) {
        if (digests[i].digest == digest) {
            return digests[i].name;
        }
    }
    return "none";
}

size_t digest_size(enum digest digest)
{
    for (size_t i = 0; i < sizeof digests / sizeof *digests; i++) {
        if (digests[i].digest == digest) {
            return digests[i].size;
        }
    }
    return 0;
}

static const struct {
    const char *name;
    enum signature_scheme scheme;
} schemes[] = {{"rsa-pkcs1", SIGNATURE_RSA_PKCS1},
               {"rsa-pss", SIGNATURE_RSA_PSS},
               {"ecdsa", SIGNATURE_ECDSA},
               {"eddsa", SIGNATURE_EDDSA}};

bool signature_scheme_parse(const char *name, enum signature_scheme *ret_scheme,
                            struct failure *failure)
{
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        if (strcasecmp(name, schemes[i].name) == 0) {
            *ret_scheme = schemes[i].scheme;
            return true;
        }
    }
    (void)failure_set(failure, FAILURE_USAGE, _("'%s' is not a signature scheme"), name);
    return failure_hint(failure, _("choose rsa-pkcs1 or rsa-pss; other keys have only one way"));
}

const char *signature_scheme_name(enum signature_scheme scheme)
{
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        if (schemes[i].scheme == scheme) {
            return schemes[i].name;
        }
    }
    return "default";
}

static bool scheme_fits(enum key_type type, enum signature_scheme scheme)
{
    switch (type) {
    case KEY_RSA:
        return scheme == SIGNATURE_RSA_PKCS1 || scheme == SIGNATURE_RSA_PSS;
    case KEY_EC:
        return scheme == SIGNATURE_ECDSA;
    case KEY_EDWARDS:
        return scheme == SIGNATURE_EDDSA;
    case KEY_OTHER:
        break;
    }
    return false;
}

static enum signature_scheme default_scheme(enum key_type type)
{
    if (type == KEY_RSA) {
        return SIGNATURE_RSA_PKCS1;
    }
    return type == KEY_EC ? SIGNATURE_ECDSA : SIGNATURE_EDDSA;
}

static enum digest default_digest(enum key_type type, unsigned bits)
{
    if (type == KEY_EC && bits > 384) {
        return DIGEST_SHA512;
    }
    return type == KEY_EC && bits > 256 ? DIGEST_SHA384 : DIGEST_SHA256;
}

bool signature_choose(enum key_type type, unsigned bits, enum signature_scheme *scheme,
                      enum digest *digest, struct failure *failure)
{
    enum signature_scheme chosen = *scheme == SIGNATURE_DEFAULT ? default_scheme(type) : *scheme;

    if (!scheme_fits(type, chosen)) {
        (void)failure_set(failure, FAILURE_USAGE, _("'%s' cannot be used with this kind of key"),
                          signature_scheme_name(chosen));
        return failure_hint(
            failure, _("leave out --sign-with, or use rsa-pkcs1 or rsa-pss with an RSA key"));
    }
    if (type == KEY_EDWARDS && *digest != DIGEST_DEFAULT) {
        (void)failure_set(failure, FAILURE_USAGE, _("an EdDSA signature takes no digest"));
        return failure_hint(failure, _("leave out --digest"));
    }
    if (type != KEY_EDWARDS && *digest == DIGEST_DEFAULT) {
        *digest = default_digest(type, bits);
    }
    *scheme = chosen;
    return true;
}
