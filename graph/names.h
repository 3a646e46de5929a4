#ifndef TERCET_GRAPH_NAMES_H_
#define TERCET_GRAPH_NAMES_H_

// Names as users type them against names as texts write them.
//
//   FoldName("The U.S.\u2013Korea Pact")     "us korea pact"
//   FoldName("Lee Jae-myung")                "lee jae myung"
//   WordsOf("20 American defense companies") {"20", "american", "company" ..}
//
// Pure functions; thread-safe.

#include <string>
#include <string_view>
#include <vector>

namespace tercet {

// Lower case (Latin, Greek, Cyrillic), Latin letters without accents, curly
// quotes straight, points of abbreviations gone, hyphens and dashes as blanks,
// runs of blanks as one, a leading article gone.  Other bytes stay as they are,
// invalid ones too.  Never longer than the name.
std::string FoldName(std::string_view name);

// The words of a folded name, each at most once, sorted; a plural "s" is gone
// and "ies" is "y".  At most 64.
std::vector<std::string> WordsOf(std::string_view name);
// The same of a text of any length.
std::vector<std::string> AllWordsOf(std::string_view text);

}  // namespace tercet

#endif  // TERCET_GRAPH_NAMES_H_
