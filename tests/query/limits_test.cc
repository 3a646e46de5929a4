// Limits and cancellation, and sixteen clients at once: what tsan watches.

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tercet/query.h"
#include "tests/query/sample_graph.h"

namespace tercet::query {
namespace {

constexpr int kPeople = 60;
constexpr int kClients = 16;

// Everybody knows everybody within 15 of them; towns and prices besides.
void FillCrowd(Graph& graph) {
  DocumentBuilder doc("crowd");
  const auto person = [&doc](int i) {
    return doc.Entity(absl::StrCat("Person ", i % kPeople));
  };
  for (int i = 0; i < kPeople; ++i) {
    for (int j = 1; j <= 15; ++j) {
      doc.Say(person(i), "knows", person(i + j), "They know each other.");
    }
    doc.Say(person(i), "lives in", doc.Entity(absl::StrCat("Town ", i % 5)),
            "A town.");
    doc.Say(person(i), "owes", Node::Number(absl::StrCat(i, " dollars")),
            "A debt.")
        .status = i % 3 == 0 ? Status::kPlanned : Status::kAsserted;
  }
  EXPECT_TRUE(graph.Add(doc.Finish()).ok());
}

struct Outcome {
  absl::Status status;
  int64_t rows = 0;
};

Outcome RunAll(const View& view, const std::string& text,
               const QueryOptions& options = {}) {
  absl::StatusOr<Result> result = RunQuery(view, text, options);
  if (!result.ok()) return {result.status()};
  Outcome outcome;
  while (result->Next()) ++outcome.rows;
  outcome.status = result->status();
  return outcome;
}

// Each would run for hours, in one operator or another.
const char* const kEndless[] = {
    "?a -knows-> ?b, ?c -knows-> ?d, ?e -knows-> ?f, ?g -knows-> ?h, "
    "?i -knows-> ?j where ?a = ?j and ?a != ?j",
    "?a -knows-> ?b -knows-> ?c -knows-> ?d -knows-> ?e -knows-> ?f "
    "-knows-> ?g -knows-> ?h return count(distinct ?a)",
    "?p = all shortest(40) Person 0 -knows+- Person 30 return count(*)",
    "?p = shortest(100000000) ?a -knows+-> ?b where length(?p) > 99",
    "?a -knows{20}-> ?b, ?b -knows{20}-> ?c, ?c -knows{20}-> ?d, "
    "?d -knows{20}-> ?e, ?e -knows{20}-> ?f where not ?f",
    "?a -knows-> ?b, ?c -knows-> ?d, ?e -owes-> ?f, ?g -knows-> ?h "
    "not ?a -lives in-> ?t where ?a != ?h",
    "?a -knows-> ?b, ?c -knows-> ?d, ?e -knows-> ?f return ?a, ?b, ?c, ?d, "
    "?e, ?f order by ?f, ?a desc limit 3",
    "?a -knows-> ?b -knows-> ?c -knows-> ?d -knows-> ?e -knows-> ?f, "
    "?a -knows-> ?d, ?c -knows-> ?f, ?g -knows-> ?h, ?i -knows-> ?j "
    "return count(*)",
    "?a -knows-> ?b, ?c -knows-> ?d, ?e -knows-> ?f return ?a, ?c, ?e, "
    "count(distinct ?b), max(?d)",
};

TEST(LimitsTest, EndlessQueriesEndAtTheirDeadline) {
  TestGraph graph;
  FillCrowd(*graph);
  const View view = graph->Read();
  for (const char* query : kEndless) {
    const Outcome outcome =
        RunAll(view, query, {.timeout_ms = 20, .max_memory_bytes = 0});
    EXPECT_EQ(outcome.status.code(), absl::StatusCode::kDeadlineExceeded)
        << query << "\n"
        << outcome.status;
  }
}

TEST(LimitsTest, HugeQueriesEndAtTheirMemoryLimit) {
  TestGraph graph;
  FillCrowd(*graph);
  const View view = graph->Read();
  for (const char* query : {
           // Rows that are remembered, grouped, ordered, listed.
           "?a -knows-> ?b, ?c -knows-> ?d return ?a, ?c, ?d",
           "?a -knows-> ?b, ?c -knows-> ?d return ?a, ?b, ?c, count(*)",
           "?a -knows-> ?b, ?c -knows-> ?d order by ?b, ?d",
           "?a -knows-> ?b, ?c -knows-> ?d return list(?d)",
           "?p = all shortest(9) ?a -knows+-> ?b return ?p",
           "?p = ?a -knows-> ?b -knows-> ?c -knows-> ?d",
       }) {
    const Outcome outcome =
        RunAll(view, query, {.timeout_ms = 60000, .max_memory_bytes = 300000});
    EXPECT_EQ(outcome.status.code(), absl::StatusCode::kResourceExhausted)
        << query << "\n"
        << outcome.status;
  }
}

// A table has to know all rows before it writes the first.
TEST(LimitsTest, WritingATableKeepsTheLimits) {
  TestGraph graph;
  FillCrowd(*graph);
  const View view = graph->Read();
  const char* const query = "?a -knows-> ?b, ?c -knows-> ?d";
  const struct {
    QueryOptions options;
    absl::StatusCode want;
  } cases[] = {
      {{.max_memory_bytes = 300000}, absl::StatusCode::kResourceExhausted},
      {{.timeout_ms = 20, .max_memory_bytes = 0},
       absl::StatusCode::kDeadlineExceeded},
  };
  for (const auto& test : cases) {
    absl::StatusOr<Result> result = RunQuery(view, query, test.options);
    ASSERT_TRUE(result.ok()) << result.status();
    std::string out;
    const absl::Status status = WriteResult(
        *result, {}, [&out](std::string_view piece) { out += piece; });
    EXPECT_EQ(status.code(), test.want) << status;
    EXPECT_EQ(result->status(), status);
  }
  // Row by row nothing is held.
  absl::StatusOr<Result> result = RunQuery(
      view, absl::StrCat(query, " limit 50000"), {.max_memory_bytes = 300000});
  ASSERT_TRUE(result.ok()) << result.status();
  int64_t bytes = 0;
  EXPECT_TRUE(WriteResult(*result, {.format = ResultFormat::kCsv},
                          [&bytes](std::string_view piece) {
                            bytes += static_cast<int64_t>(piece.size());
                          })
                  .ok());
  EXPECT_GT(bytes, 1000000);
}

TEST(LimitsTest, SixteenClientsAtOnce) {
  TestGraph graph;
  FillCrowd(*graph);
  const View view = graph->Read();
  const struct {
    const char* query;
    int64_t rows;
  } cases[] = {
      {"?a -knows-> ?b -knows-> ?c, ?a -knows-> ?c", kPeople * 105},
      {"Person 3 -knows-> ?x -lives in-> ?t", 15},
      {"Person 3 -knows+-> ?x", kPeople},
      {"?p = shortest Person 3 -knows+-> Person 50", 1},
      {"?a -owes-> ?x where ?x >= 30 dollars", 30},
      {"?a -lives in-> ?t return ?t, count(*)", 5},
  };
  std::atomic<bool> cancelled = false;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> clients;
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&, client] {
      const View mine = client % 2 == 0 ? view : graph->Read();
      for (const auto& test : cases) {
        const Outcome outcome = RunAll(mine, test.query);
        if (!outcome.status.ok() || outcome.rows != test.rows) ++wrong;
      }
      const char* const endless = kEndless[client % std::size(kEndless)];
      const Outcome late =
          RunAll(mine, endless, {.timeout_ms = 50, .max_memory_bytes = 0});
      if (!absl::IsDeadlineExceeded(late.status)) ++wrong;
      const Outcome stopped = RunAll(
          mine, endless, {.max_memory_bytes = 0, .cancelled = &cancelled});
      if (!absl::IsCancelled(stopped.status)) ++wrong;
    });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  cancelled = true;
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(wrong, 0);
}

