#include "tercet/import_rows.h"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "ingest/row_document.h"
#include "tercet/term.h"

namespace tercet {
namespace {

absl::Status ErrorAt(const ImportSource& source, size_t line,
                     std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat(source.name, ":", line, ": ", std::string(what)));
}

// --- JSON Lines -----------------------------------------------------------

// Reads members; the first of a wrong type is the fault.
class Members {
 public:
  explicit Members(const rapidjson::Value& object) : object_(object) {}

  void Read(const char* name, std::string& out) {
    const rapidjson::Value* value = Find(name);
    if (value == nullptr) return;
    if (!value->IsString()) return Fail(name, "a string");
    out.assign(value->GetString(), value->GetStringLength());
  }
  void Read(const char* name, bool& out) {
    const rapidjson::Value* value = Find(name);
    if (value == nullptr) return;
    if (!value->IsBool()) return Fail(name, "true or false");
    out = value->GetBool();
  }
  void Read(const char* name, double& out) {
    const rapidjson::Value* value = Find(name);
    if (value == nullptr) return;
    if (!value->IsNumber()) return Fail(name, "a number");
    out = value->GetDouble();
  }
  void Read(const char* name, int64_t& out) {
    const rapidjson::Value* value = Find(name);
    if (value == nullptr) return;
    if (!value->IsInt64()) return Fail(name, "a whole number");
    out = value->GetInt64();
  }
  void Read(const char* name, std::vector<RowArgument>& out) {
    const rapidjson::Value* value = Find(name);
    if (value == nullptr) return;
    if (value->IsArray()) return ReadLists(name, *value, out);
    if (!value->IsObject()) return Fail(name, "a list");
    for (const auto& member : value->GetObject()) {
      if (!member.value.IsString()) return Fail(name, "an object of strings");
      out.push_back(
          {{member.name.GetString(), member.name.GetStringLength()},
           {member.value.GetString(), member.value.GetStringLength()}});
    }
  }
  void Read(const char* name, std::vector<DocumentEntity>& out) {
    const rapidjson::Value* value = Find(name);
    if (value == nullptr) return;
    if (!value->IsArray()) return Fail(name, "a list");
    for (const rapidjson::Value& one : value->GetArray()) {
      if (!one.IsObject()) return Fail(name, "a list of objects");
      Members members(one);
      DocumentEntity entity;
      std::vector<RowArgument> aliases;
      members.Read("name", entity.name);
      members.Read("disambiguator", entity.disambiguator);
      members.Read("aliases", aliases);
      if (fault_.empty()) fault_ = members.fault();
      if (entity.name.empty()) return Fail(name, "a list of named entities");
      for (RowArgument& alias : aliases) {
        entity.aliases.push_back(
            {std::move(alias.preposition), std::move(alias.text)});
      }
      out.push_back(std::move(entity));
    }
  }
  void Read(const char* name,
            std::optional<std::pair<uint32_t, uint32_t>>& out) {
    const rapidjson::Value* value = Find(name);
    if (value == nullptr) return;
    if (!value->IsArray() || value->Size() != 2 || !(*value)[0].IsUint() ||
        !(*value)[1].IsUint()) {
      return Fail(name, "two numbers");
    }
    out = {(*value)[0].GetUint(), (*value)[1].GetUint()};
  }

  const std::string& fault() const { return fault_; }

  // As extract writes it: the first and the last day.
  void ReadDays(std::string& date) {
    const rapidjson::Value* value = Find("days");
    if (value == nullptr || !date.empty()) return;
    if (!value->IsArray() || value->Size() != 2 || !(*value)[0].IsString() ||
        !(*value)[1].IsString()) {
      return Fail("days", "two dates");
    }
    date = (*value)[0].GetString();
    if ((*value)[0] == (*value)[1]) return;
    date = absl::StrCat(date, "..", (*value)[1].GetString());
  }

 private:
  // Lists of two or three strings.
  void ReadLists(const char* name, const rapidjson::Value& lists,
                 std::vector<RowArgument>& out) {
    for (const rapidjson::Value& list : lists.GetArray()) {
      std::string texts[3];
      bool fits = list.IsArray() && list.Size() >= 2 && list.Size() <= 3;
      for (rapidjson::SizeType i = 0; fits && i < list.Size(); ++i) {
        fits = list[i].IsString();
        if (fits)
          texts[i].assign(list[i].GetString(), list[i].GetStringLength());
      }
      if (!fits) return Fail(name, "a list of lists of strings");
      out.push_back({texts[0], texts[1], texts[2]});
    }
  }

