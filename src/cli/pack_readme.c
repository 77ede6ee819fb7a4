/* SPDX-License-Identifier: Apache-2.0 */
#include "pack_readme.h"

#include "base/memory.h"
#include "base/text.h"
#include "x509/public_key.h"

static const char parts[] =
    "Evidence pack of hardtoken\n"
    "==========================\n"
    "\n"
    "verdict.json    the verdict with all evidence, contradictions and gaps\n"
    "claims.json     what the module says of itself, slot, token and key, and how each\n"
    "                attribute comes about: its word, not proof\n"
    "module.json     file, SHA-256 and package of the module; what it did to the process\n"
    "reader.json     reader, card and USB device behind the slot, as PC/SC and kernel show them\n"
    "probes.txt      what the token was asked to do that it must refuse: probe, function,\n"
    "                subject, return value, outcome, with tabs between them\n"
    "attestation.json, attestation-N.der\n"
    "                the manufacturer's statement and its certificates, statement first\n"
    "public-key.der  the key (SubjectPublicKeyInfo)\n"
    "possession-*    a fresh message (message, and the nonce in it), signed by the key\n"
    "pack.json       program, time, token, key, and the fields of whoever made this pack\n"
    "SHA256SUMS      digests of all parts but itself and its signature\n"
    "\n"
    "How to verify, with OpenSSL 3; each command must print what stands below it\n"
    "\n";

/* The command that verifies SIGNATURE over MESSAGE with the judged key, and what it prints. */
static void add_verification(struct text *text, const struct public_key *key, const char *signature,
                             const char *message)
{
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};
    enum signature_scheme scheme = SIGNATURE_DEFAULT;
    enum digest digest = DIGEST_DEFAULT;

    if (!signature_choose(public_key_type(key), public_key_bits(key), &scheme, &digest, &ignored)) {
        return;
    }
    if (scheme == SIGNATURE_EDDSA) {
        text_addf(text,
                  "    openssl pkeyutl -verify -pubin -inkey public-key.der -rawin -in %s "
                  "-sigfile %s\n        Signature Verified Successfully\n",
                  message, signature);
    } else {
        text_addf(text,
                  "    openssl dgst -%s -verify public-key.der -signature %s %s\n"
                  "        Verified OK\n",
                  digest_name(digest), signature, message);
    }
}

char *pack_readme(const struct judgement *judgement, bool sealed)
{
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};
    CLEANUP(public_key_free) struct public_key *key = NULL;
    struct text text = {0};

    text_add(&text, parts);
    text_add(&text, "    sha256sum --check --strict SHA256SUMS\n        ...: OK, for each part\n");
    if (judgement->spki.size == 0 ||
        !public_key_from_spki(slice_of_bytes(&judgement->spki), &key, &ignored)) {
        text_add(&text, "\nThere is no key in this pack that could have signed anything.\n");
        return text_take(&text);
    }
    if (judgement->possession.signature.size > 0) {
        add_verification(&text, key, "possession-signature.bin", "possession-message.bin");
    } else {
        text_add(&text, "\nThe key was not asked to sign: possession was not shown.\n");
    }
    if (sealed) {
        add_verification(&text, key, "SHA256SUMS.sig", "SHA256SUMS");
    } else {
        text_add(&text, "\nSHA256SUMS is not signed: it shows damage, not who made this pack.\n");
    }
    return text_take(&text);
}
