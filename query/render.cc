#include "query/render.h"

#include <cmath>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "query/match.h"

namespace tercet::query {
namespace {

// Links in a row, each in the direction in which it is walked.
std::string PathText(const std::vector<Link>& links) {
  if (links.empty()) return "(no step)";
  if (links.size() == 1) return ToText(links[0]);
  // The walk begins at the end of the first link that the second lacks.
  const Link& second = links[1];
  const auto touches = [&second](const Term& term) {
    return term == second.subject || term == second.object;
  };
  const bool forwards = touches(links[0].object) || !touches(links[0].subject);
  Term at = forwards ? links[0].subject : links[0].object;
  std::string out = at.Label();
  for (const Link& link : links) {
    if (link.subject == at) {
      absl::StrAppend(&out, " -", link.relation.text, "-> ",
                      link.object.Label());
      at = link.object;
    } else {
      absl::StrAppend(&out, " <-", link.relation.text, "- ",
                      link.subject.Label());
      at = link.subject;
    }
  }
  return out;
}

void FillPath(Execution& execution, Datum datum, Cell* cell) {
  cell->kind = Cell::Kind::kPath;
  AppendLinks(execution, datum, &cell->links);
  cell->text = PathText(cell->links);
}

void FillAssertion(Execution& execution, Datum datum, Cell* cell) {
  cell->kind = Cell::Kind::kAssertion;
  cell->assertion = AssertionId::Unpacked(datum.bits);
  const std::shared_ptr<const Assertion> assertion =
      execution.AssertionOf(cell->assertion);
  Link link =
      ToLink(execution, FactRef{assertion->triple, assertion->negative});
  link.status = assertion->status;
  cell->text = ToText(link);
  cell->links.push_back(std::move(link));
}

}  // namespace

std::string ToText(double number) {
  char buffer[40];
  if (number == std::floor(number) && std::fabs(number) < 1e15) {
    std::snprintf(buffer, sizeof buffer, "%.0f", number);
  } else {
    std::snprintf(buffer, sizeof buffer, "%.6g", number);
  }
  return buffer;
}

std::string ToText(const Link& link) {
  std::string out =
      absl::StrCat(link.subject.Label(), " -", link.relation.text, "->");
  if (!link.object.text.empty()) {
    absl::StrAppend(&out, " ", link.object.Label());
  }
  return out;
}

Link ToLink(Execution& execution, const FactRef& fact) {
  Link link;
  link.subject = *execution.TermOf(fact.triple.subject);
  link.relation = *execution.TermOf(fact.triple.relation);
  link.object = *execution.TermOf(fact.triple.object);
  link.status = execution.MarkOf(fact).status();
  link.negated = fact.negative;
  return link;
}

void AppendLinks(Execution& execution, Datum path, std::vector<Link>* links) {
  if (path.kind != Datum::Kind::kPath) return;
  for (uint64_t fact : execution.PathAt(path)) {
    links->push_back(ToLink(execution, execution.FactAt(fact)));
  }
}

Cell ToCell(Execution& execution, Datum datum) {
  Cell cell;
  switch (datum.kind) {
    case Datum::Kind::kNone:
      return cell;
    case Datum::Kind::kTerm:
      if (execution.IsNothing(datum.bits)) return cell;
      cell.kind = Cell::Kind::kTerm;
      cell.term = *execution.TermOf(datum.bits);
      break;
    case Datum::Kind::kText:
      cell.kind = Cell::Kind::kText;
      break;
    case Datum::Kind::kDate:
      cell.kind = Cell::Kind::kDate;
      cell.date = execution.DateOf(datum);
      break;
    case Datum::Kind::kBoolean:
      cell.kind = Cell::Kind::kBoolean;
      cell.number = static_cast<double>(datum.bits);
      break;
    case Datum::Kind::kNumber:
      cell.kind = Cell::Kind::kNumber;
      cell.number = datum.number();
      cell.text = ToText(cell.number);
      return cell;
    case Datum::Kind::kAssertion:
      FillAssertion(execution, datum, &cell);
      return cell;
    case Datum::Kind::kPath:
      FillPath(execution, datum, &cell);
      return cell;
    case Datum::Kind::kFact:
      cell.kind = Cell::Kind::kFact;
      cell.links.push_back(ToLink(execution, execution.FactAt(datum.bits)));
      cell.text = ToText(cell.links[0]);
      return cell;
    case Datum::Kind::kList:
      cell.kind = Cell::Kind::kList;
      for (Datum item : execution.ListAt(datum)) {
        cell.items.push_back(ToCell(execution, item));
        absl::StrAppend(&cell.text, cell.text.empty() ? "" : ", ",
                        cell.items.back().text);
      }
      return cell;
  }
  cell.text = TextOf(execution, datum);
  return cell;
}

}  // namespace tercet::query
