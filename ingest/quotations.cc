#include "ingest/quotations.h"

namespace tercet::text {
namespace {

enum class Quote { kNone, kOpen, kClose, kStraight };

Quote QuoteOf(std::string_view f) {
  if (f.size() > 3) return Quote::kNone;
  if (f == "\xE2\x80\x9C" || f == "``") return Quote::kOpen;
  if (f == "\xE2\x80\x9D" || f == "''") return Quote::kClose;
  if (f == "\"") return Quote::kStraight;
  return Quote::kNone;
}

}  // namespace

bool IsQuotationMark(std::string_view form) {
  return QuoteOf(form) != Quote::kNone;
}

std::vector<int> QuotationNumbers::Next(const Sentence& sentence) {
  constexpr int kLongest = 12;  // sentences
  std::vector<int> row;
  row.reserve(sentence.tokens.size());
  if (open_ != 0 && ++since_ > kLongest) open_ = 0;
  for (const Token& token : sentence.tokens) {
    const Quote quote = QuoteOf(token.form);
    const bool opens =
        quote == Quote::kOpen || (quote == Quote::kStraight && open_ == 0);
    if (opens) {
      open_ = ++last_;
      since_ = 0;
    } else if (quote != Quote::kNone) {
      open_ = 0;
    }
    row.push_back(quote == Quote::kNone ? open_ : 0);
  }
  return row;
}

}  // namespace tercet::text
