#include "query/diagnose.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "query/hop.h"
#include "query/probe.h"
#include "query/render.h"

namespace tercet::query {
namespace {

// Edges that are looked at to say which a node has.
constexpr int kMaxEdges = 2000;
constexpr size_t kMaxRelations = 8;

// Nodes that are named, and rows that are read to find them.
constexpr size_t kMaxNodes = 5;
constexpr int kMaxRows = 1000;

// "a, b, ..." of the first so many.
std::string Listed(const std::set<std::string>& names, size_t most) {
  std::vector<std::string> first(
      names.begin(),
      std::next(names.begin(),
                static_cast<std::ptrdiff_t>(std::min(most, names.size()))));
  if (names.size() > most) first.push_back("...");
  return absl::StrJoin(first, ", ");
}

class Diagnosis {
 public:
  Diagnosis(Execution& execution, const BoundQuery& query)
      : execution_(execution), query_(query), slots_(query.slots) {}

  std::string Reason() {
    if (query_.blocks.empty() || query_.limit == 0) return "";
    const std::vector<Pattern>& patterns = query_.blocks[0].patterns;
    // A single edge of a node that is named is the plainest reason.
    for (const Pattern& pattern : patterns) {
      const std::string reason = OfEnds(pattern);
      if (!reason.empty()) return reason;
    }
    for (size_t i = 0; i < patterns.size(); ++i) {
      const std::optional<bool> found = Finds(Head(i + 1));
      if (!found) return "";
      if (!*found) return OfPattern(i);
    }
    return OfClauses();
  }

 private:
  // --- Parts of the query -------------------------------------------------

  BoundQuery Part() const {
    BoundQuery part;
    part.slots = slots_;
    part.marks = query_.marks;
    return part;
  }

  // The required patterns [begin, end), with the literals that they hold.
  BoundQuery Some(size_t begin, size_t end) const {
    BoundQuery part = Part();
    BoundBlock block;
    const BoundBlock& whole = query_.blocks[0];
    std::set<int> bound;
    for (size_t i = begin; i < end; ++i) {
      block.patterns.push_back(whole.patterns[i]);
      bound.insert({whole.patterns[i].from, whole.patterns[i].to});
    }
    for (const BoundExpression& filter : whole.filters) {
      std::vector<int> read;
      filter.AddSlots(&read);
      if (std::all_of(read.begin(), read.end(),
                      [&](int slot) { return bound.contains(slot); })) {
        block.filters.push_back(filter);
      }
    }
    part.blocks.push_back(std::move(block));
    return part;
  }
  BoundQuery Head(size_t end) const { return Some(0, end); }

  // Nothing where that took too long to find out.
  std::optional<bool> Finds(BoundQuery part) const {
    Probe probe(execution_, std::move(part));
    const bool found = probe.Next();
    if (!probe.ok()) return std::nullopt;
    return found;
  }

  bool FindsSurely(BoundQuery part) const {
    return Finds(std::move(part)).value_or(false);
  }

  // The nodes that the slot stands for in the part; none where they are many.
  std::vector<TermId> NodesOf(BoundQuery part, int slot) const {
    Probe probe(execution_, std::move(part));
    std::set<TermId> nodes;
    for (int i = 0; probe.Next(); ++i) {
      const Datum datum = probe.execution().slots[slot];
      if (datum.kind == Datum::Kind::kTerm &&
          !execution_.IsNothing(datum.bits)) {
        nodes.insert(datum.bits);
      }
      if (i == kMaxRows || nodes.size() > kMaxNodes) return {};
    }
    if (!probe.ok()) return {};
    return {nodes.begin(), nodes.end()};
  }

  // --- What a node has ----------------------------------------------------

  std::string NamesOf(const std::vector<TermId>& nodes) {
    std::set<std::string> names;
    for (TermId node : nodes) names.insert(execution_.TermOf(node)->Label());
    return Listed(names, kMaxNodes);
  }

  std::string RelationsOf(const std::vector<TermId>& nodes, bool forward) {
    std::set<std::string> names;
    for (TermId node : nodes) {
      IdPattern pattern;
      (forward ? pattern.subject : pattern.object) = node;
      TripleCursor cursor = execution_.view().Triples(pattern);
      for (int i = 0; i < kMaxEdges && cursor.Valid(); ++i, cursor.Next()) {
        names.insert(execution_.TermOf(cursor.triple().relation)->text);
      }
    }
    return Listed(names, kMaxRelations);
  }

