#include "ingest/clause_repair.h"

#include <algorithm>
#include <utility>

#include "ingest/clause.h"
#include "ingest/clause_repair_steps.h"

namespace tercet::text {
namespace {

using enum WordClass;

bool HasMark(const Tree& tree, int i, std::string_view word) {
  for (int child : tree.children(i)) {
    if ((tree.deprel(child) == Deprel::kMark ||
         tree.deprel(child) == Deprel::kCase) &&
        tree.word(child) == word) {
      return true;
    }
  }
  return false;
}

// "does not plan to sell" with the selling as a mere purpose.
void StrayInfinitives(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (tree.deprel(i) != Deprel::kAdvcl || verb < 0 || verb > i) continue;
    const bool governs = lexicon.Is(kPlanVerb, tree.lemma(verb)) ||
                         lexicon.Is(kFailVerb, tree.lemma(verb));
    if (!governs || !tree.IsInfinitive(i) || tree.upos(verb) != Upos::kVerb) {
      continue;
    }
    // "agreed on Sunday to sell".
    const auto keeps = [&](int child) {
      const Deprel r = tree.deprel(child);
      return r == Deprel::kObj || r == Deprel::kXcomp || r == Deprel::kCcomp ||
             (r == Deprel::kObl && !IsDate(tree, lexicon, child));
    };
    const std::vector<int>& children = tree.children(verb);
    if (std::none_of(children.begin(), children.end(), keeps)) {
      s->tokens[i].deprel = Deprel::kXcomp;
    }
  }
}

// "called on Kim to resign" with the resigning as what is called.
void CalledInfinitives(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (tree.deprel(i) != Deprel::kXcomp || verb < 0 || verb > i ||
        !tree.IsInfinitive(i) || tree.Has(verb, Deprel::kObj) ||
        !lexicon.Is(kAskVerb, tree.lemma(verb))) {
      continue;
    }
    for (int child : tree.children(verb)) {
      const std::string p = tree.Preposition(child);
      if (child > verb && child < i && tree.deprel(child) == Deprel::kObl &&
          (p == "on" || p == "to" || p == "for") && tree.IsNominal(child) &&
          !IsDate(tree, lexicon, child) &&
          !lexicon.Is(kTimeNoun, tree.lemma(child))) {
        s->tokens[i].deprel = Deprel::kAdvcl;
      }
    }
  }
}

// "told analysts that sales would grow": what was told, not which analysts.
bool IsToldContent(const Tree& tree, const Lexicon& lexicon, int i) {
  const int noun = tree.head(i);
  const std::string& lemma = tree.lemma(noun);
  return HasMark(tree, i, "that") &&
         tree.Child(i, {Deprel::kNsubj, Deprel::kNsubjPass}) >= 0 &&
         !lexicon.Is(kSayNoun, lemma) && !lexicon.Is(kPlanNoun, lemma) &&
         !lexicon.Is(kAskNoun, lemma) &&
         lexicon.Is(kSayVerb, tree.lemma(tree.head(noun)));
}

// Adnominal clauses that belong to the verb above.
void StrayClauses(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    const bool relative = tree.deprel(i) == Deprel::kAclRelcl;
    if (tree.deprel(i) != Deprel::kAcl && !relative) continue;
    const int noun = tree.head(i);
    const int verb = noun < 0 ? -1 : tree.head(noun);
    if (verb < 0 || tree.upos(verb) != Upos::kVerb || verb > noun) continue;
    const Deprel r = tree.deprel(noun);
    if (IsToldContent(tree, lexicon, i)) {
      s->tokens[i].head = verb;
      s->tokens[i].deprel = Deprel::kCcomp;
      continue;
    }
    if (relative) continue;
    const bool late = tree.IsInfinitive(i) &&
                      lexicon.Is(kTimeNoun, tree.lemma(noun)) &&
                      (r == Deprel::kObl || r == Deprel::kOblUnmarked);
    const bool charge = r == Deprel::kObj &&
                        lexicon.Is(kActVerb, tree.lemma(verb)) &&
                        (HasMark(tree, i, "of") || HasMark(tree, i, "from")) &&
                        tree.IsGerund(i);
    if (late || charge) {
      s->tokens[i].head = verb;
      s->tokens[i].deprel = Deprel::kAdvcl;
    }
  }
}

