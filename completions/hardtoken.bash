# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Completion for bash. Commands and options come from the program (hardtoken --complete WORD...), so
# that they are always those of the version installed. Options are offered once a '-' is typed; where
# no command is expected, file names are.

_hardtoken() {
    local word=${COMP_WORDS[COMP_CWORD]}
    local -a words=("${COMP_WORDS[@]:1:COMP_CWORD}") offered=()

    # "hardtoken help token <TAB>" goes on like "hardtoken token <TAB>".
    if [[ ${words[0]} == help && ${#words[@]} -gt 1 && $word != -* ]]; then
        words=("${words[@]:1}")
    fi
    mapfile -t offered < <("${COMP_WORDS[0]}" --complete "${words[@]}" 2>/dev/null)
    if [[ $word != -* && ${offered[0]:-} == -* ]]; then
        offered=()
    fi
    mapfile -t COMPREPLY < <(compgen -W "${offered[*]}" -- "$word" | sort -u)
}

# With nothing to offer, bash completes file names.
complete -o default -F _hardtoken hardtoken
