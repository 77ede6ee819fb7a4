# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What the with-NAME scripts share. Source this file under set -euo pipefail.
#
#   token_arguments "$@"            checks DIR COMMAND...; makes DIR private; sets TOKEN_DIRECTORY to its
#                                   full path and token_command to COMMAND...
#   token_skip TEXT...              ends the script with 77: a part is missing
#   token_need PROGRAM PACKAGE      skips when the program is missing
#   token_library NAME PACKAGE      prints the path of a library; skips when it is missing
#   token_secrets PIN SO_PIN        writes both; exports TOKEN_PIN_FILE and TOKEN_SO_PIN_FILE
#   token_isolate FLAG... -- COMMAND...
#                                   runs COMMAND in new process and mount namespaces (FLAG: more for
#                                   unshare). All that was started in them ends with it or with this script
#   token_daemon LOG COMMAND...     starts COMMAND in the background; it ends with this script
#   token_wait TEXT COMMAND...      waits up to ten seconds until COMMAND succeeds
#   token_p11_kit FILE LINE...      in a mount namespace: p11-kit has the module file FILE and no other
#   token_p11_kit_server MODULE URI starts p11-kit's server with one token of MODULE; its client module finds it
#   token_run                       runs token_command; its exit status is that of the script

PATH=$PATH:/usr/sbin:/sbin # daemons, for ordinary users too
token_script=$(basename "$0")
token_daemons=()

token_skip() {
    echo "$token_script: skipped: $*" >&2
    exit 77
}

token_need() {
    if ! command -v "$1" >/dev/null; then
        token_skip "'$1' is missing; install it: apt-get install $2"
    fi
}

token_library() {
    local path
    for path in "/usr/lib/$1" /usr/lib/*/"$1" "/usr/lib64/$1"; do
        if [[ -f $path ]]; then
            printf '%s\n' "$path"
            return 0
        fi
    done
    token_skip "'$1' is missing; install it: apt-get install $2"
}

token_arguments() {
    if [[ $# -lt 2 ]]; then
        echo "usage: $token_script DIR COMMAND..." >&2
        exit 2
    fi
    mkdir -p "$1"
    chmod 700 "$1"
    TOKEN_DIRECTORY=$(cd "$1" && pwd)
    export TOKEN_DIRECTORY
    shift
    token_command=("$@")
    umask 077
    unset HARDTOKEN_MODULE SOFTHSM2_CONF PKCS11_MODULE_PATH PCSCLITE_CSOCK_NAME
    export OPENSC_CONF=/dev/null
    trap token_end EXIT
    trap 'exit 143' TERM
    trap 'exit 130' INT
}

token_secrets() {
    export TOKEN_PIN_FILE=$TOKEN_DIRECTORY/pin.txt TOKEN_SO_PIN_FILE=$TOKEN_DIRECTORY/so-pin.txt
    printf '%s\n' "$1" >"$TOKEN_PIN_FILE"
    printf '%s\n' "$2" >"$TOKEN_SO_PIN_FILE"
}

token_isolate() {
    local -a flags=(--pid --fork --kill-child --mount --mount-proc)
    while [[ $1 != -- ]]; do
        flags+=("$1")
        shift
    done
    shift
    if ((EUID != 0)); then
        flags+=(--user --map-root-user)
    fi
    if ! unshare "${flags[@]}" true 2>/dev/null; then
        token_skip "namespaces are not allowed here (unshare ${flags[*]}); run as root"
    fi
    setpriv --pdeathsig KILL unshare "${flags[@]}" "$@"
}

token_daemon() {
    local log=$1
    shift
    setpriv --pdeathsig KILL "$@" </dev/null >"$log" 2>&1 &
    token_daemons+=("$!")
}

token_end() {
    local pid
    for pid in "${token_daemons[@]}"; do
        if kill "$pid" 2>/dev/null; then
            wait "$pid" 2>/dev/null || continue # what it ended with is of no interest
        fi
    done
}

token_wait() {
    local what=$1 tries
    shift
    for ((tries = 0; tries < 500; tries++)); do
        if "$@" >/dev/null 2>&1; then
            return 0
        fi
        sleep 0.02
    done
    echo "$token_script: waited ten seconds for $what" >&2
    return 1
}

token_p11_kit() {
    local modules=$TOKEN_DIRECTORY/modules file=$1
    shift
    if [[ ! -d /usr/share/p11-kit/modules ]]; then
        token_skip "'/usr/share/p11-kit/modules' is missing; install it: apt-get install p11-kit-modules"
    fi
    mkdir "$modules" "$TOKEN_DIRECTORY/empty"
    printf '%s\n' "$@" >"$modules/$file"
    mount --make-rprivate /
    mount --bind "$modules" /usr/share/p11-kit/modules
    if [[ -d /etc/pkcs11/modules ]]; then
        mount --bind "$TOKEN_DIRECTORY/empty" /etc/pkcs11/modules
    fi
}

token_p11_kit_server() {
    local socket=$TOKEN_DIRECTORY/p11
    token_daemon "$TOKEN_DIRECTORY/p11-kit.log" p11-kit server --foreground --name "$socket" \
        --provider "$1" "$2"
    token_wait "p11-kit server" test -S "$socket"
    export P11_KIT_SERVER_ADDRESS=unix:path=$socket
}

token_run() {
    setpriv --pdeathsig KILL "${token_command[@]}"
}
