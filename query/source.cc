#include "query/source.h"

#include <algorithm>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "query/unicode.h"

namespace tercet::query {
namespace {

constexpr char kIncomplete[] = "tercet/incomplete-query";

// A line longer than this is shown in part, around the caret.
constexpr size_t kShownColumns = 70;

}  // namespace

absl::StatusOr<Source> Source::Decode(std::string_view utf8) {
  if (utf8.size() > kMaxBytes) {
    return absl::InvalidArgumentError(absl::StrCat("the query is ", utf8.size(),
                                                   " bytes long; at most ",
                                                   kMaxBytes, " are read"));
  }
  Source source;
  source.codes_.reserve(utf8.size());
  for (size_t i = 0; i < utf8.size();) {
    char32_t code = 0;
    const int length = DecodeUtf8(utf8.substr(i), &code);
    if (length == 0) {
      return source.Error(
          static_cast<int>(source.codes_.size()),
          absl::StrCat(
              "invalid UTF-8: byte 0x",
              absl::Hex(static_cast<unsigned char>(utf8[i]), absl::kZeroPad2)));
    }
    source.codes_.push_back(code);
    i += length;
  }
  return source;
}

absl::Status Source::Error(int at, std::string_view message,
                           bool incomplete) const {
  const size_t place =
      std::min(static_cast<size_t>(std::max(at, 0)), codes_.size());
  size_t begin = 0;
  int line = 1;
  for (size_t i = 0; i < place; ++i) {
    if (codes_[i] != U'\n') continue;
    begin = i + 1;
    ++line;
  }
  size_t end = codes_.find(U'\n', begin);
  if (end == std::u32string::npos) end = codes_.size();
  const size_t column = place - begin + 1;
  bool cut = false;
  if (column > kShownColumns) {
    begin = place - kShownColumns / 2;
    cut = true;
  }
  std::u32string shown = codes_.substr(begin, end - begin);
  if (shown.size() > kShownColumns) {
    shown.resize(kShownColumns);
    shown += U"…";
  }
  // The caret's line repeats tabs, so that it lines up however wide they are.
  std::string padding = cut ? "   " : "  ";
  for (size_t i = begin; i < place; ++i) {
    if (codes_[i] == U'\t') {
      padding.push_back('\t');
    } else {
      padding.append(DisplayWidth(codes_[i]), ' ');
    }
  }
  for (char32_t& code : shown) {
    if ((code < 0x20 && code != U'\t') || code == 0x7F) code = U'?';
  }
  absl::Status status = absl::InvalidArgumentError(
      absl::StrCat("line ", line, ", column ", column, ": ",
                   absl::string_view(message.data(), message.size()), "\n  ",
                   cut ? "…" : "", ToUtf8(shown), "\n", padding, "^"));
  if (incomplete) status.SetPayload(kIncomplete, absl::Cord("1"));
  return status;
}

bool IsIncomplete(const absl::Status& status) {
  return status.GetPayload(kIncomplete).has_value();
}

}  // namespace tercet::query
