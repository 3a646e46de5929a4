#include "tercet/ingest.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <fstream>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "ingest/analysis.h"
#include "ingest/document_facts.h"
#include "tercet/graph.h"

namespace tercet {
namespace {

using RelationList = std::vector<std::pair<std::string, RelationProperties>>;

absl::StatusOr<RelationList> ReadRelations(const std::string& path) {
  std::ifstream in(path);
  if (!in) return absl::NotFoundError(absl::StrCat("no lexicon table ", path));
  RelationList relations;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    if (fields.size() != 2) {
      return absl::InvalidArgumentError(absl::StrCat(
          path, ":", number, ": expected 2 columns, found ", fields.size()));
    }
    RelationProperties properties;
    if (fields[1] == "symmetric") {
      properties.symmetric = true;
    } else {
      properties.inverse = fields[1];
    }
    relations.emplace_back(fields[0], properties);
  }
  return relations;
}

// A document between source and graph.
struct Task {
  InputDocument document;
  bool unchanged = false;
  bool done = false;
  DocumentFacts facts;
};

// Threads that analyse tasks; results are waited for in any order.
class Workers {
 public:
  Workers(const text::Analyzer& analyzer, int threads) : analyzer_(analyzer) {
    for (int i = 0; i < threads; ++i) {
      threads_.emplace_back([this] { Work(); });
    }
  }

  ~Workers() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  // The task must live until Wait has returned it or the workers are gone.
  void Start(Task* task) {
    {
      const std::lock_guard lock(mutex_);
      queue_.push_back(task);
    }
    changed_.notify_all();
  }

  void Wait(const Task& task) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return task.done; });
  }

 private:
  void Work() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return stop_ || !queue_.empty(); });
      if (stop_) return;
      Task* const task = queue_.front();
      queue_.pop_front();
      lock.unlock();
      DocumentFacts facts = ToDocumentFacts(analyzer_.Analyze(task->document));
      lock.lock();
      task->facts = std::move(facts);
      task->done = true;
      changed_.notify_all();
    }
  }

  const text::Analyzer& analyzer_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task*> queue_;
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

void Count(const IngestedDocument& document, IngestCounts& counts) {
  switch (document.outcome) {
    case IngestedDocument::Outcome::kAdded:
      ++counts.added;
      break;
    case IngestedDocument::Outcome::kReplaced:
      ++counts.replaced;
      break;
    case IngestedDocument::Outcome::kUnchanged:
      ++counts.unchanged;
      return;
  }
  counts.sentences += document.sentences;
  counts.assertions += document.assertions;
}

absl::StatusOr<IngestedDocument> Write(const Task& task, Graph& graph) {
  IngestedDocument result;
  result.id = task.document.id;
  result.outcome = IngestedDocument::Outcome::kUnchanged;
  if (task.unchanged) return result;
  const absl::StatusOr<AddOutcome> outcome = graph.Add(task.facts);
  if (!outcome.ok()) return outcome.status();
  result.sentences = static_cast<int64_t>(task.facts.sentences.size());
  result.assertions = static_cast<int64_t>(task.facts.facts.size());
  if (*outcome == AddOutcome::kAdded) {
    result.outcome = IngestedDocument::Outcome::kAdded;
  } else if (*outcome == AddOutcome::kReplaced) {
    result.outcome = IngestedDocument::Outcome::kReplaced;
  }
  return result;
}

}  // namespace

struct Ingestor::Parts {
  text::Analyzer analyzer;
  RelationList relations;
};

Ingestor::Ingestor(std::shared_ptr<const Parts> parts)
    : parts_(std::move(parts)) {}
Ingestor::Ingestor(Ingestor&&) noexcept = default;
Ingestor& Ingestor::operator=(Ingestor&&) noexcept = default;
Ingestor::~Ingestor() = default;

absl::StatusOr<Ingestor> Ingestor::Load(const std::string& data_dir) {
  absl::StatusOr<text::Analyzer> analyzer = text::Analyzer::Load(data_dir);
  if (!analyzer.ok()) return analyzer.status();
  absl::StatusOr<RelationList> relations =
      ReadRelations(absl::StrCat(data_dir, "/lexicon/relations.tsv"));
  if (!relations.ok()) return relations.status();
  return Ingestor(std::make_shared<const Parts>(
      Parts{*std::move(analyzer), *std::move(relations)}));
}

absl::StatusOr<IngestCounts> Ingestor::Ingest(
    const DocumentSource& source, Graph& graph,
    const IngestOptions& options) const {
  const absl::Status defined = graph.DefineRelations(parts_->relations);
  if (!defined.ok()) return defined;
  const int threads =
      options.threads > 0
          ? options.threads
          : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const size_t window = static_cast<size_t>(threads) * 4;
  // Declared before the workers, so that it outlives them.
  std::deque<std::unique_ptr<Task>> flight;
  Workers workers(parts_->analyzer, threads);
  IngestCounts counts;
  absl::Status failed;
  for (bool more = true; more || !flight.empty();) {
    if (options.cancelled != nullptr && options.cancelled->load()) {
      return absl::CancelledError("ingest was cancelled");
    }
    if (more && flight.size() < window) {
      absl::StatusOr<std::optional<InputDocument>> next = source();
      if (!next.ok()) failed = next.status();
      more = next.ok() && next->has_value();
      if (!more) continue;
      auto task = std::make_unique<Task>();
      task->document = **std::move(next);
      const InputDocument& d = task->document;
      const absl::StatusOr<bool> known =
          graph.Has(d.id, ContentHash(d.title, d.date, d.text));
      if (!known.ok()) return known.status();
      task->unchanged = *known;
      if (!task->unchanged) workers.Start(task.get());
      flight.push_back(std::move(task));
      continue;
    }
    const Task& first = *flight.front();
    if (!first.unchanged) workers.Wait(first);
    const absl::StatusOr<IngestedDocument> written = Write(first, graph);
    if (!written.ok()) return written.status();
    Count(*written, counts);
    if (options.on_document) options.on_document(*written);
    flight.pop_front();
  }
  if (!failed.ok()) return failed;
  return counts;
}

}  // namespace tercet
