#ifndef TERCET_QUERY_TABLE_H_
#define TERCET_QUERY_TABLE_H_

// Text in columns, as wide as a terminal sees it.
//
//   Table table({"who", "what"});
//   table.AddRow({"Lee Jae Myung", "meets Xi Jinping on Tuesday"});
//   table.Fit(80);                      // breaks cells that are too wide
//   std::string text = table.Head() + table.Row(0);
//
// Millions of rows come and go in large pieces (pool.h).  One thread.

#include <string>
#include <string_view>
#include <vector>

#include "query/pool.h"

namespace tercet::query {

// A cell on one line, without control characters.
std::string OneLine(const std::string& text);

class Table {
 public:
  // A column without a head has no rule, and takes no place while all of its
  // cells are empty.
  explicit Table(std::vector<std::string> heads);

  // Gives the bytes that the row takes.  REQUIRES: as many cells as heads.
  size_t AddRow(const std::vector<std::string>& cells);
  size_t rows() const { return rows_.size(); }

  // Takes columns off the widest cells until all fit; 0: no cell is broken.
  void Fit(int columns);

  // The heads and a rule below them; a row.  Each on whole lines.
  std::string Head() const;
  std::string Row(size_t row) const;
  // Whether the row's last cell is empty.
  bool LastIsEmpty(size_t row) const { return rows_[row].ends_with('\n'); }
  // All of it.
  std::string Text() const;

 private:
  std::string Line(const std::vector<std::string>& cells) const;

  std::vector<std::string> heads_;
  std::vector<int> widths_;
  // The cells of each row with line ends between them, which no cell has.
  Chunked<std::string_view> rows_;
  Arena text_;
};

}  // namespace tercet::query

#endif  // TERCET_QUERY_TABLE_H_
