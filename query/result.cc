#include "tercet/result.h"

#include <utility>

#include "query/result_rows.h"

namespace tercet {

Result::Result(std::unique_ptr<Rows> rows) : rows_(std::move(rows)) {}
Result::Result(Result&&) noexcept = default;
Result& Result::operator=(Result&&) noexcept = default;
Result::~Result() = default;

const std::vector<std::string>& Result::columns() const {
  return rows_->columns;
}
bool Result::Next() {
  const bool more = rows_->Next();
  if (more) ++given_;
  return more;
}
bool Result::Hold(int64_t bytes) { return rows_->Hold(bytes); }
const ResultRow& Result::row() const { return rows_->row; }
absl::Status Result::status() const { return rows_->status; }
bool Result::has_status() const { return rows_->has_status; }
const std::vector<std::string>& Result::notes() const {
  rows_->Remark();
  return rows_->notes;
}
int64_t Result::facts_touched() const { return rows_->facts_touched(); }

}  // namespace tercet
