// How long readers wait while others write: alone, under a stream of small
// documents, and under a rebuild.
//
//   reader_bench DOCUMENTS SECONDS FOLDER
//
// Each of two readers takes a new view, finds a person by name, and reads all
// facts that have the person as subject, again and again.  Printed are the
// median, the 99th percentile and the longest of these waits, how many
// documents were written meanwhile, and how many reads failed or found other
// than they must: it fails where there are any.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tercet/graph.h"
#include "tercet/rebuild.h"

namespace tercet::bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kFacts = 8;  // of a document, and of its person

std::string PersonOf(uint64_t document) {
  return "Person " + std::to_string(document);
}

// One person of its own who meets others.
DocumentFacts DocumentOf(uint64_t number) {
  DocumentFacts document;
  document.id = "doc" + std::to_string(number);
  document.entities.push_back(
      {.name = PersonOf(number), .type = EntityType::kPerson});
  std::mt19937_64 random(number);
  for (int i = 0; i < kFacts; ++i) {
    const std::string text = "Sentence " + std::to_string(i) + " of " +
                             std::to_string(number) + " says who met whom.";
    const auto begin = static_cast<uint32_t>(document.text.size());
    document.text += text;
    document.sentences.push_back(
        {begin, static_cast<uint32_t>(document.text.size())});
    document.entities.push_back(
        {.name = "Guest " + std::to_string(random() % 5000 * kFacts + i),
         .type = EntityType::kPerson});
    StatedFact fact;
    fact.subject = Node::Entity(0);
    fact.relation = "meets";
    fact.object = Node::Entity(i + 1);
    fact.sentence = i + 1;
    document.facts.push_back(std::move(fact));
  }
  document.hash = ContentHash(document.title, document.date, document.text);
  return document;
}

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  std::exit(1);
}

// Reads until `stop`; the waits in microseconds.
class Reader {
 public:
  Reader(const Graph& graph, uint64_t documents, uint64_t seed)
      : graph_(graph), documents_(documents), random_(seed) {}

  void Run(const std::atomic<bool>& stop) {
    while (!stop) {
      const std::string name = PersonOf(random_() % documents_);
      const auto start = Clock::now();
      int found = 0;
      FactRange facts = graph_.Match({.subject = name});
      for (const Fact& fact : facts) found += fact.subject.text == name ? 1 : 0;
      waits.push_back(
          std::chrono::duration<double, std::micro>(Clock::now() - start)
              .count());
      failed += facts.status().ok() && found == kFacts ? 0 : 1;
    }
  }

  std::vector<double> waits;
  uint64_t failed = 0;

 private:
  const Graph& graph_;
  const uint64_t documents_;
  std::mt19937_64 random_;
};

// Runs two readers beside `write`, which is given a flag that says when the
// time is over and returns how many documents it wrote.
bool Measure(const char* name, const Graph& graph, uint64_t documents,
             double seconds,
             const std::function<uint64_t(const std::atomic<bool>&)>& write) {
  std::atomic<bool> over{false};
  std::atomic<bool> stop{false};
  std::vector<Reader> readers;
  for (uint64_t i = 0; i < 2; ++i) readers.emplace_back(graph, documents, i);
  std::vector<std::thread> threads;
  for (Reader& reader : readers) {
    threads.emplace_back([&] { reader.Run(stop); });
  }
  threads.emplace_back([&] {
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    over = true;
  });
  // A writer that needs longer is read beside until it is done.
  const uint64_t written = write(over);
  threads.back().join();
  threads.pop_back();
  stop = true;
  for (std::thread& thread : threads) thread.join();
  std::vector<double> waits;
  uint64_t failed = 0;
  for (const Reader& reader : readers) {
    waits.insert(waits.end(), reader.waits.begin(), reader.waits.end());
    failed += reader.failed;
  }
  std::sort(waits.begin(), waits.end());
  std::printf(
      "%-22s %9zu reads  p50 %7.0f  p99 %7.0f  longest %8.0f us  "
      "%7llu documents written  %llu failed\n",
      name, waits.size(), waits[waits.size() / 2],
      waits[waits.size() * 99 / 100], waits.back(),
      static_cast<unsigned long long>(written),
      static_cast<unsigned long long>(failed));
  return failed == 0;
}

int Run(uint64_t documents, double seconds, const std::string& folder) {
  const std::string path = folder + "/readers.db";
  std::filesystem::remove_all(path);
  std::filesystem::remove_all(path + ".rebuild");
  std::filesystem::remove_all(path + ".old");
  bool sound = true;
  {
    auto graph = Graph::Open(path);
    Must(graph.status());
    for (uint64_t i = 0; i < documents; ++i) {
      Must((*graph)->Add(DocumentOf(i)).status());
    }
    Must((*graph)->Compact());
    sound &= Measure("alone", **graph, documents, seconds,
                     [](const auto&) { return 0; });
    sound &= Measure("a stream of documents", **graph, documents, seconds,
                     [&](const std::atomic<bool>& over) {
                       uint64_t next = documents;
                       for (; !over; ++next) {
                         Must((*graph)->Add(DocumentOf(next)).status());
                       }
                       return next - documents;
                     });
  }
  const auto graph = Graph::Open(path, {.read_only = true});
  Must(graph.status());
  sound &= Measure("a rebuild", **graph, documents, seconds,
                   [&](const std::atomic<bool>&) {
                     auto rebuild = Rebuild::Begin(path);
                     Must(rebuild.status());
                     for (uint64_t i = 0; i < documents; ++i) {
                       Must((*rebuild)->graph().Add(DocumentOf(i)).status());
                     }
                     Must((*rebuild)->CarryOver().status());
                     Must((*rebuild)->Finish());
                     return documents;
                   });
  return sound ? 0 : 1;
}

}  // namespace
}  // namespace tercet::bench

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: reader_bench DOCUMENTS SECONDS FOLDER\n", stderr);
    return 2;
  }
  return tercet::bench::Run(std::strtoull(argv[1], nullptr, 10),
                            std::strtod(argv[2], nullptr), argv[3]);
}
