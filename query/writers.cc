#include "query/writers.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "query/table.h"

namespace tercet {
namespace query {
namespace {

struct Sheet {
  std::vector<std::vector<std::string>> rows;
  std::vector<bool> plain;
  bool has_marks = false;
};

Sheet Read(Result& result) {
  Sheet sheet;
  while (result.Next()) {
    const ResultRow& row = result.row();
    std::vector<std::string> cells;
    for (const Cell& cell : row.cells) cells.push_back(cell.text);
    const bool plain = !result.has_status() ||
                       (row.status == Status::kAsserted && !row.negated);
    cells.push_back(plain ? "" : absl::StrCat("[", StatusText(row), "]"));
    auto bytes = static_cast<int64_t>(sizeof(cells));
    for (const std::string& cell : cells) {
      bytes += static_cast<int64_t>(sizeof(cell) + cell.size());
    }
    if (!result.Hold(bytes)) {
      sheet.rows.clear();
      break;
    }
    sheet.has_marks |= !plain;
    sheet.plain.push_back(plain);
    sheet.rows.push_back(std::move(cells));
  }
  return sheet;
}

std::string Quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (char c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  return out + "\"";
}

std::string TabSafe(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '\t') {
      out += "\\t";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\\') {
      out += "\\\\";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

std::string MarkdownSafe(const std::string& text) {
  std::string out;
  for (char c : OneLine(text)) {
    if (c == '|' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

std::string DotQuoted(const std::string& text) {
  std::string out = "\"";
  for (char c : OneLine(text)) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}

}  // namespace

std::string StatusText(const ResultRow& row) {
  const std::string status(Name(row.status));
  if (!row.negated || row.status == Status::kDenied) return status;
  if (row.status == Status::kAsserted) return "negated";
  return absl::StrCat(status, ", negated");
}

void WriteTable(Result& result, const WriteOptions& options,
                const Write& write) {
  Sheet sheet = Read(result);
  if (sheet.rows.empty()) {
    if (result.status().ok() && options.footer) write("no rows\n");
    return;
  }
  // Rows that an error cuts off are few enough to be written all the same.
  const bool whole = result.status().ok();
  std::vector<std::string> heads = result.columns();
  // The marks' column has no head.
  if (sheet.has_marks) heads.push_back("");
  Table table(std::move(heads));
  for (std::vector<std::string>& row : sheet.rows) {
    if (whole && !result.Hold(0)) return;
    if (!sheet.has_marks) row.pop_back();
    table.AddRow(std::move(row));
  }
  table.Fit(options.width);
  write(table.Head());
  for (size_t i = 0; i < table.rows(); ++i) {
    if (whole && !result.Hold(0)) return;
    std::string row = table.Row(i);
    if (options.color && !sheet.plain[i]) {
      row.insert(0, "\x1b[2m");
      row.insert(row.size() - 1, "\x1b[0m");
    }
    write(row);
  }
  if (!options.footer) return;
  write(absl::StrCat("(", table.rows(),
                     table.rows() == 1 ? " row)\n" : " rows)\n"));
}

void WriteMarkdown(Result& result, const Write& write) {
  std::string head = "|";
  std::string rule = "|";
  for (const std::string& column : result.columns()) {
    absl::StrAppend(&head, " ", MarkdownSafe(column), " |");
    rule += " --- |";
  }
  if (result.has_status()) {
    head += " status |";
    rule += " --- |";
  }
  write(absl::StrCat(head, "\n", rule, "\n"));
  while (result.Next()) {
    std::string line = "|";
    for (const Cell& cell : result.row().cells) {
      absl::StrAppend(&line, " ", MarkdownSafe(cell.text), " |");
    }
    if (result.has_status()) {
      absl::StrAppend(&line, " ", StatusText(result.row()), " |");
    }
    write(line + "\n");
  }
}

void WriteSeparated(Result& result, bool tabs, const Write& write) {
  const auto field = [tabs](const std::string& text) {
    return tabs ? TabSafe(text) : Quoted(text);
  };
  const char* const mark = tabs ? "\t" : ",";
  std::string line;
  const auto add = [&](const std::string& text, bool first) {
    if (!first) line += mark;
    line += field(text);
  };
  bool first = true;
  for (const std::string& column : result.columns()) {
    add(column, std::exchange(first, false));
  }
  if (result.has_status()) add("status", first);
  write(line + "\n");
  while (result.Next()) {
    line.clear();
    first = true;
    for (const Cell& cell : result.row().cells) {
      add(cell.text, std::exchange(first, false));
    }
    if (result.has_status()) add(StatusText(result.row()), first);
    write(line + "\n");
  }
}

// Nodes and links of all rows; a row of three terms whose middle one is a
// relation, as "describe" gives, is a link as well.
void WriteDot(Result& result, const Write& write) {
  write("digraph tercet {\n  rankdir=LR;\n  node [shape=box];\n");
  std::set<std::string> lines;
  const auto add_link = [&](const Link& link) {
    std::string line = absl::StrCat("  ", DotQuoted(link.subject.Label()),
                                    " -> ", DotQuoted(link.object.Label()),
                                    " [label=", DotQuoted(link.relation.text));
    if (link.status != Status::kAsserted || link.negated) {
      absl::StrAppend(
          &line, ", style=dashed, tooltip=",
          DotQuoted(link.negated ? "negated" : std::string(Name(link.status))));
    }
    if (lines.insert(line + "];\n").second) {
      result.Hold(static_cast<int64_t>(sizeof(line) + line.size() + 64));
      write(line + "];\n");
    }
  };
  while (result.Next()) {
    const ResultRow& row = result.row();
    if (row.cells.size() == 3 && row.cells[0].kind == Cell::Kind::kTerm &&
        row.cells[1].kind == Cell::Kind::kTerm &&
        row.cells[1].term.kind == TermKind::kRelation) {
      add_link({row.cells[0].term, row.cells[1].term, row.cells[2].term,
                row.status, row.negated});
      continue;
    }
    for (const Cell& cell : row.cells) {
      for (const Link& link : cell.links) add_link(link);
      if (cell.kind == Cell::Kind::kTerm) {
        const std::string line =
            absl::StrCat("  ", DotQuoted(cell.text), ";\n");
        if (lines.insert(line).second) write(line);
      }
    }
  }
  write("}\n");
}

}  // namespace query

std::optional<ResultFormat> ResultFormatOf(std::string_view name) {
  constexpr std::pair<std::string_view, ResultFormat> kFormats[] = {
      {"table", ResultFormat::kTable},
      {"csv", ResultFormat::kCsv},
      {"tsv", ResultFormat::kTsv},
      {"json", ResultFormat::kJson},
      {"jsonl", ResultFormat::kJsonLines},
      {"markdown", ResultFormat::kMarkdown},
      {"dot", ResultFormat::kDot}};
  for (const auto& [known, format] : kFormats) {
    if (known == name) return format;
  }
  return std::nullopt;
}

absl::Status WriteResult(Result& result, const WriteOptions& options,
                         const std::function<void(std::string_view)>& write) {
  switch (options.format) {
    case ResultFormat::kTable:
      query::WriteTable(result, options, write);
      break;
    case ResultFormat::kCsv:
      query::WriteSeparated(result, false, write);
      break;
    case ResultFormat::kTsv:
      query::WriteSeparated(result, true, write);
      break;
    case ResultFormat::kJson:
      query::WriteJson(result, write);
      break;
    case ResultFormat::kJsonLines:
      query::WriteJsonLines(result, write);
      break;
    case ResultFormat::kMarkdown:
      query::WriteMarkdown(result, write);
      break;
    case ResultFormat::kDot:
      query::WriteDot(result, write);
      break;
  }
  return result.status();
}

}  // namespace tercet
