#include "cli/table.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

#include "cli/terminal.h"

namespace tercet::cli {
namespace {

constexpr int kGap = 2;
constexpr int kNarrowest = 8;

// The lines of a cell.
std::vector<std::string> LinesOf(const std::string& cell, int width) {
  std::vector<std::string> lines;
  const std::string wrapped = Wrapped(cell, width);
  for (size_t at = 0; at <= wrapped.size();) {
    const size_t end = std::min(wrapped.find('\n', at), wrapped.size());
    lines.push_back(wrapped.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

}  // namespace

Table::Table(std::vector<std::string> headers) : headers_(std::move(headers)) {}

void Table::AddRow(std::vector<std::string> cells) {
  // A cell is one line: what a text brings of its own becomes a blank.
  for (std::string& cell : cells) {
    for (char& c : cell) {
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    }
  }
  rows_.push_back(std::move(cells));
}

// As wide as the widest cell; then the widest column gives way, step by step,
// until all fit.
std::vector<int> Table::Widths(int columns) const {
  std::vector<int> widths;
  for (size_t i = 0; i < headers_.size(); ++i) {
    int width = DisplayWidth(headers_[i]);
    for (const auto& row : rows_) width = std::max(width, DisplayWidth(row[i]));
    widths.push_back(width);
  }
  const int gaps = kGap * (static_cast<int>(widths.size()) - 1);
  int total = std::accumulate(widths.begin(), widths.end(), gaps);
  while (total > columns) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kNarrowest) break;
    --*widest;
    --total;
  }
  return widths;
}

std::string Table::Line(const std::vector<std::string>& cells,
                        const std::vector<int>& widths) const {
  std::vector<std::vector<std::string>> lines;
  size_t height = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    lines.push_back(LinesOf(cells[i], widths[i]));
    height = std::max(height, lines.back().size());
  }
  std::string out;
  for (size_t y = 0; y < height; ++y) {
    std::string line;
    for (size_t i = 0; i < lines.size(); ++i) {
      const std::string cell = y < lines[i].size() ? lines[i][y] : "";
      line += cell;
      line.append(std::max(widths[i] - DisplayWidth(cell), 0) + kGap, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  }
  return out;
}

std::string Table::ToString(int columns) const {
  const std::vector<int> widths = Widths(columns);
  std::string out = Line(headers_, widths);
  std::string rule;
  for (size_t i = 0; i < widths.size(); ++i) {
    if (i > 0) rule.append(kGap, ' ');
    for (int x = 0; x < widths[i]; ++x) rule += "\u2500";
  }
  out += rule + '\n';
  for (const auto& row : rows_) out += Line(row, widths);
  return out;
}

}  // namespace tercet::cli
