# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Sourced by every transcript: a SoftHSM of its own with the token "main", PIN files, a test CA on
# demand, and the program with what changes from run to run replaced by words.
set -o pipefail
umask 077
export LC_ALL=C.UTF-8 OPENSSL_CONF=/dev/null

# shellcheck source=../../softhsm-fixtures/softhsm.sh
. "$FIXTURES/softhsm.sh"
# shellcheck source=../../softhsm-fixtures/test-ca.sh
. "$FIXTURES/test-ca.sh"
softhsm_directory "$PWD/softhsm"
softhsm_token main 12345678 1234
export HARDTOKEN_MODULE=$SOFTHSM_MODULE
export XDG_STATE_HOME=$PWD/state XDG_CONFIG_HOME=$PWD/config # not the home of whoever runs the tests
printf '1234\n' >pin.txt
printf '12345678\n' >so-pin.txt
printf '9999\n' >wrong.txt

stable() {
    sed -E -e 's/[0-9A-Fa-f]{64}/SHA256/g' \
        -e 's/(%[0-9A-F]{2}){20}/%ID/g' \
        -e 's/\b[0-9A-Fa-f]{40}\b/HEX40/g' \
        -e 's/\b[0-9a-f]{16}\.\.\./HEX16.../g' \
        -e 's/(serial[ =:"]+)[0-9a-f]{16}\b/\1SERIAL/g' \
        -e 's/\b[0-9a-f]{16}\b/SERIAL/g' \
        -e 's/slot [0-9]{5,}/slot N/g' -e 's/slot ID 0x[0-9a-f]+/slot ID N/g' \
        -e 's/\b20[0-9]{2}-[0-9]{2}-[0-9]{2}(T[0-9:]{8}Z)?/DATE/g' \
        -e 's/[0-9]+ days/N days/g' -e 's/"(399|400)"/"N"/g' -e "s#$PWD#DIR#g" -e "s#$SOFTHSM_MODULE#SOFTHSM#g"
}

hardtoken() {
    command hardtoken "$@" 2>&1 | stable
}

# How many objects the token "main" holds, counted by somebody else.
objects() {
    pkcs11-tool --module "$SOFTHSM_MODULE" --token-label main --login --pin 1234 -O 2>/dev/null |
        grep -cE '^[A-Z].* Object' || true
}

# Has the last CSR been written? openssl is the witness.
believed() {
    openssl req -in "$1" -noout -verify 2>&1 | grep -o 'verify OK\|verify failure'
}

# A token nobody ever set a user PIN on.
token_without_pin() {
    local slot
    slot=$(softhsm2-util --show-slots | awk '/^Slot / { slot = $2 } /Initialized: +no/ { print slot }')
    pkcs11-tool --module "$SOFTHSM_MODULE" --slot "$slot" --init-token --label "$1" \
        --so-pin 12345678 >/dev/null
}

enroll() {
    hardtoken enroll --token main --pin-file pin.txt "$@"
}
