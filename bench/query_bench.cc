// Questions to a large graph, timed as a program that links the library sees
// them: text in, all rows out.  query_shapes.py drives it beside other stores;
// README.md says what it gave.
//
//   query_bench generate 1000000 graph.nt     writes a made-up graph
//   query_bench fill DB graph.nt              through Graph::Add
//   query_bench run DB queries.txt [ROUNDS]   a line "shape<TAB>query" each;
//                                             - is standard input
//
// run prints, for each query, shape, rows, the first row's first cell, facts
// touched and the median of ROUNDS runs in microseconds, after one run that
// warms up.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tercet/graph.h"
#include "tercet/query.h"

namespace tercet::bench {
namespace {

constexpr char kBase[] = "http://example.org/";

// People who know each other (half of them their neighbours, so that there
// are triangles; half after a power law, so that there are hubs), live in
// towns of regions of countries, work, like and join.
class Town {
 public:
  Town(uint64_t triples, std::ostream& out)
      : people_(std::max<uint64_t>(triples / 12, 100)), out_(out) {}

  void Write() {
    const uint64_t towns = people_ / 500 + 1;
    const uint64_t regions = std::min<uint64_t>(200, towns);
    for (uint64_t i = 0; i < regions; ++i) {
      Triple('r', i, "located-in", 'k', i % 20);
    }
    for (uint64_t i = 0; i < towns; ++i) {
      Triple('t', i, "located-in", 'r', i % regions);
    }
    for (uint64_t i = 0; i < people_; ++i) {
      for (int j = 0; j < 3; ++j) {
        Triple('p', i, "knows", 'p', (i + 1 + Uniform(20)) % people_);
        Triple('p', i, "knows", 'p', Skewed(people_));
      }
      Triple('p', i, "lives-in", 't', Skewed(towns));
      Triple('p', i, "born-in", 't', Uniform(towns));
      Triple('p', i, "works-for", 'f', Skewed(people_ / 50 + 1));
      Triple('p', i, "member-of", 'g', Uniform(people_ / 100 + 1));
      Triple('p', i, "likes", 's', Skewed(2000));
      Triple('p', i, "likes", 's', Skewed(2000));
    }
  }

 private:
  uint64_t Uniform(uint64_t n) { return random_() % n; }
  // Low numbers are frequent.
  uint64_t Skewed(uint64_t n) {
    const double u = static_cast<double>(random_() % (1u << 30)) / (1u << 30);
    return static_cast<uint64_t>(u * u * u * static_cast<double>(n));
  }
  void Triple(char a, uint64_t i, const char* relation, char b, uint64_t j) {
    out_ << '<' << kBase << a << i << "> <" << kBase << relation << "> <"
         << kBase << b << j << "> .\n";
  }

