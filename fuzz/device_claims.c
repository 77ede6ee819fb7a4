/* SPDX-License-Identifier: Apache-2.0 */

/* What the issuer of a certificate, DER, states about the device of the key. */

#include "x509/device_claims.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct certificate *certificate = NULL;
    struct device_claims claims = {0};
    struct failure failure = {0};

    if (certificate_parse(slice_of(data, size), "file", &certificate, &failure)) {
        device_claims_read(certificate, &claims);
        REQUIRE(claims.has_statements || (!claims.qc_sscd && claims.others.count == 0));
        REQUIRE(!claims.qc_sscd || device_claims_device(&claims));
        device_claims_clear(&claims);
        certificate_free(certificate);
    }
    failure_clear(&failure);
    return 0;
}
