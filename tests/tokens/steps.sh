# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Steps and the report of what a token can do. Source this file under set -euo pipefail.
#
#   steps_begin REPORT WORK         an empty report; WORK is the folder for outputs
#   step NAME COMMAND...            runs COMMAND; reports yes or no, the exit status, and what the module
#                                   returned when hardtoken says so. Succeeds in any case
#   worked                          did the last step succeed?
#   fact NAME VALUE                 reports something that was looked at
#   quietly NAME COMMAND...         runs COMMAND; its failure ends the job: it is not what is tested
#   output_of NAME                  path of the output of a step
#   token_tool COMMAND...           hardtoken on TOKEN_MODULE, JSON, no questions

steps_begin() {
    steps_report=$1
    steps_work=$2
    : >"$steps_report"
}

output_of() {
    printf '%s/%s.out\n' "$steps_work" "${1//[ \/:]/_}"
}

report() {
    printf '%-52s %-4s %s\n' "$@" | sed 's/ *$//' | tee -a "$steps_report"
}

# "C_Login CKR_PIN_INCORRECT" out of an output that is a JSON document; nothing when there is none.
module_answer() {
    jq -Rrs '(fromjson? // {}) | objects | .error.module // empty | "\(.function) \(.name)"' "$1"
}

step() {
    local name=$1 answer output
    shift
    output=$(output_of "$name")
    step_status=0
    "$@" >"$output" 2>"$output.err" || step_status=$?
    if worked; then
        report "$name" yes 0
    else
        answer=$(module_answer "$output")
        report "$name" no "$step_status${answer:+ $answer}"
    fi
}

worked() {
    ((step_status == 0))
}

fact() {
    report "$1" - "$2"
}

quietly() {
    local name=$1 output
    shift
    output=$(output_of "$name")
    if ! "$@" >"$output" 2>&1; then
        echo "cannot go on: $name failed ($*):" >&2
        cat "$output" >&2
        exit 1
    fi
}

token_tool() {
    "$HARDTOKEN" "$@" --module "$TOKEN_MODULE" --json --no-input
}