  const rapidjson::Value* Find(const char* name) const {
    const auto member = object_.FindMember(name);
    return member == object_.MemberEnd() || member->value.IsNull()
               ? nullptr
               : &member->value;
  }
  void Fail(const char* name, const char* want) {
    if (fault_.empty()) fault_ = absl::StrCat("\"", name, "\" is not ", want);
  }

  const rapidjson::Value& object_;
  std::string fault_;
};

std::string ReadRow(const rapidjson::Value& object, FactRow& row) {
  Members members(object);
  members.Read("document", row.document);
  members.Read("sentence", row.sentence);
  members.Read("subject", row.subject);
  members.Read("subject_type", row.subject_type);
  members.Read("relation", row.relation);
  members.Read("object", row.object);
  members.Read("object_type", row.object_type);
  members.Read("status", row.status);
  members.Read("negated", row.negated);
  members.Read("time", row.time);
  members.Read("date", row.date);
  members.ReadDays(row.date);
  members.Read("place", row.place);
  members.Read("said_by", row.said_by);
  members.Read("said_by_type", row.said_by_type);
  members.Read("confidence", row.confidence);
  members.Read("open", row.open);
  members.Read("text", row.text);
  members.Read("span", row.span);
  members.Read("words", row.words);
  members.Read("construction", row.construction);
  members.Read("document_title", row.document_title);
  members.Read("document_date", row.document_date);
  members.Read("document_entities", row.document_entities);
  return members.fault();
}

// --- CSV ------------------------------------------------------------------

// Records of RFC 4180, one at a time.
class CsvReader {
 public:
  explicit CsvReader(const ImportSource& source)
      : source_(source), rest_(source.text) {}

  bool AtEnd() const { return rest_.empty(); }
  // Where the record that Next gave last begins.
  size_t line() const { return line_; }

  absl::StatusOr<std::vector<std::string>> Next() {
    line_ = next_line_;
    std::vector<std::string> cells(1);
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == ',') {
        cells.emplace_back();
      } else if (c == '\n') {
        ++next_line_;
        break;
      } else if (c == '"' && cells.back().empty()) {
        const absl::Status status = ReadQuoted(cells.back());
        if (!status.ok()) return status;
      } else if (c != '\r' || (!rest_.empty() && rest_.front() != '\n')) {
        cells.back() += c;
      }
    }
    return cells;
  }

 private:
  absl::Status ReadQuoted(std::string& cell) {
    const size_t begin = next_line_;
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '\n') ++next_line_;
      if (c != '"') {
        cell += c;
      } else if (!rest_.empty() && rest_.front() == '"') {
        cell += c;
        rest_.remove_prefix(1);
      } else {
        return absl::OkStatus();
      }
    }
    return ErrorAt(source_, begin, "a quoted cell does not end");
  }

  const ImportSource& source_;
  std::string_view rest_;
  size_t line_ = 1;
  size_t next_line_ = 1;
};

// Fills one field of a row with a cell; false where it does not fit.
using Fill = bool (*)(FactRow& row, std::string cell);

template <std::string FactRow::*field>
bool FillText(FactRow& row, std::string cell) {
  row.*field = std::move(cell);
  return true;
}

bool FillNegated(FactRow& row, std::string cell) {
  row.negated = cell == "true";
  return cell.empty() || cell == "true" || cell == "false";
}
bool FillConfidence(FactRow& row, std::string cell) {
  if (cell.empty()) return true;
  char* end = nullptr;
  row.confidence = std::strtod(cell.c_str(), &end);
  return *end == '\0';
}
bool FillSentence(FactRow& row, std::string cell) {
  return cell.empty() || absl::SimpleAtoi(cell, &row.sentence);
}
template <uint32_t std::pair<uint32_t, uint32_t>::*end>
bool FillSpan(FactRow& row, std::string cell) {
  if (cell.empty()) return true;
  if (!row.span) row.span.emplace();
  return absl::SimpleAtoi(cell, &((*row.span).*end));
}

