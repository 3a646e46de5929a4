#include "ingest/resolve_facts.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "ingest/calibration.h"
#include "ingest/mention_words.h"
#include "ingest/resolve_render.h"

namespace tercet::text {
namespace {

bool IsSpeaker(std::string_view word) {
  return IsOneOf(word, {"i", "me", "my", "mine", "myself"});
}

bool IsSpeakersGroup(std::string_view word) {
  return IsOneOf(word, {"we", "us", "our", "ours", "ourselves"});
}

class FactBuilder {
 public:
  FactBuilder(const InputDocument& document, const NameLexicon& names,
              std::optional<int32_t> day, const DocumentModel& model)
      : document_(document), names_(names), day_(day), model_(model) {}

  // One fact, or one for each member of a group.
  void Build(const Proposition& p, std::vector<ExtractedFact>* facts) const {
    const RenderedNode said_by =
        p.said_by ? SaidBy(*p.said_by) : RenderedNode{};
    const std::vector<RenderedNode> subjects =
        Members(Node(p.subject, false, said_by));
    const bool both = subjects.size() == 2 && IsMutual(p);
    const std::vector<RenderedNode> objects =
        both ? std::vector<RenderedNode>{subjects[1]}
             : Members(Node(p.object, IsAttribute(p), said_by));
    for (const RenderedNode& subject : subjects) {
      for (const RenderedNode& object : objects) {
        std::optional<ExtractedFact> fact = Fact(p, subject, object, said_by);
        if (fact && both) MakeMutual(p, &*fact);
        if (fact) facts->push_back(*std::move(fact));
      }
      if (both) return;
    }
  }

 private:
  std::optional<ExtractedFact> Fact(const Proposition& p, RenderedNode subject,
                                    RenderedNode object,
                                    const RenderedNode& said_by) const {
    if (subject.text.empty()) return std::nullopt;
    if (!p.object.empty() && object.text.empty()) return std::nullopt;
    // "its first plant in Oslo" of a deal: no event has plants.
    if (p.construction == "possessive" &&
        (subject.type == EntityType::kEvent ||
         subject.type == EntityType::kAbstract ||
         subject.type == EntityType::kTime)) {
      return std::nullopt;
    }
    const bool itself = subject.entity >= 0 && object.entity == subject.entity;
    // "Ana Silva (3 May 1889 - 11 June 1967)": nobody is a time.
    if (p.construction == "appositive" && p.relation == "is" &&
        IsTimeExpression(object.text) &&
        object.text.find_first_of("0123456789") != std::string::npos &&
        object.text.find(' ') != std::string::npos) {
      return std::nullopt;
    }
    if (itself || object.text == subject.text) {
      if (IsReflexive(p.object)) return std::nullopt;
      // "the office, known as the Red House": the office keeps its words.
      if (p.relation == "is known as")
        subject = Render(p.subject, true, names_, model_);
      object = Node(p.object, true, said_by);
      if (object.text == subject.text || object.entity == subject.entity) {
        return std::nullopt;
      }
    }
    if (p.object.empty() && !p.object_text.empty()) {
      object.text = p.object_text;
    }
    // "the soprano Ana Silva" of Ana Silva: a soprano.
    if (p.relation == "is" && object.text.ends_with(" " + subject.text)) {
      object.text.resize(object.text.size() - subject.text.size() - 1);
    }
    ExtractedFact fact;
    fact.sentence = p.sentence + 1;
    fact.subject = subject.text;
    fact.subject_type = subject.type;
    fact.subject_entity = subject.entity;
    fact.relation = std::string(names_.RelationName(p.relation));
    fact.object = object.text;
    fact.object_type = object.type;
    fact.object_entity = object.entity;
    fact.status = p.status;
    fact.negated = p.negated;
    fact.said_by = said_by.text;
    fact.said_by_entity = said_by.entity;
    fact.construction = p.construction;
    fact.confidence =
        Calibrated(p.confidence * Certainty(p.subject) * Certainty(p.object));
    Adjuncts(p, said_by, fact);
    Source(p, fact);
    return fact;
  }

