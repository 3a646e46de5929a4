#include "query/parser.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "query/grammar.h"
#include "query/lexer.h"
#include "query/spelling.h"
#include "query/unicode.h"

namespace tercet::query::syntax {
namespace {

// "'->', '-' or a relation".
std::string List(const std::vector<const char*>& things) {
  if (things.empty()) return "something else";
  std::string out;
  for (size_t i = 0; i < things.size(); ++i) {
    if (i > 0) out += i + 1 == things.size() ? " or " : ", ";
    out += things[i];
  }
  return out;
}

// What other languages write, and what this one has for it.
constexpr std::pair<const char*, const char*> kElsewhere[] = {{"and", ","},
                                                              {"contains", "~"},
                                                              {"equals", "="},
                                                              {"is", "="},
                                                              {"like", "~"}};

// The keyword that a misspelt word was meant to be: "retrn" is "return".
std::string Suggestion(const std::vector<const char*>& expected,
                       const std::string& found) {
  for (const auto& [word, meant] : kElsewhere) {
    if (FoldCase(found) == word) {
      return absl::StrCat("; did you mean '", meant, "'?");
    }
  }
  for (const char* thing : expected) {
    if (std::string_view(thing) != kClause) continue;
    const std::string nearest = Nearest(
        found,
        {"where", "return", "order by", "limit", "offset", "optional", "not"});
    if (!nearest.empty() && nearest != found) {
      return absl::StrCat("; did you mean '", nearest, "'?");
    }
  }
  const bool lower = found[0] >= 'a' && found[0] <= 'z';
  for (const char* thing : expected) {
    if (lower && std::string_view(thing).starts_with("an edge")) {
      return absl::StrCat("; a relation stands between dashes: '-", found,
                          "->'");
    }
  }
  return "";
}

// What stands at `it`, for "but found '...'"; one word or one mark.
std::string Found(const char32_t* it, const char32_t* end) {
  const char32_t* stop = it;
  while (stop != end && IsWordChar(*stop) && stop - it < 30) ++stop;
  if (stop == it) ++stop;
  return ToUtf8({it, static_cast<size_t>(stop - it)});
}

// The word that ends before `it` and the blanks there.
std::string WordBefore(const char32_t* it, const char32_t* begin) {
  while (it != begin && IsBlank(it[-1])) --it;
  const char32_t* const stop = it;
  while (it != begin && IsWordChar(it[-1])) --it;
  return FoldCase(ToUtf8({it, static_cast<size_t>(stop - it)}));
}

absl::Status ErrorOf(const Source& source, const Notes& notes) {
  const char32_t* const end = notes.begin + source.codes().size();
  const auto offset = [&](const char32_t* at) {
    return static_cast<int>(at - notes.begin);
  };
  if (notes.fatal != nullptr) {
    return source.Error(offset(notes.fatal_at), notes.fatal);
  }
  std::string expected = List(notes.expected);
  // "return x": the bracket of a function, but not that of "in (...)".
  if (expected == "'('" && WordBefore(notes.furthest, notes.begin) != "in" &&
      (notes.furthest == end || *notes.furthest != U'?')) {
    expected += " (a variable is written with '?', as in ?x)";
  }
  if (notes.furthest == end) {
    return source.Error(
        offset(end),
        absl::StrCat("expected ", expected, ", but the query ends here"),
        /*incomplete=*/true);
  }
  const std::string found = Found(notes.furthest, end);
  return source.Error(offset(notes.furthest),
                      absl::StrCat("expected ", expected, ", but found ",
                                   static_cast<unsigned char>(found[0]) < 0x20
                                       ? "a control character"
                                       : absl::StrCat("'", found, "'"),
                                   Suggestion(notes.expected, found)));
}

}  // namespace

absl::StatusOr<Statement> Parse(const Source& source) {
  const char32_t* const first = source.codes().data();
  Notes notes;
  notes.begin = notes.furthest = first;
  Statement result;
  if (ParseStatement(first, first + source.codes().size(), &notes, &result)) {
    return result;
  }
  return ErrorOf(source, notes);
}

absl::StatusOr<Statement> Parse(std::string_view text) {
  absl::StatusOr<Source> source = Source::Decode(text);
  if (!source.ok()) return source.status();
  return Parse(*source);
}

}  // namespace tercet::query::syntax
