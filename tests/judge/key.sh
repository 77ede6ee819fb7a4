# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# The key of a target, on the token of a with-NAME script. Source under set -euo pipefail.
#
#   key_make HOW      generated, imported or extractable; what it prints goes to TOKEN_DIRECTORY/key.log
#   key_uri           prints the URI of the key

key_make() {
    "key_$1" >"$TOKEN_DIRECTORY/key.log" 2>&1
}

# 9C of cards, where ids are places.
key_uri() {
    if [[ $TOKEN_GENERATES == so ]]; then
        printf '%s\n' "$TOKEN_URI;id=%02;type=private"
    else
        printf '%s\n' "$TOKEN_URI;id=%11;type=private"
    fi
}

# Who pretends to be a YubiKey is asked for its management key: a key comes about without the disguise.
plain=${TOKEN_PLAIN_MODULE:-$TOKEN_MODULE}

# EC P-256 where the token has it.
key_generated() {
    local kind="rsa:2048"
    if [[ " $TOKEN_KEYS " == *" ec:P-256 "* ]]; then
        kind=ec:P-256
    fi
    if [[ $TOKEN_GENERATES == so ]]; then
        "$TOKEN_ADMIN" generate 02 "$kind"
        return
    fi
    "$HARDTOKEN" enroll --module "$plain" --token "$TOKEN_URI" --pin-file "$TOKEN_PIN_FILE" \
        --key "$kind" --label key --id 11 --subject /CN=key --out "$TOKEN_DIRECTORY/key.csr" --no-input
}

# As somebody does who made a key elsewhere; pkcs11-tool calls C_CreateObject.
key_imported() {
    local work=$TOKEN_DIRECTORY
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/made.pem"
    openssl pkey -in "$work/made.pem" -outform DER -out "$work/made.der"
    openssl pkey -in "$work/made.pem" -pubout -outform DER -out "$work/made-public.der"
    as_user --write-object "$work/made.der" --type privkey --id 11 --label key
    as_user --write-object "$work/made-public.der" --type pubkey --id 11 --label key
}

key_extractable() {
    as_user --keypairgen --key-type EC:prime256v1 --id 11 --label key --extractable
}

as_user() {
    pkcs11-tool --module "$plain" --token-label "$TOKEN_LABEL" --login \
        --pin "$(<"$TOKEN_PIN_FILE")" "$@"
}
