#ifndef TERCET_QUERY_WRITERS_H_
#define TERCET_QUERY_WRITERS_H_

// The writers behind WriteResult, one a format.  Each takes the rows that are
// left and gives text piece by piece.  Stateless.

#include <functional>
#include <string>
#include <string_view>

#include "tercet/result.h"

namespace tercet::query {

using Write = std::function<void(std::string_view)>;

void WriteTable(Result& result, const WriteOptions& options,
                const Write& write);
void WriteMarkdown(Result& result, const Write& write);
void WriteSeparated(Result& result, bool tabs, const Write& write);
void WriteJson(Result& result, const Write& write);
void WriteJsonLines(Result& result, const Write& write);
void WriteDot(Result& result, const Write& write);

// "planned", "negated", "denied", "planned, negated"; "asserted" for plain
// truth.
std::string StatusText(const ResultRow& row);
// What the column of these is called: "status", or "row status" where the query
// has a column of that name.
std::string StatusHead(const Result& result);

}  // namespace tercet::query

#endif  // TERCET_QUERY_WRITERS_H_
