#ifndef TERCET_QUERY_DIAGNOSE_H_
#define TERCET_QUERY_DIAGNOSE_H_

// Why a query has no rows, where that can be said in a line.

#include <string>

#include "query/execution.h"
#include "query/plan.h"

namespace tercet::query {

// "Lee Jae Myung has no 'leads' edge; it has meets, visits"; empty where no
// single pattern is to blame.
std::string Diagnose(Execution& execution, const BoundQuery& query);

}  // namespace tercet::query

#endif  // TERCET_QUERY_DIAGNOSE_H_
