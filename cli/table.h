#ifndef TERCET_CLI_TABLE_H_
#define TERCET_CLI_TABLE_H_

// Rows of text in columns that fit the terminal.
//
//   Table table({"subject", "relation", "object"});
//   table.AddRow({"Ana Silva", "leaves", "Lisbon"});
//   std::string text = table.ToString(80);
//
//   subject    relation  object
//   ─────────  ────────  ──────
//   Ana Silva  leaves    Lisbon
//
// Cells that are too wide are broken into lines, nothing is cut off.  The
// first columns are kept whole as long as the last can shrink.  One thread.

#include <string>
#include <vector>

namespace tercet::cli {

class Table {
 public:
  explicit Table(std::vector<std::string> headers);

  // REQUIRES: as many cells as headers.
  void AddRow(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }

  std::string ToString(int columns) const;

 private:
  std::vector<int> Widths(int columns) const;
  std::string Line(const std::vector<std::string>& cells,
                   const std::vector<int>& widths) const;

  std::vector<std::string> headers_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace tercet::cli

#endif  // TERCET_CLI_TABLE_H_