  // Whether the hop leads anywhere from (or to) one of the nodes.
  bool HasEdge(const Hop& hop, const std::vector<TermId>& nodes, bool forward) {
    return std::any_of(nodes.begin(), nodes.end(), [&](TermId node) {
      HopScan scan(&execution_, &hop);
      scan.Start(forward ? node : kNoTerm, forward ? kNoTerm : node);
      return scan.Next();
    });
  }

  // "'meets' " or, of any relation, "".
  std::string HopNames(const Hop& hop) {
    std::string out;
    for (const RelationUse& use : hop.relations) {
      absl::StrAppend(&out, out.empty() ? "'" : "|",
                      execution_.TermOf(use.id)->text);
    }
    return hop.any || out.empty() ? "" : out + "' ";
  }

  // Why the nodes at one end of the pattern have no such edge; empty where
  // they have one.
  std::string OfEnd(const Hop& hop, const std::vector<TermId>& nodes,
                    bool forward) {
    if (nodes.empty() || nodes.size() > kMaxNodes ||
        HasEdge(hop, nodes, forward)) {
      return "";
    }
    const bool one = nodes.size() == 1;
    const std::string names = NamesOf(nodes);
    const std::string has = absl::StrCat(names, one ? " has " : " have ");
    const std::string relation = HopNames(hop);
    if (hop.polarity == Polarity::kNegative) {
      return absl::StrCat("nothing is negated of ", names);
    }
    Hop other = hop;
    other.conditions.clear();
    other.each_assertion = false;
    if (!hop.conditions.empty() && HasEdge(other, nodes, forward)) {
      return absl::StrCat(has, relation,
                          "edges, but none that fits the conditions");
    }
    other.polarity = Polarity::kNegative;
    if (HasEdge(other, nodes, forward)) {
      return absl::StrCat(has, "only a negated ", relation,
                          "edge; ask for it with [neg]");
    }
    const bool outward =
        hop.any ? hop.any_use.forward == forward
                : !hop.relations.empty() && hop.relations[0].forward == forward;
    const std::string has_no = one ? absl::StrCat(names, " has no ")
                                   : absl::StrCat("none of ", names, " has ");
    const std::string others = RelationsOf(nodes, outward);
    if (others.empty()) {
      return absl::StrCat(has_no,
                          outward ? "edges that go out" : "edges that come in");
    }
    return absl::StrCat(has_no, one ? "" : "any ", relation, "edge",
                        outward ? "; " : " that comes in; ",
                        one ? "it has " : "they have ", others);
  }

  std::string OfEnds(const Pattern& pattern) {
    if (pattern.kind != Pattern::Kind::kHop || pattern.hop.has_slots()) {
      return "";
    }
    for (bool forward : {true, false}) {
      const Slot& slot = slots_[forward ? pattern.from : pattern.to];
      if (!slot.has_candidates) continue;
      std::string reason = OfEnd(pattern.hop, slot.candidates, forward);
      if (!reason.empty()) return reason;
    }
    return "";
  }

  // --- What does not fit together -----------------------------------------

  // Why patterns [0, at] have no match though those before the last have.
  std::string OfPattern(size_t at) {
    const Pattern& pattern = query_.blocks[0].patterns[at];
    // What the others leave for its ends may be few enough to be named.
    for (int slot : {pattern.from, pattern.to}) {
      if (at == 0 || slots_[slot].has_candidates) continue;
      std::vector<TermId> nodes = NodesOf(Some(0, at), slot);
      if (nodes.empty()) continue;
      slots_[slot].has_candidates = true;
      slots_[slot].candidates = std::move(nodes);
    }
    std::string reason = OfEnds(pattern);
    if (!reason.empty()) return reason;
    slots_ = query_.slots;
    if (!FindsSurely(Some(at, at + 1))) return OfOnePattern(at);
    return absl::StrCat(
        "'", pattern.label, "' is found, but not together with ",
        at == 1 ? absl::StrCat("'", query_.blocks[0].patterns[0].label, "'")
                : "what stands before it");
  }

