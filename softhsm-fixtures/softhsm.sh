# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Throw-away SoftHSM tokens. Source this file under set -euo pipefail.
#
#   SOFTHSM_MODULE                            path of libsofthsm2.so, exported when sourced;
#                                             set it beforehand to use another one
#   softhsm_directory DIR                     configuration and token directory; exports SOFTHSM2_CONF;
#                                             SOFTHSM_REMOVABLE=true: slots say they are removable
#   softhsm_token LABEL [SO_PIN] [PIN]        initializes a token (12345678, 1234)
#   softhsm_serial LABEL                      prints the serial number of the token

softhsm_find_module() {
    local path
    for path in /usr/lib/softhsm/libsofthsm2.so /usr/lib/*/softhsm/libsofthsm2.so \
        /usr/lib64/softhsm/libsofthsm2.so /usr/lib64/pkcs11/libsofthsm2.so \
        /usr/local/lib/softhsm/libsofthsm2.so; do
        if [[ -f $path ]]; then
            printf '%s\n' "$path"
            return 0
        fi
    done
    echo "softhsm.sh: libsofthsm2.so not found; install softhsm2 or set SOFTHSM_MODULE" >&2
    return 1
}

if [[ -z ${SOFTHSM_MODULE:-} ]]; then
    SOFTHSM_MODULE=$(softhsm_find_module)
fi
export SOFTHSM_MODULE

softhsm_directory() {
    local directory
    mkdir -p "$1/tokens"
    directory=$(cd "$1" && pwd)
    cat >"$directory/softhsm2.conf" <<EOF
directories.tokendir = $directory/tokens
objectstore.backend = file
objectstore.umask = 0077
log.level = ERROR
slots.removable = ${SOFTHSM_REMOVABLE:-false}
slots.mechanisms = ALL
library.reset_on_fork = false
EOF
    export SOFTHSM2_CONF=$directory/softhsm2.conf
}

softhsm_token() {
    local label=$1 so_pin=${2:-12345678} pin=${3:-1234}
    softhsm2-util --init-token --free --label "$label" --so-pin "$so_pin" --pin "$pin" >/dev/null
}

softhsm_serial() {
    local serial
    serial=$(softhsm2-util --show-slots | awk -v wanted="$1" '
        /^ +Serial number:/ { serial = $3 }
        /^ +Label:/ {
            sub(/^ +Label: */, ""); sub(/ +$/, "")
            if ($0 == wanted) { found = serial }
        }
        END { print found }')
    if [[ -z $serial ]]; then
        echo "softhsm.sh: no token labeled '$1' in ${SOFTHSM2_CONF:-the default configuration}" >&2
        return 1
    fi
    printf '%s\n' "$serial"
}
