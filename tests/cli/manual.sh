#!/bin/sh
# Every verb and option of the program is in the manual page, and the shells
# complete them.
#
#   tests/cli/manual.sh PROGRAM PACKAGING-FOLDER
set -eu
tercet=$1
packaging=$2
page=$packaging/tercet.1

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
missing=0
has() {
  grep -qE -- "$1" "$page" || { echo "tercet.1 lacks $2"; missing=1; }
}

mandoc -T lint -W warning "$page"
verbs=$("$tercet" --help |
  sed -n '/^Verbs:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p')
for verb in $verbs; do
  has "^\\.It Cm $verb( |$)" "$verb"
  for option in $("$tercet" "$verb" --help | grep -o '^  -[^ ]*' |
    grep -o -- '--[a-z-]*'); do
    has "Fl (. , )?-${option#--}( |$)" "$verb $option"
  done
done
[ "$missing" -eq 0 ]

# What bash, zsh and fish offer where they are installed.
PATH=$(dirname "$tercet"):$PATH
export PATH
cat >"$folder/try.bash" <<'BASH'
source "$1/completions/tercet.bash"
compopt() { :; }
offer() {
  COMP_WORDS=("$@")
  COMP_CWORD=$(($# - 1))
  _tercet
  echo "${COMPREPLY[*]}"
}
[ "$(offer tercet qu)" = query ]
[ "$(offer tercet query --max)" = --max-rows ]
[ "$(offer tercet extract --format js)" = jsonl ]
[ "$(offer tercet --db x exp)" = export ]
[ "$(offer tercet extract --format = js)" = jsonl ]
BASH
bash -e "$folder/try.bash" "$packaging"
if command -v zsh >/dev/null; then zsh -n "$packaging/completions/_tercet"; fi
if command -v fish >/dev/null; then
  offered=$(XDG_CONFIG_HOME=$folder fish -c "
    source $packaging/completions/tercet.fish
    complete -C 'tercet qu'; complete -C 'tercet query --max'
    complete -C 'tercet extract --format js'" | cut -f1 | tr '\n' ' ')
  [ "$offered" = "query --max-rows jsonl " ] || { echo "$offered"; exit 1; }
  # Descriptions are whole.
  XDG_CONFIG_HOME=$folder fish -c "
    source $packaging/completions/tercet.fish; complete -C 'tercet she'" |
    grep -q 'tab-separated values$'
fi
echo "the manual and the completions have $(echo "$verbs" | wc -w) verbs"
