#ifndef TERCET_INGEST_LEXICON_H_
#define TERCET_INGEST_LEXICON_H_

// What the extractor knows of words: which verbs report, plan, ask or deny,
// which nouns name roles, times, places or events, and which verb an event
// noun stands for.  Read from the tables in ingest/lexicon:
//
//   verbs.tsv, nouns.tsv, others.tsv   class <TAB> lemma lemma ...
//   events.tsv                         noun <TAB> verb <TAB> prepositions
//   events_derived.tsv                 noun <TAB> verb
//   verb_forms.tsv                     verb, or irregular form <TAB> verb
//
//   auto lexicon = Lexicon::Load(data_dir + "/lexicon");
//   if (lexicon->Is(WordClass::kSayVerb, "warn")) ...
//   lexicon->Event("acquisition")->verb        // "acquire"
//
// Immutable after Load, so shared between threads freely.

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"

namespace tercet::text {

// The classes of the tables; a lemma may be in several.  The names in the
// tables are those of ClassNames() in lexicon.cc: "say", "plan" ...
enum class WordClass : uint8_t {
  // verbs.tsv: what a verb does to the clause below it
  kSayVerb,       // says that P: P is reported
  kPlanVerb,      // plans to P: P is planned
  kAskVerb,       // asks Y to P: P is hypothetical
  kAllowVerb,     // lets Y P: P is possible
  kDenyVerb,      // denies that P: P is denied
  kFailVerb,      // fails to P: P is negated
  kPhaseVerb,     // begins to P, manages to P, helps P: P as it stands
  kCauseVerb,     // forces Y to P: P as it stands, Y does it
  kFactVerb,      // knows that P: P as it stands
  kGuessVerb,     // seems to P, thinks that P: P is possible or reported
  kSubjectVerb,   // promises Y to P: the subject, not Y, does P
  kCollective,    // the subject acts as a whole: "A and B meet"
  kLightVerb,     // the noun carries the meaning: "takes action against"
  kActVerb,       // a speech act with an affected party: accuses, praises
  kNameVerb,      // calls Y Z, names Y Z
  kMotionVerb,    // goes to, arrives in: the place is the object
  kFirmVerb,      // employs, is based in: what a body does and no event
  kMeansVerb,     // uses Y to P: the subject, not Y, does P
  kMindVerb,      // knows, hopes, says: what only people and bodies do
  kAccuseVerb,    // is charged with P-ing: P is reported
  kSceneVerb,     // visits, bombs Oslo: the place, not its country
  kChristenVerb,  // "the gene, called X": a name is given
  kAcquitVerb,    // is cleared of P-ing: nobody says that P
  kPunishVerb,    // fines Y for P-ing: Y does P
  kOutcomeVerb,   // wins, beats: what "came from behind to win" ended in
  kOfVerb,        // convicts Y of Z, warns Y of Z: Z is the verb's
  kBuyVerb,       // buys, takes: from somebody else
  kObjectVerb,    // sends, lays: always something
  kHeirVerb,      // succeeds Y as Z: is Z
  kPrintVerb,     // prints, translates: no person is printed
  kPayVerb,       // pays Y so much: Y gets it
  // nouns.tsv
  kRoleNoun,     // president, mayor, cellist: what a person is
  kKinNoun,      // brother, rival, member: what one thing is to another
  kGroupNoun,    // firm, party, committee: what an organisation is
  kTimeNoun,     // Monday, March, week
  kDateNoun,     // those that say when and do nothing: March, but not childhood
  kUnitNoun,     // dollar, percent, ton
  kPlaceNoun,    // city, office, plant
  kSayNoun,      // claim, warning: the claim that P
  kPlanNoun,     // plan, intention, aim: the plan to P
  kAskNoun,      // request, order, desire
  kOfficeNoun,   // president, ambassador: of the country it is called by
  kBodyNoun,     // company, group: says no more than that it is a body
  kCrowdNoun,    // team, police: one word for many
  kGatherNoun,   // pair, team: "a team of researchers" is researchers
  kAgentNoun,    // lawyer, spokesman: who speaks for somebody else
  kCountNoun,    // pair, dozens, series: "a pair of towers" is towers
  kMannerNoun,   // accident, hand: "by accident", and nobody is the agent
  kFamilyNoun,   // son, wedding: what only people have
  kMutualNoun,   // brother, cousin: each is the other's
  kCourtNoun,    // judge, witness: in a court and not accused there
  kAccusedNoun,  // defendant: whom a court tries
  kWideNoun,     // work: so many things are one that it takes up none by kind
  // others.tsv
  kTimeAdverb,        // yesterday, now
  kTimePreposition,   // during, since, until
  kPlacePreposition,  // in, at, near
  kLongPreposition,   // in_connection_with: several words that are one
  kRankWord,          // third: "came third"
  kPlanAdjective,     // set, due, ready, scheduled: is set to P
  kGuessAdjective,    // likely, able
  kParticle,          // over, down: takes over from
  kCommentAdverb,     // however, perhaps: on the clause, part of no phrase
  kDemonymEnding,     // -ese, -ish: how the names of peoples end
  kPersonEnding,      // -an: of a people's name that one person bears as well
  kCourtesy,          // Mr., Dame: in front of a name, no office
  kOtherWord,         // second, former: "the second vote" is another one
  kPartWord,          // southern: "southern Spain" is not Spain
  kVerdictWord,       // guilty, liable: what one is found
  kNumClasses,
};

struct EventNoun {
  std::string verb;  // "acquire"
  // Prepositions whose noun is the verb's plain object: "of", "against".
  std::vector<std::string> object_prepositions;
  bool curated = false;  // listed by hand rather than derived
};

class Lexicon {
 public:
  // Errors: NotFound where a table is missing, InvalidArgument with file and
  // line where a row cannot be read.
  static absl::StatusOr<Lexicon> Load(const std::string& directory);

  bool Is(WordClass c, std::string_view lemma) const;
  // Whether the last one to three letters of the word are of the class.
  bool EndsLike(WordClass c, std::string_view word) const;

  bool IsVerb(const std::string& lemma) const { return verbs_.contains(lemma); }
  // The verb that a form belongs to: "feed" for "fed", "smile" for "smiled".
  // `lemma`, where that is a verb already or nothing better is known.
  std::string VerbOf(const std::string& form, const std::string& lemma) const;

  // Null where the noun names no event.
  const EventNoun* Event(std::string_view noun) const;

 private:
  absl::Status ReadClasses(const std::string& path);
  absl::Status ReadEvents(const std::string& path);
  absl::Status ReadVerbs(const std::string& path);

  absl::flat_hash_map<std::string,
                      std::bitset<static_cast<size_t>(WordClass::kNumClasses)>>
      classes_;
  absl::flat_hash_map<std::string, EventNoun> events_;
  absl::flat_hash_set<std::string> verbs_;
  absl::flat_hash_map<std::string, std::string> irregular_;  // "fed": "feed"
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_LEXICON_H_
