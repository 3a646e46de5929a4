#ifndef TERCET_QUERY_SOURCE_H_
#define TERCET_QUERY_SOURCE_H_

// The text of a query as code points, and errors that point into it.
//
//   line 1, column 11: expected '->', '-' or a relation
//     Lee -meets ?who
//                ^
//
// A value; thread-safe once made.

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tercet::query {

class Source {
 public:
  // Longer queries are refused: nobody types them, and offsets stay small.
  static constexpr size_t kMaxBytes = 1 << 20;

  // Fails with InvalidArgument on invalid UTF-8, naming line and column, and
  // on text longer than kMaxBytes.
  static absl::StatusOr<Source> Decode(std::string_view utf8);

  const std::u32string& codes() const { return codes_; }

  // InvalidArgument with the line and column of the code point `at`, the
  // message, the line itself and a caret below it.  An incomplete error says
  // that more text could make the query whole: see IsIncomplete.
  absl::Status Error(int at, std::string_view message,
                     bool incomplete = false) const;

 private:
  std::u32string codes_;
};

// Whether `status` comes from a query that merely stops early.
bool IsIncomplete(const absl::Status& status);

}  // namespace tercet::query

#endif  // TERCET_QUERY_SOURCE_H_
