// Turtle and N-Triples that export wrote: each rdf:Statement is a row of its
// document again.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "graph/import_names.h"
#include "ingest/rdf_reader.h"
#include "ingest/row_document.h"
#include "tercet/import_rows.h"

namespace tercet {
namespace {

constexpr std::string_view kOwn = "urn:tercet:";
constexpr std::string_view kProperty = "urn:tercet:property/";
constexpr std::string_view kRdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
constexpr std::string_view kRdfs = "http://www.w3.org/2000/01/rdf-schema#";
constexpr std::string_view kXsd = "http://www.w3.org/2001/XMLSchema#";

// "person" of <urn:tercet:person/Ana%20Silva>; empty for others' IRIs.
std::string_view KindOf(std::string_view iri) {
  if (!iri.starts_with(kOwn)) return {};
  iri.remove_prefix(kOwn.size());
  return iri.substr(0, iri.find('/'));
}

// What stands as a row's type for a node.
std::string TypeOf(const RdfNode& node) {
  if (node.kind == RdfNode::Kind::kIri) {
    return std::string(KindOf(node.text));
  }
  if (node.kind == RdfNode::Kind::kBlank) return "";
  std::string_view type = node.datatype;
  if (type.starts_with(kOwn)) return NameOfIri(type);
  if (!type.starts_with(kXsd)) return std::string(Name(TermKind::kText));
  type.remove_prefix(kXsd.size());
  if (type == "decimal") return std::string(Name(TermKind::kNumber));
  const bool date = type == "date" || type == "gYear" || type == "gYearMonth";
  return std::string(Name(date ? TermKind::kDate : TermKind::kText));
}

std::string LabelOf(const RdfNode& node) {
  return node.kind == RdfNode::Kind::kIri ? NameOfIri(node.text) : node.text;
}

class Rows {
 public:
  explicit Rows(const ImportSource& source) : source_(source) {}

  void Take(const RdfStatement& statement) {
    const RdfNode& subject = statement.subject;
    std::string_view property = statement.predicate;
    const bool ours = property.starts_with(kProperty);
    if (ours) property.remove_prefix(kProperty.size());
    const std::string_view kind = KindOf(subject.text);
    if (subject.kind == RdfNode::Kind::kBlank && ours) {
      TakeOfBlank(subject.text, property, statement.object);
    } else if (kind == "statement") {
      TakeOfStatement(RowOf(subject.text), property, statement.object);
    } else if (kind == "document") {
      Described& document = documents_[NameOfIri(subject.text)];
      if (property == "title") document.title = statement.object.text;
      if (property == "date") document.date = statement.object.text;
      if (property == "mention") {
        document.mentions.push_back(statement.object.text);
      }
    } else if (!property.starts_with(kRdf) && !property.starts_with(kRdfs)) {
      FactRow row;
      row.subject = LabelOf(subject);
      row.subject_type = TypeOf(subject);
      row.relation = NameOfIri(property);
      row.object = LabelOf(statement.object);
      row.object_type = TypeOf(statement.object);
      plain_.push_back(std::move(row));
    }
  }

  absl::StatusOr<RowCounts> WriteTo(Graph& graph) {
    RowDocuments documents(source_.id);
    for (const auto& [id, described] : documents_) {
      std::vector<DocumentEntity> entities;
      for (const std::string& mention : described.mentions) {
        const Mention& one = mentions_[mention];
        entities.push_back(one.entity);
        for (const std::string& alias : one.aliases) {
          entities.back().aliases.push_back(aliases_[alias]);
        }
      }
      documents.Get(id).Describe(described.title, described.date, entities);
    }
    std::set<Key> stated;
    for (auto& [name, row] : rows_) {
      for (const std::string& argument : row.arguments) {
        row.fact.open.push_back(arguments_[argument]);
      }
      const absl::Status status = Add(row.fact, name, documents);
      if (!status.ok()) return status;
      stated.insert(KeyOf(row.fact));
    }
    // A plain triple says no more than the statement that asserts it.
    for (const FactRow& row : plain_) {
      if (stated.contains(KeyOf(row))) continue;
      const absl::Status status = Add(row, row.subject, documents);
      if (!status.ok()) return status;
    }
    return documents.WriteTo(graph);
  }

 private:
  using Key = std::vector<std::string>;
  struct Row {
    FactRow fact;
    std::vector<std::string> arguments;  // labels of blank nodes
    std::string fault;
  };

  static Key KeyOf(const FactRow& row) {
    return {row.subject, row.subject_type, row.relation, row.object,
            row.object_type};
  }

