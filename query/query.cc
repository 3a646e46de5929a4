#include "tercet/query.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "query/binder.h"
#include "query/diagnose.h"
#include "query/execution.h"
#include "query/narrow.h"
#include "query/parser.h"
#include "query/planner.h"
#include "query/pool.h"
#include "query/render.h"
#include "query/result_rows.h"
#include "query/rows.h"
#include "query/source.h"
#include "query/statements.h"

namespace tercet {

struct Query::Compiled {
  query::Source source;
  query::syntax::Statement statement;
};

namespace query {
namespace {

using syntax::Statement;

// A query with everything that its run needs; it does not move.
struct Program {
  Program(const View& view, const QueryOptions& options)
      : execution(view, options) {}

  Execution execution;
  BoundQuery bound;
  std::unique_ptr<PlanNode> plan;
};

absl::StatusOr<std::unique_ptr<Program>> Compile(const syntax::Query& query,
                                                 const Source& source,
                                                 const View& view,
                                                 const QueryOptions& options,
                                                 bool every_assertion) {
  auto program = std::make_unique<Program>(view, options);
  if (!program->execution.ok()) return program->execution.status();
  const auto check = [execution = &program->execution] {
    execution->CheckLimits();
    return execution->status();
  };
  absl::StatusOr<BoundQuery> bound =
      Bind(query, source, view, options, every_assertion, check);
  if (!bound.ok()) return bound.status();
  program->bound = *std::move(bound);
  absl::StatusOr<std::unique_ptr<PlanNode>> plan =
      MakePlan(program->bound, view, options.max_memory_bytes);
  if (!plan.ok()) return plan.status();
  const absl::StatusOr<bool> narrowed =
      NarrowByWords(view, **plan, check, &program->bound);
  if (!narrowed.ok()) return narrowed.status();
  if (*narrowed) {
    plan = MakePlan(program->bound, view, options.max_memory_bytes);
    if (!plan.ok()) return plan.status();
  }
  program->plan = *std::move(plan);
  program->execution.slots.resize(program->bound.slots.size());
  program->execution.marks.resize(program->bound.marks);
  return program;
}

bool CountsFacts(const BoundQuery& query) {
  return !query.blocks.empty() && !query.blocks[0].patterns.empty();
}

// Rows that a program's run gives one by one.
class ProgramRows : public Result::Rows {
 public:
  int64_t facts_touched() const override {
    return program_->execution.touched();
  }
  void Remark() override {
    Execution& execution = program_->execution;
    if (!done_ || given_ > 0 || !execution.ok()) return;
    if (std::exchange(remarked_, true)) return;
    Widen(&program_->bound);
    const std::string reason = Diagnose(execution, program_->bound);
    if (!reason.empty()) notes.push_back(reason);
  }

 protected:
  ProgramRows(std::unique_ptr<Program> program, int64_t max_rows)
      : program_(std::move(program)), max_rows_(max_rows) {
    notes = program_->bound.notes;
  }

  // Before each row; false, and the run failed, where it is one too many.
  bool CountRow() {
    if (max_rows_ > 0 && given_ == max_rows_) {
      program_->execution.Fail(absl::ResourceExhaustedError(
          absl::StrCat("the result has more than ", max_rows_,
                       max_rows_ == 1 ? " row" : " rows", ", its limit")));
      return false;
    }
    ++given_;
    return true;
  }

  // After the last row; always false.
  bool Finish() {
    done_ = true;
    status = program_->execution.status();
    return false;
  }

  // What derived rows hold points into the program, and goes before it.
  const std::unique_ptr<Program> program_;
  bool done_ = false;

 private:
  bool remarked_ = false;
  const int64_t max_rows_;
  int64_t given_ = 0;
};

// Rows as the engine makes them.
class StreamedRows : public ProgramRows {
 public:
  StreamedRows(std::unique_ptr<Program> program, int64_t max_rows)
      : ProgramRows(std::move(program), max_rows) {
    const BoundQuery& query = program_->bound;
    for (int i = 0; i < query.columns; ++i) {
      columns.push_back(query.items[i].name);
    }
    has_status = CountsFacts(query);
    stream_ = BuildRows(&program_->execution, &query, program_->plan.get(),
                        /*measure=*/false);
  }

