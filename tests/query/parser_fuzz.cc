// libFuzzer's target for the parser: whatever the text, Prepare answers with a
// query or an error, and prints a query's tree.  README.md beside it says how
// to run it.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "query/parser.h"
#include "query/source.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tercet::query;  // NOLINT: as small as it gets
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto source = Source::Decode(text);
  if (!source.ok()) return 0;
  const auto statement = syntax::Parse(*source);
  if (!statement.ok()) IsIncomplete(statement.status());
  return 0;
}
