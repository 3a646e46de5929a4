// Graph::Import: N-Triples through storage's bulk load.

#include "tercet/import.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <limits>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "graph/graph_state.h"
#include "graph/import_records.h"
#include "graph/layout.h"
#include "graph/ntriples.h"
#include "graph/view_state.h"
#include "storage/bulk_load.h"
#include "storage/store.h"

namespace tercet {
namespace {

using storage::BulkLoad;
using storage::BulkSummary;

// How much a thread reads before it asks for more.  Part of what decides the
// order of ids: not to depend on the machine.
constexpr size_t kChunkBytes = size_t{4} << 20;

uint64_t MachineMemory() {
  const int64_t pages = sysconf(_SC_PHYS_PAGES);
  const int64_t size = sysconf(_SC_PAGE_SIZE);
  return pages > 0 && size > 0 ? static_cast<uint64_t>(pages) * size
                               : uint64_t{1} << 30;
}

storage::BulkOptions OptionsFor(const ImportSource& source,
                                const ImportOptions& options) {
  storage::BulkOptions bulk;
  bulk.threads = options.threads > 0
                     ? options.threads
                     : static_cast<int>(std::clamp(
                           std::thread::hardware_concurrency(), 1U, 64U));
  bulk.memory_bytes =
      options.memory_bytes > 0 ? options.memory_bytes : MachineMemory() / 2;
  // Two new terms take a line of some ten bytes at least.
  const uint64_t size = source.text.size();
  bulk.max_terms = size / 4 + 1024;
  bulk.likely_terms = size / 400;
  bulk.entity_kind = Code(TermKind::kEntity);
  bulk.relation_kind = Code(TermKind::kRelation);
  bulk.twin_kind = kNegativeRelation;
  return bulk;
}

// Reads the text with all threads.
class Reading {
 public:
  Reading(const ImportSource& source, const ImportOptions& options,
          BulkLoad& load)
      : source_(source), options_(options), load_(load) {}

  absl::Status Run(int threads) {
    std::vector<std::thread> others;
    for (int i = 1; i < threads; ++i) {
      others.emplace_back([this, i] { Work(i); });
    }
    Work(0);
    for (std::thread& other : others) other.join();
    return error_;
  }

 private:
  static storage::BulkTerm ToBulk(const StatedTerm& term) {
    return {Code(term.kind), term.bytes, term.inline_id};
  }

  void Work(int thread) {
    BulkLoad::Worker& worker = load_.worker(thread);
    NTriplesReader reader(source_.text, source_.name);
    for (;;) {
      const size_t chunk = next_++;
      const size_t begin = chunk * kChunkBytes;
      // What comes after an error need not be read; what is before it must.
      if (begin >= source_.text.size() || begin > error_at_) return;
      absl::Status status = worker.BeginChunk(chunk);
      if (status.ok()) {
        status = reader.Read(begin,
                             std::min(begin + kChunkBytes, source_.text.size()),
                             [&](const Statement& s) {
                               worker.Add(ToBulk(s.subject), s.relation.bytes,
                                          ToBulk(s.object), s.name_rank);
                             });
        const bool read = status.ok();
        const absl::Status ended = worker.EndChunk();
        if (read) status = ended;
        if (!read) {
          Fail(reader.error_at(), status);
          return;
        }
      }
      if (status.ok() && options_.cancelled != nullptr && *options_.cancelled) {
        status = absl::CancelledError("the import was stopped");
      }
      if (!status.ok()) {
        Fail(0, status);
        return;
      }
      if (options_.on_read) {
        options_.on_read(source_.text.substr(begin, kChunkBytes));
      }
      const uint64_t done = read_ += kChunkBytes;
      if (thread == 0 && options_.on_progress) {
        options_.on_progress(std::min<uint64_t>(done, source_.text.size()));
      }
    }
  }

  void Fail(size_t at, const absl::Status& status) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (at >= error_at_) return;
    error_at_ = at;
    error_ = status;
  }

  const ImportSource& source_;
  const ImportOptions& options_;
  BulkLoad& load_;
  std::atomic<size_t> next_{0};
  std::atomic<uint64_t> read_{0};
  std::mutex mutex_;
  std::atomic<size_t> error_at_{std::numeric_limits<size_t>::max()};
  absl::Status error_;
};

}  // namespace

absl::StatusOr<ImportCounts> Graph::Import(const ImportSource& source,
                                           const ImportOptions& options) {
  if (state_->options.read_only) {
    return absl::FailedPreconditionError(path() + " is open for reading only");
  }
  if (source.id.empty() || source.id.size() > 1000) {
    return absl::InvalidArgumentError(
        "the id of an import has 1 to 1000 bytes");
  }
  const std::lock_guard<std::mutex> lock(state_->writing);
  const View view = Read();
  const storage::BulkOptions bulk = OptionsFor(source, options);
  auto load = state_->store->NewBulkLoad(bulk);
  if (!load.ok()) return load.status();
  absl::Status status = Reading(source, options, **load).Run(bulk.threads);
  if (!status.ok()) return status;
  const ImportRecords records(view, *view.state_->snapshot, source.id);
  const absl::StatusOr<BulkSummary> summary = (*load)->Finish(records);
  ImportCounts counts;
  if (absl::IsAlreadyExists(summary.status())) {
    counts.unchanged = true;
    return counts;
  }
  if (!summary.ok()) return summary.status();
  counts.statements = summary->stated;
  counts.facts = summary->triples;
  counts.new_facts = summary->triples - summary->known.size();
  counts.new_terms = summary->new_terms;
  return counts;
}

}  // namespace tercet
