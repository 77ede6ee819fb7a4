# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What bench/run and bench/budget share: programs, fresh tokens, records of the counting module.
# Source this file under set -euo pipefail, then call bench_open BUILD_DIR.

bench_source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../softhsm-fixtures/softhsm.sh
. "$bench_source/../softhsm-fixtures/softhsm.sh"
# shellcheck source=../softhsm-fixtures/test-ca.sh
. "$bench_source/../softhsm-fixtures/test-ca.sh"

export LC_ALL=C
token_label=perf

die() {
    echo "bench: $1" >&2
    exit 1
}

need_command() {
    command -v "$1" >/dev/null || die "'$1' not found; install $2"
}

# Sets hardtoken, floor, stopwatch, double; makes the work directory with one token and a CA in it.
bench_open() {
    local build
    build=$(cd "$1" 2>/dev/null && pwd) || die "no build directory '$1'"
    hardtoken=$build/src/cli/hardtoken
    floor=$build/bench/floor
    stopwatch=$build/bench/stopwatch
    double=$build/softhsm-fixtures/counting-module/counting-module.so
    local file
    for file in "$floor" "$stopwatch" "$double"; do
        [[ -f $file ]] || die "'$file' is not built"
    done
    need_command jq jq
    need_command openssl openssl
    need_command softhsm2-util softhsm2
    bench_work_directory
    softhsm_directory "$work/softhsm"
    softhsm_token "$token_label"
    serial=$(softhsm_serial "$token_label")
    token_uri="pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project"
    token_uri+=";serial=$serial;token=$token_label"
    mkdir "$work/templates"
    cp -a "$work/softhsm/tokens" "$work/templates/0"
    test_ca_new "$work/ca"
    printf '1234\n' | (umask 077 && cat >"$work/pin")
}

need_hardtoken() {
    [[ -x $hardtoken ]] || die "'$hardtoken' is not built"
}

# Memory if there is some: a token on disk adds the time of many small writes.
bench_work_directory() {
    local parent=${TMPDIR:-/tmp}
    if [[ -z ${TMPDIR:-} && -d /dev/shm && -w /dev/shm ]]; then
        parent=/dev/shm
    fi
    work=$(mktemp -d "$parent/hardtoken-bench.XXXXXX")
    export XDG_STATE_HOME=$work/state
    trap 'rm -rf "$work"' EXIT
}

# Makes the template of a token with PAIRS pairs and as many certificates.
token_template() {
    local pairs=$1
    if [[ -d $work/templates/$pairs ]]; then
        return
    fi
    token_restore 0
    "$floor" fill --module "$SOFTHSM_MODULE" --token "$token_label" --pin-file "$work/pin" \
        --count "$pairs"
    cp -a "$work/softhsm/tokens" "$work/templates/$pairs"
}

# A fresh token with PAIRS pairs, an empty job directory, no records, no times.
token_restore() {
    rm -rf "$work/softhsm/tokens" "$work/job"
    cp -a "$work/templates/$1" "$work/softhsm/tokens"
    mkdir "$work/job"
    records=$work/job/records
    : >"$records"
    times=$work/job/times
}

# Runs a command under the stopwatch and through the counting module; its output goes to
# $work/job/output. Stops everything when it fails.
step() {
    if ! HARDTOKEN_COUNT_MODULE=$SOFTHSM_MODULE HARDTOKEN_COUNT_OUTPUT=$records \
        HARDTOKEN_COUNT_DELAY_US=${delay_us:-0} \
        "$stopwatch" "$times" "$@" </dev/null >"$work/job/output" 2>"$work/job/errors"; then
        cat "$work/job/output" "$work/job/errors" >&2
        die "failed: $*"
    fi
}

# --- one enrollment, in the ways there are; KEY is ec or rsa, files are $work/job/k1.csr and .crt

enroll_floor() {
    step "$floor" enroll --module "$double" --token "$token_label" --pin-file "$work/pin" \
        --key "$1" --label k1 --out "$work/job/k1.csr"
}

install_floor() {
    step "$floor" install --module "$double" --token "$token_label" --pin-file "$work/pin" \
        --certificate "$work/job/k1.crt"
}

enroll_hardtoken() {
    local key=ec:P-256
    if [[ $1 == rsa ]]; then
        key=rsa:2048
    fi
    step "$hardtoken" enroll --module "$double" --token "$token_uri" --key "$key" --label k1 \
        --id 6b31 --subject /O=Perf/CN=k1 --pin-file "$work/pin" --out "$work/job/k1.csr"
}

install_hardtoken() {
    step "$hardtoken" install "$work/job/k1.crt" --module "$double" --token "$token_uri" \
        --pin-file "$work/pin"
}

list_hardtoken() {
    step "$hardtoken" list --module "$double" --token "$token_uri" --pin-file "$work/pin" --json
}

# The whole job on a fresh token: enroll_WAY KEY, the CA (not timed), install_WAY.
job() {
    local way=$1 key=$2 pairs=$3
    token_template "$pairs"
    token_restore "$pairs"
    "enroll_$way" "$key"
    test_ca_sign "$work/ca" "$work/job/k1.csr" "$work/job/k1.crt"
    "install_$way"
}

# The result of an enrollment must be the same whoever made it.
check_job() {
    local way=$1 shown
    openssl req -in "$work/job/k1.csr" -noout -verify 2>"$work/job/verify" ||
        die "$way made a CSR that does not verify"
    shown=$("$floor" list --module "$SOFTHSM_MODULE" --token "$token_label" \
        --pin-file "$work/pin" | awk '$2 == "k1" { print $1 }' | sort | tr '\n' ' ')
    [[ $shown == "certificate private-key public-key " ]] ||
        die "after the enrollment by $way the token has: ${shown:-nothing}"
}

# --- records

# Evaluates a jq expression over the array of records.
from_records() {
    jq -rs "$1" "$records"
}

calls_by_function() {
    from_records '[.[].calls | to_entries[]] | group_by(.key)
        | map("\(.[0].key) \(map(.value) | add)") | join(", ")'
}
