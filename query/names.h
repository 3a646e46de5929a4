#ifndef TERCET_QUERY_NAMES_H_
#define TERCET_QUERY_NAMES_H_

// From the names of a query to the terms of a graph.
//
// Belongs to one binding; not thread-safe.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "query/kept.h"
#include "query/syntax.h"
#include "tercet/view.h"

namespace tercet::query {

class Names {
 public:
  // `check` ends a search that takes long with the error that it gives.
  Names(const View& view, bool strict,
        std::function<absl::Status()> check = nullptr)
      : view_(view),
        kept_(KeptOf(view)),
        strict_(strict),
        check_(std::move(check)) {}

  // What a term of the query stands for, sorted by id; empty where nothing in
  // the graph is called so.  An id stands for the nodes of its fact, or of the
  // facts that its document states.  A name of several entities adds a note, or
  // is an InvalidArgument where names are strict.
  absl::StatusOr<std::vector<TermId>> Nodes(const syntax::Term& term);

  // The relations that a name means: the one written so, or those that differ
  // from it in inflection, or those that only begin with "is" besides, or
  // those that only go on with a preposition (and then there is a note).
  absl::StatusOr<std::vector<RelationInfo>> Relations(std::string_view name);
  // Symmetric ones, for edges without a label.
  absl::StatusOr<std::vector<TermId>> SymmetricRelations();

  // "no one and nothing is called 'Lea'; did you mean 'Lee'?"
  std::string UnknownName(const syntax::Term& term);
  // "no relation 'meats'; did you mean 'meets'?"
  std::string UnknownRelation(std::string_view name);

  std::vector<std::string>& notes() { return notes_; }

 private:
  absl::Status Load();
  absl::StatusOr<std::vector<TermId>> NodesOfId(const std::string& id);
  absl::StatusOr<KeptName> NodesOfName(const std::string& name);
  void AddNote(std::string note);
  std::string AsPattern(const std::string& text);
  std::vector<RelationInfo> WithPreposition(std::string_view name,
                                            const std::string& key);

  const View& view_;
  const std::shared_ptr<Kept> kept_;
  const bool strict_;
  const std::function<absl::Status()> check_;
  std::optional<std::vector<RelationInfo>> relations_;
  std::vector<std::string> notes_;
};

}  // namespace tercet::query

#endif  // TERCET_QUERY_NAMES_H_
