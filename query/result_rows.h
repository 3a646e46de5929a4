#ifndef TERCET_QUERY_RESULT_ROWS_H_
#define TERCET_QUERY_RESULT_ROWS_H_

// What stands behind a tercet::Result: rows that are computed one by one, or
// rows that are there already (plans, descriptions).
//
// Not thread-safe.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "tercet/result.h"

namespace tercet {

class Result::Rows {
 public:
  virtual ~Rows() = default;
  // Fills row; false at the end or on an error.
  virtual bool Next() = 0;
  virtual int64_t facts_touched() const { return 0; }
  // Adds what is remarked only when somebody asks: why there are no rows.
  virtual void Remark() {}
  // See Result::Hold.
  virtual bool Hold(int64_t /*bytes*/) { return status.ok(); }

  std::vector<std::string> columns;
  std::vector<std::string> notes;
  ResultRow row;
  absl::Status status;
  bool has_status = false;
};

namespace query {

// Rows that are there already.
class ListedRows : public Result::Rows {
 public:
  void Add(ResultRow listed) { listed_.push_back(std::move(listed)); }
  bool empty() const { return listed_.empty(); }
  size_t size() const { return listed_.size(); }

  bool Next() override {
    if (at_ >= listed_.size()) return false;
    row = std::move(listed_[at_++]);
    return true;
  }
  int64_t facts_touched() const override { return touched; }

  int64_t touched = 0;

 private:
  std::vector<ResultRow> listed_;
  size_t at_ = 0;
};

inline Cell TextCell(std::string text) {
  Cell cell;
  if (text.empty()) return cell;
  cell.kind = Cell::Kind::kText;
  cell.text = std::move(text);
  return cell;
}

}  // namespace query
}  // namespace tercet

#endif  // TERCET_QUERY_RESULT_ROWS_H_
