#ifndef TERCET_DOCUMENT_FACTS_H_
#define TERCET_DOCUMENT_FACTS_H_

// One document with everything that was read from it: what Graph::Add takes,
// as one atomic batch.
//
//   DocumentFacts doc;
//   doc.id = "ap1";
//   doc.text = "Lee met Xi Jinping on Sunday.";
//   doc.hash = ContentHash(doc.title, doc.date, doc.text);
//   doc.sentences = {{0, 29}};
//   doc.entities = {{.name = "Lee Jae Myung", .type = EntityType::kPerson,
//                    .aliases = {{"Lee", "short form of the name"}}},
//                   {.name = "Xi Jinping", .type = EntityType::kPerson}};
//   StatedFact meets;
//   meets.subject = Node::Entity(0);
//   meets.relation = "meets";
//   meets.object = Node::Entity(1);
//   meets.sentence = 1;
//   meets.when = "on Sunday";
//   doc.facts.push_back(meets);
//   absl::StatusOr<AddOutcome> outcome = graph->Add(doc);
//
// Who is one node: entities of the same name and disambiguator whose types
// agree are one node in the whole graph, in whatever order their documents
// came.  Types agree within each of three classes: a person; a place or an
// organization; anything else.  An entity of unknown type joins the one typed
// entity of its name, and stands apart while there is none or several.  The
// type that is shown is the one that most documents give.
//
// Plain values.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tercet/fact.h"
#include "tercet/term.h"
#include "tercet/value.h"

namespace tercet {

// Another name of an entity, and why it is one: {"Lee", "short form of the
// name"}.  `describe` shows the reason.
struct Alias {
  std::string text;    // the name: "Lee"
  std::string reason;  // one line for readers; equal ones are counted together

  friend auto operator<=>(const Alias&, const Alias&) = default;
};

// Reasons for which an alias of a body names it in other documents as well: an
// entity of that name that is no person and no place is the one body which
// documents call so.  Other reasons hold within their document.
inline constexpr char kAcronymReason[] = "acronym of ";
// Another one, of which this is how it begins as well.
inline constexpr char kShortFormReason[] = "short for ";
// And one that is whole.
inline constexpr char kLegalFormReason[] = "without its legal form";
// Whether an alias for this reason holds beyond its document.
bool JoinsDocuments(std::string_view reason);

// Somebody or something that a document speaks of.
struct DocumentEntity {
  std::string name;  // canonical: "Lee Jae Myung"; not empty
  // As this document has it; the graph shows what most documents say.
  EntityType type = EntityType::kUnknown;
  // Keeps two of one name and type apart; the same text in another document
  // means the same entity.  Empty is a disambiguator like any other.
  std::string disambiguator = {};
  std::vector<Alias> aliases = {};  // beside the name
};

// A subject, an object or an argument: one of the document's entities, or a
// value.
struct Node {
  TermKind kind = TermKind::kText;  // any but kRelation
  int entity = -1;                  // kEntity: index in DocumentFacts::entities
  std::string text;  // otherwise: the words, "$2.3 billion", "on Sunday"

  // The entity of an index in DocumentFacts::entities.
  static Node Entity(int index) { return {TermKind::kEntity, index, {}}; }
  // A phrase; an empty one says that there is no object.
  static Node Text(std::string_view words) {
    return {TermKind::kText, -1, std::string(words)};
  }
  // A number as ParseQuantity reads it, kept as it is written.
  static Node Number(std::string_view words) {
    return {TermKind::kNumber, -1, std::string(words)};
  }
  // `iso` as ParseDate reads it.
  static Node Date(std::string_view iso) {
    return {TermKind::kDate, -1, std::string(iso)};
  }
};

// What hangs on a preposition: {"over", Node::Text("the sanctions")}.
struct StatedQualifier {
  std::string preposition;  // "over", "according to"
  Node argument;            // not empty
};

// What one sentence states.
struct StatedFact {
  Node subject;          // not empty
  std::string relation;  // third person singular present; not empty
  Node object;           // an empty text: no object
  int sentence = 1;      // from 1
  std::string words;     // of the sentence, that the fact was read from

  Status status = Status::kAsserted;          // how the sentence puts it
  bool negated = false;                       // "did not meet"
  double confidence = 0.5;                    // 0 to 1
  std::string when;                           // the words: "on Sunday"
  std::optional<DateInterval> when_interval;  // what they mean, if known
  std::string where;                          // the words: "in Beijing"
  std::optional<Node> said_by;                // whom the sentence quotes
  std::vector<StatedQualifier> open;          // in the sentence's order
  std::string construction;                   // "verbal", "copular"; or empty
};

// A document and what it states.
struct DocumentFacts {
  std::string id;     // not empty, at most 1,000 bytes
  std::string title;  // may be empty
  std::string date;   // "2024-03-05", or empty
  std::string hash;   // ContentHash; decides whether Add skips the document
  std::string text;   // UTF-8; invalid bytes are kept as they stand
  // In text order, not overlapping.
  std::vector<DocumentSentence> sentences;
  std::vector<DocumentEntity> entities;  // each at most once
  std::vector<StatedFact> facts;         // in the order of the sentences
};

// 32 hexadecimal digits; the same on every machine.
std::string ContentHash(std::string_view title, std::string_view date,
                        std::string_view text);

}  // namespace tercet

#endif  // TERCET_DOCUMENT_FACTS_H_
