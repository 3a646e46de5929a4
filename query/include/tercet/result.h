#ifndef TERCET_RESULT_H_
#define TERCET_RESULT_H_

// What a query gives: rows of typed cells, and writers for them.
//
//   while (result->Next()) {
//     const tercet::ResultRow& row = result->row();
//     Use(row.cells[0].text, row.status);
//   }
//   if (!result->status().ok()) ...
//
//   // Or all of it, as text:
//   absl::Status status = tercet::WriteResult(
//       *result, {.format = tercet::ResultFormat::kTable, .width = 80},
//       [](std::string_view piece) { std::cout << piece; });
//
// Thread safety: a result belongs to one thread.  Ownership: a result keeps
// the view that it reads from; it must end before the graph does.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "tercet/fact.h"
#include "tercet/term.h"

namespace tercet {

// A fact with its terms, as a step of a path or the content of an edge.
struct Link {
  Term subject;                       // an entity or a value
  Term relation;                      // a relation
  Term object;                        // an entity or a value
  Status status = Status::kAsserted;  // of the fact, or of its one sentence
  bool negated = false;               // a negative fact
};

// What a row has in one column.
struct Cell {
  // What it is, and which of the members hold it.
  enum class Kind : uint8_t {
    kNone,       // an optional part that found nothing
    kTerm,       // an entity, a relation or a value: `term`
    kFact,       // an edge: `links` has one
    kAssertion,  // one sentence's support: `links` has one, and `assertion`
    kPath,       // `links` in order; none for a path of no step
    kText,       // a property such as ?m.text
    kNumber,     // count(?x), ?m.conf: `number`
    kDate,       // ?m.when where it could be resolved: `date`
    kBoolean,    // ?m.neg: `number` is 0 or 1
    kList,       // list(?x): `items`
  };
  Kind kind = Kind::kNone;  // which of the following count
  std::string text;         // as a reader sees it; never carries the status
  Term term;                // of kTerm
  double number = 0;        // of kNumber and kBoolean
  DateInterval date;        // of kDate
  AssertionId assertion;    // of kAssertion
  std::vector<Link> links;  // of kFact, kAssertion and kPath
  std::vector<Cell> items;  // of kList
};

// One answer.
struct ResultRow {
  std::vector<Cell> cells;  // one a column
  // The weakest status of the facts behind the row; where the row has several
  // derivations, that of the best one.  Anything but asserted must be shown.
  Status status = Status::kAsserted;
  bool negated = false;  // asked for with [neg]
  // The facts behind the row, or behind one derivation of several; only where
  // QueryOptions::links asks for them, and not of rows that are counted.
  std::vector<Link> links;
};

// The rows of a query, produced one by one as they are asked for.
class Result {
 public:
  // What produces the rows; for the engine's own use.
  class Rows;
  // The engine's own, too.
  explicit Result(std::unique_ptr<Rows> rows);
  Result(Result&&) noexcept;
  Result& operator=(Result&&) noexcept;
  ~Result();

  // Their names, without "?": "who", "count(*)".
  const std::vector<std::string>& columns() const;

  // To the next row; false at the end or on an error.
  bool Next();
  // REQUIRES: the last Next returned true.
  const ResultRow& row() const;
  // Counts what the caller keeps of the rows against the limits of the query;
  // false once it must end, as status() then says.
  bool Hold(int64_t bytes);
  // Check after Next has returned false.  DeadlineExceeded, Cancelled,
  // ResourceExhausted (rows or memory), DataLoss.
  absl::Status status() const;

  // Whether rows come from facts, so that their status means something: not
  // so for plans and for what "find" finds.
  bool has_status() const;

  // Remarks for the reader, complete when Next has returned false: an
  // ambiguous name and whom it names, why there are no rows.
  const std::vector<std::string>& notes() const;

  // How many rows Next has given so far.
  int64_t rows() const { return given_; }

  // How many triples the plan has read so far: what a question cost.
  int64_t facts_touched() const;

 private:
  std::unique_ptr<Rows> rows_;
  int64_t given_ = 0;
};

// How WriteResult writes.
enum class ResultFormat : uint8_t {
  kTable,      // aligned columns, for people
  kCsv,        // RFC 4180, with a line of names
  kTsv,        // tabs, with a line of names
  kJson,       // SPARQL 1.1 Query Results JSON Format
  kJsonLines,  // an object a row
  kMarkdown,   // a table of GitHub's
  kDot,        // the facts of edges and paths, for Graphviz
};

// "table", "csv", "tsv", "json", "jsonl", "markdown", "dot".
std::optional<ResultFormat> ResultFormatOf(std::string_view name);

// What WriteResult is told; all but the format is for tables.
struct WriteOptions {
  ResultFormat format = ResultFormat::kTable;  // how it is written
  int width = 0;       // columns of the terminal; 0: no line is broken
  bool color = false;  // dims the marks of rows that are not plain truth
  bool footer = true;  // "(3 rows)" or "no rows" below a table
};

// Writes all rows that are left; notes are left to the caller.  Returns
// result.status().
absl::Status WriteResult(Result& result, const WriteOptions& options,
                         const std::function<void(std::string_view)>& write);

}  // namespace tercet

#endif  // TERCET_RESULT_H_
