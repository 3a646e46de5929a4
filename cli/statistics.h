#ifndef TERCET_CLI_STATISTICS_H_
#define TERCET_CLI_STATISTICS_H_

// A graph's counts as the prompt and `stats` show them.  Pure.

#include <string>

#include "tercet/view.h"

namespace tercet::cli {

std::string StatisticsText(const GraphStats& stats);
std::string StatisticsJson(const GraphStats& stats);

}  // namespace tercet::cli

#endif  // TERCET_CLI_STATISTICS_H_
