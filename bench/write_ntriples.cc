// Writes the synthetic graph (synthetic.h) as N-Triples to standard output.
//
//   write_ntriples 10000000 1 > ten.nt
//
// The same count and seed give the same bytes.  Ten million lines have 129
// bytes on average, as those of large public graphs have.

#include <cstdio>
#include <cstdlib>
#include <string>

#include "bench/synthetic.h"

namespace tercet::bench {
namespace {

int Write(uint64_t triples, uint64_t seed) {
  SyntheticGraph graph({.triples = triples, .seed = seed});
  SyntheticTriple triple;
  std::string out;
  while (graph.Next(triple)) {
    AppendNTriples(triple, out);
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
