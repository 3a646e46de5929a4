// tercet draw: what surrounds a name, as a picture.

#include <graphviz/cgraph.h>
#include <graphviz/gvc.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "cli/program.h"
#include "cli/progress.h"
#include "query/unicode.h"

namespace tercet::cli {
namespace {

constexpr int kLabelColumns = 24;

struct DrawArguments {
  std::string name;
  std::string output;
  int steps = 1;
  int nodes = 40;
};

// The facts around some nodes, step by step outwards, no more nodes than asked
// for.  The order is that of the contents, so that a picture stays the same.
class Surroundings {
 public:
  Surroundings(const View& view, size_t most) : view_(view), most_(most) {}

  absl::Status Grow(const std::vector<Term>& start, int steps) {
    std::vector<Term> ring;
    for (const Term& term : start) {
      if (Add(term)) ring.push_back(term);
    }
    for (int step = 0; step < steps; ++step) {
      std::vector<Term> next;
      for (const Term& term : ring) {
        const absl::Status status = AddFactsOf(term, &next);
        if (!status.ok()) return status;
      }
      ring = std::move(next);
    }
    return absl::OkStatus();
  }

  const std::map<Term, int>& nodes() const { return nodes_; }
  const std::map<FactId, Fact>& facts() const { return facts_; }
  int left_out() const { return left_out_; }

 private:
  bool Add(const Term& term) {
    if (nodes_.contains(term)) return false;
    if (nodes_.size() >= most_) return false;
    nodes_.emplace(term, static_cast<int>(nodes_.size()) + 1);
    return true;
  }

  absl::Status AddFactsOf(const Term& term, std::vector<Term>* next) {
    std::vector<Fact> around;
    for (const IdPattern& pattern :
         {IdPattern{.subject = term.id}, IdPattern{.object = term.id}}) {
      FactRange facts = view_.Match(pattern);
      for (const Fact& fact : facts) around.push_back(fact);
      if (!facts.status().ok()) return facts.status();
    }
    std::sort(around.begin(), around.end(), [](const Fact& a, const Fact& b) {
      return std::tie(a.relation, a.subject, a.object) <
             std::tie(b.relation, b.subject, b.object);
    });
    for (const Fact& fact : around) {
      const Term& other = fact.subject == term ? fact.object : fact.subject;
      // "Lee arrives" leads nowhere.
      if (other.text.empty()) continue;
      // Numbers and phrases end a path, they connect nothing.
      if (Add(other) && other.kind == TermKind::kEntity) {
        next->push_back(other);
      }
      if (nodes_.contains(other)) {
        facts_.emplace(fact.id, fact);
      } else {
        ++left_out_;
      }
    }
    return absl::OkStatus();
  }

