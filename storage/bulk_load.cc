#include "storage/bulk_load.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <system_error>
#include <thread>

#include "absl/strings/str_cat.h"
#include "rocksdb/sst_file_writer.h"
#include "storage/bulk_state.h"
#include "storage/bytes.h"

namespace tercet::storage {
namespace {

constexpr std::string_view kFolder = "bulk";
constexpr uint64_t kChunkPositions = uint64_t{1} << 24;

absl::Status NoMemory() { return NoRoomFor("an import"); }

uint64_t MixHashes(uint64_t s, uint64_t p, uint64_t o) {
  uint64_t mixed = s * 0x9e3779b97f4a7c15 ^ (p + 1) * 0xbf58476d1ce4e5b9;
  mixed ^= (o + 2) * 0x94d049bb133111eb;
  mixed ^= mixed >> 31;
  mixed *= 0xd6e8feb86659fd93;
  return mixed ^ mixed >> 29;
}

}  // namespace

absl::Status RunAll(const std::vector<std::function<absl::Status()>>& jobs,
                    int threads) {
  std::vector<absl::Status> results(jobs.size());
  std::atomic<size_t> next{0};
  const auto run = [&] {
    for (size_t i = next++; i < jobs.size(); i = next++) results[i] = jobs[i]();
  };
  std::vector<std::thread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(run);
  run();
  for (std::thread& other : others) other.join();
  absl::Status first;
  for (const absl::Status& result : results) first.Update(result);
  return first;
}

// --- Workers --------------------------------------------------------------

BulkLoad::Worker::Worker(std::unique_ptr<State> state)
    : state_(std::move(state)) {}
BulkLoad::Worker::~Worker() = default;

void BulkLoad::Worker::State::Push(const BulkTerm& term, uint64_t hash,
                                   uint32_t place) {
  load.table.Prefetch(hash);
  pending[pending_count++] = {term.bytes.data(),
                              hash,
                              position,
                              static_cast<uint32_t>(term.bytes.size()),
                              place,
                              term.kind};
}

void BulkLoad::Worker::State::Resolve() {
  for (int i = 0; i < pending_count; ++i) {
    load.table.PrefetchEntry(pending[i].hash);
  }
  for (int i = 0; i < pending_count; ++i) {
    load.table.PrefetchText(pending[i].hash);
  }
  for (int i = 0; i < pending_count; ++i) {
    const Pending& term = pending[i];
    const uint32_t number =
        adder.Add(term.kind, {term.bytes, term.size}, term.hash, term.position);
    if (number == TermTable::kNone) status = NoMemory();
    SmallTriple& triple = block.items[term.place / 2];
    (term.place % 2 == 0 ? triple.s : triple.o) = number;
  }
  pending_count = 0;
  // A triple without a subject has the one before it.
  for (; settled < block.count; ++settled) {
    SmallTriple& triple = block.items[settled];
    if (triple.s == TermTable::kNone) triple.s = last_number;
    last_number = triple.s;
  }
  for (const auto& [at, order] : claims) {
    if (names.count == Stash<NameClaim>::kBlock) load.claims.Store(names);
    if (!names.Prepare(load.budget)) {
      status = NoMemory();
      break;
    }
    names.Add({block.items[at].s, block.items[at].o, order});
  }
  claims.clear();
}

void BulkLoad::Worker::State::StoreBlock() {
  load.triples.Store(block);
  settled = 0;
  if (!block.Prepare(load.budget)) status = NoMemory();
}

uint32_t BulkLoad::Worker::State::Relation(std::string_view bytes,
                                           uint64_t hash) {
  CachedRelation& cached = relations[hash % kRelations];
  if (cached.hash != hash || cached.bytes != bytes) {
    cached.bytes = bytes;
    cached.hash = hash;
    cached.number =
        adder.Add(load.options.relation_kind, bytes, hash, position);
    if (cached.number == TermTable::kNone) status = NoMemory();
  }
  return cached.number;
}

uint32_t BulkLoad::Worker::State::Inline(TermId id) {
  uint32_t& number = values[id];
  if (number == TermTable::kNone) {
    number = adder.AddInline(id, position);
    if (number == TermTable::kNone) status = NoMemory();
  }
  return number;
}

absl::Status BulkLoad::Worker::BeginChunk(uint64_t number) {
  State& w = *state_;
  w.lock = w.load.table.EnterChunk();
  if (!w.lock.owns_lock()) return NoMemory();
  if (!w.block.Prepare(w.load.budget)) return NoMemory();
  w.position = number * kChunkPositions;
  w.last_subject = {};
  w.last_number = TermTable::kNone;
  // Where a relation was seen first must be known, whoever saw it.
  for (State::CachedRelation& cached : w.relations) cached.hash = 0;
  return w.status;
}

void BulkLoad::Worker::Add(const BulkTerm& subject, std::string_view relation,
                           const BulkTerm& object, uint8_t rank) {
  State& w = *state_;
  if (!w.status.ok()) return;
  if (w.block.count == Stash<SmallTriple>::kBlock ||
      w.pending_count > State::kPending - 2) {
    w.Resolve();
    if (w.block.count == Stash<SmallTriple>::kBlock) w.StoreBlock();
    if (!w.status.ok()) return;
  }
  const auto at = static_cast<uint32_t>(w.block.count++);
  SmallTriple& triple = w.block.items[at];
  triple.s = TermTable::kNone;
  ++w.position;
  if (subject.bytes != w.last_subject || w.last_subject.data() == nullptr) {
    w.last_subject = subject.bytes;
    w.last_hash = TermHash(subject.kind, subject.bytes);
    w.Push(subject, w.last_hash, at * 2);
  }
  const uint64_t relation_hash =
      TermHash(w.load.options.relation_kind, relation);
  triple.p = w.Relation(relation, relation_hash);
  ++w.position;
  uint64_t object_hash = object.inline_id;
  if (object.inline_id != kNoTerm) {
    triple.o = w.Inline(object.inline_id);
  } else {
    object_hash = TermHash(object.kind, object.bytes);
    w.Push(object, object_hash, at * 2 + 1);
    if (rank > 0) {
      w.claims.emplace_back(at, uint64_t{255u - rank} << 56 | w.position);
    }
  }
  w.digest += MixHashes(w.last_hash, relation_hash, object_hash);
}

absl::Status BulkLoad::Worker::EndChunk() {
  State& w = *state_;
  w.Resolve();
  w.lock = {};
  return w.status;
}

// --- The load -------------------------------------------------------------

BulkLoad::State::State(Files& files, const BulkOptions& options,
                       std::string folder)
    : files(files),
      options(options),
      folder(std::move(folder)),
      budget(this->folder, options.memory_bytes / 8 * 5),
      table(budget) {}

BulkLoad::State::~State() {
  workers.clear();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  const std::lock_guard<std::mutex> lock(files.mutex);
  files.batch_open = false;
}

BulkLoad::BulkLoad(std::unique_ptr<State> state) : state_(std::move(state)) {}
BulkLoad::~BulkLoad() = default;

absl::StatusOr<std::unique_ptr<BulkLoad>> BulkLoad::Begin(
    Files& files, const BulkOptions& options) {
  auto state = std::make_unique<State>(
      files, options, absl::StrCat(files.path, "/", std::string(kFolder)));
  std::error_code error;
  std::filesystem::remove_all(state->folder, error);
  std::filesystem::create_directories(state->folder, error);
  if (error) {
    return absl::InternalError(
        absl::StrCat(state->folder, ": cannot be made: ", error.message()));
  }
  const absl::Status status =
      state->table.Reserve(options.max_terms, options.likely_terms);
  if (!status.ok()) return status;
  for (int i = 0; i < options.threads; ++i) {
    state->workers.push_back(
        std::make_unique<Worker>(std::make_unique<Worker::State>(*state)));
  }
  return std::unique_ptr<BulkLoad>(new BulkLoad(std::move(state)));
}

void BulkLoad::RemoveLeftovers(const std::string& path) {
  std::error_code ignored;
  std::filesystem::remove_all(absl::StrCat(path, "/", std::string(kFolder)),
                              ignored);
}

BulkLoad::Worker& BulkLoad::worker(int i) { return *state_->workers[i]; }

namespace {

// Puts the ranks of terms in the place of their numbers.
absl::Status ToRanks(BulkLoad::State& load) {
  std::vector<std::function<absl::Status()>> jobs;
  for (auto& block : load.triples.blocks()) {
    jobs.push_back([&load, &block] {
      const HugeArray<uint32_t>& rank = load.terms.rank;
      for (size_t i = 0; i < block.count; ++i) {
        SmallTriple& triple = block.items[i];
        triple = {rank[triple.s], rank[triple.p], rank[triple.o]};
      }
      return absl::OkStatus();
    });
  }
  return RunAll(jobs, load.options.threads);
}

// A file of one family with few keys, which ascend.
class SmallFile {
 public:
  SmallFile(const BulkLoad::State& load, Column column)
      : path_(absl::StrCat(load.folder, "/family_", static_cast<int>(column))),
        writer_(
            rocksdb::EnvOptions(),
            rocksdb::Options(rocksdb::DBOptions(), Rocks::OptionsOf(column))) {}

