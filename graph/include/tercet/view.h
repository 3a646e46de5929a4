#ifndef TERCET_VIEW_H_
#define TERCET_VIEW_H_

// A graph as it was at one moment: what queries run on.
//
//   View view = graph->Read();
//   for (const Fact& fact : view.Match({.subject = "Lee"})) ...
//
//   // Ids alone, in order, with seek: for joins.
//   TripleCursor cursor = view.Triples({.relation = meets});
//   for (; cursor.Valid(); cursor.Next()) Use(cursor.triple());
//   if (!cursor.status().ok()) return cursor.status();
//
//   // The same some thousands at a time: three times as fast.
//   for (TripleBlock block; cursor.NextBlock(block);) Use(block.subjects);
//
// A view holds a snapshot: writes that end after Read are not seen.  Copies
// share it.  It must not outlive its graph.
//
// Thread safety: a view may be read by any number of threads at once; a
// cursor or range belongs to one thread.
//
// Errors: NotFound where a single thing is asked for and is not there;
// DataLoss for bytes that do not decode.  Results that are vectors are sorted
// by content, so that the same graph gives the same result in every store.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tercet/document_facts.h"
#include "tercet/fact.h"
#include "tercet/term.h"

namespace tercet {

// Which facts a read shows.
enum class Polarity : uint8_t {
  kAffirmed,  // those that some sentence states, with whatever status
  kNegative,  // those that some sentence negates or denies
};

// Ids to look for; kNoTerm stands for any.
struct IdPattern {
  TermId subject = kNoTerm;   // an entity or a value
  TermId relation = kNoTerm;  // a relation
  TermId object = kNoTerm;    // an entity or a value
};

// Names to look for; an empty name stands for any.  A name stands for every
// entity that it names (View::Resolve).
struct FactPattern {
  std::string_view subject = {};            // of an entity or a value
  std::string_view relation = {};           // as it is written: "meets"
  std::string_view object = {};             // of an entity or a value
  Polarity polarity = Polarity::kAffirmed;  // one of the two
};

// The order of a TripleCursor.  kPos sorts by relation, object, subject.
enum class TripleOrder : uint8_t { kSpo, kPos, kOsp };

// How well a name fits, best first.
enum class NameFit : uint8_t {
  kCanonical,  // it is the canonical name
  kAlias,      // it is an alias
  kFolded,     // it is one of them but for case, accents, hyphens, articles
};

// An entity that a name names.
struct NameMatch {
  Term entity;                        // the node
  NameFit fit = NameFit::kCanonical;  // how well the name fits it
  std::string name;                   // as the graph has it
  std::string reason;                 // why it is an alias
};

// An alias of an entity with the reason and the number of documents.
struct AliasUse {
  Alias alias;        // the name, and why it is one
  int documents = 0;  // 0: given by hand alone
};

// Entities that were made one node.
struct Joined {
  Term entity;         // as its documents name it
  std::string reason;  // "untyped entity of the same name", "merged by hand",
                       // "acronym of National Fishers Association"
};

// What is known of a relation besides its facts.
struct RelationProperties {
  bool symmetric = false;  // x -r-> y says y -r-> x as well: "meets"
  std::string inverse;     // x -r-> y says y -inverse-> x; or empty

  friend bool operator==(const RelationProperties&,
                         const RelationProperties&) = default;
};

// A relation with what is known of it.
struct RelationInfo {
  Term term;                   // the relation
  int64_t facts = 0;           // affirmed
  int64_t negative_facts = 0;  // of the same name
  // Of facts: those that no sentence asserts.  None: all are plain truth.
  int64_t marked_facts = 0;
  // That support facts; nothing where a store of an older version does not say.
  std::optional<int64_t> assertions;
  RelationProperties properties;  // as DefineRelations was given them
};

// A relation's facts in numbers, for planners.
struct RelationStatistics {
  int64_t facts = 0;            // exact
  int64_t subjects = 0;         // distinct ones
  int64_t objects = 0;          // distinct ones
  int64_t most_of_subject = 0;  // the most facts that one subject has
  int64_t most_of_object = 0;   // the most facts that one object has

