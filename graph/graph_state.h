#ifndef TERCET_GRAPH_GRAPH_STATE_H_
#define TERCET_GRAPH_GRAPH_STATE_H_

// What stands behind a Graph.  Its mutex keeps writers apart.

#include <memory>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/store.h"
#include "tercet/graph.h"

namespace tercet {

struct Graph::State {
  std::string path;
  GraphOptions options;
  std::unique_ptr<storage::Store> store;
  std::mutex writing;

  // Runs `change` on a writer and commits what it did, if it went well.
  template <typename Change>
  absl::Status Write(const Change& change) {
    if (options.read_only) {
      return absl::FailedPreconditionError(path + " is open for reading only");
    }
    absl::StatusOr<std::unique_ptr<storage::Batch>> batch = store->NewBatch();
    if (!batch.ok()) return batch.status();
    const absl::Status status = change(**batch);
    if (!status.ok()) return status;
    return store->Commit(*std::move(batch), options.sync);
  }
};

}  // namespace tercet

#endif  // TERCET_GRAPH_GRAPH_STATE_H_
