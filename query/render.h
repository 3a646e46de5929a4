#ifndef TERCET_QUERY_RENDER_H_
#define TERCET_QUERY_RENDER_H_

// From the engine's values to the cells that callers see.

#include <string>

#include "query/execution.h"
#include "tercet/result.h"

namespace tercet::query {

// The facts of a path, in order; none of what is no path.
void AppendLinks(Execution& execution, Datum path, std::vector<Link>* links);

Cell ToCell(Execution& execution, Datum datum);

Link ToLink(Execution& execution, const FactRef& fact);

// "Lee Jae Myung -meets-> Xi Jinping"; "Lee Jae Myung -arrives->" for a fact
// without an object.
std::string ToText(const Link& link);

// 3, 2.5, 1000000: as few digits as tell the number.
std::string ToText(double number);

}  // namespace tercet::query

#endif  // TERCET_QUERY_RENDER_H_
