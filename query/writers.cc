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

// All rows that are left, the mark of each in a last column without a head;
// false where there is none to write: time or memory was up, which must not
// take more of it.
bool Read(Result& result, Table* table) {
  std::vector<std::string> cells;
  while (result.Next()) {
    const ResultRow& row = result.row();
    cells.clear();
    for (const Cell& cell : row.cells) cells.push_back(cell.text);
    const bool plain = !result.has_status() ||
                       (row.status == Status::kAsserted && !row.negated);
    cells.push_back(plain ? "" : absl::StrCat("[", StatusText(row), "]"));
    if (!result.Hold(static_cast<int64_t>(table->AddRow(cells)))) return false;
  }
  const absl::StatusCode code = result.status().code();
  return table->rows() > 0 && code != absl::StatusCode::kDeadlineExceeded &&
         code != absl::StatusCode::kCancelled;
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
    if (std::string_view("|\\`*<").find(c) != std::string_view::npos) {
      out.push_back('\\');
    }
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

std::string StatusHead(const Result& result) {
  const std::vector<std::string>& columns = result.columns();
  std::string head = "status";
  while (std::find(columns.begin(), columns.end(), head) != columns.end()) {
    head.insert(0, "row ");
  }
  return head;
}

void WriteTable(Result& result, const WriteOptions& options,
                const Write& write) {
  std::vector<std::string> heads = result.columns();
  heads.push_back("");
  Table table(std::move(heads));
  if (!Read(result, &table)) {
    if (result.status().ok() && options.footer) write("no rows\n");
    return;
  }
  // Rows that a limit of their number cuts off are written all the same.
  const bool whole = result.status().ok();
  table.Fit(options.width);
  write(table.Head());
  for (size_t i = 0; i < table.rows(); ++i) {
    if (whole && !result.Hold(0)) return;
    std::string row = table.Row(i);
    if (options.color && !table.LastIsEmpty(i)) {
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
    absl::StrAppend(&head, " ", StatusHead(result), " |");
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
  if (result.has_status()) add(StatusHead(result), first);
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
  std::set<std::string> linked;
  const auto add_line = [&](const std::string& line) {
    if (!lines.insert(line).second) return;
    result.Hold(static_cast<int64_t>(sizeof(line) + line.size() + 64));
    write(line);
  };
  const auto add_link = [&](const Link& link) {
    const std::string subject = DotQuoted(link.subject.Label());
    std::string object = DotQuoted(link.object.Label());
    // "Lee arrives" ends at a point.
    if (link.object.text.empty()) {
      object = DotQuoted(
          absl::StrCat(link.subject.Label(), " ", link.relation.text));
      add_line(absl::StrCat("  ", object, " [shape=point];\n"));
    }
    std::string line = absl::StrCat("  ", subject, " -> ", object,
                                    " [label=", DotQuoted(link.relation.text));
    if (link.status != Status::kAsserted || link.negated) {
      absl::StrAppend(
          &line, ", style=dashed, tooltip=",
          DotQuoted(link.negated ? "negated" : std::string(Name(link.status))));
    }
    add_line(line + "];\n");
    linked.insert({subject, object});
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
    for (const Link& link : row.links) add_link(link);
    for (const Cell& cell : row.cells) {
      for (const Link& link : cell.links) add_link(link);
    }
    for (const Cell& cell : row.cells) {
      const std::string node = DotQuoted(cell.text);
      if (cell.kind == Cell::Kind::kTerm &&
          cell.term.kind != TermKind::kRelation && !linked.contains(node)) {
        add_line(absl::StrCat("  ", node, ";\n"));
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