// Each would hold 729 million rows or groups, more than 50 GB.
const char* const kHuge[] = {
    "?a -knows-> ?b, ?c -knows-> ?d, ?e -knows-> ?f order by ?f, ?a",
    "?a -knows-> ?b, ?c -knows-> ?d, ?e -knows-> ?f "
    "return ?a, ?b, ?c, ?d, ?e, ?f, count(*)",
    "?p = ?a -knows-> ?b, ?q = ?c -knows-> ?d, ?r = ?e -knows-> ?f "
    "return list(?p), list(?q), list(?r)",
};

TEST(LimitsTest, SixteenClientsKeepTheirLimits) {
  TestGraph graph;
  FillCrowd(*graph);
  const View view = graph->Read();
  std::mutex mutex;
  std::string wrong;
  std::vector<std::thread> clients;
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&, client] {
      const auto expect = [&](const char* query, const QueryOptions& options,
                              absl::StatusCode want) {
        const Outcome outcome = RunAll(view, query, options);
        if (outcome.status.code() == want) return;
        const std::lock_guard<std::mutex> lock(mutex);
        absl::StrAppend(&wrong, query, ": ", outcome.status.ToString(), "\n");
      };
      for (size_t i = 0; i < 3; ++i) {
        expect(kEndless[(client + i) % std::size(kEndless)],
               {.timeout_ms = 50, .max_memory_bytes = 0},
               absl::StatusCode::kDeadlineExceeded);
        expect(kHuge[(client + i) % std::size(kHuge)],
               {.timeout_ms = 300000, .max_memory_bytes = 2 << 20},
               absl::StatusCode::kResourceExhausted);
        // Nothing of them is left that the next one meets.
        expect("Person 3 -knows+-> ?x", {}, absl::StatusCode::kOk);
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(wrong, "");
}

TEST(LimitsTest, TheFirstRowDoesNotWaitForTheLast) {
  TestGraph graph;
  FillCrowd(*graph);
  absl::StatusOr<Result> result =
      RunQuery(graph->Read(), "?a -knows-> ?b, ?c -knows-> ?d, ?e -knows-> ?f");
  ASSERT_TRUE(result.ok()) << result.status();
  ASSERT_TRUE(result->Next());
  EXPECT_LE(result->facts_touched(), 10);
}

}  // namespace
}  // namespace tercet::query
