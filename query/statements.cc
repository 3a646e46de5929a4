#include "query/statements.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "query/match.h"
#include "query/names.h"
#include "query/render.h"
#include "query/sort.h"

namespace tercet::query {
namespace {

// How many names "find" lists.
constexpr size_t kMaxNames = 1000;

ResultRow FactRow(Execution& execution, const FactRef& fact) {
  ResultRow row;
  for (TermId id :
       {fact.triple.subject, fact.triple.relation, fact.triple.object}) {
    row.cells.push_back(execution.IsNothing(id)
                            ? Cell()
                            : ToCell(execution, Datum::OfTerm(id)));
  }
  const Mark mark = execution.MarkOf(fact);
  row.status = mark.status();
  row.negated = mark.negated();
  return row;
}

// "Lee Jae Myung: person; also called Lee, President Lee".
std::string Headline(Execution& execution, TermId id) {
  const std::shared_ptr<const Term> term = execution.TermOf(id);
  std::string line = absl::StrCat(
      term->Label(), ": ",
      std::string(term->kind == TermKind::kEntity ? Name(term->type)
                                                  : Name(term->kind)));
  if (term->kind != TermKind::kEntity) return line;
  absl::StatusOr<std::vector<AliasUse>> aliases = execution.view().Aliases(id);
  if (!aliases.ok()) {
    execution.Fail(aliases.status());
    return line;
  }
  bool first = true;
  for (const AliasUse& use : *aliases) {
    if (use.alias.text == term->text) continue;
    absl::StrAppend(&line, first ? "; also called " : ", ", use.alias.text);
    if (!use.alias.reason.empty()) {
      absl::StrAppend(&line, " (", use.alias.reason, ")");
    }
    first = false;
  }
  return line;
}

// The facts around the nodes of a frontier that were not shown yet, sorted by
// what they say; *next gets the entities at their other ends.
std::vector<FactRef> FactsAround(Execution& execution,
                                 const std::vector<TermId>& frontier,
                                 absl::flat_hash_set<FactRef>* shown,
                                 std::vector<TermId>* next) {
  std::vector<std::pair<std::string, FactRef>> found;
  for (TermId node : frontier) {
    for (bool forward : {true, false}) {
      IdPattern pattern;
      (forward ? pattern.subject : pattern.object) = node;
      TripleCursor cursor = execution.view().Triples(pattern);
      for (; cursor.Valid(); cursor.Next()) {
        if (!execution.Touch() || !execution.Charge(160)) return {};
        const FactRef fact{cursor.triple(), false};
        if (!shown->insert(fact).second) continue;
        next->push_back(forward ? fact.triple.object : fact.triple.subject);
        found.emplace_back(ToText(ToLink(execution, fact)), fact);
      }
      if (!cursor.status().ok()) execution.Fail(cursor.status());
    }
  }
  if (!SortInSteps(execution, &found, std::less<>())) return {};
  std::vector<FactRef> facts;
  for (auto& [text, fact] : found) facts.push_back(fact);
  return facts;
}

RowsOr AssertionRows(Execution& execution,
                     const std::vector<Assertion>& assertions) {
  auto rows = std::make_unique<ListedRows>();
  rows->columns = WhyColumns();
  rows->has_status = true;
  for (const Assertion& assertion : assertions) {
    if (!execution.Touch()) return execution.status();
    execution.Charge(static_cast<int64_t>(512 + 2 * assertion.text.size()));
    rows->Add(WhyRow(execution, assertion));
  }
  if (!execution.ok()) return execution.status();
  rows->touched = execution.touched();
  return rows;
}

}  // namespace

std::vector<std::string> WhyColumns() {
  return {"fact", "text", "document", "sentence", "span"};
}

ResultRow WhyRow(Execution& execution, const Assertion& assertion) {
  ResultRow row;
  Link link = ToLink(execution, FactRef{assertion.triple, assertion.negative});
  link.status = assertion.status;
  Cell fact;
  fact.kind = Cell::Kind::kAssertion;
  fact.assertion = assertion.id;
  fact.text = ToText(link);
  fact.links.push_back(std::move(link));
  row.cells.push_back(std::move(fact));
  row.cells.push_back(TextCell(assertion.text));
  row.cells.push_back(TextCell(assertion.document));
  row.cells.push_back(ToCell(execution, Datum::OfNumber(assertion.sentence)));
  row.cells.push_back(
      TextCell(absl::StrCat(assertion.begin, "-", assertion.end)));
  row.status = assertion.status;
  row.negated = assertion.negative;
  return row;
}

RowsOr Describe(Execution& execution, const Source& source,
                const syntax::Term& target, int steps, bool strict) {
  if (target.kind == syntax::Term::Kind::kId) {
    return WhyId(execution, source, target);
  }
  Names names(execution.view(), strict);
  absl::StatusOr<std::vector<TermId>> ids = names.Nodes(target);
  if (!ids.ok()) return ids.status();
  if (ids->empty()) {
    const absl::Status error =
        source.Error(target.at, names.UnknownName(target));
    return absl::NotFoundError(error.message());
  }
  auto rows = std::make_unique<ListedRows>();
  rows->columns = {"subject", "relation", "object"};
  rows->has_status = true;
  rows->notes = names.notes();
  for (TermId id : *ids) rows->notes.push_back(Headline(execution, id));
  std::vector<TermId> frontier = *ids;
  absl::flat_hash_set<TermId> visited(ids->begin(), ids->end());
  absl::flat_hash_set<FactRef> shown;
  for (int step = 0; step < steps && !frontier.empty(); ++step) {
    std::vector<TermId> ends;
    for (const FactRef& fact :
         FactsAround(execution, frontier, &shown, &ends)) {
      execution.Charge(512);
      rows->Add(FactRow(execution, fact));
    }
    if (!execution.ok()) return execution.status();
    frontier.clear();
    for (TermId end : ends) {
      if (View::KindOf(end) == TermKind::kEntity &&
          visited.insert(end).second) {
        frontier.push_back(end);
      }
    }
  }
  if (!execution.ok()) return execution.status();
  rows->touched = execution.touched();
  return rows;
}

RowsOr Find(Execution& execution, const syntax::Term& words) {
  auto rows = std::make_unique<ListedRows>();
  rows->columns = {"kind", "found", "document", "sentence"};
  const View& view = execution.view();
  const auto check = [&execution] {
    execution.Touch();
    execution.CheckLimits();
    return execution.status();
  };
  absl::StatusOr<std::vector<Term>> terms =
      view.FindByWords(words.text, kMaxNames, check);
  if (!terms.ok()) return terms.status();
  for (const Term& term : *terms) {
    ResultRow row;
    row.cells.push_back(TextCell(std::string(
        term.kind == TermKind::kEntity ? Name(term.type) : Name(term.kind))));
    row.cells.push_back(ToCell(execution, Datum::OfTerm(term.id)));
    row.cells.resize(4);
    rows->Add(std::move(row));
  }
  const absl::Status found = view.ForEachSentenceWith(
      words.text, check,
      [&](std::string_view document, int sentence, std::string_view text) {
        execution.Charge(static_cast<int64_t>(512 + text.size()));
        ResultRow row;
        row.cells.push_back(TextCell("sentence"));
        row.cells.push_back(TextCell(std::string(text)));
        row.cells.push_back(TextCell(std::string(document)));
        row.cells.push_back(
            ToCell(execution, Datum::OfNumber(static_cast<double>(sentence))));
        rows->Add(std::move(row));
        return check();
      });
  if (!found.ok()) return found;
  if (!execution.ok()) return execution.status();
  if (rows->empty()) {
    rows->notes.push_back("no name and no sentence has all of these words");
  }
  rows->touched = execution.touched();
  return rows;
}

RowsOr WhyId(Execution& execution, const Source& source,
             const syntax::Term& id) {
  const std::string name = id.text.substr(1);
  absl::StatusOr<std::vector<Assertion>> assertions;
  if (id.text[0] == '@') {
    assertions = execution.view().AssertionsOf(name);
  } else {
    absl::StatusOr<Fact> fact = execution.view().FactById(name);
    assertions = fact.ok()
                     ? execution.view().Assertions(
                           fact->triple(), fact->negated ? Polarity::kNegative
                                                         : Polarity::kAffirmed)
                     : fact.status();
  }
  if (!assertions.ok()) {
    if (assertions.status().code() == absl::StatusCode::kDataLoss) {
      return assertions.status();
    }
    const absl::Status error =
        source.Error(id.at, std::string(assertions.status().message()));
    return absl::Status(assertions.status().code(), error.message());
  }
  return AssertionRows(execution, *assertions);
}

}  // namespace tercet::query
