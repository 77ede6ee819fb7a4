# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What the witness tests share: a fresh SoftHSM token with a PIN file, a test CA, the program.
# Source this file under set -euo pipefail, then call witness_open PROGRAM.

witness_source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../../softhsm-fixtures/softhsm.sh
. "$witness_source/../../softhsm-fixtures/softhsm.sh"
# shellcheck source=../../softhsm-fixtures/test-ca.sh
. "$witness_source/../../softhsm-fixtures/test-ca.sh"

export LC_ALL=C
token_label=witness

die() {
    echo "witness: $1" >&2
    exit 1
}

witness_need() {
    local command
    for command in "$@"; do
        command -v "$command" >/dev/null || die "'$command' not found"
    done
}

# Sets program and work (an empty directory, removed at the end).
witness_open() {
    witness_need openssl p11tool pkcs11-tool softhsm2-util jq
    program=$1
    [[ -x $program ]] || die "'$program' is not a program"
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    export XDG_STATE_HOME=$work/state # not the home of whoever runs the tests
    softhsm_directory "$work/softhsm"
    softhsm_token "$token_label" 12345678 1234
    (umask 077 && printf '1234\n' >"$work/pin")
    test_ca_new "$work/ca"
}

# Runs the program quietly; shows what it said when it fails.
hardtoken() {
    if ! "$program" "$@" --module "$SOFTHSM_MODULE" --pin-file "$work/pin" \
        >"$work/out" 2>"$work/err"; then
        cat "$work/out" "$work/err" >&2
        die "failed: hardtoken $*"
    fi
}

# witness_enroll ID LABEL KEY OUT [OPTION...]: a key pair, and a first request for it
witness_enroll() {
    local id=$1 label=$2 key=$3 out=$4
    shift 4
    hardtoken enroll --token "$token_label" --key "$key" --id "$id" --label "$label" --out "$out" "$@"
}

# Compares two texts; WHAT names them.
witness_equal() {
    local what=$1 expected=$2 found=$3
    [[ $found == "$expected" ]] || die "$what: expected
$expected
but found
$found"
}
