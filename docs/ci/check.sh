#!/usr/bin/env bash
# What the action runs: emend check with the inputs that are in the environment. bash check.sh EMEND
set -uo pipefail
args=(check --output github)
case ${NEW_FROM:-} in *[!0]*) args+=("--new-from-merge-base=$NEW_FROM") ;; esac
[ -z "${BASELINE:-}" ] || args+=("--baseline=$BASELINE")
[ -z "${SARIF:-}" ] || args+=(--output "sarif=$SARIF")
code=0
printf '%s' "${PATHS:-.}" | "$1" "${args[@]}" --files-from - || code=$?
[ -z "${GITHUB_OUTPUT:-}" ] || echo "exit-code=$code" >> "$GITHUB_OUTPUT"
[ "$code" != 1 ] || [ "${FAIL:-true}" != false ] || code=0
exit "$code"