  // "I hope that ..." of a quotation: who speaks in it.
  RenderedNode SaidBy(const Argument& by) const {
    const int r = model_.At(by.sentence, by.head);
    if (r >= 0 && model_.references[r].entity < 0 &&
        IsSpeaker(model_.references[r].text)) {
      return OfEntity(
          model_.SpeakerOf(model_.QuotationAt(by.sentence, by.head)));
    }
    return Render(by, false, names_, model_);
  }

  // The members of a group, each as a node; any other node alone.
  std::vector<RenderedNode> Members(RenderedNode node) const {
    if (node.entity < 0 || model_.entities[node.entity].members.empty()) {
      return {std::move(node)};
    }
    std::vector<RenderedNode> nodes;
    for (const int e : model_.entities[node.entity].members) {
      nodes.push_back(OfEntity(e));
    }
    return nodes;
  }

  // An entity under its name; nothing of -1, nor of what no name was given.
  RenderedNode OfEntity(int e) const {
    RenderedNode node;
    if (e < 0) return node;
    node.text = model_.entities[e].name;
    node.type = model_.entities[e].type;
    node.entity = e;
    return node;
  }

  // "They married in 1964": one another.
  bool IsMutual(const Proposition& p) const {
    const Tree& tree = model_.trees[p.sentence];
    return p.predicate >= 0 && p.construction == "verbal" &&
           model_.lexicon->Is(WordClass::kCollective,
                              tree.lemma(p.predicate)) &&
           !tree.Has(p.predicate, Deprel::kObj);
  }

  void MakeMutual(const Proposition& p, ExtractedFact* fact) const {
    const Tree& tree = model_.trees[p.sentence];
    const std::string& verb = tree.lemma(p.predicate);
    fact->relation = p.relation.substr(0, p.relation.find(' '));
    if (verb != "marry" && verb != "meet") fact->relation += " with";
    if (fact->time.empty() && !p.object.empty()) {
      const std::string time = RenderPhrase(p.object, true, names_, model_);
      if (IsTimeExpression(time)) fact->time = time;
    }
  }

  static bool IsAttribute(const Proposition& p) {
    return p.relation == "is" || p.construction == "copular" ||
           (p.construction == "appositive" && p.relation == "is");
  }

  bool IsReflexive(const Argument& argument) const {
    const int r =
        argument.empty() ? -1 : model_.At(argument.sentence, argument.head);
    return r >= 0 && (model_.references[r].text.ends_with("self") ||
                      model_.references[r].text.ends_with("selves"));
  }

  RenderedNode Node(const Argument& argument, bool attribute,
                    const RenderedNode& said_by) const {
    if (argument.empty()) return {};
    const int r = model_.At(argument.sentence, argument.head);
    if (r >= 0) {
      const Reference& reference = model_.references[r];
      if (reference.mention.kind == MentionKind::kPronoun &&
          reference.entity < 0) {
        if (IsOneOf(reference.text, {"you", "your", "yours", "yourself"})) {
          return OfEntity(model_.HearerOf(
              model_.QuotationAt(argument.sentence, argument.head)));
        }
        return Speaker(reference.text, said_by);
      }
      // What something is said to be stays in its own words; a name does not.
      if (attribute && reference.mention.kind == MentionKind::kName) {
        attribute = false;
      }
    } else if (IsLoosePronoun(argument)) {
      return {};
    }
    return Render(argument, attribute, names_, model_);
  }

  // "made it clear": stands for nothing.
  bool IsLoosePronoun(const Argument& argument) const {
    const Tree& tree = model_.trees[argument.sentence];
    return argument.tokens.size() == 1 &&
           IsOneOf(tree.word(argument.head),
                   {"it", "this", "that", "they", "them", "these", "there",
                    "both", "either", "others"});
  }

  // "we" of a quotation: whom the speaker acts for.
  RenderedNode Speaker(std::string_view word,
                       const RenderedNode& said_by) const {
    if (said_by.entity < 0) return {};
    if (IsSpeaker(word)) return said_by;
    if (!IsSpeakersGroup(word)) return {};
    const Entity& speaker = model_.entities[said_by.entity];
    if (speaker.type == EntityType::kOrganization) return said_by;
    return OfEntity(speaker.affiliation);
  }

