#ifndef TERCET_QUERY_PATTERN_BINDER_H_
#define TERCET_QUERY_PATTERN_BINDER_H_

// The binder's first half: blocks of chains to patterns over slots.

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "query/edge_binder.h"
#include "query/names.h"
#include "query/plan.h"
#include "query/source.h"
#include "query/syntax.h"
#include "tercet/query.h"

namespace tercet::query {

class PatternBinder {
 public:
  PatternBinder(const Source& source, const QueryOptions& options, Names* names,
                bool every_assertion, BoundQuery* bound)
      : source_(source),
        options_(options),
        names_(*names),
        every_assertion_(every_assertion),
        bound_(*bound) {}

  absl::Status BindBlock(const syntax::Block& block);
  // Parameters that no variable took are an error.
  absl::Status CheckParameters() const;

  // The slot of a variable of the patterns, or -1.
  int Find(std::string_view variable) const;
  // The variables so far, in order; without those of "not" blocks.
  const std::vector<int>& named() const { return named_; }

 private:
  absl::StatusOr<int> SlotOf(const std::string& variable, SlotKind kind,
                             int at);
  int NewSlot(SlotKind kind, std::string label);
  absl::Status BindParameter(int slot);

  absl::StatusOr<int> BindNode(const syntax::Node& node, BoundBlock* block);
  absl::Status BindType(const syntax::Node& node, int slot);
  absl::Status BindTerms(const syntax::Node& node, int slot, BoundBlock* block);

  absl::Status BindChain(const syntax::Chain& chain, BoundBlock* block);
  absl::Status BindEdge(const syntax::Chain& chain, size_t index,
                        const std::vector<int>& nodes, int path_slot,
                        BoundBlock* block);
  absl::Status MakePath(const syntax::Chain& chain, const syntax::Edge& edge,
                        const BoundEdge& bound_edge, Pattern* pattern);
  // An error in the required part; elsewhere a note and a block without rows.
  absl::Status Missing(const std::string& problem, BoundBlock* block);

  const Source& source_;
  const QueryOptions& options_;
  Names& names_;
  const bool every_assertion_;
  BoundQuery& bound_;
  std::vector<int> named_;
  BoundBlock::Kind block_kind_ = BoundBlock::Kind::kRequired;
};

}  // namespace tercet::query

#endif  // TERCET_QUERY_PATTERN_BINDER_H_
