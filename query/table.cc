#include "query/table.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "query/unicode.h"

namespace tercet::query {
namespace {

constexpr int kGap = 2;
constexpr int kNarrowest = 8;

}  // namespace

std::string OneLine(const std::string& text) {
  std::string out;
  for (char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    if (!control) {
      out.push_back(c);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  return out;
}

Table::Table(std::vector<std::string> heads) : heads_(std::move(heads)) {
  for (std::string& head : heads_) {
    head = OneLine(head);
    widths_.push_back(DisplayWidth(head));
  }
}

size_t Table::AddRow(const std::vector<std::string>& cells) {
  std::string row;
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string cell = OneLine(cells[i]);
    widths_[i] = std::max(widths_[i], DisplayWidth(cell));
    if (i > 0) row += '\n';
    row += cell;
  }
  rows_.push_back(text_.Copy(row));
  return sizeof(std::string_view) + row.size();
}

void Table::Fit(int columns) {
  if (columns <= 0) return;
  const auto used = std::count_if(widths_.begin(), widths_.end(),
                                  [](int width) { return width > 0; });
  const int gaps = kGap * (static_cast<int>(used) - 1);
  while (std::accumulate(widths_.begin(), widths_.end(), gaps) > columns) {
    const auto widest = std::max_element(widths_.begin(), widths_.end());
    if (*widest <= kNarrowest) return;
    --*widest;
  }
}

std::string Table::Line(const std::vector<std::string>& cells) const {
  std::vector<std::vector<std::string>> columns;
  size_t height = 0;
  for (size_t i = 0; i < widths_.size(); ++i) {
    columns.push_back(WrapToWidth(cells[i], widths_[i]));
    height = std::max(height, columns[i].size());
  }
  std::string lines;
  for (size_t y = 0; y < height; ++y) {
    for (size_t i = 0; i < widths_.size(); ++i) {
      const std::string cell = y < columns[i].size() ? columns[i][y] : "";
      lines += cell;
      lines.append(kGap + widths_[i] - DisplayWidth(cell), ' ');
    }
    while (lines.ends_with(' ')) lines.pop_back();
    lines += '\n';
  }
  return lines;
}

std::string Table::Head() const {
  std::vector<std::string> rules;
  for (size_t i = 0; i < heads_.size(); ++i) {
    rules.push_back(heads_[i].empty() ? "" : std::string(widths_[i], '-'));
  }
  return Line(heads_) + Line(rules);
}

std::string Table::Row(size_t row) const {
  std::vector<std::string> cells(1);
  for (char c : rows_[row]) {
    if (c == '\n') {
      cells.emplace_back();
    } else {
      cells.back().push_back(c);
    }
  }
  return Line(cells);
}

std::string Table::Text() const {
  std::string text = Head();
  for (size_t row = 0; row < rows(); ++row) text += Row(row);
  return text;
}

}  // namespace tercet::query
