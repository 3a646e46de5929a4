#ifndef TERCET_INGEST_ANALYSIS_H_
#define TERCET_INGEST_ANALYSIS_H_

// The whole way from a document's text to facts whose nodes are named:
//
//   absl::StatusOr<Analyzer> analyzer = Analyzer::Load("share/tercet");
//   Analysis analysis = analyzer->Analyze(
//       {.id = "news", .text = "Mayor Ana Silva resigned. She left Lisbon."});
//   for (const ExtractedFact& fact : analysis.facts) …
//       // Ana Silva | resigns |         sentence 1
//       // Ana Silva | leaves | Lisbon   sentence 2
//
// Thread safety: Analyze is const and may be called from any number of
// threads at once.  The same document gives the same analysis, whatever was
// analysed before.  Everything returned is a value of its own.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/dates.h"
#include "ingest/sentence.h"
#include "tercet/input_document.h"
#include "tercet/term.h"

namespace tercet::text {

// A prepositional argument that no relation has taken up: {"over", "prices"}.
struct FactArgument {
  std::string preposition;
  std::string text;
  int entity = -1;  // of Analysis::entities
};

// One sentence's support for one fact.  An empty string is "none".
struct ExtractedFact {
  int sentence = 0;  // from 1
  std::string subject;
  std::string relation;
  std::string object;
  EntityType subject_type = EntityType::kUnknown;
  EntityType object_type = EntityType::kUnknown;
  Status status = Status::kAsserted;
  bool negated = false;
  std::string time;  // in the document's words: "on Tuesday"
  std::optional<DayRange> days;
  std::string place;
  std::string said_by;
  std::vector<FactArgument> open;
  double confidence = 0;     // 0 to 1
  Span span;                 // of the sentence in the document's text
  std::string text;          // the sentence
  std::string words;         // the words that the fact rests on
  std::string construction;  // "verbal", "copular", "title", "nominal" …
  // Which of Analysis::entities the nodes are; -1 where one is a phrase.
  int subject_entity = -1;
  int object_entity = -1;
  int said_by_entity = -1;
};

// One way in which a document names an entity, and why the mention counts as
// that entity: {"Lee", "surname of Lee Jae Myung", 2}.
struct EntityAlias {
  std::string text;
  std::string reason;
  int sentence = 0;      // where it stands first, from 1
  int count = 0;         // how often this wording occurs
  bool is_name = false;  // a name that other documents may use as well
};

struct ResolvedEntity {
  std::string name;  // canonical: the longest proper name without titles
  EntityType type = EntityType::kUnknown;
  bool named = false;  // false: only ever described ("two offers")
  std::vector<EntityAlias> aliases;  // in the order of the text
};

struct Analysis {
  InputDocument document;
  std::vector<Span> sentences;
  std::vector<ResolvedEntity> entities;  // in the order of the text
  std::vector<ExtractedFact> facts;      // by sentence
};

class Analyzer {
 public:
  // Reads the model and the lexicons below `data_dir`.
  // NotFound: a file is missing; DataLoss: one cannot be read.
  static absl::StatusOr<Analyzer> Load(const std::string& data_dir);

  Analyzer(Analyzer&&) noexcept;
  Analyzer& operator=(Analyzer&&) noexcept;
  ~Analyzer();

  Analysis Analyze(const InputDocument& document) const;

 private:
  struct Parts;
  explicit Analyzer(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_ANALYSIS_H_