// "rejected a plan to raise taxes, dealing her a blow": what follows the
// comma tells of the rejection.
void FinalParticiples(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    if (tree.deprel(i) != Deprel::kAdvcl || !tree.IsGerund(i) ||
        tree.word(i - 1) != "," || tree.Has(i, Deprel::kNsubj)) {
      continue;
    }
    const int purpose = tree.head(i);
    if (purpose < 0 || purpose > i || !tree.IsInfinitive(purpose) ||
        tree.deprel(purpose) != Deprel::kAcl) {
      continue;
    }
    int verb = tree.head(purpose);
    while (verb >= 0 && tree.IsNominal(verb)) verb = tree.head(verb);
    if (verb >= 0 && verb < purpose && tree.upos(verb) == Upos::kVerb) {
      Attach(i, verb, Deprel::kAdvcl, s);
    }
  }
}

// "sold to Mill Ltd. Born in Oslo, Ana Roe sang": a participle that opens
// what is said next is of its subject, not of the noun before.
void FrontedParticiples(const Tree& tree, Sentence* s) {
  for (int i = 1; i + 1 < tree.size(); ++i) {
    const Deprel r = tree.deprel(i);
    if ((r != Deprel::kAcl && r != Deprel::kAdvcl) || tree.head(i) >= i ||
        !(tree.IsParticiple(i) || tree.IsGerund(i))) {
      continue;
    }
    const std::string& before = tree.word(i - 1);
    if (before != ";" && before != ":" && !before.ends_with(".")) continue;
    int comma = i + 1;
    while (comma < tree.size() && tree.word(comma) != ",") ++comma;
    if (comma + 1 >= tree.size()) continue;
    for (int verb = comma + 1; verb < tree.size(); ++verb) {
      const int subject =
          tree.Child(verb, {Deprel::kNsubj, Deprel::kNsubjPass});
      if (subject < comma) continue;
      // The subject's phrase must begin right after the comma.
      if (!tree.Below(comma + 1, subject) || subject > verb) continue;
      for (int child : tree.children(i)) {
        if (child < i) s->tokens[child].head = tree.head(i);
      }
      Attach(i, verb, Deprel::kAdvcl, s);
      break;
    }
  }
}

// Possessors and appositions that hang on a verb: no verb has any.
void StrayNouns(const Tree& tree, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (verb < 0 || tree.upos(verb) != Upos::kVerb) continue;
    if (tree.deprel(i) == Deprel::kNmodPoss && tree.IsNominal(i)) {
      for (int next = i + 1; next < verb; ++next) {
        if (!tree.IsNominal(next) || tree.Below(next, i)) continue;
        const int noun = NounHead(tree, next);
        if (noun != i && noun < verb) Attach(i, noun, Deprel::kNmodPoss, s);
        break;
      }
    }
    if (tree.deprel(i) == Deprel::kAppos && tree.IsNominal(i)) {
      // "gave the owner, Mill Co., a year": the noun before the comma.
      int first = i;
      for (int child : tree.children(i)) {
        if (tree.upos(child) != Upos::kPunct) first = std::min(first, child);
      }
      const int noun = first - 2;
      if (noun > verb && tree.word(first - 1) == "," && tree.IsNominal(noun)) {
        Attach(i, NounHead(tree, noun), Deprel::kAppos, s);
      }
    }
  }
}

bool IsPresent(const Tree& tree, int i) {
  const int aux = tree.Child(i, {Deprel::kAux, Deprel::kAuxPass});
  const std::string& tag = tree[aux >= 0 ? aux : i].xpos;
  return tag == "VBZ" || tag == "VBP" || tag == "MD";
}

// A verb in the past, or a participle that nothing helps and no "by" follows:
// "called" of "of cheating and called for a vote".
bool IsPastForm(const Tree& tree, int i) {
  if (tree[i].xpos == "VBD") return true;
  return tree[i].xpos == "VBN" &&
         tree.Child(i, {Deprel::kAux, Deprel::kAuxPass, Deprel::kOblAgent,
                        Deprel::kMark}) < 0;
}

