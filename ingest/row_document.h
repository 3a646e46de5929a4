#ifndef TERCET_INGEST_ROW_DOCUMENT_H_
#define TERCET_INGEST_ROW_DOCUMENT_H_

// Puts a document together again from the rows that state its facts.
//
//   RowDocument document("briefs-1");
//   std::string fault = document.Add(row);       // empty: it fits
//   graph->Add(document.Finish());
//
// Thread safety: none.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tercet/document_facts.h"

namespace tercet {

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
  double confidence = 1;
  std::vector<std::pair<std::string, std::string>> open;
  std::string text;
  std::optional<std::pair<uint32_t, uint32_t>> span;
};

class RowDocument {
 public:
  explicit RowDocument(const std::string& id) { document_.id = id; }

  // What is wrong with the row; then it is not added.
  std::string Add(const FactRow& row);
  // REQUIRES: called once.
  DocumentFacts Finish();

 private:
  std::optional<Node> ToNode(const std::string& text, const std::string& type);
  Node EntityOrText(const std::string& label);

  DocumentFacts document_;
  std::map<std::pair<std::string, EntityType>, int> entities_;
  struct Sentence {
    uint32_t begin = 0;
    std::string text;
  };
  std::map<int64_t, Sentence> sentences_;
  std::string content_;  // of all rows, for the hash
  // Names of speakers and arguments: entities if the document has them.
  std::vector<std::pair<size_t, std::string>> said_by_;
};

}  // namespace tercet

#endif  // TERCET_INGEST_ROW_DOCUMENT_H_
