#include "storage/term_id.h"

namespace tercet::storage {
namespace {

constexpr int kScaleBits = 4;
constexpr int64_t kMantissaBias = int64_t{1} << 54;
constexpr int kLengthBits = 28;
constexpr int64_t kDayLimit = int64_t{1} << 28;
// Blocks know how a date lies in its id, to pack days tightly (see block.h).
constexpr int64_t kDayBias = int64_t{1} << (58 - kLengthBits);

constexpr TermId InlineId(uint8_t kind, uint64_t payload) {
  return TermId{kind} << kKindShift | kInlineBit | payload;
}

}  // namespace

std::optional<TermId> InlineNumber(Decimal number, uint8_t kind) {
  while (number.scale > 0 && number.mantissa % 10 == 0) {
    number.mantissa /= 10;
    --number.scale;
  }
  if (number.scale < 0 || number.scale >= 1 << kScaleBits ||
      number.mantissa < -kMantissaBias || number.mantissa >= kMantissaBias) {
    return std::nullopt;
  }
  const uint64_t biased =
      static_cast<uint64_t>(number.mantissa + kMantissaBias);
  return InlineId(kind, biased << kScaleBits | number.scale);
}

Decimal NumberOf(TermId id) {
  const uint64_t payload = id & kPayloadMask;
  return {static_cast<int64_t>(payload >> kScaleBits) - kMantissaBias,
          static_cast<int>(payload & ((1 << kScaleBits) - 1))};
}

std::optional<TermId> InlineDate(DayRange range, uint8_t kind) {
  if (range.first_day < -kDayLimit || range.first_day >= kDayLimit ||
      range.days < 1 || range.days > int64_t{1} << kLengthBits) {
    return std::nullopt;
  }
  const uint64_t biased = static_cast<uint64_t>(range.first_day + kDayBias);
  return InlineId(kind, biased << kLengthBits | (range.days - 1));
}

DayRange DateOf(TermId id) {
  const uint64_t payload = id & kPayloadMask;
  return {static_cast<int64_t>(payload >> kLengthBits) - kDayBias,
          static_cast<int64_t>(payload & ((1 << kLengthBits) - 1)) + 1};
}

}  // namespace tercet::storage