// "accused them of cheating and vowed to sue": a verb with a tense goes with
// the one above that has one.
void ConjunctsOfGerunds(const Tree& tree, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    const int gerund = tree.head(i);
    if (tree.deprel(i) != Deprel::kConj || !IsPastForm(tree, i) ||
        tree.Has(i, Deprel::kNsubj) || gerund < 0 ||
        !(tree.IsGerund(gerund) || tree.IsInfinitive(gerund)) ||
        tree.Child(gerund, {Deprel::kAux, Deprel::kNsubj}) >= 0 ||
        (tree[i].xpos == "VBN" && tree.Has(gerund, Deprel::kAuxPass))) {
      continue;
    }
    int verb = tree.head(gerund);
    while (verb >= 0 && tree[verb].xpos != "VBD") verb = tree.head(verb);
    if (verb < 0 || verb > gerund) continue;
    Attach(i, verb, Deprel::kConj, s);
    s->tokens[i].xpos = "VBD";
  }
}

// "said that it rests on trust and praised Kim": the past goes with said.
void StrayConjuncts(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    if (tree.deprel(i) != Deprel::kConj || tree[i].xpos != "VBD") continue;
    if (tree.Has(i, Deprel::kNsubj)) continue;
    const int content = tree.head(i);
    if (content < 0 || tree.deprel(content) != Deprel::kCcomp) continue;
    const int verb = tree.head(content);
    if (verb < 0 || verb > content || tree[verb].xpos != "VBD") continue;
    // "said its walls were sound and promised": no walls promise.
    const int subject = tree.Child(content, Deprel::kNsubj);
    const bool thing = subject >= 0 && tree.upos(subject) == Upos::kNoun &&
                       lexicon.Is(kMindVerb, tree.lemma(i)) &&
                       !lexicon.Is(kRoleNoun, tree.lemma(subject)) &&
                       !lexicon.Is(kKinNoun, tree.lemma(subject)) &&
                       !lexicon.Is(kGroupNoun, tree.lemma(subject));
    if (thing || IsPresent(tree, content)) Attach(i, verb, Deprel::kConj, s);
  }
}

// "It struck at noon, the agency said, and was felt in Oslo" with the agency
// as what was felt.
void ConjunctsOfSayings(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 3; i < tree.size(); ++i) {
    const int saying = tree.head(i);
    const int joined = tree.Child(i, Deprel::kCc);
    if (tree.deprel(i) != Deprel::kConj || joined < 1 || saying < 0 ||
        saying > i || !lexicon.Is(kSayVerb, tree.lemma(saying)) ||
        tree.word(joined - 1) != "," || saying + 2 != joined ||
        tree.Child(i, {Deprel::kNsubj, Deprel::kNsubjPass}) >= 0) {
      continue;
    }
    const int content = tree.Child(saying, Deprel::kCcomp);
    if (content >= 0 && content < tree.Child(saying, Deprel::kNsubj)) {
      Attach(i, content, Deprel::kConj, s);
    }
  }
}

// "resulting in sanctions against firms", "values its pact with Oslo": a
// phrase right after an event noun is the noun's.
void StrayComplements(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    if (tree.deprel(i) != Deprel::kObl) continue;
    const int preposition = tree.Child(i, Deprel::kCase);
    if (preposition < 1 || tree.head(i) > preposition) continue;
    const int noun = preposition - 1;
    if (tree.upos(noun) != Upos::kNoun || tree.head(noun) != tree.head(i)) {
      continue;
    }
    const Deprel r = tree.deprel(noun);
    const EventNoun* event = lexicon.Event(tree.lemma(noun));
    if (event == nullptr || (r != Deprel::kObj && r != Deprel::kObl)) continue;
    const std::string& p = tree.word(preposition);
    if (p == "against" || p == "with" || p == "between" || p == "over") {
      Attach(i, noun, Deprel::kNmod, s);
    }
  }
}

bool SaysWhen(const Tree& tree, const Lexicon& lexicon, int i) {
  const std::string p = tree.Preposition(i);
  if (p != "in" && p != "on" && p != "since" && p != "until") return false;
  return IsDate(tree, lexicon, i) || lexicon.Is(kTimeNoun, tree.lemma(i));
}

bool IsPredicate(const Tree& tree, int i) {
  return tree.upos(i) == Upos::kVerb || tree.Has(i, Deprel::kCop);
}