  const View& view_;
  const size_t most_;
  std::map<Term, int> nodes_;
  std::map<FactId, Fact> facts_;
  int left_out_ = 0;
};

// A label on lines of its own, in quotes.
std::string Label(std::string_view text) {
  const std::string lines =
      absl::StrJoin(query::WrapToWidth(text, kLabelColumns), "\n");
  return absl::StrCat(
      "\"",
      absl::StrReplaceAll(lines,
                          {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", "\\n"}}),
      "\"");
}

// A relation's label hides the line that it stands on.
std::string LineLabel(const std::string& text) {
  const std::string escaped = absl::StrReplaceAll(
      absl::StrJoin(query::WrapToWidth(text, kLabelColumns), "\n"),
      {{"&", "&amp;"},
       {"<", "&lt;"},
       {">", "&gt;"},
       {"\"", "&quot;"},
       {"\n", "<BR/>"}});
  return absl::StrCat(
      "<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLPADDING=\"1\" "
      "BGCOLOR=\"white\"><TR><TD>",
      escaped, "</TD></TR></TABLE>>");
}

// Rings around the centre: inches from one to the next.
double RingWidth(size_t nodes) {
  return std::max(1.8, 0.12 * static_cast<double>(nodes));
}

std::string Dot(const Surroundings& around, const std::vector<Term>& centre) {
  const double ring = RingWidth(around.nodes().size());
  std::string dot = absl::StrCat(
      "digraph tercet {\n"
      "graph [overlap=prism, overlap_scaling=0, splines=line, ranksep=",
      ring,
      ", outputorder=edgesfirst];\n"
      "node [shape=box, style=\"rounded,filled\", fillcolor=white, "
      "fontname=Helvetica, fontsize=11, margin=\"0.08,0.04\", height=0.3];\n"
      "edge [fontname=Helvetica, fontsize=9, color=gray50, arrowsize=0.7, "
      "labelangle=0];\n");
  for (const auto& [term, number] : around.nodes()) {
    absl::StrAppend(&dot, "n", number, " [label=", Label(term.Label()));
    if (std::find(centre.begin(), centre.end(), term) != centre.end()) {
      dot += ", fillcolor=lightyellow, penwidth=2, root=true";
    } else if (term.kind != TermKind::kEntity) {
      dot += ", color=none";
    }
    dot += "];\n";
  }
  for (const auto& [id, fact] : around.facts()) {
    std::string label = fact.relation.text;
    if (fact.status != Status::kAsserted) {
      absl::StrAppend(&label, " [", std::string(Name(fact.status)), "]");
    }
    const int from = around.nodes().at(fact.subject);
    const int to = around.nodes().at(fact.object);
    // Lines are farther apart where they end outside, at the node that was
    // found later: labels stand near that end.
    const int outer = std::max(from, to);
    absl::StrAppend(
        &dot, "n", from, " -> n", to,
        outer == to ? " [headlabel=" : " [taillabel=", LineLabel(label),
        ", labeldistance=", std::max(3.6, 1.6 * ring),
        fact.status == Status::kAsserted ? "" : ", style=dashed", "];\n");
  }
  return dot + "}\n";
}

// The drawing laid out, in a format of Graphviz.
absl::StatusOr<std::string> Rendered(const std::string& dot,
                                     const std::string& format) {
  GVC_t* context = gvContext();
  Agraph_t* graph = agmemread(dot.c_str());
  std::string picture;
  if (graph != nullptr && gvLayout(context, graph, "twopi") == 0) {
    char* data = nullptr;
    unsigned int size = 0;
    if (gvRenderData(context, graph, format.c_str(), &data, &size) == 0) {
      picture.assign(data, size);
    }
    gvFreeRenderData(data);
    gvFreeLayout(context, graph);
  }
  if (graph != nullptr) agclose(graph);
  gvFreeContext(context);
  if (picture.empty()) {
    return absl::InternalError(absl::StrCat("Graphviz draws no ", format));
  }
  return picture;
}

absl::Status WriteFile(const std::string& path, const std::string& bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  const bool written =
      file != nullptr &&
      std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  const bool closed = file != nullptr && std::fclose(file) == 0;
  if (written && closed) return absl::OkStatus();
  return absl::UnknownError(
      absl::StrCat(path, ": cannot be written: ", std::strerror(errno)));
}

ExitCode Draw(const Program& program, const DrawArguments& arguments) {
  const size_t point = arguments.output.rfind('.');
  const std::string format =
      point == std::string::npos ? "" : arguments.output.substr(point + 1);
  if (format != "svg" && format != "png") {
    Complain(absl::StrCat(arguments.output, ": ends in neither .svg nor .png"));
    return kUsage;
  }
  const auto graph = OpenForReading(program);
  if (!graph.ok()) return Fail(graph.status());
  const View view = (*graph)->Read();
  const auto matches = view.Resolve(arguments.name);
  if (!matches.ok()) return Fail(matches.status());
  if (matches->empty()) {
    Complain(
        absl::StrCat("no one and nothing is called '", arguments.name, "'"));
    return kFailed;
  }
  std::vector<Term> centre;
  for (const NameMatch& match : *matches) centre.push_back(match.entity);
  Surroundings around(view, arguments.nodes);
  absl::Status status = around.Grow(centre, arguments.steps);
  if (!status.ok()) return Fail(status);
  const auto picture = Rendered(Dot(around, centre), format);
  if (!picture.ok()) return Fail(picture.status());
  status = WriteFile(arguments.output, *picture);
  if (!status.ok()) return Fail(status);
  Note(absl::StrCat(
      arguments.output, ": ", Counted(around.nodes().size(), "node"), ", ",
      Counted(around.facts().size(), "fact"),
      around.left_out() == 0
          ? ""
          : absl::StrCat(", ", around.left_out(), " left out (--nodes)")));
  return kDone;
}

}  // namespace

void AddDraw(CLI::App& app, Program& program) {
  CLI::App* verb =
      AddVerb(app, program, "draw",
              "Draws what surrounds a name; what is not plain "
              "truth is dashed",
              "draw 'Agnes Thorvik' -o thorvik.svg\n"
              "draw --steps 2 --nodes 60 Veloform -o veloform.png");
  auto arguments = std::make_shared<DrawArguments>();
  verb->add_option("NAME", arguments->name, "Of an entity")->required();
  verb->add_option("-o,--output", arguments->output,
                   "The picture, .svg or .png")
      ->required()
      ->type_name("FILE");
  verb->add_option("--steps", arguments->steps, "How far from the name")
      ->check(CLI::Range(1, 10))
      ->capture_default_str();
  verb->add_option("--nodes", arguments->nodes, "At most so many nodes")
      ->check(CLI::Range(2, 2000))
      ->capture_default_str();
  verb->callback(
      [&program, arguments] { program.exit_code = Draw(program, *arguments); });
}

}  // namespace tercet::cli
