// How late a query ends that would run far beyond its limits, operator by
// operator, on the made-up graph of query_bench.
//
//   limits_bench DB [ROUNDS] [TIMEOUT_MS] [CLIENTS]
//
// prints for each query by how many milliseconds it overran its deadline, the
// median and the longest of ROUNDS runs, from its text to the end of its
// result, what it held given back; then the same with CLIENTS threads that each
// run all of the queries at once; then the memory that queries without deadline
// took of the system, whose limit is 256 MiB.

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "tercet/graph.h"
#include "tercet/query.h"

namespace tercet::bench {
namespace {

struct Endless {
  const char* name;
  const char* query;
  bool table = false;  // its rows are written, which takes all of them first
};

constexpr Endless kEndless[] = {
    {"every pair", "?a -knows-> ?b, ?c -likes-> ?d return ?a, ?b, ?c, ?d"},
    {"joins",
     "?a -knows-> ?b -knows-> ?c -knows-> ?d -knows-> ?e "
     "return count(*)"},
    {"any relation", "?a --> ?b --> ?c --> ?d --> ?e return count(*)"},
    {"intersect",
     "?x -lives in-> ?t, ?y -lives in-> ?t, ?x -likes-> ?s, "
     "?y -likes-> ?s, ?x -knows-> ?z, ?y -knows-> ?z"},
    {"circle of four",
     "?a -knows-> ?b -knows-> ?c -knows-> ?d, "
     "?a -knows-> ?d return count(*)"},
    {"assertions", "?a -?e:knows-> ?b -?f:knows-> ?c where ?e.conf > 2"},
    {"~ over names",
     "?a -knows-> ?b -knows-> ?c where not ?a ~ \"nobody\" and ?a = ?c"},
    {"~ over sentences", "?a -?e:knows[text~nobody]-> ?b -knows-> ?c"},
    {"where",
     "?a -knows-> ?b -knows-> ?c -knows-> ?d where ?a = ?b or "
     "?c.name = \"nobody\""},
    {"optional",
     "?a -knows-> ?b optional ?b -knows-> ?c -knows-> ?d "
     "return count(*)"},
    {"not",
     "?a -knows-> ?b -knows-> ?c not ?c -knows{3}-> ?a "
     "return count(*)"},
    {"not, unanchored +", "?a -knows-> ?b not ?b -knows+-> ?a"},
    {"+ unanchored", "?a -knows+-> ?b return count(*)"},
    {"* with its path", "?p = ?a -knows*-> ?b return length(?p), count(*)"},
    {"{2,} of two ways", "?a -(knows|likes/^likes){2,}-> ?b return count(*)"},
    {"shortest, unanchored", "?p = shortest ?a -knows+-> ?b return ?p"},
    {"all shortest", "?p = all shortest(40) p1 -knows+- p500 return count(*)"},
    {"shortest(k)", "?p = shortest(100000000) p1 -knows+-> p500"},
    {"distinct", "?a -knows-> ?b -knows-> ?c -knows-> ?d return ?a, ?d"},
    {"groups", "?a -knows-> ?b -knows-> ?c return ?a, ?c, count(*)"},
    {"count distinct",
     "?a -knows-> ?b -knows-> ?c -knows-> ?d "
     "return count(distinct ?d), max(?c)"},
    {"list", "?a -knows-> ?b -knows-> ?c return list(?c)"},
    {"order by", "?a -knows-> ?b -knows-> ?c order by ?c, ?a"},
    {"order by, limit", "?a -knows-> ?b -knows-> ?c order by ?c limit 9"},
    {"offset", "?a -knows-> ?b -knows-> ?c limit 1 offset 1000000000"},
    {"why", "why ?a -knows-> ?b -knows-> ?c"},
    {"describe", "describe p0 {9}"},
    {"profile", "profile ?a -knows-> ?b -knows-> ?c return count(*)"},
    {"a table", "?a -knows-> ?b -knows-> ?c return ?a, ?c", true},
};

// The queries of the others end with what they hold when time is up.
constexpr Endless kHuge[] = {
    {"distinct", "?a -knows-> ?b -knows-> ?c -knows-> ?d return ?a, ?d"},
    {"groups", "?a -knows-> ?b -knows-> ?c return ?a, ?c, count(*)"},
    {"list", "?a -knows-> ?b -knows-> ?c return list(?c)"},
    {"order by", "?a -knows-> ?b -knows-> ?c order by ?c, ?a"},
    {"all shortest", "?p = all shortest(40) p1 -knows+- p500 return count(*)"},
    {"* with its path", "?p = ?a -knows*-> ?b return ?p, count(*)"},
};

// Milliseconds beyond the deadline; less than nothing where it ended before.
double Overrun(Graph& graph, const Endless& endless, int64_t timeout_ms,
               std::string* end) {
  const auto begin = std::chrono::steady_clock::now();
  {
    const View view = graph.Read();
    absl::StatusOr<Result> result = RunQuery(
        view, endless.query,
        {.timeout_ms = timeout_ms, .max_memory_bytes = int64_t{1} << 30});
    absl::Status status = result.status();
    if (result.ok() && endless.table) {
      status = WriteResult(*result, {}, [](std::string_view) {});
    } else if (result.ok()) {
      while (result->Next()) {
      }
      status = result->status();
    }
    *end = absl::IsDeadlineExceeded(status) ? "" : status.ToString();
  }
  return std::chrono::duration<double, std::milli>(
             std::chrono::steady_clock::now() - begin)
             .count() -
         static_cast<double>(timeout_ms);
}

std::string Milliseconds(double number) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.1f", number);
  return buffer;
}

void PrintRow(const char* name, std::vector<double> overruns,
              const std::string& end) {
  std::sort(overruns.begin(), overruns.end());
  std::cout << "| " << name << " | "
            << Milliseconds(overruns[overruns.size() / 2]) << " | "
            << Milliseconds(overruns.back()) << " |"
            << (end.empty() ? "" : " " + end.substr(0, 60)) << std::endl;
}

int64_t PeakBytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss * int64_t{1024};
}

