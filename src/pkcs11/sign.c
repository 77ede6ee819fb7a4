/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/sign.h"

#include <string.h>

#include "base/i18n.h"
#include "raise.h"
#include "session_internal.h"

/* A signature of RSA-8192 fits; Cryptoki writes at most what it is offered. */
#define SIGNATURE_LIMIT 1024

/* One way to make the signature: a mechanism, its parameter, and which form of the input it takes.
 */
struct signing_way {
    CK_MECHANISM mechanism;
    struct slice data;
};

static CK_RSA_PKCS_PSS_PARAMS pss_parameters(enum digest digest)
{
    CK_RSA_PKCS_PSS_PARAMS parameters = {CKM_SHA256, CKG_MGF1_SHA256, digest_size(digest)};

    if (digest == DIGEST_SHA384) {
        parameters.hashAlg = CKM_SHA384;
        parameters.mgf = CKG_MGF1_SHA384;
    } else if (digest == DIGEST_SHA512) {
        parameters.hashAlg = CKM_SHA512;
        parameters.mgf = CKG_MGF1_SHA512;
    }
    return parameters;
}

static CK_MECHANISM_TYPE by_digest(enum digest digest, CK_MECHANISM_TYPE sha256,
                                   CK_MECHANISM_TYPE sha384, CK_MECHANISM_TYPE sha512)
{
    if (digest == DIGEST_SHA384) {
        return sha384;
    }
    return digest == DIGEST_SHA512 ? sha512 : sha256;
}

/* Fills WAYS (room for two) in order of preference; PSS is the caller's storage. Returns how many.
 */
static size_t signing_ways(const struct signature_input *input, CK_RSA_PKCS_PSS_PARAMS *pss,
                           struct signing_way *ways)
{
    switch (input->scheme) {
    case SIGNATURE_RSA_PKCS1:
        ways[0] = (struct signing_way){{CKM_RSA_PKCS, NULL, 0}, input->digest_info};
        ways[1] = (struct signing_way){{by_digest(input->digest, CKM_SHA256_RSA_PKCS,
                                                  CKM_SHA384_RSA_PKCS, CKM_SHA512_RSA_PKCS),
                                        NULL, 0},
                                       input->message};
        return 2;
    case SIGNATURE_RSA_PSS:
        *pss = pss_parameters(input->digest);
        ways[0] = (struct signing_way){{CKM_RSA_PKCS_PSS, pss, sizeof *pss}, input->hash};
        ways[1] = (struct signing_way){{by_digest(input->digest, CKM_SHA256_RSA_PKCS_PSS,
                                                  CKM_SHA384_RSA_PKCS_PSS, CKM_SHA512_RSA_PKCS_PSS),
                                        pss, sizeof *pss},
                                       input->message};
        return 2;
    case SIGNATURE_ECDSA:
        ways[0] = (struct signing_way){{CKM_ECDSA, NULL, 0}, input->hash};
        ways[1] = (struct signing_way){
            {by_digest(input->digest, CKM_ECDSA_SHA256, CKM_ECDSA_SHA384, CKM_ECDSA_SHA512), NULL,
             0},
            input->message};
        return 2;
    case SIGNATURE_EDDSA:
    case SIGNATURE_DEFAULT:
        break;
    }
    ways[0] = (struct signing_way){{CKM_EDDSA, NULL, 0}, input->message};
    return 1;
}

static const char *mechanism_name(CK_MECHANISM_TYPE type)
{
    static const struct {
        CK_MECHANISM_TYPE type;
        const char *name;
    } names[] = {
        {CKM_RSA_PKCS, "CKM_RSA_PKCS"},
        {CKM_SHA256_RSA_PKCS, "CKM_SHA256_RSA_PKCS"},
        {CKM_SHA384_RSA_PKCS, "CKM_SHA384_RSA_PKCS"},
        {CKM_SHA512_RSA_PKCS, "CKM_SHA512_RSA_PKCS"},
        {CKM_RSA_PKCS_PSS, "CKM_RSA_PKCS_PSS"},
        {CKM_SHA256_RSA_PKCS_PSS, "CKM_SHA256_RSA_PKCS_PSS"},
        {CKM_SHA384_RSA_PKCS_PSS, "CKM_SHA384_RSA_PKCS_PSS"},
        {CKM_SHA512_RSA_PKCS_PSS, "CKM_SHA512_RSA_PKCS_PSS"},
        {CKM_ECDSA, "CKM_ECDSA"},
        {CKM_ECDSA_SHA256, "CKM_ECDSA_SHA256"},
        {CKM_ECDSA_SHA384, "CKM_ECDSA_SHA384"},
        {CKM_ECDSA_SHA512, "CKM_ECDSA_SHA512"},
        {CKM_EDDSA, "CKM_EDDSA"},
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].type == type) {
            return names[i].name;
        }
    }
    return "?";
}

/* Which mechanisms were asked for in vain: the manual of the token tells whether it has them. */
static void explain_mechanism(const struct signature_input *input, struct failure *failure)
{
    CK_RSA_PKCS_PSS_PARAMS pss = {0};
    struct signing_way ways[2] = {0};
    size_t count = signing_ways(input, &pss, ways);
    const char *first = mechanism_name(ways[0].mechanism.mechanism);

    if (count == 1) {
        (void)failure_cause(failure, _("the token cannot sign with %s"), first);
    } else {
        (void)failure_cause(failure, _("the token cannot sign with %s, nor with %s"), first,
                            mechanism_name(ways[1].mechanism.mechanism));
    }
    if (input->scheme == SIGNATURE_RSA_PSS) {
        (void)failure_hint(failure, _("add --sign-with rsa-pkcs1 if the CA takes that"));
    }
}

