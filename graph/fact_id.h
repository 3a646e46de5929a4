#ifndef TERCET_GRAPH_FACT_ID_H_
#define TERCET_GRAPH_FACT_ID_H_

// Reading what FactId::ToString writes.
//
//   std::optional<FactIdRange> range = ParseFactId("#k3f9");
//
// Pure; thread-safe.

#include <cstdint>
#include <optional>
#include <string_view>

namespace tercet {

// The ids that begin with the characters given: [first, last].
struct FactIdRange {
  uint64_t first = 0;
  uint64_t last = 0;
};

// Four to twelve characters, with or without "#"; nothing for anything else.
std::optional<FactIdRange> ParseFactId(std::string_view text);

}  // namespace tercet

#endif  // TERCET_GRAPH_FACT_ID_H_
