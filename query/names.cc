#include "query/names.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "query/expression.h"
#include "query/inflection.h"
#include "query/match.h"
#include "query/spelling.h"
#include "query/unicode.h"

namespace tercet::query {
namespace {

// More nodes than this are not listed for one "~words".
constexpr size_t kMaxByWords = 100000;

// A name of more nodes than this is looked up anew each time.
constexpr size_t kMaxKeptNodes = 64;

// How many entities a note about an ambiguous name lists.
constexpr size_t kMaxListed = 5;

std::string Describe(const std::string& name,
                     const std::vector<NameMatch>& matches) {
  std::string note =
      absl::StrCat("'", name, "' names ", matches.size(), " entities: ");
  for (size_t i = 0; i < matches.size() && i < kMaxListed; ++i) {
    if (i > 0) note += ", ";
    note += matches[i].entity.Label();
  }
  if (matches.size() > kMaxListed) note += ", ...";
  return note;
}

absl::Status TooMany(const std::string& id) {
  return absl::InvalidArgumentError(
      absl::StrCat("'", id, "' speaks of more than ", kMaxByWords,
                   " names and values, too many to begin with"));
}

bool IsArticle(std::string_view word) {
  const std::string folded = FoldCase(word);
  return folded == "the" || folded == "a" || folded == "an";
}

bool IsQuestionWord(std::string_view word) {
  const std::string folded = FoldCase(word);
  return folded == "who" || folded == "what" || folded == "which";
}

void SortOnce(std::vector<TermId>* ids) {
  std::sort(ids->begin(), ids->end());
  ids->erase(std::unique(ids->begin(), ids->end()), ids->end());
}

}  // namespace

absl::StatusOr<std::vector<TermId>> Names::Nodes(const syntax::Term& term) {
  if (term.kind == syntax::Term::Kind::kId) return NodesOfId(term.text);
  if (term.kind != syntax::Term::Kind::kWords) {
    absl::StatusOr<KeptName> name = NodesOfName(term.text);
    if (!name.ok()) return name.status();
    if (!name->note.empty()) {
      if (strict_) return absl::InvalidArgumentError(name->note);
      AddNote(std::move(name->note));
    }
    return std::move(name->nodes);
  }
  const absl::StatusOr<std::vector<Term>> found =
      view_.FindByWords(term.text, kMaxByWords, check_);
  if (!found.ok()) return found.status();
  if (found->size() == kMaxByWords) {
    AddNote(absl::StrCat("'~", term.text, "' fits more than ", kMaxByWords,
                         " names; only the first are looked at"));
  }
  std::vector<TermId> ids;
  for (const Term& each : *found) ids.push_back(each.id);
  SortOnce(&ids);
  return ids;
}

// The ends of a fact, or of all facts that a document's sentences state.
absl::StatusOr<std::vector<TermId>> Names::NodesOfId(const std::string& id) {
  absl::flat_hash_set<TermId> nodes;
  const auto add = [&nodes](const Triple& triple) {
    nodes.insert(triple.subject);
    nodes.insert(triple.object);
  };
  absl::Status status;
  if (id[0] == '#') {
    const absl::StatusOr<Fact> fact = view_.FactById(id);
    if (fact.ok()) add(fact->triple());
    status = fact.status();
  } else {
    status = view_.ForEachAssertion(
        id.substr(1), [&](const Assertion& assertion) -> absl::Status {
          add(assertion.triple);
          if (nodes.size() > kMaxByWords) return TooMany(id);
          return check_ ? check_() : absl::OkStatus();
        });
  }
  if (absl::IsNotFound(status)) return std::vector<TermId>();
  if (!status.ok()) return status;
  const absl::StatusOr<std::optional<TermId>> nothing =
      KeptNothing(*kept_, view_);
  if (!nothing.ok()) return nothing.status();
  if (*nothing) nodes.erase(**nothing);
  std::vector<TermId> sorted(nodes.begin(), nodes.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

absl::StatusOr<KeptName> Names::NodesOfName(const std::string& name) {
  if (std::optional<KeptName> known = kept_->names.Find(name)) {
    return *std::move(known);
  }
  KeptName found;
  absl::StatusOr<std::vector<NameMatch>> matches = view_.Resolve(name);
  if (!matches.ok()) return matches.status();
  if (matches->size() > 1) found.note = Describe(name, *matches);
  for (const NameMatch& match : *matches) {
    found.nodes.push_back(match.entity.id);
  }
  absl::StatusOr<std::vector<Term>> values = view_.ResolveValue(name);
  if (!values.ok()) return values.status();
  for (const Term& value : *values) found.nodes.push_back(value.id);
  SortOnce(&found.nodes);
  if (found.nodes.size() <= kMaxKeptNodes) kept_->names.Keep(name, found);
  return found;
}

void Names::AddNote(std::string note) {
  if (std::find(notes_.begin(), notes_.end(), note) == notes_.end()) {
    notes_.push_back(std::move(note));
  }
}

absl::Status Names::Load() {
  if (relations_) return absl::OkStatus();
  absl::StatusOr<std::vector<RelationInfo>> all = view_.Relations();
  if (!all.ok()) return all.status();
  relations_ = *std::move(all);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<RelationInfo>> Names::Relations(
    std::string_view name) {
  const std::string text(name);
  std::optional<std::optional<TermId>> exact = kept_->relation_names.Find(text);
  if (!exact) {
    absl::StatusOr<std::optional<Term>> read = view_.ResolveRelation(name);
    if (!read.ok()) return read.status();
    exact.emplace();
    if (*read) *exact = (*read)->id;
    kept_->relation_names.Keep(text, *exact);
  }
  std::vector<RelationInfo> found;
  if (*exact) {
    const absl::StatusOr<std::shared_ptr<const RelationInfo>> info =
        KeptRelation(*kept_, view_, **exact);
    if (!info.ok()) return info.status();
    found.push_back(**info);
    return found;
  }
  if (absl::Status status = Load(); !status.ok()) return status;
  const std::string key = InflectionKey(name);
  if (key.empty()) return found;
  for (const std::string& wanted : {key, absl::StrCat("be ", key)}) {
    for (const RelationInfo& info : *relations_) {
      if (InflectionKey(info.term.text) == wanted) found.push_back(info);
    }
    if (!found.empty()) return found;
  }
  return WithPreposition(name, key);
}

// "meets" where the graph only has "meets with", and a note that says so.
std::vector<RelationInfo> Names::WithPreposition(std::string_view name,
                                                 const std::string& key) {
  std::vector<RelationInfo> found;
  std::string note;
  for (const RelationInfo& info : *relations_) {
    const std::string text = FoldCase(info.term.text);
    const size_t space = text.rfind(' ');
    if (space == std::string::npos || !IsPreposition(text.substr(space + 1))) {
      continue;
    }
    const std::string rest = InflectionKey(text.substr(0, space));
    if (rest != key && rest != absl::StrCat("be ", key)) continue;
    absl::StrAppend(&note, note.empty() ? "" : ", ", "'", info.term.text, "'");
    found.push_back(info);
  }
  if (found.empty()) return found;
  AddNote(
      absl::StrCat("no relation '", std::string(name), "'; read as ", note));
  return found;
}

absl::StatusOr<std::vector<TermId>> Names::SymmetricRelations() {
  if (absl::Status status = Load(); !status.ok()) return status;
  std::vector<TermId> ids;
  for (const RelationInfo& info : *relations_) {
    if (info.properties.symmetric) ids.push_back(info.term.id);
  }
  return ids;
}

// "Lee -meets-> Xi" of "Lee meets Xi"; empty where no such relation of
// such a name is known.
std::string Names::AsPattern(const std::string& text) {
  const std::vector<std::string> words =
      absl::StrSplit(text, ' ', absl::SkipEmpty());
  constexpr size_t kMaxWords = 12;
  if (words.size() < 3 || words.size() > kMaxWords) return "";
  const auto joined = [&](size_t begin, size_t end) {
    const auto at = [&](size_t i) {
      return words.begin() + static_cast<std::ptrdiff_t>(i);
    };
    return absl::StrJoin(at(begin), at(end), " ");
  };
  for (size_t name = words.size() - 2; name > 0; --name) {
    const absl::StatusOr<KeptName> known = NodesOfName(joined(0, name));
    const bool asks = name == 1 && IsQuestionWord(words[0]);
    if (!asks && (!known.ok() || known->nodes.empty())) continue;
    for (size_t end = words.size() - 1; end > name; --end) {
      if (IsArticle(words[end - 1])) continue;
      const std::string relation = joined(name, end);
      const absl::StatusOr<std::vector<RelationInfo>> found =
          Relations(relation);
      if (!found.ok() || found->empty()) continue;
      return absl::StrCat(asks ? "?" : "", joined(0, name), " -", relation,
                          "-> ", joined(end, words.size()));
    }
  }
  return "";
}

std::string Names::UnknownName(const syntax::Term& term) {
  if (term.kind == syntax::Term::Kind::kWords) {
    return absl::StrCat("no name has the words '", term.text, "'");
  }
  if (term.kind == syntax::Term::Kind::kId) {
    const std::string id = term.text.substr(1);
    if (term.text[0] == '#') return absl::StrCat("no fact '", id, "'");
    const absl::StatusOr<std::vector<std::string>> known = view_.DocumentIds();
    return absl::StrCat("no document '", id, "'",
                        known.ok() ? DidYouMean(id, *known) : "");
  }
  std::string message =
      absl::StrCat("no one and nothing is called '", term.text, "'");
  const std::string sentence = AsPattern(term.text);
  if (!sentence.empty()) {
    return absl::StrCat(message, "; a relation stands between dashes: '",
                        sentence, "'");
  }
  const absl::StatusOr<std::vector<RelationInfo>> relations =
      Relations(term.text);
  if (relations.ok() && !relations->empty()) {
    return absl::StrCat(message, "; a relation stands between dashes: '-",
                        term.text, "->'");
  }
  // A part of a longer name, or a misspelling of one that begins alike.
  absl::StatusOr<std::vector<Term>> longer =
      view_.FindByWords(term.text, 3, check_);
  if (longer.ok() && !longer->empty()) {
    absl::StrAppend(&message, "; did you mean '", longer->front().Label(),
                    "'?");
    return message;
  }
  char32_t first = 0;
  const int length = term.text.empty() ? 0 : DecodeUtf8(term.text, &first);
  for (const std::string& prefix :
       {term.text.substr(0, length), std::string()}) {
    absl::StatusOr<std::vector<std::string>> known =
        view_.NamesWithPrefix(prefix, 20000);
    if (!known.ok()) break;
    const std::string nearest = Nearest(term.text, *known);
    if (nearest.empty()) continue;
    absl::StrAppend(&message, "; did you mean '", nearest, "'?");
    break;
  }
  return message;
}

std::string Names::UnknownRelation(std::string_view name) {
  std::string message = absl::StrCat("no relation '", std::string(name), "'");
  if (!Load().ok()) return message;
  std::vector<std::string> known;
  for (const RelationInfo& info : *relations_) {
    known.push_back(info.term.text);
  }
  std::string nearest = Nearest(name, known);
  for (size_t i = 0; i < known.size() && nearest.empty(); ++i) {
    if (TextHasWords(known[i], name)) nearest = known[i];
  }
  if (!nearest.empty()) {
    absl::StrAppend(&message, "; did you mean '", nearest, "'?");
  }
  return message;
}

}  // namespace tercet::query
