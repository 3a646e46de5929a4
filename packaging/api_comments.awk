# The headers' plain comments as Doxygen reads them: "// why" is "/// why", the
# comment that opens a file is the file's, indented lines are examples, and a
# comment behind a member is that member's.
#
#   awk -f packaging/api_comments.awk graph/include/tercet/graph.h

function safe(text) {
  gsub(/[\\@<>#%]/, "\\\\&", text)
  return text
}

# An example: between \code and \endcode nothing is markup.
function end_example() {
  if (example) print "/// \\endcode"
  example = 0
}

/^ *\/\/ ---/ { end_example(); print ""; next }

/^ *\/\// {
  text = $0
  sub(/^ *\/\/ ?/, "", text)
  if (!opened) print "/// \\file"
  opened = 1
  if (match($0, /\/\//) == behind && behind) {
    # The comment behind a member goes on.
    print "///< " safe(text)
    next
  }
  behind = 0
  if (text ~ /^  /) {
    if (!example) print "/// \\code"
    example = 1
    print "/// " text
  } else if (text == "" && example) {
    print "///"
  } else {
    end_example()
    print "/// " safe(text)
  }
  next
}

# What every class has is left out: copies, moves, comparisons of all members;
# and iterators.
!skip_to && (/^ +[A-Z][A-Za-z]*(& operator=)?\((const )?[A-Z][A-Za-z]*&&?\)/ ||
             /^ *friend .*operator(==|<=>)\(/) { skip_to = ";$" }
/^  class iterator/ { skip_to = "^  };" }
skip_to {
  if ($0 ~ skip_to) skip_to = ""
  next
}

{
  end_example()
  at = match($0, /[;,{}]  +\/\/ /)
  if (at) {
    behind = at + RLENGTH - 3
    print substr($0, 1, at) "  ///< " safe(substr($0, at + RLENGTH))
  } else {
    behind = 0
    print
  }
}
