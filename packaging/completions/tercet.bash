# Completion of tercet for bash.  Verbs, options and the values of options are
# read from the program's own help.

_tercet_help() {
  COLUMNS=1000 "${COMP_WORDS[0]}" "$@" --help 2>/dev/null
}

_tercet() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
  local verbs verb="" word values
  COMPREPLY=()
  # "--format=js" comes as three words.
  [[ $cur == = ]] && cur=""
  [[ $prev == = ]] && prev=${COMP_WORDS[COMP_CWORD - 2]}
  verbs=$(_tercet_help | sed -n '/^Verbs:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p')
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ " ${verbs//$'\n'/ } " == *" $word "* ]]; then
      verb=$word
      break
    fi
  done
  if [[ $prev == --* ]]; then
    case $prev in
      --db | --data)
        compopt -o dirnames
        return
        ;;
    esac
    # "--format {table,jsonl}": one of those in braces.
    values=$(_tercet_help $verb |
      sed -n "s/^  \(-.,\)\?$prev {\([^}]*\)}.*/\2/p" | tr ',' ' ')
    if [[ -n $values ]]; then
      mapfile -t COMPREPLY < <(compgen -W "$values" -- "$cur")
      return
    fi
  fi
  if [[ $cur == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_tercet_help $verb |
      grep -o '^  -[^ ]*' | tr ',' '\n' | tr -d ' ')" -- "$cur")
  elif [[ -z $verb ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$verbs" -- "$cur")
  else
    compopt -o default
  fi
}

complete -F _tercet tercet
