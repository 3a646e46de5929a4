#include "query/plan.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tercet::query {
namespace {

std::string Counted(double number, const char* what) {
  return absl::StrFormat("%.0f %s%s", number, what, number == 1 ? "" : "s");
}

void Print(const PlanNode& node, bool profile, int depth,
           std::vector<std::string>* lines) {
  std::string line(2 * depth, ' ');
  absl::StrAppend(&line, Name(node.kind));
  if (!node.label.empty()) absl::StrAppend(&line, " ", node.label);
  if (profile) {
    absl::StrAppendFormat(
        &line, "  [%s, %s touched, %.2f ms]",
        Counted(static_cast<double>(node.measure.rows), "row"),
        Counted(static_cast<double>(node.measure.touched), "fact"),
        static_cast<double>(node.measure.nanoseconds) / 1e6);
  } else if (node.estimate > 0) {
    absl::StrAppendFormat(&line, "  [about %s]",
                          Counted(std::ceil(node.estimate), "row"));
  }
  lines->push_back(line);
  for (const auto& input : node.inputs) {
    Print(*input, profile, depth + 1, lines);
  }
}

}  // namespace

const char* Name(PlanNode::Kind kind) {
  switch (kind) {
    case PlanNode::Kind::kUnit:
      return "Unit";
    case PlanNode::Kind::kNothing:
      return "Nothing";
    case PlanNode::Kind::kValues:
      return "Values";
    case PlanNode::Kind::kNodes:
      return "Nodes";
    case PlanNode::Kind::kFactScan:
      return "FactScan";
    case PlanNode::Kind::kAssertionScan:
      return "AssertionScan";
    case PlanNode::Kind::kIntersect:
      return "Intersect";
    case PlanNode::Kind::kLeapfrog:
      return "Leapfrog";
    case PlanNode::Kind::kPath:
      return "Path";
    case PlanNode::Kind::kShortest:
      return "Shortest";
    case PlanNode::Kind::kJoin:
      return "Join";
    case PlanNode::Kind::kLeftJoin:
      return "LeftJoin";
    case PlanNode::Kind::kAntiJoin:
      return "AntiJoin";
    case PlanNode::Kind::kFilter:
      return "Filter";
    case PlanNode::Kind::kExtend:
      return "Extend";
    case PlanNode::Kind::kProject:
      return "Project";
    case PlanNode::Kind::kGroup:
      return "Group";
    case PlanNode::Kind::kDistinct:
      return "Distinct";
    case PlanNode::Kind::kOrder:
      return "Order";
    case PlanNode::Kind::kSlice:
      return "Slice";
  }
  return "";
}

std::vector<std::string> PrintPlan(const PlanNode& plan, bool profile) {
  std::vector<std::string> lines;
  Print(plan, profile, 0, &lines);
  return lines;
}

}  // namespace tercet::query
