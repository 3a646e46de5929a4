#ifndef TERCET_GRAPH_IMPORT_RECORDS_H_
#define TERCET_GRAPH_IMPORT_RECORDS_H_

// The records that go with a bulk load: its document and its relations' counts.
//
//   const ImportRecords records(view, snapshot, "dbpedia");
//   absl::StatusOr<storage::BulkSummary> summary = load->Finish(records);
//
// Finish gives AlreadyExists where the graph has the very same document.
//
// Thread safety: Records is for one thread; the rest as storage/bulk_load.h
// says.  Ownership: the view and the snapshot, which are of one moment, must
// outlive it.

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "graph/import_names.h"
#include "storage/bulk_load.h"
#include "storage/snapshot.h"
#include "tercet/view.h"

namespace tercet {

class ImportRecords : public ImportNames {
 public:
  ImportRecords(const View& view, const storage::Snapshot& snapshot,
                const std::string& id)
      : ImportNames(snapshot, id), view_(view), snapshot_(snapshot), id_(id) {}

  absl::Status Records(const storage::BulkSummary& summary,
                       const Put& put) const override;

 protected:
  // Of what was stated: tells whether a document is unchanged.
  virtual std::string HashOf(const storage::BulkSummary& summary) const;

 private:
  struct Row {
    storage::Family family;
    std::string key;
    std::string value;
    friend bool operator<(const Row& a, const Row& b) {
      return std::tie(a.family, a.key) < std::tie(b.family, b.key);
    }
  };

  absl::Status AddDocument(const storage::BulkSummary& summary,
                           std::vector<Row>& rows) const;
  absl::Status AddRelations(const storage::BulkSummary& summary,
                            std::vector<Row>& rows) const;

  const View& view_;
  const storage::Snapshot& snapshot_;
  const std::string id_;
  mutable uint32_t number_ = 0;  // of the document
};

}  // namespace tercet

#endif  // TERCET_GRAPH_IMPORT_RECORDS_H_
