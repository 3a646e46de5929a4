#include "ingest/pronoun_scorer.h"

#include <algorithm>
#include <string>

#include "ingest/clause.h"
#include "ingest/mention_words.h"

namespace tercet::text {
int PredicateOf(const Tree& tree, int token) {
  int i = tree.FirstConjunct(token);
  for (int steps = 0; i >= 0 && steps < tree.size(); ++steps) {
    switch (MainType(tree.deprel(i))) {
      case Deprel::kNsubj:
      case Deprel::kObj:
      case Deprel::kIobj:
      case Deprel::kObl:
        return tree.head(i);
      default:
        break;
    }
    i = tree.head(i);
  }
  return -1;
}

int SubjectOf(const Tree& tree, int predicate) {
  return predicate < 0
             ? -1
             : tree.Child(predicate, {Deprel::kNsubj, Deprel::kNsubjPass,
                                      Deprel::kNsubjOuter});
}

PronounScorer::PronounScorer(int reference, const DocumentModel& model)
    : r_(model.references[reference]), tree_(model.TreeOf(r_)), model_(model) {
  possessive_ = IsOneOf(r_.text, {"his", "her", "its", "their"}) &&
                tree_.deprel(r_.mention.head) == Deprel::kNmodPoss;
  subject_ = IsSubject(tree_, r_.mention.head);
  reflexive_ = r_.text.ends_with("self") || r_.text.ends_with("selves");
  FindEnclosing();
  FindDemands();
  FindOthers();
}

bool PronounScorer::Fits(const Entity& entity) const {
  if (minded_ && !MayThink(entity)) return false;
  if (kin_ && entity.type != EntityType::kPerson) return false;
  if (happens_ && entity.type != EntityType::kEvent) return false;
  if (IsOneOf(r_.text, {"he", "him", "his", "himself", "she", "her", "hers",
                        "herself"})) {
    const bool person = entity.type == EntityType::kPerson ||
                        (entity.type == EntityType::kUnknown && entity.named);
    return person && entity.number != GrammaticalNumber::kPlural &&
           (entity.gender == Gender::kUnknown || entity.gender == r_.gender);
  }
  if (IsOneOf(r_.text, {"it", "its", "itself"})) {
    return (entity.type != EntityType::kPerson || MayBeThing(entity)) &&
           entity.type != EntityType::kTime && !IsPeriod(entity) &&
           (entity.number != GrammaticalNumber::kPlural ||
            entity.last_number == GrammaticalNumber::kSingular);
  }
  if (partitive_) {
    return entity.number == GrammaticalNumber::kPlural &&
           entity.members.empty() && !IsMeasure(entity);
  }
  if (IsOneOf(r_.text, {"they", "them", "their", "theirs", "themselves"})) {
    if (entity.type == EntityType::kTime) return false;
    if (printed_ && entity.type == EntityType::kPerson) return false;
    if (entity.number == GrammaticalNumber::kPlural) return !IsAmount(entity);
    return entity.type == EntityType::kOrganization ||
           entity.country != nullptr || IsGroup(entity);
  }
  return false;
}

// "hired by Acme as its chemist": whoever hires.
bool PronounScorer::Employs(int e) const {
  if (!possessive_) return false;
  const int role = tree_.head(r_.mention.head);
  const int verb = role < 0 ? -1 : tree_.head(role);
  if (verb < 0 || tree_.deprel(role) != Deprel::kObl ||
      tree_.Preposition(role) != "as") {
    return false;
  }
  const int agent = tree_.Child(verb, Deprel::kOblAgent);
  return agent >= 0 && model_.EntityAt(r_.mention.sentence, agent) == e;
}

// "a man and his daughter": the man.
bool PronounScorer::IsJoinedWith(int e) const {
  const int owned = tree_.head(r_.mention.head);
  if (!possessive_ || owned < 0 || tree_.deprel(owned) != Deprel::kConj) {
    return false;
  }
  const int first = tree_.FirstConjunct(owned);
  return first + 3 > r_.mention.head - 1 &&
         model_.EntityAt(r_.mention.sentence, first) == e;
}

// Whether grammar forbids the entity: "Ana saw her" is not Ana.
bool PronounScorer::Bound(int entity) const {
  if (std::find(enclosing_.begin(), enclosing_.end(), entity) !=
      enclosing_.end()) {
    return true;
  }
  if (std::find(others_.begin(), others_.end(), entity) != others_.end()) {
    return true;
  }
  // "She sold it," he said: she is somebody else.
  const int quotation =
      model_.QuotationAt(r_.mention.sentence, r_.mention.head);
  if (r_.gender != Gender::kUnknown && quotation > 0 &&
      model_.SpeakerOf(quotation) == entity) {
    return true;
  }
  // Nor is who speaks in a turn of an interview.
  const int label = model_.turns.speaker[r_.mention.sentence];
  if (r_.gender != Gender::kUnknown && label >= 0) {
    const TurnLabel& turn = model_.turns.labels[label];
    if (model_.EntityAt(turn.sentence, turn.last) == entity) return true;
  }
  if (reflexive_ || possessive_ || partitive_) return false;
  const int predicate = PredicateOf(tree_, r_.mention.head);
  if (predicate < 0) return false;
  // "In some towns they are shot": not the towns.
  if (subject_) {
    for (const int child : tree_.children(predicate)) {
      if (tree_.deprel(child) == Deprel::kObl && child < r_.mention.head &&
          model_.EntityAt(r_.mention.sentence, child) == entity) {
        return true;
      }
    }
  }
  if (!subject_) {
    int subject = SubjectOf(tree_, predicate);
    // "fined the firm and ordered it to pay": who ordered.
    const int first = tree_.FirstConjunct(predicate);
    if (subject < 0) subject = SubjectOf(tree_, first);
    for (const int s :
         subject < 0 ? std::vector<int>{} : tree_.Conjuncts(subject)) {
      if (model_.EntityAt(r_.mention.sentence, s) == entity) return true;
    }
    for (const int child : tree_.children(predicate)) {
      if (child != r_.mention.head &&
          MainType(tree_.deprel(child)) == Deprel::kObj &&
          model_.EntityAt(r_.mention.sentence, child) == entity) {
        return true;
      }
    }
  }
  return false;
}

int PronounScorer::Score(int e) const {
  const Entity& entity = model_.entities[e];
  const int distance = r_.mention.sentence - entity.last_sentence;
  // He and she may be long gone: the text is about them.
  const bool person = r_.gender != Gender::kUnknown && entity.named &&
                      (entity.type == EntityType::kPerson);
  if (entity.last_sentence < 0 || distance > (person ? 9 : 4)) return 0;
  // "her students" of long ago have no "their sons".
  if (kin_ && distance > 1 && !entity.named && entity.members.empty()) return 0;
  if (!Fits(entity) || Bound(e)) return 0;
  // "most of them": what was named last, whoever did it.
  if (partitive_) {
    return std::max(100 - 22 * distance + std::min(entity.last_token, 30), 1);
  }
  int score = 100 - 22 * std::min(distance, 4) - 2 * std::max(distance - 4, 0);
  if (entity.last_as_subject) score += subject_ ? 24 : 16;
  const bool thing = IsOneOf(r_.text, {"it", "its", "itself"});
  if (entity.named) score += thing ? 4 : 10;
  if (distance == 0) score += SameSentence(e);
  if (distance == 0 && thing && !subject_ && !possessive_) score += 16;
  score +=
      (thing ? 2 : 4) *
      std::min<int>(static_cast<int>(entity.references.size()), thing ? 6 : 12);
  if (entity.gender == r_.gender && r_.gender != Gender::kUnknown) {
    score += 12;
  }
  score += KindBonus(entity) + (Employs(e) || IsJoinedWith(e) ? 60 : 0);
  // "a woman" that nobody named, while somebody was.
  if (r_.gender != Gender::kUnknown && !entity.named) score -= 24;
  // "studied at the university.  They married": where it was is not who;
  // "in Castovia": a place, though nobody told.
  const bool scene = r_.number == GrammaticalNumber::kPlural &&
                     entity.number != GrammaticalNumber::kPlural &&
                     IsSetting(entity);
  if (scene ||
      (r_.gender != Gender::kUnknown && entity.type == EntityType::kUnknown)) {
    score -= 40;
  }
  if (thing && !possessive_ && !subject_ && OwnsSubject(e)) score -= 50;
  // "flew it to Oslo.  She sold it": a place is where, not what.
  const bool place = entity.type == EntityType::kPlace && IsSetting(entity);
  if (thing && !possessive_ && place) score -= 24;
  // "During the war it was besieged": not the war.
  if (thing && IsOccasion(entity)) score -= 40;
  // "restored the tower and opened it", "ordered masks, but they are not
  // expected": what the verb before had for an object.
  const bool passive = tree_.deprel(r_.mention.head) == Deprel::kNsubjPass;
  const bool undergoes = thing ? !subject_ : r_.text == "they" && passive;
  if (undergoes && !possessive_ && IsObjectBefore(e)) score += 30;
  if (officer_ && (entity.type == EntityType::kOrganization ||
                   (entity.named && entity.type != EntityType::kPerson))) {
    score += 24;
  }
  return std::max(score, 1);
}

// Whether it was last spoken of as where something is: "to Nigeria".
bool PronounScorer::IsSetting(const Entity& entity) const {
  return entity.named && entity.last_sentence >= 0 &&
         IsOneOf(
             model_.trees[entity.last_sentence].Preposition(entity.last_token),
             {"at", "in", "from", "to", "into", "near"});
}

bool PronounScorer::IsOccasion(const Entity& entity) const {
  return entity.last_sentence == r_.mention.sentence &&
         IsOneOf(tree_.Preposition(entity.last_token), {"during", "since"});
}

bool PronounScorer::IsObjectBefore(int e) const {
  const int predicate = PredicateOf(tree_, r_.mention.head);
  if (predicate < 0 || tree_.deprel(predicate) != Deprel::kConj) return false;
  const int object = tree_.Child(tree_.head(predicate), Deprel::kObj);
  return object >= 0 && model_.EntityAt(r_.mention.sentence, object) == e;
}

// Whether the entity owns the subject of the pronoun's clause or of one
// above.
bool PronounScorer::OwnsSubject(int e) const {
  int predicate = PredicateOf(tree_, r_.mention.head);
  for (int steps = 0; predicate >= 0 && steps < 4; ++steps) {
    const int subject = SubjectOf(tree_, predicate);
    for (const auto link : {Deprel::kNmodPoss, Deprel::kNmod}) {
      const int owner = subject < 0 ? -1 : tree_.Child(subject, link);
      if (model_.EntityAt(r_.mention.sentence, owner) == e) return true;
    }
    predicate = tree_.head(predicate);
  }
  return false;
}

// "they knew", "their captain": who thinks or has people.
void PronounScorer::FindDemands() {
  const Lexicon& lexicon = *model_.lexicon;
  const int head = tree_.head(r_.mention.head);
  if (head < 0) return;
  // "most of them", "80 percent of them".
  partitive_ = r_.text == "them" && tree_.Preposition(r_.mention.head) == "of";
  if (possessive_) {
    officer_ = lexicon.Is(WordClass::kRoleNoun, tree_.lemma(head)) &&
               IsOneOf(r_.text, {"its", "their"});
    minded_ = officer_ && r_.text == "their";
    // "bought it from its founders": nobody buys from himself.
    const int verb = tree_.head(head);
    if (verb >= 0 && tree_.Preposition(head) == "from" &&
        tree_.Has(verb, Deprel::kObj)) {
      const int buyer =
          model_.EntityAt(r_.mention.sentence, SubjectOf(tree_, verb));
      const bool buys = lexicon.Is(WordClass::kBuyVerb, tree_.lemma(verb));
      if (buys && buyer >= 0) others_.push_back(buyer);
    }
    kin_ = r_.text == "their" &&
           lexicon.Is(WordClass::kFamilyNoun, tree_.lemma(head));
    return;
  }
  printed_ = tree_.deprel(r_.mention.head) == Deprel::kNsubjPass &&
             lexicon.Is(WordClass::kPrintVerb, tree_.lemma(head));
  // "It is the largest sale since May": no firm.
  const int what = model_.At(r_.mention.sentence, head);
  const bool event =
      lexicon.Event(tree_.lemma(head)) != nullptr ||
      (what >= 0 && model_.references[what].mention.type == EntityType::kEvent);
  happens_ =
      r_.text == "it" && event && tree_.Has(head, Deprel::kCop) &&
      tree_.upos(head) == Upos::kNoun &&
      std::any_of(tree_.children(head).begin(), tree_.children(head).end(),
                  [&](int child) {
                    return tree_.HasFeature(child, "Degree=Sup") ||
                           lexicon.Is(WordClass::kRankWord, tree_.word(child));
                  });
  minded_ = subject_ && tree_.deprel(r_.mention.head) == Deprel::kNsubj &&
            tree_.upos(head) == Upos::kVerb &&
            lexicon.Is(WordClass::kMindVerb, tree_.lemma(head));
}

// "the union demanded that it lower": it is whom the union asks.  "His
// lawyer argued that he had": a lawyer speaks of whom he speaks for.
void PronounScorer::FindOthers() {
  // "The daughter of a smith, she fled": she is the daughter.
  for (const int child : tree_.children(r_.mention.head)) {
    const int entity = model_.EntityAt(r_.mention.sentence, child);
    if (tree_.deprel(child) == Deprel::kAppos && entity >= 0 &&
        !model_.entities[entity].named) {
      others_.push_back(entity);
    }
  }
  const int verb = tree_.head(r_.mention.head);
  if (!subject_ || verb < 0 || tree_.deprel(verb) != Deprel::kCcomp) return;
  const int above = tree_.head(verb);
  int speaker = SubjectOf(tree_, above);
  // "refused, arguing that they had".
  if (speaker < 0 && tree_.deprel(above) == Deprel::kAdvcl) {
    speaker = SubjectOf(tree_, tree_.head(above));
  }
  if (speaker < 0) return;
  const int entity = model_.EntityAt(r_.mention.sentence, speaker);
  if (entity < 0) return;
  // "the firm found that they had been bought": no firm calls itself so.
  const Entity& who = model_.entities[entity];
  if (r_.text == "they" && who.number != GrammaticalNumber::kPlural &&
      who.type == EntityType::kOrganization && !IsGroup(who) &&
      tree_.deprel(r_.mention.head) == Deprel::kNsubjPass) {
    others_.push_back(entity);
    return;
  }
  const Lexicon& lexicon = *model_.lexicon;
  const std::string& tag = tree_[verb].xpos;
  const bool bare = (tag == "VB" || tag == "VBP") &&
                    tree_.word(verb) == tree_.lemma(verb) &&
                    tree_.Child(verb, {Deprel::kAux, Deprel::kAuxPass}) < 0;
  if (bare && r_.number == GrammaticalNumber::kSingular &&
      lexicon.Is(WordClass::kAskVerb, tree_.lemma(above))) {
    others_.push_back(entity);
    return;
  }
  const int owner = tree_.Child(speaker, Deprel::kNmodPoss);
  if (owner < 0 || !lexicon.Is(WordClass::kAgentNoun, tree_.lemma(speaker))) {
    return;
  }
  const int client = model_.EntityAt(r_.mention.sentence, owner);
  if (client >= 0 && client != entity && Fits(model_.entities[client])) {
    others_.push_back(entity);
  }
}

// "283 days", "40 percent": nothing that there is some of.
bool PronounScorer::IsMeasure(const Entity& entity) const {
  return std::any_of(entity.nouns.begin(), entity.nouns.end(),
                     [&](const std::string& noun) {
                       return model_.lexicon->Is(WordClass::kTimeNoun, noun) ||
                              model_.lexicon->Is(WordClass::kUnitNoun, noun);
                     });
}

// "27 points".
bool PronounScorer::IsAmount(const Entity& entity) const {
  if (entity.references.empty() || !IsMeasure(entity)) return false;
  const std::string& text = model_.references[entity.references.front()].text;
  return !text.empty() && text[0] >= '0' && text[0] <= '9';
}

// "the first half of the year".
bool PronounScorer::IsPeriod(const Entity& entity) const {
  if (entity.named || entity.references.empty()) return false;
  const Reference& first = model_.references[entity.references.front()];
  const Tree& tree = model_.TreeOf(first);
  for (const int child : tree.children(first.mention.head)) {
    if (tree.deprel(child) == Deprel::kNmod &&
        tree.Preposition(child) == "of" &&
        IsDate(tree, *model_.lexicon, child)) {
      return true;
    }
  }
  return false;
}

// A name of one word, of which nothing but the tagger says that it is a
// person's: "Mossvik said that it would sell".
bool PronounScorer::MayBeThing(const Entity& entity) {
  return entity.named && entity.gender == Gender::kUnknown &&
         entity.nouns.empty() && entity.affiliation < 0 &&
         entity.name.find(' ') == std::string::npos;
}

// People, and bodies of people.  Where nothing is known of a name, it may.
bool PronounScorer::MayThink(const Entity& entity) const {
  if (entity.type == EntityType::kPerson ||
      entity.type == EntityType::kOrganization || entity.country != nullptr ||
      IsGroup(entity)) {
    return true;
  }
  if (officer_ && entity.named) return entity.type != EntityType::kTime;
  return entity.type == EntityType::kUnknown && entity.named;
}

// "the sale of its mill": what the phrase around the pronoun names is not
// what the pronoun stands for, unless a clause lies between.
void PronounScorer::FindEnclosing() {
  int i = r_.mention.head;
  for (int steps = 0; steps < tree_.size(); ++steps) {
    const Deprel main = MainType(tree_.deprel(i));
    if (main != Deprel::kNmod && main != Deprel::kConj &&
        main != Deprel::kAmod && main != Deprel::kCompound &&
        main != Deprel::kAppos) {
      break;
    }
    i = tree_.head(i);
    if (i < 0) break;
    const int entity = model_.EntityAt(r_.mention.sentence, i);
    if (entity >= 0 && main != Deprel::kConj) enclosing_.push_back(entity);
  }
}

bool PronounScorer::IsGroup(const Entity& entity) const {
  return std::any_of(entity.nouns.begin(), entity.nouns.end(),
                     [&](const std::string& noun) {
                       return model_.lexicon->Is(WordClass::kCrowdNoun, noun);
                     });
}

int PronounScorer::SameSentence(int e) const {
  int bonus = 0;
  // The subject of the clause, or of a clause that governs it.
  int predicate = PredicateOf(tree_, r_.mention.head);
  for (int steps = 0; predicate >= 0 && steps < 4; ++steps) {
    const int subject = SubjectOf(tree_, predicate);
    if (subject >= 0 && subject != r_.mention.head &&
        model_.EntityAt(r_.mention.sentence, subject) == e) {
      return 30 - 6 * steps;
    }
    predicate = tree_.head(predicate);
  }
  // Inside the same phrase: "the firm's plan for its mill".
  const Entity& entity = model_.entities[e];
  if (entity.last_token >= 0 && r_.mention.head - entity.last_token < 6) {
    bonus += 4;
  }
  return bonus;
}

int PronounScorer::KindBonus(const Entity& entity) const {
  const bool thing = IsOneOf(r_.text, {"it", "its", "itself"});
  const bool many =
      IsOneOf(r_.text, {"they", "them", "their", "theirs", "themselves"});
  // "voted against it": what is acted on, rather than who acts.
  const bool acts = possessive_ || (subject_ && tree_.deprel(r_.mention.head) !=
                                                    Deprel::kNsubjPass);
  if (thing) {
    switch (entity.type) {
      case EntityType::kOrganization:
        return acts ? 20 : 0;
      case EntityType::kPlace:
        if (entity.country != nullptr) return acts ? 12 : -8;
        // "York is old.  It has walls": a town that acts; "Mill Hall", on the
        // other hand, is where something happens.
        if (entity.named && acts && entity.last_as_subject &&
            entity.name.find(' ') == std::string::npos) {
          return 8;
        }
        return entity.named ? -14 : 0;
      case EntityType::kEvent:
      case EntityType::kObject:
      case EntityType::kAnimal:
      case EntityType::kSubstance:
      case EntityType::kPlant:
        return 6;
      case EntityType::kAbstract:
        return acts ? -6 : 0;
      case EntityType::kPerson:
        return -20;
      default:
        return 0;
    }
  }
  if (many) {
    if (entity.number == GrammaticalNumber::kPlural) {
      return entity.type == EntityType::kPerson && entity.last_as_subject ? 24
                                                                          : 12;
    }
    // "they were bought": rather things than a firm or a country.
    if (IsGroup(entity)) return 8;
    if (entity.type == EntityType::kOrganization) return acts ? 8 : -60;
    return entity.country == nullptr ? 0 : acts ? -4 : -60;
  }
  return 0;
}

}  // namespace tercet::text