  // How sure the resolver is of the node.
  double Certainty(const Argument& argument) const {
    const int r =
        argument.empty() ? -1 : model_.At(argument.sentence, argument.head);
    if (r < 0) return 1;
    switch (model_.references[r].mention.kind) {
      case MentionKind::kName:
        return 1;
      case MentionKind::kDescription:
        return 0.97;
      case MentionKind::kPronoun:
        return 0.85;
    }
    return 1;
  }

  void Adjuncts(const Proposition& p, const RenderedNode& said_by,
                ExtractedFact& fact) const {
    if (p.when) {
      fact.time = RenderPhrase(*p.when, false, names_, model_);
      if (!fact.time.empty() && IsTimeExpression(fact.time)) {
        fact.days = ResolveTime(fact.time, day_,
                                p.status == Status::kPlanned ||
                                    p.status == Status::kPossible ||
                                    p.status == Status::kHypothetical);
      }
    }
    if (p.where) {
      fact.place = Place(*p.where);
    } else if ((fact.object_type == EntityType::kPlace ||
                fact.object_type == EntityType::kOrganization) &&
               HappensThere(fact.relation) && !IsDirect(p.object)) {
      fact.place = fact.object;
    }
    for (const OpenArgument& open : p.open) {
      const RenderedNode node = Node(open.argument, false, said_by);
      if (!node.text.empty()) {
        fact.open.push_back({open.preposition, node.text, node.entity});
      }
    }
  }

  // "turned in a cross": what the verb and its particle do something to.
  bool IsDirect(const Argument& object) const {
    return !object.empty() &&
           model_.trees[object.sentence].deprel(object.head) == Deprel::kObj;
  }

  // "dies in", "defects in": the object is where it happens as well.
  static bool HappensThere(const std::string& relation) {
    return !relation.starts_with("is ") &&
           (relation.ends_with(" in") || relation.ends_with(" at") ||
            relation.ends_with(" near"));
  }

  std::string Place(const Argument& where) const {
    const Tree& tree = model_.trees[where.sentence];
    if (IsOneOf(tree.word(where.head), {"there", "here"})) {
      return LastPlace(where.sentence, where.head);
    }
    const RenderedNode node = Render(where, false, names_, model_);
    if (node.entity >= 0 && model_.entities[node.entity].named) {
      return node.text;
    }
    return RenderPhrase(where, true, names_, model_);
  }

  // The place or the organization named last before a token.
  std::string LastPlace(int sentence, int token) const {
    for (int s = sentence; s >= 0 && s >= sentence - 2; --s) {
      const int last =
          s == sentence ? token - 1 : static_cast<int>(model_.at[s].size()) - 1;
      for (int i = last; i >= 0; --i) {
        const int e = model_.EntityAt(s, i);
        if (e < 0) continue;
        const Entity& entity = model_.entities[e];
        const std::string preposition = model_.trees[s].Preposition(i);
        const bool body = entity.type == EntityType::kOrganization &&
                          (preposition == "at" || preposition == "in");
        if (entity.named && (body || entity.type == EntityType::kPlace)) {
          return entity.name;
        }
      }
    }
    return "";
  }

  void Source(const Proposition& p, ExtractedFact& fact) const {
    const Sentence& sentence = (*model_.sentences)[p.sentence];
    fact.span = sentence.span;
    const size_t size = document_.text.size();
    const size_t begin = std::min<size_t>(sentence.span.begin, size);
    fact.text = document_.text.substr(
        begin, std::min<size_t>(sentence.span.end, size) - begin);
    std::vector<int> words = p.words;
    std::sort(words.begin(), words.end());
    for (const int i : words) {
      if (i < 0 || i >= static_cast<int>(sentence.tokens.size())) continue;
      if (!fact.words.empty()) fact.words += ' ';
      fact.words += sentence.tokens[i].form;
    }
  }

