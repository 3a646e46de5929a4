# Completion of tercet for fish.  Verbs, options and the values of options are
# read from the program's own help.

function __tercet_verbs
    COLUMNS=1000 tercet --help 2>/dev/null |
        sed -n '/^Verbs:/,/^$/s/^  \([a-z][a-z]*\)  *\(.*\)/\1\t\2/p'
end

function __tercet_verb
    set -l verbs (__tercet_verbs | cut -f1)
    for word in (commandline -opc)[2..]
        if contains -- $word $verbs
            echo $word
            return
        end
    end
    return 1
end

function __tercet_options
    tercet (__tercet_verb) --help 2>/dev/null |
        grep -o '^  -[^ ]*' | tr ',' '\n' | tr -d ' '
end

# What may follow an option: "--format {table,jsonl}".
function __tercet_values
    set -l previous (commandline -opc)[-1]
    string match -q -- '--*' $previous; or return
    tercet (__tercet_verb) --help 2>/dev/null |
        sed -n "s/^  \(-.,\)\{0,1\}$previous {\([^}]*\)}.*/\2/p" |
        tr ',' '\n'
end

complete -c tercet -n 'not __tercet_verb >/dev/null' -f -a '(__tercet_verbs)'
complete -c tercet -n 'string match -q -- "-*" (commandline -ct)' \
    -f -a '(__tercet_options)'
complete -c tercet -n 'test -n "$(__tercet_values)"' -f -a '(__tercet_values)'
