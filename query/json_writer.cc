// JSON by RapidJSON: the SPARQL 1.1 Query Results JSON Format, and an object a
// line.

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "query/writers.h"

namespace tercet::query {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

constexpr char kXsd[] = "http://www.w3.org/2001/XMLSchema#";

void String(const std::string& text, Writer* json) {
  json->String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void Key(const char* key, const std::string& text, Writer* json) {
  json->Key(key);
  String(text, json);
}

std::string_view TypeOf(const Cell& cell) {
  if (cell.kind == Cell::Kind::kNumber) {
    return cell.number == std::floor(cell.number) ? "integer" : "double";
  }
  if (cell.kind == Cell::Kind::kBoolean) return "boolean";
  return "";
}

// A binding: an RDF term in the shape of the W3C's format.  What no RDF term
// can hold (paths, lists) is a literal of the text that a table shows.
void Binding(const Cell& cell, Writer* json) {
  json->StartObject();
  Key("type", "literal", json);
  Key("value", cell.text, json);
  if (const std::string_view type = TypeOf(cell); !type.empty()) {
    Key("datatype", absl::StrCat(kXsd, std::string(type)), json);
  }
  json->EndObject();
}

void Value(const Cell& cell, Writer* json) {
  switch (cell.kind) {
    case Cell::Kind::kNone:
      json->Null();
      break;
    case Cell::Kind::kNumber:
      if (cell.number == std::floor(cell.number) &&
          std::fabs(cell.number) < 9e15) {
        json->Int64(static_cast<int64_t>(cell.number));
      } else {
        json->Double(cell.number);
      }
      break;
    case Cell::Kind::kBoolean:
      json->Bool(cell.number != 0);
      break;
    case Cell::Kind::kList:
      json->StartArray();
      for (const Cell& item : cell.items) Value(item, json);
      json->EndArray();
      break;
    default:
      String(cell.text, json);
  }
}

void Flush(rapidjson::StringBuffer* buffer, const Write& write) {
  write({buffer->GetString(), buffer->GetSize()});
  buffer->Clear();
}

}  // namespace

void WriteJson(Result& result, const Write& write) {
  rapidjson::StringBuffer buffer;
  Writer json(buffer);
  json.StartObject();
  json.Key("head");
  json.StartObject();
  json.Key("vars");
  json.StartArray();
  for (const std::string& column : result.columns()) String(column, &json);
  const std::string status = StatusHead(result);
  if (result.has_status()) String(status, &json);
  json.EndArray();
  json.EndObject();
  json.Key("results");
  json.StartObject();
  json.Key("bindings");
  json.StartArray();
  while (result.Next()) {
    const ResultRow& row = result.row();
    json.StartObject();
    for (size_t i = 0; i < row.cells.size(); ++i) {
      if (row.cells[i].kind == Cell::Kind::kNone) continue;
      String(result.columns()[i], &json);
      Binding(row.cells[i], &json);
    }
    if (result.has_status()) {
      String(status, &json);
      json.StartObject();
      Key("type", "literal", &json);
      Key("value", StatusText(row), &json);
      json.EndObject();
    }
    json.EndObject();
    Flush(&buffer, write);
  }
  json.EndArray();
  json.EndObject();
  json.EndObject();
  buffer.Put('\n');
  Flush(&buffer, write);
}

void WriteJsonLines(Result& result, const Write& write) {
  rapidjson::StringBuffer buffer;
  const std::string status = StatusHead(result);
  while (result.Next()) {
    Writer json(buffer);
    const ResultRow& row = result.row();
    json.StartObject();
    for (size_t i = 0; i < row.cells.size(); ++i) {
      String(result.columns()[i], &json);
      Value(row.cells[i], &json);
    }
    if (result.has_status()) Key(status.c_str(), StatusText(row), &json);
    json.EndObject();
    buffer.Put('\n');
    Flush(&buffer, write);
  }
}

}  // namespace tercet::query
