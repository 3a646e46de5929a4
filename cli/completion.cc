#include "cli/completion.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <string>
#include <system_error>
#include <utility>

#include "ingest/valid_utf8.h"

namespace tercet::cli {
namespace {

constexpr size_t kMost = 60;

// What stands behind a command.
enum class Argument {
  kNone,
  kDocument,
  kFile,
  kFiles,
  kName,
  kFormat,
  kSwitch
};

struct Command {
  std::string_view name;
  Argument argument = Argument::kNone;
};

constexpr Command kCommands[] = {{".alias", Argument::kName},
                                 {".docs"},
                                 {".edit"},
                                 {".forget", Argument::kDocument},
                                 {".help"},
                                 {".ingest", Argument::kFiles},
                                 {".limit"},
                                 {".merge", Argument::kName},
                                 {".mode", Argument::kFormat},
                                 {".once", Argument::kFile},
                                 {".output", Argument::kFile},
                                 {".quit"},
                                 {".read", Argument::kFile},
                                 {".schema"},
                                 {".source", Argument::kDocument},
                                 {".stats"},
                                 {".timeout"},
                                 {".timer", Argument::kSwitch},
                                 {".unalias", Argument::kName},
                                 {".unmerge", Argument::kName}};

constexpr std::string_view kFormats[] = {"csv",   "dot",      "json", "jsonl",
                                         "table", "markdown", "tsv"};
constexpr std::string_view kSwitch[] = {"off", "on"};
constexpr std::string_view kQualifiers[] = {"by=",
                                            "conf>=",
                                            "neg",
                                            "src=",
                                            "status=asserted",
                                            "status=denied",
                                            "status=hypothetical",
                                            "status=planned",
                                            "status=possible",
                                            "status=reported",
                                            "text~",
                                            "when=",
                                            "where="};

// Where the node, edge or qualifier under the cursor begins, and which of them
// it is.  Of an edge also the node that it leaves from.
struct Place {
  size_t start = 0;
  bool in_edge = false;
  bool in_brackets = false;
  bool backwards = false;  // "<-"
  std::string_view node = {};
};

// A hyphen begins an edge behind a blank and ends one before a blank or ">";
// elsewhere it belongs to a word.
Place PlaceAt(std::string_view text) {
  Place place;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char before = i == 0 ? ' ' : text[i - 1];
    if (place.in_brackets) {
      if (c == ',') place.start = i + 1;
      if (c == ']') place.in_brackets = false;
    } else if (c == '[' && place.in_edge) {
      place.in_brackets = true;
      place.start = i + 1;
    } else if (c == '-' && !place.in_edge && (before == ' ' || before == '<')) {
      const bool backwards = before == '<';
      const std::string_view node =
          text.substr(place.start, i - place.start - (backwards ? 1 : 0));
      place = {i + 1, true, false, backwards, node};
    } else if (c == '-' && place.in_edge &&
               (i + 1 == text.size() || text[i + 1] == '>' ||
                text[i + 1] == ' ')) {
      const bool arrow = i + 1 < text.size() && text[i + 1] == '>';
      place = {i + (arrow ? 2 : 1)};
    } else if (c == ',' || c == '(' || c == '|' ||
               (c == ':' && place.in_edge) || (place.in_edge && c == '!')) {
      place.start = i + 1;
    } else if (place.in_edge && (c == '/' || c == '^')) {
      // What comes now leaves from another node, or comes to this one.
      place.start = i + 1;
      if (c == '/') place.node = {};
      if (c == '^') place.backwards = !place.backwards;
    }
  }
  while (place.start < text.size() && text[place.start] == ' ') ++place.start;
  return place;
}

// Skips the words that stand before a name and are none of it.
size_t BehindKeywords(std::string_view text, size_t start) {
  constexpr std::string_view kKeywords[] = {"explain ",  "profile ",  "why ",
                                            "describe ", "find ",     "all ",
                                            "shortest ", "optional ", "not "};
  for (bool again = true; again;) {
    again = false;
    for (std::string_view keyword : kKeywords) {
      if (!text.substr(start).starts_with(keyword)) continue;
      start += keyword.size();
      again = true;
    }
  }
  return start;
}

// Adds those that begin with `typed`.
template <typename Texts>
void Offer(const Texts& texts, std::string_view typed, Completion* found) {
  for (const auto& text : texts) {
    if (!std::string_view(text).starts_with(typed)) continue;
    found->cut = found->candidates.size() == kMost;
    if (found->cut) return;
    found->candidates.emplace_back(text);
  }
}

// "b c.txt" as one of several: "b\\ c.txt".
std::string Escaped(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == ' ' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string Unescaped(std::string_view typed) {
  std::string out;
  for (size_t i = 0; i < typed.size(); ++i) {
    if (typed[i] == '\\' && i + 1 < typed.size()) ++i;
    out += typed[i];
  }
  return out;
}

void OfferFiles(std::string_view typed, Completion* found) {
  namespace fs = std::filesystem;
  const size_t slash = typed.rfind('/');
  const std::string folder(
      slash == std::string_view::npos ? "" : typed.substr(0, slash + 1));
  std::error_code error;
  std::set<std::string> names;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(folder.empty() ? "." : folder, error)) {
    const std::string name = entry.path().filename().string();
    // Hidden files are offered to who asks for them.
    if (name[0] == '.' && typed.substr(folder.size()).empty()) continue;
    names.insert(folder + name + (entry.is_directory(error) ? "/" : ""));
  }
  Offer(names, typed, found);
}

void OfferNames(const View& view, std::string_view typed, Completion* found) {
  if (typed.empty()) return;
  auto names = view.NamesWithPrefix(typed, kMost + 1);
  if (!names.ok()) return;
  found->candidates = *std::move(names);
  found->cut = found->candidates.size() > kMost;
  if (found->cut) found->candidates.pop_back();
}

// The name that an edge leaves from; empty for a variable and for what names
// nobody.
std::string_view NamedNode(const View& view, const Place& place) {
  std::string_view node = place.node;
  while (node.starts_with(' ')) node.remove_prefix(1);
  node.remove_prefix(BehindKeywords(node, 0));
  while (node.ends_with(' ') || node.ends_with(')')) node.remove_suffix(1);
  if (node.empty() || node[0] == '?') return {};
  const auto matches = view.Resolve(node);
  return matches.ok() && !matches->empty() ? node : std::string_view();
}

// The relations of the facts that an edge from a node may follow, by ids
// alone: a node may have millions of facts.
void AddRelationsOf(const View& view, std::string_view node, bool backwards,
                    std::set<TermId>* relations) {
  constexpr int kTriplesLookedAt = 100'000;
  const auto matches = view.Resolve(node);
  if (!matches.ok()) return;
  int triples = 0;
  for (const NameMatch& match : *matches) {
    IdPattern pattern;
    (backwards ? pattern.object : pattern.subject) = match.entity.id;
    TripleCursor cursor = view.Triples(
        pattern, backwards ? TripleOrder::kOsp : TripleOrder::kSpo);
    while (cursor.Valid() && ++triples < kTriplesLookedAt) {
      const Triple triple = cursor.triple();
      relations->insert(triple.relation);
      // A subject's facts are sorted by relation, an object's are not.
      if (backwards) {
        cursor.Next();
      } else {
        cursor.Seek({triple.subject, triple.relation + 1, kNoTerm});
      }
    }
  }
}

// Those that the node has, all behind a variable.
void OfferRelations(const View& view, const Place& place,
                    std::string_view typed, Completion* found) {
  const auto all = view.Relations();
  if (!all.ok()) return;
  const std::string_view node = NamedNode(view, place);
  std::set<TermId> forwards;
  std::set<TermId> reversed;
  if (!node.empty()) {
    AddRelationsOf(view, node, place.backwards, &forwards);
    AddRelationsOf(view, node, !place.backwards, &reversed);
  }
  std::set<std::string> relations;
  for (const RelationInfo& relation : *all) {
    if (node.empty() || forwards.contains(relation.term.id) ||
        (relation.properties.symmetric &&
         reversed.contains(relation.term.id))) {
      relations.insert(relation.term.text);
    }
  }
  Offer(relations, typed, found);
}

// The keys that all sentences have, and the prepositions of the node's.
void OfferQualifiers(const View& view, const Place& place,
                     std::string_view typed, Completion* found) {
  constexpr int kFactsLookedAt = 1'000;
  std::set<std::string, std::less<>> keys(std::begin(kQualifiers),
                                          std::end(kQualifiers));
  const std::string_view node = NamedNode(view, place);
  if (!node.empty()) {
    FactPattern pattern;
    (place.backwards ? pattern.object : pattern.subject) = node;
    int facts = 0;
    for (const Fact& fact : view.Match(pattern)) {
      const auto assertions = view.Assertions(fact.triple());
      if (!assertions.ok()) break;
      for (const Assertion& assertion : *assertions) {
        for (const Qualifier& qualifier : assertion.open) {
          keys.insert(qualifier.preposition + "=");
        }
      }
      if (++facts == kFactsLookedAt) break;
    }
  }
  Offer(keys, typed, found);
}

Completion CompleteCommand(const View& view, std::string_view text) {
  Completion found;
  const size_t blank = text.find(' ');
  if (blank == std::string_view::npos) {
    for (const Command& command : kCommands) {
      if (command.name.starts_with(text)) {
        found.candidates.emplace_back(command.name);
      }
    }
    return found;
  }
  const auto command = std::find_if(
      std::begin(kCommands), std::end(kCommands),
      [&](const Command& c) { return c.name == text.substr(0, blank); });
  if (command == std::end(kCommands)) return found;
  found.start = blank + 1;
  // The last of several: files, and the names on both sides of "=".
  if (command->argument == Argument::kFiles) {
    for (size_t i = found.start; i < text.size(); ++i) {
      if (text[i] == '\\') {
        ++i;
      } else if (text[i] == ' ') {
        found.start = i + 1;
      }
    }
  } else if (const size_t equals = text.rfind('='); equals != text.npos) {
    found.start = equals + 1;
  }
  while (found.start < text.size() && text[found.start] == ' ') ++found.start;
  const std::string_view typed = text.substr(found.start);
  switch (command->argument) {
    case Argument::kNone:
      break;
    case Argument::kDocument:
      if (const auto ids = view.DocumentIds(); ids.ok()) {
        Offer(*ids, typed, &found);
      }
      break;
    case Argument::kFile:
      OfferFiles(typed, &found);
      break;
    case Argument::kFiles:
      OfferFiles(Unescaped(typed), &found);
      for (std::string& name : found.candidates) name = Escaped(name);
      break;
    case Argument::kName:
      OfferNames(view, typed, &found);
      break;
    case Argument::kFormat:
      Offer(kFormats, typed, &found);
      break;
    case Argument::kSwitch:
      Offer(kSwitch, typed, &found);
      break;
  }
  return found;
}

}  // namespace

Completion Complete(const View& view, std::string_view before_cursor) {
  if (before_cursor.starts_with('.')) {
    return CompleteCommand(view, before_cursor);
  }
  Completion found;
  const Place place = PlaceAt(before_cursor);
  found.start =
      place.in_edge ? place.start : BehindKeywords(before_cursor, place.start);
  const std::string_view typed = before_cursor.substr(found.start);
  if (place.in_brackets) {
    OfferQualifiers(view, place, typed, &found);
  } else if (place.in_edge) {
    OfferRelations(view, place, typed, &found);
  } else if (!typed.starts_with('?')) {
    OfferNames(view, typed, &found);
  }
  return found;
}

std::string CommonPrefix(const std::vector<std::string>& texts) {
  if (texts.empty()) return "";
  std::string common = texts[0];
  for (const std::string& text : texts) {
    const auto end =
        std::mismatch(common.begin(), common.end(), text.begin(), text.end());
    common.erase(end.first, common.end());
  }
  // Half a character is none.
  while (!common.empty() && text::MakeValidUtf8(common).replaced > 0) {
    common.pop_back();
  }
  return common;
}

int CharactersIn(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

}  // namespace tercet::cli
