# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# The main job for each kind of key: key pair, request, certificate, installed, listed, deleted. Source
# after steps.sh.
#
#   keys_job                  every kind of key hardtoken knows; needs a CA in CA_DIRECTORY
#   request NAME ID OUT OPTION...
#                             a request for the key ID, verified by openssl
#   says EXPRESSION COMMAND...
#                             prints the document COMMAND prints; the jq expression must be true of it
#   inventory                 the list of the token

key_types=(rsa:2048 rsa:3072 rsa:4096 ec:P-256 ec:P-384 ec:P-521 ed25519 ed448)

can() {
    [[ " $TOKEN_KEYS " == *" $1 "* ]]
}

says() {
    local expression=$1 document status=0
    shift
    document=$("$@") || status=$?
    printf '%s\n' "$document"
    if ((status != 0)); then
        return "$status"
    fi
    jq -e "$expression" <<<"$document" >/dev/null
}

inventory() {
    token_tool list --token "$TOKEN_URI" --pin-file "$TOKEN_PIN_FILE"
}

enroll() {
    local type=$1 id=$2
    step "enroll $type" token_tool enroll --token "$TOKEN_URI" --key "$type" --label "test $type" \
        --id "$id" --subject "/O=Test/CN=$type" --san "dns:$id.example.com" \
        --pin-file "$TOKEN_PIN_FILE" --so-pin-file "$TOKEN_SO_PIN_FILE" --out "$id.csr"
}

request() {
    local name=$1 id=$2 out=$3
    shift 3
    step "$name" token_tool request create "$TOKEN_URI;id=%$id;type=private" \
        --subject "/O=Test/CN=$name" --pin-file "$TOKEN_PIN_FILE" --out "$out" "$@"
    if worked; then
        step "$name: openssl verifies" openssl req -in "$out" -noout -verify
    fi
}

same_public_key() {
    cmp <(openssl req -in "$1" -noout -pubkey) <(openssl req -in "$2" -noout -pubkey)
}

more_requests() {
    local type=$1 id=$2
    request "request create $type" "$id" "$id-again.csr"
    if worked; then
        step "request create $type: same key" same_public_key "$id.csr" "$id-again.csr"
    fi
    if [[ $type == rsa:* ]]; then
        request "request create $type rsa-pss" "$id" "$id-pss.csr" --sign-with rsa-pss
    fi
}

written_by_admin() {
    quietly "DER $1" openssl x509 -in "$1.pem" -outform DER -out "$1.der"
    quietly "write $1" "$TOKEN_ADMIN" write "$1" "$1.der"
}

installed() {
    local type=$1 id=$2 pairs
    quietly "CA signs $type" test_ca_sign "$CA_DIRECTORY" "$id.csr" "$id.pem"
    step "install $type" token_tool install "$id.pem" --token "$TOKEN_URI" \
        --pin-file "$TOKEN_PIN_FILE" --so-pin-file "$TOKEN_SO_PIN_FILE"
    if ! worked && [[ $TOKEN_GENERATES != so ]]; then
        return 0
    fi
    if ! worked; then
        written_by_admin "$id"
    fi
    step "install $type again: present" says '.certificates[0].outcome == "present"' \
        token_tool install "$id.pem" --token "$TOKEN_URI" --pin-file "$TOKEN_PIN_FILE"
    pairs="[.certificates[] | select(.id == \"$id\" and .key != null)
        | select(.subject // \"\" | startswith(\"/O=Test/\"))]"
    step "list pairs $type" says "$pairs | length == 1" inventory
    step "certificate show $type" says "any(.certificates[]; .serial == \"$(serial_of "$id")\")" \
        token_tool certificate show "$TOKEN_URI;id=%$id;type=cert"
}

serial_of() {
    local serial
    serial=$(openssl x509 -in "$1.pem" -noout -serial)
    serial=${serial#serial=}
    printf '%s\n' "${serial,,}"
}

removed() {
    local type=$1 id=$2
    step "certificate delete $type" token_tool certificate delete "$TOKEN_URI;id=%$id;type=cert" \
        --serial "$(serial_of "$id")" --pin-file "$TOKEN_PIN_FILE" \
        --so-pin-file "$TOKEN_SO_PIN_FILE" --yes
    step "key delete $type" token_tool key delete "$TOKEN_URI;id=%$id" \
        --pin-file "$TOKEN_PIN_FILE" --so-pin-file "$TOKEN_SO_PIN_FILE" --yes
    if worked; then
        step "gone $type" says "[.keys[], .certificates[] | select(.id == \"$id\")] == []" inventory
    fi
}

# The pair, and a request in ID.csr. False when there is none.
made() {
    local type=$1 id=$2
    enroll "$type" "$id"
    if worked; then
        if ! can "$type"; then
            fact "not expected of this token" "$type"
        fi
        step "enroll $type: openssl verifies" openssl req -in "$id.csr" -noout -verify
        return 0
    fi
    step "enroll $type: nothing left" says \
        "[.keys[], .certificates[] | select(.label == \"test $type\")] == []" inventory
    if ! can "$type"; then
        return 1
    fi
    if [[ $TOKEN_GENERATES == yes ]]; then
        fact "the token can, hardtoken cannot yet" "$type"
        return 1
    fi
    quietly "generate $type" "$TOKEN_ADMIN" generate "$id" "$type"
    request "request create $type by its holder" "$id" "$id.csr"
    worked
}

# TOKEN_IDS has the ids of tokens with fixed places: "rsa:2048=01 ..."
id_of() {
    local type=$1 index=$2 pair
    for pair in ${TOKEN_IDS:-}; do
        if [[ ${pair%=*} == "$type" ]]; then
            printf '%s\n' "${pair#*=}"
            return
        fi
    done
    printf '%02x\n' "$index"
}

keys_job() {
    local type index=0 id
    for type in "${key_types[@]}"; do
        index=$((index + 1))
        id=$(id_of "$type" "$index")
        if made "$type" "$id"; then
            more_requests "$type" "$id"
            installed "$type" "$id"
            removed "$type" "$id"
        fi
    done
}