// "Swiss farmers on Monday blocked a road": farmers have no Monday, but "the
// vote on Monday" has.  Nor has the bay in "a judge in the town on the bay on
// Monday freed her".
void DatesOfSubjects(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    const Deprel link = tree.deprel(i);
    const bool bare = link == Deprel::kNmodUnmarked && i == tree.head(i) + 1;
    const bool when = link == Deprel::kNmod && SaysWhen(tree, lexicon, i);
    if (!when && !(bare && IsDate(tree, lexicon, i))) continue;
    const auto has_days = [&](int noun) {
      return tree.upos(noun) == Upos::kNum || SaysWhen(tree, lexicon, noun) ||
             lexicon.Is(kTimeNoun, tree.lemma(noun)) ||
             lexicon.Event(tree.lemma(noun)) != nullptr;
    };
    int noun = tree.head(i);
    while (when && tree.deprel(noun) == Deprel::kNmod && !has_days(noun) &&
           tree.head(noun) < noun && tree.head(noun) >= 0) {
      noun = tree.head(noun);
    }
    const int verb = tree.head(noun);
    if (noun > i || verb < i || !IsPredicate(tree, verb)) continue;
    const Deprel r = tree.deprel(noun);
    if (r != Deprel::kNsubj && r != Deprel::kNsubjPass) continue;
    if (has_days(noun)) continue;
    Attach(i, verb, bare ? Deprel::kOblUnmarked : Deprel::kObl, s);
  }
}

// "is made on 3 May between A and B": what stands after a date belongs to
// the verb, like the date.
void PhrasesOfDates(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    const int date = tree.head(i);
    if (tree.deprel(i) != Deprel::kNmod || date < 0 || date > i) continue;
    const int verb = tree.head(date);
    if (verb < 0 || verb > date || !IsPredicate(tree, verb)) continue;
    const Deprel r = tree.deprel(date);
    if (r != Deprel::kObl && r != Deprel::kOblUnmarked) continue;
    const std::string p = tree.Preposition(i);
    // "on Monday in March", "six years in prison", but "on Monday in Oslo",
    // "for six years in March".
    const bool day =
        SaysWhen(tree, lexicon, i) || tree.upos(date) == Upos::kNum;
    const bool in = p == "in" && day != tree.Has(date, Deprel::kNummod);
    const bool own = p.empty() || p == "of" || in || p == "to" ||
                     p == "until" || p == "before" || p == "after";
    if (!own && IsDate(tree, lexicon, date)) {
      Attach(i, verb, Deprel::kObl, s);
    }
    // "the arrest in March of a captain": the captain's arrest.
    const int in_word = tree.Child(date, Deprel::kCase);
    const int noun = in_word - 1;
    if (p == "of" && IsDate(tree, lexicon, date) && noun > verb &&
        tree.Child(i, {Deprel::kDet, Deprel::kNmodPoss}) >= 0 &&
        tree.upos(noun) == Upos::kNoun && tree.head(noun) == verb &&
        lexicon.Event(tree.lemma(noun)) != nullptr) {
      Attach(i, noun, Deprel::kNmod, s);
    }
  }
}

// "sold to a bank in March": March is when it was sold.
void StrayDates(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    const Deprel link = tree.deprel(i);
    if ((link != Deprel::kNmod && link != Deprel::kObl) ||
        !SaysWhen(tree, lexicon, i)) {
      continue;
    }
    int noun = tree.head(i);
    // "drained part of the lake in March": not the lake's March either.
    if (noun >= 0 && noun < i && tree.deprel(noun) == Deprel::kNmod &&
        tree.Preposition(noun) == "of" &&
        lexicon.Is(kCountNoun, tree.lemma(tree.head(noun)))) {
      noun = tree.head(noun);
    }
    // "a loss for the half on Monday": not the half's Monday.
    while (noun >= 0 && noun < i && tree.deprel(noun) == Deprel::kNmod &&
           lexicon.Is(kTimeNoun, tree.lemma(noun)) &&
           tree.Preposition(i) == "on") {
      noun = tree.head(noun);
    }
    const int verb = noun < 0 ? -1 : tree.head(noun);
    if (verb < 0 || tree.upos(verb) != Upos::kVerb || verb > noun) continue;
    const Deprel r = tree.deprel(noun);
    const bool complement = (r == Deprel::kXcomp || r == Deprel::kCcomp) &&
                            tree.upos(noun) != Upos::kVerb &&
                            !tree.Has(noun, Deprel::kCop);
    if (r == Deprel::kObj || r == Deprel::kObl || r == Deprel::kOblAgent ||
        complement) {
      Attach(i, verb, Deprel::kObl, s);
    }
  }
}