  const uint64_t people_;
  std::ostream& out_;
  std::mt19937_64 random_{7};
};

// "<http://example.org/lives-in>" is "lives in".
std::string NameOf(const std::string& iri) {
  std::string name = iri.substr(sizeof(kBase), iri.size() - sizeof(kBase) - 1);
  std::replace(name.begin(), name.end(), '-', ' ');
  return name;
}

int Fill(const std::string& path, const std::string& file) {
  auto graph = Graph::Open(path);
  if (!graph.ok()) return std::cerr << graph.status() << "\n", 1;
  std::ifstream in(file);
  std::string subject, relation, object, end;
  DocumentFacts doc;
  std::map<std::string, int> entities;
  int number = 0;
  const auto finish = [&]() -> bool {
    doc.id = "part " + std::to_string(number++);
    doc.text = "A line of a list.";
    doc.sentences = {{0, static_cast<uint32_t>(doc.text.size())}};
    doc.hash = ContentHash("", "", doc.id);
    const auto outcome = (*graph)->Add(doc);
    if (!outcome.ok()) std::cerr << outcome.status() << "\n";
    doc = {};
    entities.clear();
    return outcome.ok();
  };
  const auto node = [&](const std::string& iri) {
    const auto [it, added] =
        entities.try_emplace(iri, static_cast<int>(doc.entities.size()));
    if (added) doc.entities.push_back({.name = NameOf(iri)});
    return Node::Entity(it->second);
  };
  while (in >> subject >> relation >> object >> end) {
    StatedFact fact;
    fact.subject = node(subject);
    fact.relation = NameOf(relation);
    fact.object = node(object);
    doc.facts.push_back(std::move(fact));
    if (doc.facts.size() == 10000 && !finish()) return 1;
  }
  return doc.facts.empty() || finish() ? 0 : 1;
}

struct Run {
  int64_t rows = 0;
  uint64_t digest = 0;  // of all rows, in whatever order
  int64_t touched = 0;
  double microseconds = 0;
};

// FNV-1a.
uint64_t DigestOf(const std::string& text) {
  uint64_t digest = 0xcbf29ce484222325;
  for (const char c : text) {
    digest = (digest ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return digest;
}

bool RunOnce(const View& view, const std::string& text, Run* run) {
  const auto begin = std::chrono::steady_clock::now();
  absl::StatusOr<Result> result = RunQuery(view, text);
  if (!result.ok()) return std::cerr << text << result.status() << "\n", false;
  run->rows = 0;
  run->digest = 0;
  std::string line;
  while (result->Next()) {
    ++run->rows;
    line.clear();
    for (const Cell& cell : result->row().cells) {
      if (!line.empty()) line += '\t';
      line += cell.text;
    }
    // Some stores take no hyphens in names of relations.
    std::replace(line.begin(), line.end(), '-', ' ');
    run->digest += DigestOf(line);
  }
  if (!result->status().ok()) {
    return std::cerr << text << ": " << result->status() << "\n", false;
  }
  run->touched = result->facts_touched();
  run->microseconds = std::chrono::duration<double, std::micro>(
                          std::chrono::steady_clock::now() - begin)
                          .count();
  return true;
}

int RunAll(const std::string& path, const std::string& file, int rounds) {
  auto graph = Graph::Open(path, {.create_if_missing = false});
  if (!graph.ok()) return std::cerr << graph.status() << "\n", 1;
  const View view = (*graph)->Read();
  std::ifstream opened(file);
  std::istream& in = file == "-" ? std::cin : opened;
  for (std::string line; std::getline(in, line);) {
    const size_t tab = line.find('\t');
    if (tab == std::string::npos) continue;
    const std::string query = line.substr(tab + 1);
    Run run;
    std::vector<double> times;
    for (int i = 0; i <= rounds; ++i) {
      if (!RunOnce(view, query, &run)) return 1;
      if (i > 0) times.push_back(run.microseconds);
    }
    std::sort(times.begin(), times.end());
    std::cout << line.substr(0, tab) << '\t' << run.rows << '\t' << run.digest
              << '\t' << run.touched << '\t' << times[times.size() / 2]
              << std::endl;
  }
  return 0;
}

int Main(int argc, char** argv) {
  const std::string verb = argc > 1 ? argv[1] : "";
  if (verb == "generate" && argc == 4) {
    std::ofstream out(argv[3]);
    Town(std::strtoull(argv[2], nullptr, 10), out).Write();
    return out.good() ? 0 : 1;
  }
  if (verb == "fill" && argc == 4) return Fill(argv[2], argv[3]);
  if (verb == "run" && argc >= 4) {
    return RunAll(argv[2], argv[3], argc > 4 ? std::atoi(argv[4]) : 5);
  }
  std::cerr << "usage: query_bench generate TRIPLES FILE | fill DB FILE | "
               "run DB QUERIES [ROUNDS]\n";
  return 2;
}

}  // namespace
}  // namespace tercet::bench

int main(int argc, char** argv) { return tercet::bench::Main(argc, argv); }