void RunAlone(Graph& graph, int rounds, int64_t timeout_ms) {
  std::cout << "| one client | median ms late | longest |\n"
               "| --- | ---: | ---: |\n";
  std::vector<double> all;
  for (const Endless& endless : kEndless) {
    std::vector<double> overruns;
    std::string end;
    for (int i = 0; i < rounds; ++i) {
      // Deadlines that fall into different moments of the run.
      const int64_t timeout = timeout_ms * (i + 1) / rounds;
      overruns.push_back(Overrun(graph, endless, timeout, &end));
    }
    all.insert(all.end(), overruns.begin(), overruns.end());
    PrintRow(endless.name, std::move(overruns), end);
  }
  PrintRow("all", std::move(all), "");
}

void RunTogether(Graph& graph, int clients, int64_t timeout_ms) {
  constexpr size_t kQueries = std::size(kEndless);
  std::vector<std::vector<double>> overruns(clients);
  std::vector<std::thread> threads;
  for (int client = 0; client < clients; ++client) {
    threads.emplace_back([&, client] {
      std::string end;
      for (size_t i = 0; i < kQueries; ++i) {
        overruns[client].push_back(Overrun(
            graph, kEndless[(i + client) % kQueries], timeout_ms, &end));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::cout << "\n| " << clients
            << " clients | median ms late | longest |\n"
               "| --- | ---: | ---: |\n";
  std::vector<double> all;
  for (size_t query = 0; query < kQueries; ++query) {
    std::vector<double> of_query;
    for (int client = 0; client < clients; ++client) {
      const size_t at = (query + kQueries - client % kQueries) % kQueries;
      of_query.push_back(overruns[client][at]);
    }
    all.insert(all.end(), of_query.begin(), of_query.end());
    PrintRow(kEndless[query].name, std::move(of_query), "");
  }
  PrintRow("all", std::move(all), "");
}

void RunHuge(Graph& graph) {
  std::cout << "\n| limit 256 MiB | ends with | seconds | peak of the process "
               "so far, MiB |\n| --- | --- | ---: | ---: |\n";
  for (const Endless& huge : kHuge) {
    const auto begin = std::chrono::steady_clock::now();
    absl::StatusOr<Result> result = RunQuery(
        graph.Read(), huge.query,
        {.timeout_ms = 20000, .max_memory_bytes = int64_t{256} << 20});
    absl::Status status = result.status();
    if (result.ok()) {
      while (result->Next()) {
      }
      status = result->status();
    }
    std::cout << "| " << huge.name << " | "
              << absl::StatusCodeToString(status.code()) << " | "
              << Milliseconds(std::chrono::duration<double>(
                                  std::chrono::steady_clock::now() - begin)
                                  .count())
              << " | " << (PeakBytes() >> 20) << " |" << std::endl;
  }
}

int Main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: limits_bench DB [ROUNDS] [TIMEOUT_MS] [CLIENTS]\n";
    return 2;
  }
  const auto argument = [&](int i, int otherwise) {
    return argc > i ? std::atoi(argv[i]) : otherwise;
  };
  auto graph = Graph::Open(argv[1], {.create_if_missing = false});
  if (!graph.ok()) return std::cerr << graph.status() << "\n", 1;
  RunHuge(**graph);
  std::cout << std::endl;
  RunAlone(**graph, argument(2, 5), argument(3, 500));
  RunTogether(**graph, argument(4, 16), argument(3, 500));
  return 0;
}

}  // namespace
}  // namespace tercet::bench

int main(int argc, char** argv) { return tercet::bench::Main(argc, argv); }
