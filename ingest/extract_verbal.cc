// Facts of verbs in the active voice.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "ingest/extract_attribution.h"
#include "ingest/extract_inflection.h"
#include "ingest/extract_rules.h"
#include "ingest/mention_words.h"

namespace tercet::text {
namespace {

using enum WordClass;

bool HasClauseBelow(const Tree& tree, int head,
                    std::initializer_list<Deprel> relations) {
  for (int child : tree.children(head)) {
    for (Deprel r : relations) {
      if (tree.deprel(child) == r &&
          (tree.upos(child) == Upos::kVerb || tree.Has(child, Deprel::kCop) ||
           tree.Has(child, Deprel::kNsubj))) {
        return true;
      }
    }
  }
  return false;
}

bool IsNegation(const std::string& word) {
  return word == "not" || word == "n't" || word == "n\xE2\x80\x99t" ||
         word == "never";
}

// Whether somebody's words hang on the verb in quotes.
bool IsQuoted(const SentenceView& view, const Clause& clause) {
  for (int child : view.tree->children(clause.head)) {
    if (!view.speaker_at[child].empty() &&
        view.speaker_at[clause.head].empty()) {
      return true;
    }
  }
  return false;
}

// Whether the verb only carries a clause: "said that", "plans to", "began
// to": the clause below is the fact.
bool OnlyCarries(const SentenceView& view, const Clause& clause) {
  const Tree& tree = *view.tree;
  if (HasClauseBelow(tree, clause.head, {Deprel::kXcomp})) {
    const bool object = !clause.objects.empty() || !clause.recipients.empty();
    return !(object && view.Is(kActVerb, clause.head));
  }
  const bool content = HasClauseBelow(tree, clause.head, {Deprel::kCcomp});
  if (content) {
    return !(view.Is(kActVerb, clause.head) && !clause.objects.empty() &&
             !view.Is(kSayVerb, clause.head));
  }
  // "Kim has not commented": nobody's words stand anywhere.
  const int word = tree.Child(clause.head, Deprel::kAdvmod);
  if (word >= 0 && IsNegation(tree.word(word))) return false;
  if (!clause.objects.empty() || !IsSaying(view, clause)) return false;
  // "..., Kim said on Monday, ...", "..." Kim recalled in an interview.
  for (int o : clause.obliques) {
    if (!IsTime(view, o) && !IsQuoted(view, clause)) return false;
    if (clause.link != Deprel::kParataxis && !IsQuoted(view, clause)) {
      return false;
    }
  }
  return true;
}

// The words between verb and argument of "takes aggressive action against".
std::string LightRelation(const SentenceView& view, const Clause& clause,
                          int object, int argument) {
  const Argument bare = BarePhrase(*view.tree, view.number, object);
  return absl::StrCat(VerbRelation(view, clause.head), " ",
                      RelationWords(*view.tree, bare.tokens), " ",
                      view.tree->Preposition(argument));
}

// What "against" leads to in "takes action against X", or -1.
int LightArgument(const SentenceView& view, const Clause& clause, int object) {
  const Tree& tree = *view.tree;
  const bool light =
      view.Is(kLightVerb, clause.head) && tree.upos(object) == Upos::kNoun &&
      tree.Child(object, {Deprel::kNmodPoss, Deprel::kNummod}) < 0 &&
      object > clause.head && !tree.Has(clause.head, Deprel::kCompoundPrt) &&
      tree.ChildWord(object, "the") < 0;
  if (!light) return -1;
  std::vector<int> candidates;
  for (int child : tree.children(object)) {
    if (tree.deprel(child) != Deprel::kNmod) continue;
    // "made a profit of $2 million on sales": how much says it all.
    const std::string p = tree.Preposition(child);
    if ((p == "of" || p == "worth") && view.IsQuantity(child)) return -1;
    candidates.push_back(child);
  }
  candidates.insert(candidates.end(), clause.obliques.begin(),
                    clause.obliques.end());
  for (int i : candidates) {
    const std::string p = tree.Preposition(i);
    if (p.empty() || p == "of" || p == "at" || p == "as" || i < object) {
      continue;
    }
    if (!IsTime(view, i) && !IsPlace(view, i) && tree.IsNominal(i)) return i;
  }
  return -1;
}

// Whether a further argument of a verb with an object makes a fact of its
// own: "buys Halden from the family", "names Kwan to the board".
bool IsSalient(const SentenceView& view, int verb, int oblique) {
  const Tree& tree = *view.tree;
  const std::string p = tree.Preposition(oblique);
  if (p.empty() || tree.IsRelative(oblique) || !tree.IsNominal(oblique) ||
      view.HeadOf(oblique) != oblique || oblique < verb) {
    return false;
  }
  if (IsTime(view, oblique) || IsPlace(view, oblique)) return false;
  // "holds 19 seats, down from 27".
  const int before = tree.Child(oblique, Deprel::kCase) - 1;
  if (p == "from" && before > verb &&
      IsOneOf(tree.word(before), {"down", "up"})) {
    return false;
  }
  if (p == "to" || p == "from" || p == "with" || p == "into" ||
      p == "against" || p == "toward" || p == "towards") {
    return true;
  }
  if (p == "of" && view.Is(kOfVerb, verb)) return true;
  // "for $2 million", but not "tents for 30 people".
  const bool price =
      view.IsQuantity(oblique) &&
      (tree.upos(oblique) != Upos::kNoun || view.Is(kUnitNoun, oblique));
  return p == "for" &&
         (view.IsName(oblique) || price ||
          (tree.lemma(verb) == "pay" &&
           tree.Child(oblique, {Deprel::kDet, Deprel::kNmodPoss}) >= 0));
}

std::vector<OpenArgument> OpenOf(const SentenceView& view, const Clause& clause,
                                 int except) {
  std::vector<OpenArgument> open;
  for (int o : clause.obliques) {
    const std::string p = view.tree->Preposition(o);
    if (o == except || p.empty() || IsTime(view, o) || IsPlace(view, o)) {
      continue;
    }
    open.push_back(
        {p, Phrase(*view.tree, view.number, Antecedent(*view.tree, o))});
  }
  return open;
}

// "less safe" of "made the river less safe for boats".
std::string WithAdverb(const Tree& tree, int adjective) {
  const int before = adjective - 1;
  const bool adverb = before >= 0 && tree.head(before) == adjective &&
                      tree.deprel(before) == Deprel::kAdvmod;
  return adverb ? absl::StrCat(tree.word(before), " ", tree.word(adjective))
                : tree.word(adjective);
}

void WithObjects(const SentenceView& view, int index, int subject,
                 Propositions* out) {
  const Tree& tree = *view.tree;
  const Clause& clause = view.clauses[index];
  const std::string verb = VerbRelation(view, clause.head);
  OfficeFacts(view, index, subject, out);
  const bool opinion = IsOpinion(view, clause);
  for (int object : clause.objects) {
    if (object == subject) continue;
    if (opinion && IsMaking(view, clause.head)) {
      out->push_back(
          OfClause(view, index, subject,
                   absl::StrCat(verb, " ", WithAdverb(tree, clause.complement)),
                   Phrase(tree, view.number, object), "verbal"));
    }
    if (opinion) continue;
    // "has no intention of closing": the closing is the fact.
    if (view.Is(kPlanNoun, object) && tree.Has(object, Deprel::kAcl) &&
        view.Is(kLightVerb, clause.head)) {
      continue;
    }
    const int argument = LightArgument(view, clause, object);
    if (argument >= 0) {
      out->push_back(OfClause(view, index, subject,
                              LightRelation(view, clause, object, argument),
                              Phrase(tree, view.number, argument), "light"));
      continue;
    }
    Proposition p = OfClause(view, index, subject, verb,
                             Phrase(tree, view.number, object), "verbal");
    p.open = OpenOf(view, clause, -1);
    // "called the pledge insufficient".
    if (view.Is(kNameVerb, clause.head) && clause.complement > object) {
      p.open.push_back({"as", Phrase(tree, view.number, clause.complement)});
    }
    out->push_back(std::move(p));
  }
  for (int recipient : clause.recipients) {
    out->push_back(OfClause(view, index, subject, verb + " to",
                            Phrase(tree, view.number, recipient), "verbal"));
  }
  for (int o : clause.obliques) {
    if (clause.objects.empty() || !IsSalient(view, clause.head, o)) continue;
    if (LightArgument(view, clause, clause.objects.front()) == o) continue;
    for (int c : tree.Conjuncts(o)) {
      Proposition p = OfClause(view, index, subject,
                               absl::StrCat(verb, " ", tree.Preposition(o)),
                               Phrase(tree, view.number, c), "ternary");
      p.confidence -= 0.2;
      out->push_back(std::move(p));
    }
  }
}

// "falls in love with X", "goes on strike at Y": a bare noun after the
// preposition is part of the verb.  Returns its index in obliques, or -1.
int BareOblique(const SentenceView& view, const Clause& clause) {
  const Tree& tree = *view.tree;
  for (size_t k = 0; k + 1 < clause.obliques.size(); ++k) {
    const int o = clause.obliques[k];
    const bool bare = tree.upos(o) == Upos::kNoun && o > clause.head &&
                      !IsCapital(tree[o]) && tree.children(o).size() == 1 &&
                      !tree.Preposition(o).empty() &&
                      !tree.HasFeature(o, "Number=Plur");
    if (!bare || IsTime(view, o) || IsPlace(view, o)) continue;
    const int next = clause.obliques[k + 1];
    if (!tree.Preposition(next).empty() && !IsTime(view, next)) {
      return static_cast<int>(k);
    }
  }
  return -1;
}

// "finished ahead of Ana" with "ahead" and "of Ana" apart: both words.
std::string WholePreposition(const SentenceView& view, int verb, int o) {
  const Tree& tree = *view.tree;
  const std::string p = tree.Preposition(o);
  if (p == "than") return Comparison(view, verb, o);
  if (p != "of") return p;
  const int before = tree.Child(o, Deprel::kCase) - 1;
  return before > 0 && tree.deprel(before) == Deprel::kAdvmod &&
                 tree.head(before) == verb
             ? tree.word(before) + " of"
             : p;
}

// "third" of "came third", or -1.
int RankOf(const SentenceView& view, int verb) {
  const Tree& tree = *view.tree;
  for (int child : tree.children(verb)) {
    if (child > verb && tree.deprel(child) == Deprel::kAdvmod &&
        view.lexicon->Is(kRankWord, tree.word(child))) {
      return child;
    }
  }
  return -1;
}

// Whether a verb without any argument makes a fact: "Kim sang", "refused to
// resign", but not the participle of "the men working", nor "succeeded in
// selling it", where the selling is the fact.
bool SaysAlone(const SentenceView& view, const Clause& clause) {
  const Tree& tree = *view.tree;
  // "although her pupils did", "it had not": what they did stands elsewhere.
  if (tree.lemma(clause.head) == "do" || tree.upos(clause.head) == Upos::kAux) {
    return false;
  }
  for (int child : tree.children(clause.head)) {
    if (tree.deprel(child) == Deprel::kAdvcl && tree.IsGerund(child) &&
        tree.ChildWord(child, "in") >= 0) {
      return false;
    }
    // "never used either": an object without a noun.
    if (child == clause.head + 1 && tree.word(child) == "either" &&
        tree.upos(child) != Upos::kCconj) {
      return false;
    }
  }
  return !clause.understood ||
         (clause.link == Deprel::kXcomp && tree.IsInfinitive(clause.head)) ||
         (clause.link == Deprel::kAdvcl && clause.governor >= 0 &&
          CalledFor(tree, *view.lexicon, view.clauses[clause.governor],
                    clause.head) >= 0);
}

// "more slowly" of "moved more slowly", or nothing.
std::string MannerOf(const SentenceView& view, int verb) {
  const Tree& tree = *view.tree;
  for (int child : tree.children(verb)) {
    if (child > verb && tree.deprel(child) == Deprel::kAdvmod &&
        tree.word(child).ends_with("ly") &&
        !view.lexicon->Is(kCommentAdverb, tree.word(child)) &&
        !view.lexicon->Is(kTimeAdverb, tree.word(child))) {
      std::string words;
      for (int i : Phrase(tree, view.number, child).tokens) {
        const bool glued = words.empty() || !tree[i - 1].space_after;
        absl::StrAppend(&words, glued ? "" : " ", tree.word(i));
      }
      return words;
    }
  }
  return "";
}

// Where or when it is done, how, or nothing but that it is, of a verb without
// any other argument; place and time are obliques or -1.
void AdjunctFacts(const SentenceView& view, int index, int subject,
                  const std::string& verb, int place, int time,
                  Propositions* out) {
  const Tree& tree = *view.tree;
  const Clause& clause = view.clauses[index];
  // "Mill College, where she taught for ten years".
  if (place < 0 && clause.where >= 0 && view.Is(kMotionVerb, clause.head)) {
    const bool body = view.TypeOf(clause.where) == EntityType::kOrganization;
    out->push_back(OfClause(view, index, subject, verb + (body ? " at" : " in"),
                            Phrase(tree, view.number, clause.where), "verbal"));
    return;
  }
  // "resigned hours after the vote", "an hour after": not without what follows.
  const bool bare =
      time >= 0 && tree.Preposition(time).empty() &&
      ((tree.children(time).empty() && tree[time].xpos == "NNS") ||
       (time + 1 < tree.size() &&
        IsOneOf(tree.word(time + 1), {"after", "before", "ago", "earlier"})));
  const int adjunct = place >= 0 ? place : bare ? -1 : time;
  if (adjunct >= 0) {
    const std::string p = tree.Preposition(adjunct);
    out->push_back(OfClause(
        view, index, subject, p.empty() ? verb : absl::StrCat(verb, " ", p),
        Phrase(tree, view.number, Antecedent(tree, adjunct)), "verbal"));
    return;
  }
  const int rank = RankOf(view, clause.head);
  if (rank >= 0) {
    Proposition p = OfClause(view, index, subject, verb, Argument(), "verbal");
    p.object_text = tree.word(rank);
    out->push_back(std::move(p));
    return;
  }
  if (clause.recipients.empty() && SaysAlone(view, clause)) {
    Proposition p = OfClause(view, index, subject, verb, Argument(), "verbal");
    p.object_text = MannerOf(view, clause.head);
    p.confidence -= 0.2;
    out->push_back(std::move(p));
  }
}

// Without an object the first prepositional argument takes its place, and
// failing that a place or time.
void WithoutObjects(const SentenceView& view, int index, int subject,
                    Propositions* out) {
  const Tree& tree = *view.tree;
  const Clause& clause = view.clauses[index];
  std::string verb = VerbRelation(view, clause.head);
  const int bare = BareOblique(view, clause);
  if (bare >= 0) {
    const int noun = clause.obliques[bare];
    absl::StrAppend(&verb, " ", tree.Preposition(noun), " ", tree.word(noun));
  }
  int place = -1, time = -1, arguments = 0;
  for (int o : clause.obliques) {
    if (tree.Preposition(o) == "according to") continue;
    if (bare >= 0 && o == clause.obliques[bare]) continue;
    const bool rank = view.lexicon->Is(kRankWord, tree.word(o));  // "to third"
    if (!(IsNounLike(view, o) || rank) || view.HeadOf(o) != o) continue;
    if (tree.Preposition(o) == "at" && tree.word(o) == "all") continue;
    if (IsTally(view, o)) continue;
    // What stands in front of the subject is the setting, not an argument.
    if (o < clause.head && !tree.IsRelative(o) && !clause.subjects.empty() &&
        o < clause.subjects.front() && !IsTime(view, o) && !IsPlace(view, o)) {
      continue;
    }
    if (IsTime(view, o)) {
      if (time < 0) time = o;
    } else if (IsPlace(view, o)) {
      if (place < 0) place = o;
    } else {
      const std::string p = WholePreposition(view, clause.head, o);
      if (p.empty() && tree.Preposition(o) == "than") continue;
      if (++arguments > 2) break;
      for (int c : tree.Conjuncts(o)) {
        out->push_back(OfClause(
            view, index, subject, p.empty() ? verb : absl::StrCat(verb, " ", p),
            Phrase(tree, view.number, Antecedent(tree, c)), "verbal"));
      }
    }
  }
  // "arrived in Oslo for talks": the place is what one arrives in.
  if (arguments > 0 && (place < 0 || !view.Is(kMotionVerb, clause.head))) {
    return;
  }
  AdjunctFacts(view, index, subject, verb, place, time, out);
}

// "compared with", "including", "starting Sunday": verbs in form only.
bool IsPrepositionLike(const SentenceView& view, const Clause& clause) {
  const Tree& tree = *view.tree;
  if (!clause.understood ||
      (!tree.IsGerund(clause.head) && !tree.IsParticiple(clause.head))) {
    return false;
  }
  if (clause.link != Deprel::kAdvcl && clause.link != Deprel::kAcl) {
    return false;
  }
  const std::string& lemma = tree.lemma(clause.head);
  for (std::string_view word :
       {"include", "regard", "concern", "accord", "depend"}) {
    if (lemma == word) return true;
  }
  if (lemma != "start" && lemma != "begin") return false;
  return !clause.obliques.empty() && IsTime(view, clause.obliques.front());
}

// Whether the head is a verb or a form of one that was tagged as something
// else; not the "fly" of "fly-half".
bool IsVerbLike(const SentenceView& view, int head) {
  const Tree& tree = *view.tree;
  const int next = head + 2;
  const bool joined = next < tree.size() && tree[head + 1].form == "-" &&
                      !tree[head].space_after && !tree[head + 1].space_after;
  if (joined && tree.upos(next) == Upos::kNoun) return false;
  return tree.upos(head) == Upos::kVerb || tree.upos(head) == Upos::kAux ||
         view.lexicon->IsVerb(
             view.lexicon->VerbOf(tree.word(head), tree.lemma(head)));
}

}  // namespace

void VerbalFacts(const SentenceView& view, int index, Propositions* out) {
  const Tree& tree = *view.tree;
  const Clause& clause = view.clauses[index];
  if (!IsVerbLike(view, clause.head)) return;
  if (IsPrepositionLike(view, clause)) return;
  NamingFacts(view, index, out);
  if (OnlyCarries(view, clause)) return;
  // "A and B met": one fact, not two.
  if (clause.subjects.size() == 2 && clause.objects.empty() &&
      view.Is(kCollective, clause.head)) {
    const std::string verb = VerbRelation(view, clause.head);
    const bool direct =
        tree.lemma(clause.head) == "meet" || tree.lemma(clause.head) == "marry";
    out->push_back(OfClause(
        view, index, clause.subjects[0], direct ? verb : verb + " with",
        Phrase(tree, view.number, clause.subjects[1]), "verbal"));
    return;
  }
  for (int subject : clause.subjects) {
    if (BecomingFacts(view, index, subject, out)) continue;
    if (clause.objects.empty()) {
      WithoutObjects(view, index, subject, out);
    } else {
      WithObjects(view, index, subject, out);
    }
  }
}

}  // namespace tercet::text
