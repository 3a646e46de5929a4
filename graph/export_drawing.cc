// GraphML and DOT: nodes and edges for programs that lay out and measure
// graphs.  An edge is a fact; what is not plain truth is marked on it.

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "graph/export_text.h"
#include "graph/exporter.h"

namespace tercet {
namespace {

// The facts in the order of their contents, and their nodes, numbered in the
// order of theirs.
struct Drawing {
  std::vector<Fact> facts;
  std::map<Term, int> nodes;  // the ids of terms play no part in their order

  // "Lee arrives" leads nowhere: such an edge has an end of its own.
  static bool LeadsNowhere(const Fact& fact) {
    return fact.object.kind == TermKind::kText && fact.object.text.empty();
  }

  std::string NodeOf(const Term& term) const {
    return "n" + std::to_string(nodes.at(term));
  }
};

absl::StatusOr<Drawing> DrawingOf(const View& view) {
  Drawing drawing;
  for (const Polarity polarity : {Polarity::kAffirmed, Polarity::kNegative}) {
    FactRange facts = view.Match(IdPattern{}, polarity);
    for (const Fact& fact : facts) drawing.facts.push_back(fact);
    if (!facts.status().ok()) return facts.status();
  }
  const auto key = [](const Fact& fact) {
    return std::tie(fact.subject, fact.relation, fact.object, fact.negated);
  };
  std::sort(drawing.facts.begin(), drawing.facts.end(),
            [&](const Fact& a, const Fact& b) { return key(a) < key(b); });
  for (const Fact& fact : drawing.facts) {
    drawing.nodes.emplace(fact.subject, 0);
    if (!Drawing::LeadsNowhere(fact)) drawing.nodes.emplace(fact.object, 0);
  }
  int number = 0;
  for (auto& [term, node] : drawing.nodes) node = ++number;
  return drawing;
}

// --- GraphML --------------------------------------------------------------

constexpr std::string_view kGraphmlHead =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="name" for="node" attr.name="name" attr.type="string"/>
<key id="type" for="node" attr.name="type" attr.type="string"/>
<key id="relation" for="edge" attr.name="relation" attr.type="string"/>
<key id="status" for="edge" attr.name="status" attr.type="string"/>
<key id="negated" for="edge" attr.name="negated" attr.type="boolean"/>
<key id="statements" for="edge" attr.name="statements" attr.type="int"/>
<key id="confidence" for="edge" attr.name="confidence" attr.type="double"/>
<key id="sources" for="edge" attr.name="sources" attr.type="string"/>
<graph id="tercet" edgedefault="directed">
)";

std::string Data(std::string_view key, std::string_view value) {
  return "<data key=\"" + std::string(key) + "\">" + XmlText(value) + "</data>";
}

std::string GraphmlNode(const std::string& id, const Term& term) {
  return "<node id=\"" + id + "\">" + Data("name", term.Label()) +
         Data("type", TypeName(term)) + "</node>\n";
}

// "storm:1 strike:4": the sentences behind a fact.
absl::StatusOr<std::string> Sources(const View& view, const Fact& fact) {
  const auto assertions = view.Assertions(
      fact.triple(), fact.negated ? Polarity::kNegative : Polarity::kAffirmed);
  if (!assertions.ok()) return assertions.status();
  std::string out;
  for (const Assertion& assertion : *assertions) {
    if (!out.empty()) out += ' ';
    out += assertion.document + ":" + std::to_string(assertion.sentence);
  }
  return out;
}

// --- DOT ------------------------------------------------------------------

constexpr std::string_view kDotHead =
    "digraph tercet {\n"
    "  rankdir=LR;\n"
    "  node [shape=box, style=rounded, fontname=\"Helvetica\"];\n"
    "  edge [fontname=\"Helvetica\", fontsize=10];\n";

// Graphviz knows two escapes in quotes; "\n" in a label is its line break.
std::string DotQuoted(std::string_view text) {
  std::string quoted;
  AppendQuoted(quoted, text);  // makes it valid UTF-8 on one line
  return quoted;
}

std::string DotEdge(const std::string& from, const std::string& to,
                    const Fact& fact) {
  std::string label = fact.relation.text;
  std::string style;
  if (fact.negated) {
    label = "not: " + label;
    style = ", style=dotted, color=gray50";
  } else if (fact.status != Status::kAsserted) {
    label += " [" + std::string(Name(fact.status)) + "]";
    style = ", style=dashed";
  }
  return "  " + from + " -> " + to + " [label=" + DotQuoted(label) + style +
         "];\n";
}

}  // namespace

absl::Status ExportGraphml(const View& view, const Write& write) {
  const absl::StatusOr<Drawing> drawing = DrawingOf(view);
  if (!drawing.ok()) return drawing.status();
  absl::Status status = write(kGraphmlHead);
  for (const auto& [term, number] : drawing->nodes) {
    if (!status.ok()) return status;
    status = write(GraphmlNode("n" + std::to_string(number), term));
  }
  int number = 0;
  for (const Fact& fact : drawing->facts) {
    if (!status.ok()) return status;
    const std::string edge = std::to_string(++number);
    std::string out;
    std::string target;
    if (Drawing::LeadsNowhere(fact)) {
      target = "e" + edge + "end";
      out += GraphmlNode(target, fact.object);
    } else {
      target = drawing->NodeOf(fact.object);
    }
    const absl::StatusOr<std::string> sources = Sources(view, fact);
    if (!sources.ok()) return sources.status();
    out += "<edge id=\"e" + edge + "\" source=\"" +
           drawing->NodeOf(fact.subject) + "\" target=\"" + target + "\">" +
           Data("relation", fact.relation.text) +
           Data("status", Name(fact.status)) +
           Data("negated", fact.negated ? "true" : "false") +
           Data("statements", std::to_string(fact.assertions)) +
           Data("confidence", Decimal(fact.confidence)) +
           Data("sources", *sources) + "</edge>\n";
    status = write(out);
  }
  return status.ok() ? write("</graph>\n</graphml>\n") : status;
}

absl::Status ExportDot(const View& view, const Write& write) {
  const absl::StatusOr<Drawing> drawing = DrawingOf(view);
  if (!drawing.ok()) return drawing.status();
  absl::Status status = write(kDotHead);
  for (const auto& [term, number] : drawing->nodes) {
    if (!status.ok()) return status;
    std::string line =
        "  n" + std::to_string(number) + " [label=" + DotQuoted(term.Label());
    if (term.kind != TermKind::kEntity) line += ", shape=plaintext";
    status = write(line + "];\n");
  }
  int number = 0;
  for (const Fact& fact : drawing->facts) {
    if (!status.ok()) return status;
    ++number;
    std::string target;
    std::string out;
    if (Drawing::LeadsNowhere(fact)) {
      target = "e" + std::to_string(number);
      out = "  " + target + " [shape=point];\n";
    } else {
      target = drawing->NodeOf(fact.object);
    }
    status = write(out + DotEdge(drawing->NodeOf(fact.subject), target, fact));
  }
  return status.ok() ? write("}\n") : status;
}

}  // namespace tercet