static bool raise_sign(const struct key_signer *signer, const struct signature_input *input,
                       const char *function, CK_RV rv, struct failure *failure)
{
    (void)raise_cryptoki(failure, session_token(signer->session), function, rv,
                         _("cannot sign on token '%s' with %s (%s)"), signer->session->token->label,
                         signature_scheme_name(input->scheme), digest_name(input->digest));
    if (rv == CKR_MECHANISM_INVALID) {
        explain_mechanism(input, failure);
    }
    return false;
}

static CK_RV log_in_as(const struct key_signer *signer, CK_USER_TYPE user)
{
    struct session *session = signer->session;
    const struct secret *pin = signer->context_pin;

    return CRYPTOKI(session->token->module, C_Login, session->handle, user,
                    secret_for_cryptoki(pin), secret_length(pin));
}

/*
 * CKU_CONTEXT_SPECIFIC, then C_Sign: nothing may come in between, PIV cards drop the state. Modules
 * that do not know this kind of user (SafeNet) want the user to log in once more; no PIN was tried
 * then. A key that wants no PIN of its own says so: then it was the login that was missing.
 */
static CK_RV authenticate(struct key_signer *signer, struct failure *failure)
{
    CK_RV rv;

    if (quirks_flag(&signer->session->token->quirks, QUIRK_FORCED_USER) != NULL) {
        rv = log_in_as(signer, CKU_USER);
    } else {
        rv = log_in_as(signer, CKU_CONTEXT_SPECIFIC);
    }
    if (rv == CKR_USER_TYPE_INVALID) {
        rv = log_in_as(signer, CKU_USER);
    }
    signer->context_pin_proven = rv == CKR_OK;
    if (rv == CKR_OPERATION_NOT_INITIALIZED && !signer->always_authenticate &&
        session_login_helps(signer->session, CKR_USER_NOT_LOGGED_IN, failure)) {
        return CKR_OK;
    }
    return rv;
}

/*
 * CKR_USER_NOT_LOGGED_IN has two reasons: the key wants the PIN for each signature, or the login is
 * gone, because the token lost it or said at first that it needs none. C_SignInit tells of the
 * second; from C_Sign it is the first as long as the token takes such a PIN.
 */
static bool login_is_gone(const struct key_signer *signer, const char *function, CK_RV rv)
{
    return rv == CKR_USER_NOT_LOGGED_IN &&
           (strcmp(function, "C_SignInit") == 0 || !session_is_logged_in(signer->session));
}

static CK_RV begin(const struct key_signer *signer, struct signing_way *ways, size_t count,
                   const struct signing_way **ret_way)
{
    struct session *session = signer->session;
    CK_RV rv = CKR_MECHANISM_INVALID;

    for (size_t i = 0; i < count && rv == CKR_MECHANISM_INVALID; i++) {
        rv = CRYPTOKI(session->token->module, C_SignInit, session->handle, &ways[i].mechanism,
                      signer->private_key);
        *ret_way = &ways[i];
    }
    return rv;
}

/* One attempt; *RET_FUNCTION is the last function called. */
static CK_RV sign_once(struct key_signer *signer, const struct signature_input *input,
                       bool with_pin, CK_BYTE *signature, CK_ULONG *size, const char **ret_function,
                       struct failure *failure)
{
    CK_RSA_PKCS_PSS_PARAMS pss = {0};
    struct signing_way ways[2] = {0};
    const struct signing_way *way = NULL;
    CK_BYTE *data;
    CK_RV rv = begin(signer, ways, signing_ways(input, &pss, ways), &way);

    *ret_function = "C_SignInit";
    if (rv == CKR_OK && with_pin) {
        *ret_function = "C_Login";
        rv = authenticate(signer, failure);
    }
    if (rv != CKR_OK) {
        return rv;
    }
    *ret_function = "C_Sign";
    data = (CK_BYTE *)(uintptr_t)way->data.data; /* Cryptoki lacks const */
    return CRYPTOKI(signer->session->token->module, C_Sign, signer->session->handle, data,
                    way->data.size, signature, size);
}

bool key_sign(void *context, const struct signature_input *input, struct bytes *ret_signature,
              struct failure *failure)
{
    struct key_signer *signer = context;
    CK_BYTE signature[SIGNATURE_LIMIT];
    CK_ULONG size = sizeof signature;
    const char *function = NULL;
    CK_RV rv =
        sign_once(signer, input, signer->always_authenticate, signature, &size, &function, failure);

    if (rv == CKR_USER_NOT_LOGGED_IN && !signer->always_authenticate &&
        session_is_logged_in(signer->session)) {
        size = sizeof signature;
        rv = sign_once(signer, input, true, signature, &size, &function, failure);
    }
    if (login_is_gone(signer, function, rv) &&
        session_login_helps(signer->session, CKR_USER_NOT_LOGGED_IN, failure)) {
        size = sizeof signature;
        rv = sign_once(signer, input, signer->always_authenticate, signature, &size, &function,
                       failure);
    }
    if (rv != CKR_OK || size > sizeof signature) {
        return raise_sign(signer, input, function, rv, failure);
    }
    *ret_signature = bytes_copy(signature, size);
    return true;
}
