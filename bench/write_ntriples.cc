// Writes the synthetic graph (synthetic.h) as N-Triples to standard output.
//
//   write_ntriples 10000000 1 > ten.nt
//
// The same count and seed give the same bytes.  A line has 117 bytes on
// average, as those of large public graphs have.

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "bench/synthetic.h"

namespace tercet::bench {
namespace {

constexpr std::string_view kXsd = "\"^^<http://www.w3.org/2001/XMLSchema#";

void AppendNode(const SyntheticTerm& term, bool label, std::string& out) {
  switch (term.kind) {
    case SyntheticKind::kEntity:
      out += "<http://graph.example.org/" + term.text + ">";
      break;
    case SyntheticKind::kInteger:
      (out += "\"" + term.text).append(kXsd) += "integer>";
      break;
    case SyntheticKind::kDate:
      (out += "\"" + term.text).append(kXsd) += "date>";
      break;
    default:
      out += "\"" + term.text + "\"";
      if (label) out += "@en";
  }
}

int Write(uint64_t triples, uint64_t seed) {
  SyntheticGraph graph({.triples = triples, .seed = seed});
  SyntheticTriple triple;
  std::string out;
  while (graph.Next(triple)) {
    AppendNode(triple.subject, false, out);
    const bool label = triple.relation.text == "relation/label";
    out += label ? " <http://www.w3.org/2000/01/rdf-schema#label> "
                 : " <http://graph.example.org/" + triple.relation.text + "> ";
    AppendNode(triple.object, label, out);
    out += " .\n";
    if (out.size() < size_t{1} << 20) continue;
    if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size()) return 1;
    out.clear();
  }
  const bool written =
      std::fwrite(out.data(), 1, out.size(), stdout) == out.size();
  return written && std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace
}  // namespace tercet::bench

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: write_ntriples COUNT SEED\n", stderr);
    return 2;
  }
  return tercet::bench::Write(std::strtoull(argv[1], nullptr, 10),
                              std::strtoull(argv[2], nullptr, 10));
}