  bool Next() override {
    if (done_) return false;
    if (!stream_->Next(&tuple_) || !CountRow()) return Finish();
    row.cells.clear();
    for (int i = 0; i < program_->bound.columns; ++i) {
      row.cells.push_back(ToCell(program_->execution, tuple_.values[i]));
    }
    row.status = tuple_.mark.status();
    row.negated = tuple_.mark.negated();
    row.links.clear();
    for (int i = program_->bound.links; i > 0; --i) {
      AppendLinks(program_->execution, tuple_.values.end()[-i], &row.links);
    }
    return program_->execution.ok() || Finish();
  }

  bool Hold(int64_t bytes) override {
    Execution& execution = program_->execution;
    if (execution.Charge(bytes) && execution.Tick()) return true;
    done_ = true;
    status = execution.status();
    return false;
  }

 private:
  std::unique_ptr<TupleStream> stream_;
  Tuple tuple_;
};

// "why": the sentences behind the facts of every row, each once.
class WhyRows : public ProgramRows {
 public:
  WhyRows(std::unique_ptr<Program> program, int64_t max_rows)
      : ProgramRows(std::move(program), max_rows) {
    columns = WhyColumns();
    has_status = true;
    patterns_ = BuildOperator(&program_->execution, &program_->bound,
                              PatternsOf(program_->plan.get()), false);
    patterns_->Open();
  }

  bool Next() override {
    Execution& execution = program_->execution;
    while (!done_ && execution.ok()) {
      if (at_ < found_.size()) {
        if (!shown_.TryEmplace(found_[at_].id.Packed()).second) {
          ++at_;
          continue;
        }
        if (!CountRow()) break;
        row = WhyRow(execution, found_[at_++]);
        if (execution.Charge(kShownBytes)) return true;
        break;
      }
      found_.clear();
      at_ = 0;
      if (!patterns_->Next()) break;
      Collect();
    }
    patterns_.reset();
    return Finish();
  }

  bool Hold(int64_t bytes) override {
    if (program_->execution.Charge(bytes)) return true;
    status = program_->execution.status();
    return false;
  }

 private:
  static constexpr int64_t kShownBytes = 32;

  // The assertions of the row as it stands.
  void Collect() {
    Execution& execution = program_->execution;
    for (const Datum& datum : execution.slots) {
      if (datum.kind == Datum::Kind::kAssertion) {
        found_.push_back(
            *execution.AssertionOf(AssertionId::Unpacked(datum.bits)));
      } else if (datum.kind == Datum::Kind::kPath) {
        for (uint64_t fact : execution.PathAt(datum)) {
          const FactRef ref = execution.FactAt(fact);
          absl::StatusOr<std::vector<Assertion>> all =
              execution.assertions().Of(ref.triple, ref.polarity());
          if (!all.ok()) {
            execution.Fail(all.status());
            return;
          }
          std::move(all->begin(), all->end(), std::back_inserter(found_));
        }
      }
    }
  }