  absl::Status Put(std::string_view key, std::string_view value) {
    if (keys_ == 0) {
      if (auto status = FromRocks(writer_.Open(path_), path_); !status.ok()) {
        return status;
      }
    }
    ++keys_;
    return FromRocks(writer_.Put(SliceOf(key), SliceOf(value)), path_);
  }
  absl::Status Finish(Column column, BulkFiles& files) {
    if (keys_ == 0) return absl::OkStatus();
    auto status = FromRocks(writer_.Finish(), path_);
    if (status.ok()) files.Add(column, path_);
    return status;
  }

 private:
  const std::string path_;
  rocksdb::SstFileWriter writer_;
  uint64_t keys_ = 0;
};

absl::Status WriteRecords(const BulkLoad::State& load,
                          const BulkMeaning& meaning,
                          const BulkSummary& summary, BulkFiles& files) {
  std::array<std::unique_ptr<SmallFile>, kFamilyCount> writers;
  auto status = meaning.Records(
      summary,
      [&](Family family, const std::string& key, const std::string& value) {
        auto& writer = writers[static_cast<size_t>(family)];
        if (writer == nullptr) {
          writer = std::make_unique<SmallFile>(load, ColumnOf(family));
        }
        return writer->Put(key, value);
      });
  for (const Family family : kFamilies) {
    auto& writer = writers[static_cast<size_t>(family)];
    if (writer != nullptr && status.ok()) {
      status = writer->Finish(ColumnOf(family), files);
    }
  }
  return status;
}

// What makes the load part of the store: the lists of runs and segments.
absl::Status WriteLists(const BulkLoad::State& load, const BulkSummary& summary,
                        BulkFiles& files) {
  SmallFile file(load, Column::kDefault);
  const auto lists = load.files.runs->ListsWith(summary.run, summary.triples);
  if (!lists.ok()) return lists.status();
  std::string serial;
  AppendU64(serial, load.terms.next_serial);
  auto status = file.Put(kKeptKey, lists->kept);
  if (status.ok()) status = file.Put(kNextSerialKey, serial);
  if (status.ok()) status = file.Put(kRunsKey, lists->runs);
  if (status.ok() && load.terms.segment.terms() > 0) {
    status = file.Put(kSegmentsKey,
                      load.files.rocks->packed().ListWith(load.terms.segment));
  }
  return status.ok() ? file.Finish(Column::kDefault, files) : status;
}

}  // namespace

absl::StatusOr<BulkSummary> BulkLoad::Finish(const BulkMeaning& meaning) {
  State& load = *state_;
  BulkSummary summary;
  for (const auto& worker : load.workers) {
    Worker::State& w = *worker->state_;
    load.triples.Store(w.block);
    load.claims.Store(w.names);
    summary.digest += w.digest;
  }
  load.workers.clear();
  summary.stated = load.triples.count();
  // From here on nobody else changes the list of runs.
  const Folding::Pause pause(*load.files.folding);
  const auto below = load.files.runs->Read({});
  if (!below.ok()) return below.status();
  const auto run = load.files.runs->TakeNumber();
  if (!run.ok()) return run.status();
  summary.run = *run;
  if (auto status = NameTerms(load, meaning, summary); !status.ok()) {
    return status;
  }
  if (auto status = ToRanks(load); !status.ok()) return status;
  BulkFiles files(*load.files.rocks);
  BulkStatistics statistics;
  std::vector<std::function<absl::Status()>> jobs;
  for (const Order order : kOrders) {
    jobs.push_back([&, order] {
      return WriteOrder(load, order, summary.run, *below, statistics, files,
                        summary);
    });
  }
  jobs.push_back([&] { return WriteTermTexts(load, files); });
  for (const HashTable table : {HashTable::kTerm, HashTable::kSecond}) {
    jobs.push_back(
        [&, table] { return WriteTermHashes(load, meaning, table, files); });
  }
  auto status = RunAll(jobs, load.options.threads);
  // What the store had is not new.
  for (const BulkSummary::Known& known : summary.known) {
    --std::lower_bound(summary.relations.begin(), summary.relations.end(),
                       std::pair(known.triple.p, uint64_t{0}))
          ->second;
  }
  if (status.ok()) status = WriteRecords(load, meaning, summary, files);
  if (status.ok() && summary.triples > 0) {
    status = WriteLists(load, summary, files);
  }
  if (status.ok()) status = files.Ingest();
  if (status.ok()) status = load.files.rocks->packed().Reload();
  if (!status.ok()) return status;
  const std::lock_guard<std::mutex> lock(load.files.mutex);
  load.files.next_serial = load.terms.next_serial;
  return summary;
}

// --- Files ----------------------------------------------------------------

void BulkFiles::Add(Column column, std::string path) {
  const std::lock_guard<std::mutex> lock(mutex_);
  files_[static_cast<size_t>(column)].push_back(std::move(path));
}

absl::Status BulkFiles::Ingest() {
  std::vector<rocksdb::IngestExternalFileArg> all;
  for (int i = 0; i < kColumnCount; ++i) {
    if (files_[i].empty()) continue;
    rocksdb::IngestExternalFileArg& part = all.emplace_back();
    part.column_family = rocks_.column(static_cast<Column>(i));
    part.external_files = files_[i];
    part.options.move_files = true;
  }
  if (all.empty()) return absl::OkStatus();
  return FromRocks(rocks_.db()->IngestExternalFiles(all),
                   "taking up an import");
}

}  // namespace tercet::storage