  friend bool operator==(const RelationStatistics&,
                         const RelationStatistics&) = default;
};

// A node with many facts, negative ones included.
struct Hub {
  TermId node = kNoTerm;   // an entity or a value
  int64_t as_subject = 0;  // facts
  int64_t as_object = 0;   // facts
};

// What a graph holds, counted.
struct GraphStats {
  int64_t documents = 0;       // imports too
  int64_t sentences = 0;       // of all documents
  int64_t assertions = 0;      // of both kinds of facts
  int64_t facts = 0;           // affirmed
  int64_t negative_facts = 0;  // beside these
  int64_t entities = 0;        // nodes, joined ones counted once
  int64_t relations = 0;       // with at least one fact
  int64_t aliases = 0;         // pairs of alias and entity
};

// Triples column by column: the i-th is subjects[i], relations[i], objects[i].
struct TripleBlock {
  std::vector<TermId> subjects;   // entities and values
  std::vector<TermId> relations;  // as long
  std::vector<TermId> objects;    // as long

  // How many triples.
  size_t size() const { return subjects.size(); }
};

// Triples of one pattern in one order.  Starts at the first.
//
//   for (; cursor.Valid(); cursor.Next()) Use(cursor.triple());
//   if (!cursor.status().ok()) ...
class TripleCursor {
 public:
  TripleCursor(TripleCursor&&) noexcept;
  TripleCursor& operator=(TripleCursor&&) noexcept;
  ~TripleCursor();

  // Whether there is a triple: not so at the end and after an error.
  bool Valid() const;
  // REQUIRES: Valid().
  const Triple& triple() const;
  // To the next triple.  REQUIRES: Valid().
  void Next();
  // Reads those triples from here on that lie together, some thousands if there
  // are as many and one at least, in this cursor's order, and goes past them.
  // False, and `block` as it was, where it is not Valid().
  bool NextBlock(TripleBlock& block);
  // To the first triple at or after `target` in this cursor's order; only
  // forwards is promised to be cheap.
  void Seek(const Triple& target);
  // To the first triple of another pattern, in the same order: cheaper than a
  // new cursor.
  void Restart(const IdPattern& pattern);
  // Check after Valid() has become false.
  absl::Status status() const;

