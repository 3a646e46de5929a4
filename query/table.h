#ifndef TERCET_QUERY_TABLE_H_
#define TERCET_QUERY_TABLE_H_

// Text in columns, as wide as a terminal sees it.
//
//   Table table({"who", "what"});
//   table.AddRow({"Lee Jae Myung", "meets Xi Jinping on Tuesday"});
//   table.Fit(80);                      // breaks cells that are too wide
//   std::string text = table.Head() + table.Row(0);
//
// One thread.

#include <string>
#include <vector>

namespace tercet::query {

// A cell on one line, without control characters.
std::string OneLine(const std::string& text);

class Table {
 public:
  explicit Table(std::vector<std::string> heads);

  // REQUIRES: as many cells as heads.
  void AddRow(std::vector<std::string> cells);
  size_t rows() const { return rows_.size(); }

  // Takes columns off the widest cells until all fit; 0: no cell is broken.
  void Fit(int columns);

  // The heads and a rule below them; a row.  Each on whole lines.
  std::string Head() const;
  std::string Row(size_t row) const;
  // All of it.
  std::string Text() const;

 private:
  std::string Line(const std::vector<std::string>& cells) const;

  std::vector<std::string> heads_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<int> widths_;
};

}  // namespace tercet::query

#endif  // TERCET_QUERY_TABLE_H_