  std::unique_ptr<Operator> patterns_;
  std::vector<Assertion> found_;
  size_t at_ = 0;
  ShardedMap<uint64_t, char> shown_;
};

RowsOr Why(const Statement& statement, const Source& source, const View& view,
           const QueryOptions& options) {
  const std::vector<syntax::Chain>& chains = statement.query.blocks[0].chains;
  if (std::all_of(chains.begin(), chains.end(), [](const syntax::Chain& chain) {
        return chain.edges.empty();
      })) {
    return source.Error(chains[0].at,
                        "why asks for the sentences behind facts, such as "
                        "'why Lee -meets-> ?' or 'why Lee -> ?'");
  }
  absl::StatusOr<std::unique_ptr<Program>> program =
      Compile(statement.query, source, view, options, true);
  if (!program.ok()) return program.status();
  return std::make_unique<WhyRows>(*std::move(program), options.max_rows);
}

RowsOr ExplainOrProfile(const Statement& statement, const Source& source,
                        const View& view, const QueryOptions& options) {
  absl::StatusOr<std::unique_ptr<Program>> program =
      Compile(statement.query, source, view, options,
              statement.kind == Statement::Kind::kWhy);
  if (!program.ok()) return program.status();
  const bool profile = statement.mode == Statement::Mode::kProfile;
  Execution& execution = (*program)->execution;
  PlanNode* const plan = (*program)->plan.get();
  if (profile) {
    std::unique_ptr<TupleStream> stream =
        BuildRows(&execution, &(*program)->bound, plan, /*measure=*/true);
    Tuple tuple;
    while (stream->Next(&tuple)) {
    }
    if (!execution.ok()) return execution.status();
  }
  auto rows = std::make_unique<ListedRows>();
  rows->columns = {"plan"};
  rows->notes = (*program)->bound.notes;
  rows->touched = execution.touched();
  for (std::string& line : PrintPlan(*plan, profile)) {
    ResultRow row;
    row.cells.push_back(TextCell(std::move(line)));
    rows->Add(std::move(row));
  }
  return rows;
}

// A name alone asks what is known of it.
const syntax::Term* OnlyName(const Statement& statement) {
  const syntax::Query& query = statement.query;
  if (statement.kind != Statement::Kind::kQuery || query.blocks.size() != 1 ||
      query.blocks[0].chains.size() != 1 || query.where || query.has_return ||
      !query.keys.empty() || query.limit || query.offset) {
    return nullptr;
  }
  const syntax::Chain& chain = query.blocks[0].chains[0];
  if (chain.nodes.size() != 1 || !chain.variable.empty() ||
      chain.nodes[0].terms.size() != 1) {
    return nullptr;
  }
  return &chain.nodes[0].terms[0];
}

RowsOr Run(const Statement& statement, const Source& source, const View& view,
           const QueryOptions& options) {
  const syntax::Term* const name = OnlyName(statement);
  const bool pattern = name == nullptr && !statement.has_target &&
                       (statement.kind == Statement::Kind::kQuery ||
                        statement.kind == Statement::Kind::kWhy);
  if (statement.mode != Statement::Mode::kRun) {
    if (!pattern) {
      return source.Error(0,
                          "explain and profile take a pattern such as "
                          "Lee -meets-> ?who");
    }
    return ExplainOrProfile(statement, source, view, options);
  }
  Execution execution(view, options);
  switch (statement.kind) {
    case Statement::Kind::kFind:
      return Find(execution, statement.target);
    case Statement::Kind::kDescribe: {
      const int steps =
          statement.depth
              ? std::max(1, statement.depth->max < 0 ? 1000000
                                                     : statement.depth->max)
              : 1;
      return Describe(execution, source, statement.target, steps,
                      options.strict_names);
    }
    case Statement::Kind::kWhy:
      if (statement.has_target) {
        return WhyId(execution, source, statement.target);
      }
      return Why(statement, source, view, options);
    case Statement::Kind::kQuery:
      break;
  }
  if (name != nullptr) {
    return Describe(execution, source, *name, 1, options.strict_names);
  }
  absl::StatusOr<std::unique_ptr<Program>> program =
      Compile(statement.query, source, view, options, false);
  if (!program.ok()) return program.status();
  return std::make_unique<StreamedRows>(*std::move(program), options.max_rows);
}

}  // namespace
}  // namespace query

Query::Query(std::shared_ptr<const Compiled> compiled)
    : compiled_(std::move(compiled)) {}

absl::StatusOr<Query> Query::Prepare(std::string_view text) {
  absl::StatusOr<query::Source> source = query::Source::Decode(text);
  if (!source.ok()) return source.status();
  absl::StatusOr<query::syntax::Statement> statement =
      query::syntax::Parse(*source);
  if (!statement.ok()) return statement.status();
  auto compiled = std::make_shared<Compiled>();
  compiled->source = *std::move(source);
  compiled->statement = *std::move(statement);
  return Query(std::move(compiled));
}

absl::StatusOr<Result> Query::Run(const View& view,
                                  const QueryOptions& options) const {
  query::RowsOr rows =
      query::Run(compiled_->statement, compiled_->source, view, options);
  if (!rows.ok()) return rows.status();
  return Result(*std::move(rows));
}

absl::StatusOr<Result> RunQuery(const View& view, std::string_view text,
                                const QueryOptions& options) {
  absl::StatusOr<Query> prepared = Query::Prepare(text);
  if (!prepared.ok()) return prepared.status();
  return prepared->Run(view, options);
}

bool IsIncompleteQuery(const absl::Status& status) {
  return query::IsIncomplete(status);
}

}  // namespace tercet
