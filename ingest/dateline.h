#ifndef TERCET_INGEST_DATELINE_H_
#define TERCET_INGEST_DATELINE_H_

// The dateline that opens a news text:
//
//   "OSLO, March 4 (AP) — The firm …"   place "OSLO", date "March 4"
//
// It is no part of the first sentence's grammar, so it is found before the
// text is parsed.  Pure; thread-safe.

#include <optional>
#include <string>
#include <string_view>

#include "ingest/sentence.h"

namespace tercet::text {

struct Dateline {
  Span span;  // with the dash and the space after it
  std::string place;
  std::string date;  // as written, or empty
};

// The dateline of a text; it stands at the beginning of one of the first
// three lines.
std::optional<Dateline> FindDateline(std::string_view text);

}  // namespace tercet::text

#endif  // TERCET_INGEST_DATELINE_H_
