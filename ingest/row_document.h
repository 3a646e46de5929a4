#ifndef TERCET_INGEST_ROW_DOCUMENT_H_
#define TERCET_INGEST_ROW_DOCUMENT_H_

// Puts documents together again from the rows that state their facts.
//
//   RowDocuments documents("facts");             // of rows without a document
//   std::string fault = documents.Add(row);      // empty: it fits
//   absl::StatusOr<RowCounts> counts = documents.WriteTo(graph);
//
// Thread safety: none.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "tercet/document_facts.h"
#include "tercet/import_rows.h"

namespace tercet {

// What hangs on a preposition.  Types are as a subject's; where they are not
// given, a name that the document has for an entity is that one, and anything
// else a text.
struct RowArgument {
  std::string preposition;
  std::string text;
  std::string type = {};
};

// A row's fields, as export writes them.
struct FactRow {
  std::string document;
  int64_t sentence = 1;
  std::string subject;
  std::string subject_type;
  std::string relation;
  std::string object;
  std::string object_type;
  std::string status;
  bool negated = false;
  std::string time;
  std::string date;
  std::string place;
  std::string said_by;
  std::string said_by_type;
  double confidence = 1;
  std::vector<RowArgument> open;
  std::string text;
  std::optional<std::pair<uint32_t, uint32_t>> span;
  std::string words;
  std::string construction;
  // Of the document: on one of its rows at least, if at all.  Entities have
  // no type here.
  std::string document_title;
  std::string document_date;
  std::vector<DocumentEntity> document_entities;
};

class RowDocument {
 public:
  explicit RowDocument(const std::string& id) { document_.id = id; }

  // What rows that are added from now on do not say; empty parts say nothing.
  void Describe(const std::string& title, const std::string& date,
                const std::vector<DocumentEntity>& entities);
  // What is wrong with the row; then it is not added.
  std::string Add(const FactRow& row);
  // REQUIRES: called once.
  DocumentFacts Finish();

 private:
  std::optional<Node> ToNode(const std::string& text, const std::string& type);
  Node EntityOrText(const std::string& label);

  DocumentFacts document_;
  std::map<std::pair<std::string, EntityType>, int> entities_;
  // Disambiguators and aliases, by the label that rows have.
  std::map<std::string, DocumentEntity> described_;
  struct Sentence {
    uint32_t begin = 0;
    std::string text;
  };
  std::map<int64_t, Sentence> sentences_;
  std::string content_;  // of all rows, for the hash
  // Names of speakers and arguments: entities if the document has them.
  std::vector<std::pair<size_t, std::string>> said_by_;
  std::vector<std::pair<size_t, size_t>> untyped_;  // fact and argument
};

// Documents in the order in which they begin.  The rows of one mostly come
// together, but need not.
class RowDocuments {
 public:
  explicit RowDocuments(std::string id) : id_(std::move(id)) {}

  // What is wrong with the row; then it is not added.
  std::string Add(const FactRow& row);
  RowDocument& Get(const std::string& id);
  // REQUIRES: called once.
  absl::StatusOr<RowCounts> WriteTo(Graph& graph);

 private:
  const std::string id_;
  std::map<std::string, std::unique_ptr<RowDocument>> documents_;
  std::vector<RowDocument*> order_;
  RowCounts counts_;
};

}  // namespace tercet

#endif  // TERCET_INGEST_ROW_DOCUMENT_H_