 private:
  friend class View;
  struct State;
  explicit TripleCursor(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Facts of a pattern, to be iterated once.  Where a range ends early because
// of an error, status() says so.
class FactRange {
 public:
  FactRange(FactRange&&) noexcept;
  FactRange& operator=(FactRange&&) noexcept;
  ~FactRange();

  // An input iterator, so that a range goes into a for loop.
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Fact;
    using difference_type = std::ptrdiff_t;
    using pointer = const Fact*;
    using reference = const Fact&;

    iterator() = default;
    explicit iterator(FactRange* range) : range_(range) {}
    reference operator*() const { return range_->fact(); }
    pointer operator->() const { return &range_->fact(); }
    iterator& operator++() {
      range_->Next();
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& a, const iterator& b) {
      return a.AtEnd() == b.AtEnd();
    }

   private:
    bool AtEnd() const { return range_ == nullptr || !range_->Valid(); }
    FactRange* range_ = nullptr;
  };

  // Where the range is now; a second call does not go back.
  iterator begin() { return iterator(this); }
  // Behind the last fact.
  iterator end() { return iterator(); }

  // Whether there is a fact: not so at the end and after an error.
  bool Valid() const;
  const Fact& fact() const;  // REQUIRES: Valid().
  // To the next fact.  REQUIRES: Valid().
  void Next();
  // Check it where the range has ended.
  absl::Status status() const;

 private:
  friend class View;
  friend class Graph;
  struct State;
  explicit FactRange(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// A snapshot of a graph; see the head of this file.
class View {
 public:
  View(const View&);
  View& operator=(const View&);
  View(View&&) noexcept;
  View& operator=(View&&) noexcept;
  ~View();

  // --- Names to terms -----------------------------------------------------

  // The entities that `name` names: those of the best fit, none if nobody is
  // called so.  More than one: the name is ambiguous.  "John Smith (mayor of
  // Norvik)" names the one with that disambiguator.
  absl::StatusOr<std::vector<NameMatch>> Resolve(std::string_view name) const;

  // Every fit, best first.
  absl::StatusOr<std::vector<NameMatch>> ResolveAll(
      std::string_view name) const;

  // The value (text, number, date) of these very words, if facts have it.
  absl::StatusOr<std::vector<Term>> ResolveValue(std::string_view words) const;

  // The relation of this name; folded, if none is written just so.  Relations
  // that have no fact but have properties are found too.
  absl::StatusOr<std::optional<Term>> ResolveRelation(
      std::string_view name) const;

  // Nodes (entities by any of their names, and values) whose name has every
  // one of these words, folded; at most `limit`.  "official" finds "US
  // officials" only if it is written so: words are compared whole, but for a
  // plural "s".  Where `check` is given, it is called often, and an error that
  // it gives ends the search and is passed on.
  absl::StatusOr<std::vector<Term>> FindByWords(
      std::string_view words, size_t limit,
      const std::function<absl::Status()>& check = nullptr) const;

  // Whether a term's name has every one of these words: what FindByWords
  // tests, for filters.  Aliases count.
  absl::StatusOr<bool> HasWords(TermId term, std::string_view words) const;

  // Canonical names and aliases that begin with `prefix`, folded: for
  // completion.  At most `limit`, sorted; those that documents gave come before
  // those that came in bulk, of which the first four million are looked at.
  absl::StatusOr<std::vector<std::string>> NamesWithPrefix(
      std::string_view prefix, size_t limit) const;

  // --- Terms --------------------------------------------------------------

  // The term of an id that this view gave.
  absl::StatusOr<Term> GetTerm(TermId id) const;
  // Cheap, without reading the store.
  static TermKind KindOf(TermId id);

  // Why a node is called what it is called, sorted by alias.
  absl::StatusOr<std::vector<AliasUse>> Aliases(TermId entity) const;
  // Which entities were made this node, besides itself.
  absl::StatusOr<std::vector<Joined>> JoinedInto(TermId entity) const;

  // --- Facts --------------------------------------------------------------

  // Reads names.  A name that names nobody gives an empty range.
  FactRange Match(const FactPattern& pattern) const;
  // Reads ids.  The order is the store's: stable within this view.
  FactRange Match(const IdPattern& pattern,
                  Polarity polarity = Polarity::kAffirmed) const;

  // Reads ids only.  `order` may be any; kSpo, kPos or kOsp is cheap where
  // the bound terms are its first ones, and CheapestOrder picks one.
  TripleCursor Triples(const IdPattern& pattern, TripleOrder order,
                       Polarity polarity = Polarity::kAffirmed) const;
  // In the cheapest order.
  TripleCursor Triples(const IdPattern& pattern,
                       Polarity polarity = Polarity::kAffirmed) const;
  // The order in which the pattern's triples are one range.
  static TripleOrder CheapestOrder(const IdPattern& pattern);

  // Whether the graph has the fact: one lookup, of no record.
  absl::StatusOr<bool> Contains(const Triple& triple,
                                Polarity polarity = Polarity::kAffirmed) const;
  // NotFound: there is no such fact.
  absl::StatusOr<Fact> GetFact(const Triple& triple,
                               Polarity polarity = Polarity::kAffirmed) const;
  // A fact without its terms.
  struct Summary {
    Status status = Status::kAsserted;  // as Fact::status
    bool negated = false;               // as Fact::negated
    int assertions = 0;                 // as Fact::assertions
    double confidence = 0;              // as Fact::confidence
  };
  // One lookup, of no text.  NotFound: there is no such fact.
  absl::StatusOr<Summary> GetSummary(
      const Triple& triple, Polarity polarity = Polarity::kAffirmed) const;

  // `id` with or without "#", whole or its beginning (four characters or
  // more).  InvalidArgument: ambiguous, or no id at all.
  absl::StatusOr<Fact> FactById(std::string_view id) const;
  // The id of the fact that says so, whether a graph has it or not.
  static FactId IdOf(const Term& subject, const Term& relation,
                     const Term& object, bool negated);

  // How many facts match, counted up to `limit`, exact below it.
  absl::StatusOr<int64_t> CountFacts(
      const IdPattern& pattern, int64_t limit,
      Polarity polarity = Polarity::kAffirmed) const;

  // --- Where facts come from ----------------------------------------------

  // Sorted by document id, sentence, ordinal.
  absl::StatusOr<std::vector<Assertion>> Assertions(
      const Triple& triple, Polarity polarity = Polarity::kAffirmed) const;
  // By the id that this view gave.
  absl::StatusOr<Assertion> GetAssertion(AssertionId id) const;
  // All of a document, in its order.
  absl::StatusOr<std::vector<Assertion>> AssertionsOf(
      std::string_view document) const;
  // The same, one at a time until `visit` gives an error, which is passed on:
  // by sentence or, of an import, whose order says nothing, by content.
  absl::Status ForEachAssertion(
      std::string_view document,
      const std::function<absl::Status(const Assertion&)>& visit) const;

  // NotFound: no such document.
  absl::StatusOr<Document> GetDocument(std::string_view id) const;
  absl::StatusOr<std::vector<std::string>> DocumentIds() const;  // sorted
  // The whole text; empty of an import.
  absl::StatusOr<std::string> DocumentText(std::string_view id) const;
  // Sentences count from 1.  NotFound: the document has fewer.
  absl::StatusOr<std::string> SentenceText(std::string_view document,
                                           int sentence) const;
  // Calls `visit` with every sentence that has all of these words, folded as
  // names are: sorted by document id, then sentence.  Errors of `visit`, and of
  // `check`, which is called often, end the search and are passed on.
  absl::Status ForEachSentenceWith(
      std::string_view words, const std::function<absl::Status()>& check,
      const std::function<absl::Status(std::string_view document, int sentence,
                                       std::string_view text)>& visit) const;
  // The document as its writer gave it: what a rebuild or a copy reads.
  absl::StatusOr<DocumentFacts> GetDocumentFacts(std::string_view id) const;

  // --- The whole ----------------------------------------------------------

  // Those with facts, sorted by name.
  absl::StatusOr<std::vector<RelationInfo>> Relations() const;
  // Of any relation that this view gave.
  absl::StatusOr<RelationInfo> GetRelation(TermId relation) const;
  // Quick but for the entities of imports, which are walked.
  absl::StatusOr<GraphStats> Stats() const;

  // For planners: microseconds, and current.  `facts` is exact.  The others
  // are exact in a graph that was compacted or loaded in bulk; after that a
  // node that new facts name again may count more than once in `subjects` and
  // `objects` (never more often than `facts`), and a node's facts that came
  // apart may count apart in `most_of_subject` and `most_of_object`.
  // All zero for what is no relation.
  absl::StatusOr<RelationStatistics> Statistics(
      TermId relation, Polarity polarity = Polarity::kAffirmed) const;
  // The nodes with most facts, most first, at most `limit`; some 64 subjects
  // and 64 objects are known.  As exact as Statistics.
  absl::StatusOr<std::vector<Hub>> Hubs(size_t limit) const;

  // What readers have worked out from this view and keep for the next ones:
  // made by the first call, shared by all copies of the view, gone with the
  // last of them.  Every caller gives the same `make`.
  std::shared_ptr<void> Shared(std::shared_ptr<void> (*make)()) const;

 private:
  friend class AssertionReader;
  friend class Graph;
  friend class Checker;
  friend class TripleCursor;
  struct State;
  explicit View(std::shared_ptr<const State> state);
  std::shared_ptr<const State> state_;
};

}  // namespace tercet

#endif  // TERCET_VIEW_H_
