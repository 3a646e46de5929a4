#include "query/diagnose.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "query/hop.h"

namespace tercet::query {
namespace {

// Edges that are looked at to say which a node has.
constexpr int kMaxEdges = 2000;
constexpr size_t kMaxRelations = 8;

std::string RelationsOf(Execution& execution, TermId node, bool forward) {
  std::set<std::string> names;
  IdPattern pattern;
  (forward ? pattern.subject : pattern.object) = node;
  TripleCursor cursor = execution.view().Triples(pattern);
  for (int i = 0; i < kMaxEdges && cursor.Valid(); ++i, cursor.Next()) {
    names.insert(execution.TermOf(cursor.triple().relation)->text);
  }
  std::string out;
  size_t listed = 0;
  for (const std::string& name : names) {
    if (listed++ == kMaxRelations) {
      out += ", ...";
      break;
    }
    absl::StrAppend(&out, out.empty() ? "" : ", ", name);
  }
  return out;
}

// Whether the hop leads anywhere from (or to) the node.
bool HasEdge(Execution& execution, const Hop& hop, TermId node, bool forward) {
  HopScan scan(&execution, &hop);
  scan.Start(forward ? node : kNoTerm, forward ? kNoTerm : node);
  return scan.Next();
}

std::string HopNames(Execution& execution, const Hop& hop) {
  std::string out;
  for (const RelationUse& use : hop.relations) {
    absl::StrAppend(&out, out.empty() ? "'" : "|",
                    execution.TermOf(use.id)->text);
  }
  return out.empty() ? out : out + "'";
}

std::string DiagnoseEnd(Execution& execution, const Pattern& pattern,
                        const Slot& slot, bool forward) {
  if (!slot.has_candidates || slot.candidates.size() != 1) return "";
  const TermId node = slot.candidates[0];
  if (HasEdge(execution, pattern.hop, node, forward)) return "";
  const std::string name = execution.TermOf(node)->Label();
  const std::string relation = HopNames(execution, pattern.hop);
  Hop plain = pattern.hop;
  plain.conditions.clear();
  plain.each_assertion = false;
  if (pattern.hop.polarity == Polarity::kAffirmed) {
    if (!pattern.hop.conditions.empty() &&
        HasEdge(execution, plain, node, forward)) {
      return absl::StrCat(name, " has ", relation, relation.empty() ? "" : " ",
                          "edges, but none that fits what is in brackets");
    }
    plain.polarity = Polarity::kNegative;
    if (HasEdge(execution, plain, node, forward)) {
      return absl::StrCat(name, " has only a negated ", relation,
                          relation.empty() ? "" : " ",
                          "edge; ask for it with [neg]");
    }
  } else {
    return absl::StrCat("nothing is negated of ", name);
  }
  const bool outward = plain.any || (!plain.relations.empty() &&
                                     plain.relations[0].forward == forward);
  const std::string others = RelationsOf(execution, node, outward);
  if (others.empty()) {
    return absl::StrCat(name, outward ? " has no edges that go out"
                                      : " has no edges that come in");
  }
  return absl::StrCat(
      outward ? name : absl::StrCat("nothing that ends at ", name),
      outward ? " has no " : " is a ", relation, " edge; ",
      outward ? "it has " : "there are ", others);
}

}  // namespace

std::string Diagnose(Execution& execution, const BoundQuery& query) {
  if (query.blocks.empty()) return "";
  for (const Pattern& pattern : query.blocks[0].patterns) {
    if (pattern.kind != Pattern::Kind::kHop || pattern.hop.has_slots()) {
      continue;
    }
    for (bool forward : {true, false}) {
      const Slot& slot = query.slots[forward ? pattern.from : pattern.to];
      const std::string reason = DiagnoseEnd(execution, pattern, slot, forward);
      if (!reason.empty()) return reason;
    }
  }
  return "";
}

}  // namespace tercet::query
