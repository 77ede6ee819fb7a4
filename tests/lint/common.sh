# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What the checks share. Source this file under set -euo pipefail.
#
#   need PROGRAM PACKAGE       ends the check when the program is missing: never a silent pass
#   finding TEXT...            prints a finding and remembers it
#   verdict WHAT               ends the check: 1 when there was a finding, else 0
#   files_of DIR FIND_TEST...  prints the files below DIR, sorted; not those of builds and of git

export LC_ALL=C.UTF-8
findings=0

need() {
    if ! command -v "$1" >/dev/null; then
        echo "$(basename "$0"): '$1' is missing; install it: apt-get install $2" >&2
        exit 1
    fi
}

finding() {
    printf '%s\n' "$*"
    findings=$((findings + 1))
}

verdict() {
    if [[ $findings -gt 0 ]]; then
        echo "$1: $findings findings"
        exit 1
    fi
    echo "$1: ok"
}

files_of() {
    local directory=$1
    shift
    find "$directory" \( -name .git -o -path "$directory/build" \) -prune \
        -o -type f \( "$@" \) -print | sort
}