  const InputDocument& document_;
  const NameLexicon& names_;
  std::optional<int32_t> day_;
  const DocumentModel& model_;
};

std::vector<std::string> WordsOf(const std::string& text) {
  return absl::StrSplit(absl::AsciiStrToLower(text), ' ', absl::SkipEmpty());
}

// Whether all words of `part` stand in `whole` in the same order, and `whole`
// has more.
bool IsPartOf(const std::string& part, const std::string& whole) {
  const std::vector<std::string> a = WordsOf(part);
  const std::vector<std::string> b = WordsOf(whole);
  if (a.empty() || a.size() >= b.size()) return false;
  size_t k = 0;
  for (const std::string& word : b) {
    if (k < a.size() && a[k] == word) ++k;
  }
  return k == a.size();
}

// Who is something "of" a body, or leads it, speaks for it; who is "at" one
// need not.
bool SpeaksFor(const std::string& relation) {
  return (relation.ends_with(" of") &&
          (relation.starts_with("is ") || relation.starts_with("becomes "))) ||
         IsOneOf(relation, {"founds", "co-founds", "leads", "heads", "runs",
                            "chairs", "directs", "joins"});
}

using FactKey = std::tuple<std::string, std::string, std::string, bool, Status,
                           std::string>;

FactKey KeyOf(const ExtractedFact& f) {
  return {absl::AsciiStrToLower(f.subject),
          f.relation,
          absl::AsciiStrToLower(f.object),
          f.negated,
          f.status,
          f.time};
}

}  // namespace

std::vector<ExtractedFact> BuildFacts(
    const InputDocument& document, const std::vector<Proposition>& propositions,
    const NameLexicon& names, std::optional<int32_t> document_day,
    const DocumentModel& model) {
  const FactBuilder builder(document, names, document_day, model);
  std::vector<ExtractedFact> facts;
  for (const Proposition& p : propositions) {
    builder.Build(p, &facts);
  }
  return facts;
}

std::vector<ExtractedFact> WithoutRepetitions(std::vector<ExtractedFact> facts,
                                              bool has_headline) {
  std::set<FactKey> seen;
  absl::flat_hash_set<std::string> body_nodes;
  for (const ExtractedFact& fact : facts) {
    if (fact.sentence > 1) {
      body_nodes.insert(fact.subject);
      body_nodes.insert(fact.object);
    }
  }
  // By sentence, subject and relation: near-copies stand side by side there.
  absl::flat_hash_map<std::string, std::vector<size_t>> groups;
  std::vector<ExtractedFact> kept;
  for (ExtractedFact& fact : facts) {
    if (has_headline && fact.sentence == 1 &&
        (body_nodes.contains(fact.subject) ||
         body_nodes.contains(fact.object) || !body_nodes.empty())) {
      continue;
    }
    if (!seen.insert(KeyOf(fact)).second) continue;
    std::vector<size_t>& group = groups[absl::StrCat(
        fact.sentence, "\t", fact.subject, "\t", fact.relation)];
    bool copy = false;
    for (const size_t k : group) {
      if (kept[k].negated != fact.negated) continue;
      if (IsPartOf(kept[k].object, fact.object)) copy = true;
      if (IsPartOf(fact.object, kept[k].object)) {
        copy = true;
        if (fact.confidence > kept[k].confidence) kept[k] = fact;
      }
    }
    if (copy) continue;
    group.push_back(kept.size());
    kept.push_back(std::move(fact));
  }
  std::stable_sort(kept.begin(), kept.end(),
                   [](const ExtractedFact& a, const ExtractedFact& b) {
                     return a.sentence < b.sentence;
                   });
  return kept;
}

void LearnAffiliations(const std::vector<Proposition>& propositions,
                       DocumentModel& model) {
  for (const Proposition& p : propositions) {
    if (p.subject.empty() || p.object.empty() || p.negated) continue;
    if (!SpeaksFor(p.relation)) continue;
    const int subject = model.EntityAt(p.subject.sentence, p.subject.head);
    const int object = model.EntityAt(p.object.sentence, p.object.head);
    if (subject < 0 || object < 0 || subject == object) continue;
    Entity& person = model.entities[subject];
    const Entity& group = model.entities[object];
    if (person.type == EntityType::kPerson && person.affiliation < 0 &&
        group.named &&
        (group.type == EntityType::kOrganization || group.country != nullptr)) {
      person.affiliation = object;
    }
  }
}

}  // namespace tercet::text
