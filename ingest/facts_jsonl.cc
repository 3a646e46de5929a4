#include "ingest/facts_jsonl.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cmath>

namespace tercet::text {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void Text(Writer& writer, const std::string& text) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void TextOrNull(Writer& writer, const std::string& text) {
  if (text.empty()) {
    writer.Null();
  } else {
    Text(writer, text);
  }
}

void Name(Writer& writer, std::string_view name) {
  writer.String(name.data(), static_cast<rapidjson::SizeType>(name.size()));
}

void Qualifiers(Writer& writer, const ExtractedFact& fact) {
  writer.Key("status");
  Name(writer, tercet::Name(fact.status));
  writer.Key("negated");
  writer.Bool(fact.negated);
  writer.Key("time");
  TextOrNull(writer, fact.time);
  writer.Key("place");
  TextOrNull(writer, fact.place);
  writer.Key("said_by");
  TextOrNull(writer, fact.said_by);
  writer.Key("confidence");
  // Two decimals: more would only be noise.
  writer.Double(std::round(fact.confidence * 100) / 100);
}

void Extras(Writer& writer, const ExtractedFact& fact) {
  if (fact.days) {
    writer.Key("days");
    writer.StartArray();
    Text(writer, DayText(fact.days->first));
    Text(writer, DayText(fact.days->last));
    writer.EndArray();
  }
  if (!fact.open.empty()) {
    writer.Key("open");
    writer.StartArray();
    for (const FactArgument& argument : fact.open) {
      writer.StartArray();
      Text(writer, argument.preposition);
      Text(writer, argument.text);
      writer.EndArray();
    }
    writer.EndArray();
  }
}

}  // namespace

std::string FactJson(const std::string& document_id,
                     const ExtractedFact& fact) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.SetMaxDecimalPlaces(2);
  writer.StartObject();
  writer.Key("document");
  Text(writer, document_id);
  writer.Key("sentence");
  writer.Int(fact.sentence);
  writer.Key("subject");
  Text(writer, fact.subject);
  writer.Key("subject_type");
  Name(writer, tercet::Name(fact.subject_type));
  writer.Key("relation");
  Text(writer, fact.relation);
  writer.Key("object");
  Text(writer, fact.object);
  writer.Key("object_type");
  Name(writer, tercet::Name(fact.object_type));
  Qualifiers(writer, fact);
  writer.Key("text");
  Text(writer, fact.text);
  writer.Key("span");
  writer.StartArray();
  writer.Uint(fact.span.begin);
  writer.Uint(fact.span.end);
  writer.EndArray();
  Extras(writer, fact);
  writer.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize());
}

std::string FactsJsonl(const Analysis& analysis) {
  std::string lines;
  for (const ExtractedFact& fact : analysis.facts) {
    lines += FactJson(analysis.document.id, fact);
    lines += '\n';
  }
  return lines;
}

}  // namespace tercet::text
