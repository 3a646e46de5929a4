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
  Term subject;
  Term relation;
  Term object;
  Status status = Status::kAsserted;
  bool negated = false;
};

struct Cell {
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
  Kind kind = Kind::kNone;
  std::string text;  // as a reader sees it; never carries the status
  Term term;
  double number = 0;
  DateInterval date;
  AssertionId assertion;
  std::vector<Link> links;
  std::vector<Cell> items;
};

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

class Result {
 public:
  // What produces the rows; for the engine's own use.
  class Rows;
  explicit Result(std::unique_ptr<Rows> rows);
  Result(Result&&) noexcept;
  Result& operator=(Result&&) noexcept;
  ~Result();

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

  int64_t facts_touched() const;

 private:
  std::unique_ptr<Rows> rows_;
  int64_t given_ = 0;
};

enum class ResultFormat : uint8_t {
  kTable,
  kCsv,
  kTsv,
  kJson,  // SPARQL 1.1 Query Results JSON Format
  kJsonLines,
  kMarkdown,
  kDot,
};

// "table", "csv", "tsv", "json", "jsonl", "markdown", "dot".
std::optional<ResultFormat> ResultFormatOf(std::string_view name);

struct WriteOptions {
  ResultFormat format = ResultFormat::kTable;
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
