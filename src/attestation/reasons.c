/* SPDX-License-Identifier: Apache-2.0 */

/* What is said about attestations; docs/attestation.md explains each. */

#include "attestation/attestation.h"
#include "base/i18n.h"

struct words {
    const char *id;
    const char *text;
};

static const struct words reasons[ATTESTATION_REASONS] = {
    [ATTESTATION_REASON_NONE] = {"", ""},
    [ATTESTATION_REASON_KEY] = {"key-differs", N_("it is about another key")},
    [ATTESTATION_REASON_SERIAL] = {"serial-differs",
                                   N_("it is about a key in another device than this token")},
    [ATTESTATION_REASON_SLOT] = {"slot-differs", N_("it is about a key in another slot")},
    [ATTESTATION_REASON_MALFORMED] = {"malformed",
                                      N_("a certificate of it is not as the maker writes them")},
    [ATTESTATION_REASON_NO_ISSUER] = {"issuer-missing",
                                      N_("a certificate between it and the maker's key is missing, "
                                         "or it is an imitation")},
    [ATTESTATION_REASON_SIGNATURE] = {"signature-wrong",
                                      N_("a signature in its chain is not by the key it names")},
    [ATTESTATION_REASON_WEAK_SIGNATURE] =
        {"signature-weak", N_("a signature in its chain is with a digest that can be forged")},
    [ATTESTATION_REASON_ROOT] = {"root-unknown",
                                 N_("its chain ends at a key that is not the maker's: it is an "
                                    "imitation, or the device's factory certificate was "
                                    "overwritten")},
    [ATTESTATION_REASON_PREVIEW] = {"root-preview",
                                    N_("its chain ends at a key for devices that were not sold")},
    [ATTESTATION_REASON_DEPTH] = {"chain-length",
                                  N_("its chain has more or fewer certificates than the maker's")},
    [ATTESTATION_REASON_PATH_LENGTH] = {"path-length",
                                        N_("its chain is longer than a CA in it allows")},
    [ATTESTATION_REASON_NOT_CA] = {"issuer-not-ca",
                                   N_("a certificate of its chain may not issue certificates")},
    [ATTESTATION_REASON_SUB_CA] =
        {"issuer-other-product",
         N_("a CA in its chain is not one that the maker has for this product")},
    [ATTESTATION_REASON_ATTESTED_ISSUER] =
        {"issuer-attested-key",
         N_("it was signed by a key that is itself attested, which the holder of the device can "
            "use to sign anything")},
    [ATTESTATION_REASON_USAGE] = {"purpose-wrong",
                                  N_("a certificate of its chain was issued for another purpose")},
    [ATTESTATION_REASON_IMPORTED] = {"key-imported",
                                     N_("the key came into the device from outside")},
    [ATTESTATION_REASON_EXPORTABLE] = {"key-exportable", N_("the key can leave the device")},
};

static const struct words advisories[ATTESTATION_ADVISORIES] = {
    [ATTESTATION_ADVISORY_ROCA] =
        {"roca", N_("the private key can be computed from the public one (ROCA, CVE-2017-15361): "
                    "replace the key")},
    [ATTESTATION_ADVISORY_EUCLEAK] =
        {"eucleak", N_("with this firmware, who has the device in his laboratory can measure "
                       "ECDSA keys out of it (EUCLEAK, YSA-2024-03)")},
    [ATTESTATION_ADVISORY_EXPIRED] =
        {"expired", N_("a certificate of the chain has expired: what it says of the key was true "
                       "then, but its signer's key may be known by now")},
    [ATTESTATION_ADVISORY_NOT_YET] =
        {"not-yet-valid", N_("a certificate of the chain is not valid yet: a clock is wrong")},
    [ATTESTATION_ADVISORY_SERIAL] =
        {"serial-not-compared",
         N_("it does not name the serial number that the token shows: compare by hand")},
};

const char *attestation_reason_id(enum attestation_reason reason)
{
    return reasons[reason].id;
}

const char *attestation_reason_text(enum attestation_reason reason)
{
    return reasons[reason].text[0] == '\0' ? "" : _(reasons[reason].text);
}

const char *attestation_advisory_id(enum attestation_advisory advisory)
{
    return advisories[advisory].id;
}

const char *attestation_advisory_text(enum attestation_advisory advisory)
{
    return _(advisories[advisory].text);
}