  // In the order in which they come.
  Row& RowOf(const std::string& name) {
    const auto [at, added] = row_of_.try_emplace(name, rows_.size());
    if (added) rows_.emplace_back(name, Row());
    return rows_[at->second].second;
  }

  // An argument of a statement, a mention of a document or an alias.
  void TakeOfBlank(const std::string& blank, std::string_view property,
                   const RdfNode& object) {
    if (property == "preposition") {
      arguments_[blank].preposition = object.text;
    } else if (property == "value") {
      arguments_[blank].text = LabelOf(object);
      arguments_[blank].type = TypeOf(object);
    } else if (property == "name") {
      mentions_[blank].entity.name = object.text;
    } else if (property == "disambiguator") {
      mentions_[blank].entity.disambiguator = object.text;
    } else if (property == "alias") {
      mentions_[blank].aliases.push_back(object.text);
    } else if (property == "text") {
      aliases_[blank].text = object.text;
    } else if (property == "reason") {
      aliases_[blank].reason = object.text;
    }
  }

  void TakeOfStatement(Row& row, std::string_view property,
                       const RdfNode& object) {
    FactRow& fact = row.fact;
    if (property.starts_with(kRdf)) {
      property.remove_prefix(kRdf.size());
      if (property == "subject") {
        fact.subject = LabelOf(object);
        fact.subject_type = TypeOf(object);
      } else if (property == "predicate") {
        fact.relation = LabelOf(object);
      } else if (property == "object") {
        fact.object = LabelOf(object);
        fact.object_type = TypeOf(object);
      }
      return;
    }
    constexpr std::pair<std::string_view, std::string FactRow::*> kTexts[] = {
        {"status", &FactRow::status},
        {"when", &FactRow::time},
        {"date", &FactRow::date},
        {"where", &FactRow::place},
        {"saidBy", &FactRow::said_by},
        {"document", &FactRow::document},
        {"text", &FactRow::text},
        {"words", &FactRow::words},
        {"construction", &FactRow::construction}};
    for (const auto& [name, field] : kTexts) {
      if (property == name) fact.*field = LabelOf(object);
    }
    if (property == "saidBy") fact.said_by_type = TypeOf(object);
    bool fits = true;
    if (property == "negated") {
      fact.negated = object.text == "true";
    } else if (property == "confidence") {
      fits = absl::SimpleAtod(object.text, &fact.confidence);
    } else if (property == "argument") {
      row.arguments.push_back(object.text);
    } else if (property == "sentence") {
      fits = absl::SimpleAtoi(object.text, &fact.sentence);
    } else if (property == "begin" || property == "end") {
      if (!fact.span) fact.span.emplace();
      fits = absl::SimpleAtoi(object.text, property == "begin"
                                               ? &fact.span->first
                                               : &fact.span->second);
    }
    if (!fits) {
      row.fault =
          absl::StrCat("'", object.text, "' is no ", std::string(property));
    }
  }

  absl::Status Add(const FactRow& row, const std::string& name,
                   RowDocuments& documents) const {
    const auto known = row_of_.find(name);
    std::string fault =
        known == row_of_.end() ? "" : rows_[known->second].second.fault;
    if (fault.empty()) fault = documents.Add(row);
    if (fault.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat(source_.name, ": ", name, ": ", fault));
  }

  const ImportSource& source_;
  std::vector<std::pair<std::string, Row>> rows_;
  std::map<std::string, size_t> row_of_;
  std::map<std::string, RowArgument> arguments_;  // by a blank node's label
  struct Mention {
    DocumentEntity entity;
    std::vector<std::string> aliases;  // labels of blank nodes
  };
  std::map<std::string, Mention> mentions_;  // by a blank node's label
  std::map<std::string, Alias> aliases_;     // by a blank node's label
  struct Described {
    std::string title;
    std::string date;
    std::vector<std::string> mentions;  // labels of blank nodes
  };
  std::map<std::string, Described> documents_;  // by id
  std::vector<FactRow> plain_;
};

}  // namespace

bool IsExportedRdf(std::string_view text) {
  constexpr size_t kHead = 1000;
  return text.starts_with(absl::StrCat("<", std::string(kOwn))) ||
         text.substr(0, kHead).find(
             absl::StrCat("@prefix t: <", std::string(kProperty), "> .")) !=
             std::string_view::npos;
}

absl::StatusOr<RowCounts> ImportExportedRdf(const ImportSource& source,
                                            Graph& graph) {
  Rows rows(source);
  const absl::Status status = ReadRdf(
      source, [&](const RdfStatement& statement) { rows.Take(statement); });
  if (!status.ok()) return status;
  return rows.WriteTo(graph);
}

}  // namespace tercet