  // Why a pattern has no match though its ends are not to blame.
  std::string OfOnePattern(size_t at) {
    const Pattern& pattern = query_.blocks[0].patterns[at];
    if (pattern.kind != Pattern::Kind::kHop) {
      return absl::StrCat("no path fits '", pattern.label, "'");
    }
    const std::string relation = HopNames(pattern.hop);
    BoundQuery plain = Some(at, at + 1);
    for (int end : {pattern.from, pattern.to}) {
      plain.slots[end].has_type = false;
    }
    if (FindsSurely(plain)) return OfTypes(std::move(plain), pattern);
    Hop* const hop = &plain.blocks[0].patterns[0].hop;
    if (!hop->conditions.empty() && !hop->has_slots()) {
      hop->conditions.clear();
      if (FindsSurely(plain)) {
        return absl::StrCat("there are ", relation,
                            "edges, but none that fits the conditions");
      }
    }
    if (hop->polarity == Polarity::kAffirmed) {
      hop->polarity = Polarity::kNegative;
      if (FindsSurely(plain)) {
        return absl::StrCat("there are only negated ", relation,
                            "edges; ask for them with [neg]");
      }
      hop->polarity = Polarity::kAffirmed;
    }
    return OfOtherEnds(at);
  }

  // The pattern is found with nodes of other types.
  std::string OfTypes(BoundQuery plain, const Pattern& pattern) {
    std::string out = absl::StrCat("'", pattern.label,
                                   "' is found, but not with these types");
    for (int end : {pattern.from, pattern.to}) {
      if (!slots_[end].has_type) continue;
      Probe probe(execution_, plain);
      std::set<std::string> types;
      for (int i = 0; i < kMaxRows && probe.Next(); ++i) {
        const Cell cell =
            ToCell(probe.execution(), probe.execution().slots[end]);
        types.insert(std::string(cell.term.kind == TermKind::kEntity
                                     ? Name(cell.term.type)
                                     : Name(cell.term.kind)));
      }
      absl::StrAppend(&out, "; ", slots_[end].label, " is ",
                      Listed(types, kMaxRelations));
    }
    return out;
  }

  // Both ends have such edges, but lead elsewhere.
  std::string OfOtherEnds(size_t at) {
    const Pattern& pattern = query_.blocks[0].patterns[at];
    BoundQuery open = Some(at, at + 1);
    open.slots[pattern.to].has_candidates = false;
    open.blocks[0].filters.clear();
    Probe probe(execution_, std::move(open));
    std::set<std::string> ends;
    while (ends.size() <= kMaxNodes && probe.Next()) {
      const Datum end = probe.execution().slots[pattern.to];
      ends.insert(ToCell(probe.execution(), end).text);
    }
    ends.erase("");
    if (!probe.ok() || ends.empty()) return "";
    return absl::StrCat("'", pattern.label, "' is found with ",
                        Listed(ends, kMaxNodes), " in place of ",
                        slots_[pattern.to].label);
  }

  // The required patterns are found: what drops their rows?
  std::string OfClauses() {
    BoundQuery part = query_;
    part.filters.clear();
    std::erase_if(part.blocks, [](const BoundBlock& block) {
      return block.kind == BoundBlock::Kind::kNot;
    });
    std::optional<bool> found = Finds(part);
    if (found == false && part.blocks[0].patterns.empty()) {
      return "nothing in the graph is of this type";
    }
    for (const BoundExpression& filter : query_.filters) {
      if (found != true) return "";
      BoundQuery before = part;
      part.filters.push_back(filter);
      found = Finds(part);
      if (found == false) return OfFilter(std::move(before), filter);
    }
    part.blocks = query_.blocks;
    if (found == true) found = Finds(part);
    if (found == false) return "'not' drops all that is found before it";
    if (found == true && query_.offset > 0) {
      return "'offset' passes over all rows";
    }
    return "";
  }

  // Rows are there before the condition, but none for which it holds.
  std::string OfFilter(BoundQuery before, const BoundExpression& filter) {
    std::string out =
        absl::StrCat("there are rows, but none where ", filter.label);
    if (filter.operands.empty() || filter.operands[0].is_constant) return out;
    const PropertyRef& property = filter.operands[0].property;
    Probe probe(execution_, std::move(before));
    std::set<std::string> values;
    for (int i = 0; i < kMaxRows && values.size() <= kMaxNodes && probe.Next();
         ++i) {
      const Datum value = Evaluate(probe.execution(), property);
      values.insert(ToCell(probe.execution(), value).text);
    }
    if (!probe.ok()) return out;
    values.erase("");
    return absl::StrCat(out, "; ?", property.label, " is ",
                        values.empty() ? "nothing" : Listed(values, kMaxNodes));
  }

  Execution& execution_;
  const BoundQuery& query_;
  std::vector<Slot> slots_;
};

}  // namespace

std::string Diagnose(Execution& execution, const BoundQuery& query) {
  return Diagnosis(execution, query).Reason();
}

}  // namespace tercet::query