// "Kim, whom the club hired, praised Ana": a verb with a nominal right
// after it that follows a relative clause and its comma.
bool FollowsRelative(const Tree& tree, int noun, int i) {
  if (i < 1 || tree.word(i - 1) != "," || tree.IsGerund(i)) return false;
  const int relative = tree.Child(noun, Deprel::kAclRelcl);
  if (relative < 0 || relative > i) return false;
  const int object = tree.Child(i, {Deprel::kObj, Deprel::kXcomp});
  return object > i && tree.IsNominal(object);
}

// "plans for sales provoked X" with provoked as a participle of plans: a
// verb in the past tense that has an object and no mark is the predicate.
void StrayPredicates(const Tree& tree, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    const Deprel r = tree.deprel(i);
    if (r != Deprel::kAcl) continue;
    int noun = tree.head(i);
    if (noun < 0) continue;
    const bool late = FollowsRelative(tree, noun, i);
    if (tree[i].xpos != "VBD" && !late) continue;
    const int object = tree.Child(i, {Deprel::kObj, Deprel::kXcomp});
    if (object < 0 || (!late && !tree.Has(i, Deprel::kObj))) continue;
    if (tree.Child(i, {Deprel::kNsubj, Deprel::kMark, Deprel::kAux}) >= 0) {
      continue;
    }
    // The noun must be the whole sentence's head or a mere modifier of it.
    while ((tree.deprel(noun) == Deprel::kNmod ||
            tree.deprel(noun) == Deprel::kAppos) &&
           tree.head(noun) >= 0) {
      noun = tree.head(noun);
    }
    if (tree.head(noun) >= 0 || tree.upos(noun) == Upos::kVerb) continue;
    MakeRoot(i, noun, Deprel::kNsubj, s);
    s->tokens[i].xpos = "VBD";
    s->tokens[object].deprel = Deprel::kObj;
    for (int child : tree.children(noun)) {
      // What stands in front of the noun phrase belongs to the verb.
      const Deprel c = tree.deprel(child);
      if (c == Deprel::kObl || c == Deprel::kAdvmod || c == Deprel::kPunct ||
          c == Deprel::kAdvcl) {
        s->tokens[child].head = i;
      }
    }
    return;
  }
}

// "fed" with the lemma "f": verbs get lemmas that are verbs.
Sentence WithVerbs(Sentence sentence, const Lexicon& lexicon) {
  const Tree tree(sentence);
  for (int i = 0; i < tree.size(); ++i) {
    if (tree.upos(i) != Upos::kVerb) continue;
    sentence.tokens[i].lemma = lexicon.VerbOf(tree.word(i), tree.lemma(i));
  }
  return sentence;
}

}  // namespace

Sentence Repaired(Sentence sentence, const Lexicon& lexicon) {
  // Each step reads one tree and writes the next.
  Sentence result =
      RepairedNames(WithVerbs(std::move(sentence), lexicon), lexicon);
  result = RepairedPrepositions(RepairedPredicates(std::move(result), lexicon),
                                lexicon);
  result = RepairedClauses(std::move(result), lexicon);
  result = RepairedLists(RepairedForms(std::move(result), lexicon), lexicon);
  result = RepairedVerbs(std::move(result), lexicon);
  result = RepairedPhrases(std::move(result), lexicon);
  result = RepairedAppositions(std::move(result), lexicon);
  result = RepairedRelatives(std::move(result), lexicon);
  RepairSteps steps(&result);
  steps.Step([&](const Tree& t, Sentence* s) { StrayClauses(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { StrayInfinitives(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { CalledInfinitives(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { StrayNouns(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { FinalParticiples(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { FrontedParticiples(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { ConjunctsOfGerunds(t, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { StrayConjuncts(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { ConjunctsOfSayings(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { StrayComplements(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { StrayDates(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { DatesOfSubjects(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { PhrasesOfDates(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { StrayPredicates(t, s); });
  return result;
}

}  // namespace tercet::text