const std::map<std::string, Fill, std::less<>>& Columns() {
  static const auto* columns = new std::map<std::string, Fill, std::less<>>{
      {"subject", FillText<&FactRow::subject>},
      {"relation", FillText<&FactRow::relation>},
      {"object", FillText<&FactRow::object>},
      {"subject_type", FillText<&FactRow::subject_type>},
      {"object_type", FillText<&FactRow::object_type>},
      {"status", FillText<&FactRow::status>},
      {"negated", FillNegated},
      {"time", FillText<&FactRow::time>},
      {"date", FillText<&FactRow::date>},
      {"place", FillText<&FactRow::place>},
      {"said_by", FillText<&FactRow::said_by>},
      {"confidence", FillConfidence},
      {"document", FillText<&FactRow::document>},
      {"sentence", FillSentence},
      {"begin", FillSpan<&std::pair<uint32_t, uint32_t>::first>},
      {"end", FillSpan<&std::pair<uint32_t, uint32_t>::second>},
      {"text", FillText<&FactRow::text>},
      {"said_by_type", FillText<&FactRow::said_by_type>},
      {"document_title", FillText<&FactRow::document_title>},
      {"document_date", FillText<&FactRow::document_date>}};
  return *columns;
}

// The header's columns; an unknown one holds an argument by its preposition.
absl::StatusOr<std::vector<std::string>> ReadHeader(const ImportSource& source,
                                                    CsvReader& reader) {
  absl::StatusOr<std::vector<std::string>> header = reader.Next();
  if (!header.ok()) return header;
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (header->front().starts_with(kMark)) {
    header->front().erase(0, kMark.size());
  }
  for (const char* wanted : {"subject", "relation", "object"}) {
    bool found = false;
    for (const std::string& name : *header) found |= name == wanted;
    if (!found) {
      return ErrorAt(source, 1,
                     absl::StrCat("the header names no column '", wanted, "'"));
    }
  }
  return header;
}

}  // namespace

absl::StatusOr<RowCounts> ImportJsonLines(const ImportSource& source,
                                          Graph& graph) {
  RowDocuments documents(source.id);
  std::string_view rest = source.text;
  for (size_t line = 1; !rest.empty(); ++line) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view text = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    rapidjson::Document json;
    json.Parse<rapidjson::kParseIterativeFlag>(text.data(), text.size());
    if (json.HasParseError()) {
      return absl::InvalidArgumentError(absl::StrCat(
          source.name, ":", line, ":", json.GetErrorOffset() + 1, ": ",
          rapidjson::GetParseError_En(json.GetParseError())));
    }
    if (!json.IsObject()) return ErrorAt(source, line, "it is no object");
    FactRow row;
    std::string fault = ReadRow(json, row);
    if (fault.empty()) fault = documents.Add(row);
    if (!fault.empty()) return ErrorAt(source, line, fault);
  }
  return documents.WriteTo(graph);
}

absl::StatusOr<RowCounts> ImportCsv(const ImportSource& source, Graph& graph,
                                    const ImportOptions&) {
  CsvReader reader(source);
  const absl::StatusOr<std::vector<std::string>> header =
      ReadHeader(source, reader);
  if (!header.ok()) return header.status();
  RowDocuments documents(source.id);
  while (!reader.AtEnd()) {
    absl::StatusOr<std::vector<std::string>> cells = reader.Next();
    if (!cells.ok()) return cells.status();
    if (cells->size() == 1 && cells->front().empty()) continue;
    if (cells->size() != header->size()) {
      return ErrorAt(source, reader.line(),
                     absl::StrCat(cells->size(), " cells, but the header has ",
                                  header->size()));
    }
    FactRow row;
    for (size_t i = 0; i < cells->size(); ++i) {
      const std::string& name = (*header)[i];
      std::string& cell = (*cells)[i];
      const auto column = Columns().find(name);
      if (column == Columns().end()) {
        // "open:text" where a column has the preposition's name.
        constexpr std::string_view kOpen = "open:";
        std::string_view preposition = name;
        if (preposition.starts_with(kOpen)) {
          preposition.remove_prefix(kOpen.size());
        }
        if (!cell.empty()) {
          row.open.push_back({std::string(preposition), std::move(cell)});
        }
      } else if (!column->second(row, cell)) {
        return ErrorAt(
            source, reader.line(),
            absl::StrCat("'", cell, "' does not fit into column '", name, "'"));
      }
    }
    const std::string fault = documents.Add(row);
    if (!fault.empty()) return ErrorAt(source, reader.line(), fault);
  }
  return documents.WriteTo(graph);
}

}  // namespace tercet
