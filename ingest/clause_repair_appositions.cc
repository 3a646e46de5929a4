// Repairs of what stands beside a noun: descriptions read as second subjects,
// names read as second conjuncts, phrases that hang one noun too low.

#include "ingest/clause_repair.h"
#include "ingest/clause_repair_steps.h"
#include "ingest/clause_tree.h"

namespace tercet::text {
namespace {

using enum WordClass;

bool IsSubjectLink(Deprel r) {
  return r == Deprel::kNsubj || r == Deprel::kNsubjPass;
}

bool IsVerb(const Tree& tree, int i) {
  return i >= 0 && tree.upos(i) == Upos::kVerb;
}

// "goalkeeper Ana Roe" with the role as an adjective of the name.
void RolesBeforeNames(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i + 1 < tree.size(); ++i) {
    const int name = tree.head(i);
    const Deprel r = tree.deprel(i);
    if ((r != Deprel::kAmod && r != Deprel::kCompound) || name <= i ||
        tree.upos(i) != Upos::kNoun || tree.upos(name) != Upos::kPropn ||
        tree.upos(i + 1) != Upos::kPropn ||
        !lexicon.Is(kRoleNoun, tree.lemma(i)) ||
        tree.Child(i, {Deprel::kDet, Deprel::kNmodPoss}) >= 0) {
      continue;
    }
    s->tokens[i].deprel = Deprel::kNmodDesc;
  }
}

// "Lead investigator Ana Roe said", "he and the geologist Ana Roe built it":
// a noun and the name right behind it cannot both be the subject.
void NamesOfSubjects(const Tree& tree, Sentence* s) {
  for (int i = 0; i + 1 < tree.size(); ++i) {
    if (tree.upos(i) != Upos::kNoun || tree[i].xpos == "NNS") continue;
    const int first = tree.FirstConjunct(i);
    const int verb = tree.head(first);
    if (!IsSubjectLink(tree.deprel(first)) || verb < i) continue;
    int name = i + 1;
    while (name < verb && tree.upos(name) == Upos::kPropn &&
           tree.head(name) != verb) {
      ++name;
    }
    if (name >= verb || tree.upos(name) != Upos::kPropn ||
        !IsSubjectLink(tree.deprel(name)) || tree.Has(name, Deprel::kDet)) {
      continue;
    }
    s->tokens[name].head = i;
    s->tokens[name].deprel = Deprel::kAppos;
  }
}

// "Roe, a lawyer who moved there, succeeds Hald" with two subjects.
void DescriptionsAsSubjects(const Tree& tree, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (!IsSubjectLink(tree.deprel(i)) || verb < i ||
        tree.upos(i) != Upos::kNoun || !tree.Has(i, Deprel::kDet)) {
      continue;
    }
    const int first = PhraseStart(tree, i);
    if (first < 2 || tree.word(first - 1) != ",") continue;
    for (int name : tree.children(verb)) {
      if (name >= first || !IsSubjectLink(tree.deprel(name)) ||
          tree.upos(name) != Upos::kPropn || !tree.Below(first - 2, name)) {
        continue;
      }
      s->tokens[i].head = name;
      s->tokens[i].deprel = Deprel::kAppos;
      break;
    }
  }
}

// "included Ana Roe, now the cellist of Mill Quartet, and Bo Hald" with two
// objects: the second describes the first.
void DescriptionsAsObjects(const Tree& tree, const Lexicon& lexicon,
                           Sentence* s) {
  for (int i = 3; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (tree.deprel(i) != Deprel::kObj || !IsVerb(tree, verb) || verb > i ||
        tree.upos(i) != Upos::kNoun || !tree.Has(i, Deprel::kDet) ||
        !(lexicon.Is(kRoleNoun, tree.lemma(i)) ||
          lexicon.Is(kKinNoun, tree.lemma(i)) ||
          lexicon.Is(kGroupNoun, tree.lemma(i)))) {
      continue;
    }
    const int first = PhraseStart(tree, i);
    const int adverb = tree.upos(first - 1) == Upos::kAdv ? 1 : 0;
    const int comma = first - 1 - adverb;
    if (comma < 1 || tree.word(comma) != ",") continue;
    for (int name : tree.children(verb)) {
      if (name >= comma || tree.deprel(name) != Deprel::kObj ||
          tree.upos(name) != Upos::kPropn || !tree.Below(comma - 1, name)) {
        continue;
      }
      s->tokens[i].head = name;
      s->tokens[i].deprel = Deprel::kAppos;
      for (int child : tree.children(i)) {
        if (tree.deprel(child) == Deprel::kConj &&
            tree.upos(child) == Upos::kPropn) {
          s->tokens[child].head = name;
        }
      }
      break;
    }
  }
}

// "Ana Roe, its founder and owner, left" with the owner beside Ana Roe.
void SecondOffices(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 3; i < tree.size(); ++i) {
    const int name = tree.head(i);
    const int cc = tree.Child(i, Deprel::kCc);
    if (tree.deprel(i) != Deprel::kConj || name < 0 || name > i || cc < 1 ||
        tree.upos(i) != Upos::kNoun || tree.upos(name) != Upos::kPropn ||
        !lexicon.Is(kRoleNoun, tree.lemma(i)) || tree.word(cc - 1) == "," ||
        tree.Child(i, {Deprel::kDet, Deprel::kNmodPoss}) >= 0) {
      continue;
    }
    const int office = tree.Child(name, Deprel::kAppos);
    if (office > name && office < cc && tree.upos(office) == Upos::kNoun &&
        lexicon.Is(kRoleNoun, tree.lemma(office))) {
      Attach(i, office, Deprel::kConj, s);
    }
  }
}

// "its influence over Norway, the ally that ...": what describes stands beside
// what it describes, where the noun above is neither a person nor a body.
void AppositionsOfNames(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 3; i < tree.size(); ++i) {
    const int noun = tree.head(i);
    if (tree.deprel(i) != Deprel::kAppos || noun < 0 || noun > i ||
        tree.upos(i) != Upos::kNoun || tree.upos(noun) != Upos::kNoun ||
        !tree.Has(i, Deprel::kDet)) {
      continue;
    }
    bool fits = true;
    for (const WordClass c : {kRoleNoun, kKinNoun, kGroupNoun, kPlaceNoun}) {
      fits = fits && !lexicon.Is(c, tree.lemma(noun));
    }
    const int end = PhraseStart(tree, i) - 2;
    if (!fits || end <= noun || tree.upos(end) != Upos::kPropn ||
        tree.upos(end + 1) != Upos::kPunct) {
      continue;
    }
    const int name = NounHead(tree, end);
    if (name != noun && tree.Below(name, noun) &&
        tree.deprel(name) == Deprel::kNmod) {
      Attach(i, name, Deprel::kAppos, s);
    }
  }
}

// "a composer, whose concerto she played" with two subjects: what is hers to
// play is the object.
void OwnedObjects(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (!IsSubjectLink(tree.deprel(i)) || verb < i || !IsVerb(tree, verb) ||
        tree.Has(verb, Deprel::kObj)) {
      continue;
    }
    const int owner = tree.Child(i, Deprel::kNmodPoss);
    if (owner < 0 || tree.word(owner) != "whose") continue;
    for (int child : tree.children(verb)) {
      if (child > i && child < verb && IsSubjectLink(tree.deprel(child))) {
        s->tokens[i].deprel = Deprel::kObj;
      }
    }
  }
}

// "Born in Oslo to a clerk and a cook, Ms. Roe survived" with Ms. Roe beside
// the cook: a verb with a tense has a subject.
void FrontedSubjects(const Tree& tree, Sentence* s) {
  for (int verb = 3; verb < tree.size(); ++verb) {
    const std::string& tag = tree[verb].xpos;
    if (tree.deprel(verb) != Deprel::kRoot || (tag != "VBD" && tag != "VBZ") ||
        tree.Child(verb, {Deprel::kNsubj, Deprel::kNsubjPass, Deprel::kExpl,
                          Deprel::kCsubj}) >= 0) {
      continue;
    }
    for (int front : tree.children(verb)) {
      if (front > verb || tree.deprel(front) != Deprel::kAdvcl ||
          !(tree.IsParticiple(front) || tree.IsGerund(front))) {
        continue;
      }
      int name = -1;
      for (int i = front + 1; i < verb; ++i) {
        if (tree.deprel(i) == Deprel::kAppos && tree.Below(i, front) &&
            tree.upos(i) == Upos::kPropn && !tree.Has(i, Deprel::kConj)) {
          name = i;
        }
      }
      if (name < 0) continue;
      const int first = PhraseStart(tree, name);
      if (first < 1 || tree.word(first - 1) != ",") continue;
      s->tokens[name].head = verb;
      s->tokens[name].deprel = Deprel::kNsubj;
    }
  }
}

// "The daughter of a smith, she fled" with two subjects: the pronoun is what
// the description is of.
void DescriptionsOfPronouns(const Tree& tree, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    if (tree[i].xpos != "PRP" || !IsSubjectLink(tree.deprel(i)) ||
        tree.word(i - 1) != ",") {
      continue;
    }
    for (int other : tree.children(tree.head(i))) {
      if (other < i && IsSubjectLink(tree.deprel(other)) &&
          tree.upos(other) == Upos::kNoun) {
        s->tokens[other].head = i;
        s->tokens[other].deprel = Deprel::kAppos;
      }
    }
  }
}

// "after 200 residents packed the hall" with packed residents: a participle
// has no object, so "after" begins a clause.
void ClausesOfPrepositions(const Tree& tree, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int noun = tree.head(i);
    if (tree.deprel(i) != Deprel::kAcl || noun < 0 || noun > i ||
        (tree[i].xpos != "VBN" && tree[i].xpos != "VBD") ||
        tree.upos(i) != Upos::kVerb || tree.Child(i, Deprel::kObj) < i ||
        tree.Child(i, {Deprel::kMark, Deprel::kAux, Deprel::kAuxPass}) >= 0 ||
        tree.deprel(noun) != Deprel::kObl) {
      continue;
    }
    const std::string p = tree.Preposition(noun);
    if (p != "after" && p != "before" && p != "until" && p != "since" &&
        p != "as") {
      continue;
    }
    const int above = tree.head(noun);
    const int mark = tree.Child(noun, Deprel::kCase);
    if (above < 0 || mark < 0) continue;
    s->tokens[i].head = above;
    s->tokens[i].deprel = Deprel::kAdvcl;
    s->tokens[i].xpos = "VBD";
    s->tokens[mark].head = i;
    s->tokens[mark].deprel = Deprel::kMark;
    s->tokens[noun].head = i;
    s->tokens[noun].deprel = Deprel::kNsubj;
  }
}

// "the bacterium Bacillus subtilis" as two names of it: one, with a small
// letter inside.
void SpeciesNames(const Tree& tree, Sentence* s) {
  for (int i = 1; i + 1 < tree.size(); ++i) {
    const int next = i + 1;
    if (tree.deprel(i) != Deprel::kAppos ||
        tree.deprel(next) != Deprel::kAppos ||
        tree.head(i) != tree.head(next) || tree.upos(i) != Upos::kPropn ||
        tree.children(next).size() > 1 || tree[next].form.size() < 3 ||
        tree.upos(next) == Upos::kPunct || tree.upos(next) == Upos::kNum) {
      continue;
    }
    s->tokens[next].head = i;
    s->tokens[next].deprel = Deprel::kFlat;
    s->tokens[next].upos = Upos::kPropn;
    s->tokens[next].xpos = "NNP";
  }
}

// "Roe, 52, worked there": her age, however the number hangs on her.
void Ages(const Tree& tree, Sentence* s) {
  for (int i = 2; i + 1 < tree.size(); ++i) {
    const int name = tree.head(i);
    const Deprel r = tree.deprel(i);
    const bool loose = r == Deprel::kNmodUnmarked || r == Deprel::kNummod ||
                       r == Deprel::kDep || r == Deprel::kNmod ||
                       r == Deprel::kConj;
    if (!loose || name < 0 || name >= i || tree.upos(i) != Upos::kNum ||
        tree.word(i).size() > 2 || tree.upos(name) != Upos::kPropn ||
        tree.word(i - 1) != "," || tree.word(i + 1) != "," ||
        tree.word(i).find_first_not_of("0123456789") != std::string::npos) {
      continue;
    }
    s->tokens[i].deprel = Deprel::kAppos;
  }
}

// "An investor, Mill Partners, owns it": nothing joins the two but commas.
void NamesAsConjuncts(const Tree& tree, Sentence* s) {
  for (int i = 2; i + 1 < tree.size(); ++i) {
    const int noun = tree.head(i);
    if (tree.deprel(i) != Deprel::kConj || noun < 0 || noun > i ||
        tree.upos(i) != Upos::kPropn || tree.upos(noun) != Upos::kNoun ||
        tree[noun].xpos == "NNS" ||
        tree.Child(noun, {Deprel::kDet, Deprel::kNmodPoss}) < 0) {
      continue;
    }
    const std::vector<int> all = tree.Conjuncts(noun);
    if (all.size() != 2 || tree.Has(i, Deprel::kCc)) continue;
    const int first = PhraseStart(tree, i);
    if (first < 1 || tree.word(first - 1) != "," || tree.word(i + 1) != ",") {
      continue;
    }
    s->tokens[i].deprel = Deprel::kAppos;
  }
}

// "two daughters, Ana and Mia" read as one list: the names are theirs.
void NamesOfSeveral(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int noun = 0; noun + 2 < tree.size(); ++noun) {
    if (tree[noun].xpos != "NNS" || tree.word(noun + 1) != "," ||
        !lexicon.Is(kKinNoun, tree.lemma(noun)) ||
        tree.Child(noun, {Deprel::kNummod, Deprel::kNmodPoss}) < 0) {
      continue;
    }
    int first = -1;
    for (int i : tree.children(noun)) {
      if (tree.deprel(i) != Deprel::kConj) continue;
      if (tree.upos(i) != Upos::kPropn) continue;
      if (first < 0) {
        if (PhraseStart(tree, i) != noun + 2) break;
        first = i;
        s->tokens[i].deprel = Deprel::kAppos;
      } else if (tree.upos(i) == Upos::kPropn) {
        s->tokens[i].head = first;
      }
    }
  }
}

// "by the owners of both firms and by the state": what begins with the same
// preposition is beside the phrase that began with it.
void ConjunctsOfPhrases(const Tree& tree, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int low = tree.head(i);
    if (tree.deprel(i) != Deprel::kConj || low < 0 || low > i) continue;
    const std::string p = tree.Preposition(i);
    if (p.empty() || tree.Preposition(low) == p) continue;
    for (int up = tree.head(low); up >= 0 && tree.IsNominal(up);
         up = tree.head(up)) {
      if (up >= low) break;
      if (tree.Preposition(up) != p) continue;
      s->tokens[i].head = up;
      break;
    }
  }
}

// "was met at the airport by her aide": an airport is by nobody.
void AgentsOfPassives(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int noun = tree.head(i);
    if (tree.deprel(i) != Deprel::kNmod || noun < 0 || noun > i ||
        tree.Preposition(i) != "by") {
      continue;
    }
    const int verb = tree.head(noun);
    const Deprel r = tree.deprel(noun);
    if (!IsVerb(tree, verb) || verb > noun ||
        (r != Deprel::kObl && r != Deprel::kOblUnmarked) ||
        !tree.Has(verb, Deprel::kAuxPass) ||
        tree.Has(verb, Deprel::kOblAgent)) {
      continue;
    }
    const bool setting = lexicon.Is(kPlaceNoun, tree.lemma(noun)) ||
                         lexicon.Is(kTimeNoun, tree.lemma(noun)) ||
                         tree.upos(noun) == Upos::kPropn ||
                         tree.upos(noun) == Upos::kNum;
    if (!setting) continue;
    s->tokens[i].head = verb;
    s->tokens[i].deprel = Deprel::kOblAgent;
  }
}

// "described the vote as peaceful": no vote is "as peaceful".
void PredicatesOfObjects(const Tree& tree, const Lexicon& lexicon,
                         Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int object = tree.head(i);
    if (tree.deprel(i) != Deprel::kNmod || object < 0 || object > i ||
        tree.deprel(object) != Deprel::kObj || tree.Preposition(i) != "as") {
      continue;
    }
    const int verb = tree.head(object);
    if (!IsVerb(tree, verb) || !lexicon.Is(kNameVerb, tree.lemma(verb))) {
      continue;
    }
    s->tokens[i].head = verb;
    s->tokens[i].deprel = Deprel::kObl;
  }
}

// "said in a statement that it had sold": what was said hangs on the verb.
void ContentOfStatements(const Tree& tree, const Lexicon& lexicon,
                         Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int noun = tree.head(i);
    if (tree.deprel(i) != Deprel::kAcl || noun < 0 || noun > i ||
        tree.ChildWord(i, "that") < 0 ||
        tree.Child(i, {Deprel::kNsubj, Deprel::kNsubjPass}) < 0) {
      continue;
    }
    const int verb = tree.head(noun);
    if (!IsVerb(tree, verb) || verb > noun ||
        tree.deprel(noun) != Deprel::kObl ||
        !lexicon.Is(kSayVerb, tree.lemma(verb)) ||
        tree.Child(verb, {Deprel::kCcomp, Deprel::kObj}) >= 0) {
      continue;
    }
    s->tokens[i].head = verb;
    s->tokens[i].deprel = Deprel::kCcomp;
  }
}

// "found Ana Roe guilty of theft" with the name as a part of the guilt.
void Verdicts(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (tree.deprel(i) != Deprel::kObj || !IsVerb(tree, verb) || verb > i ||
        !lexicon.Is(kVerdictWord, tree.word(i))) {
      continue;
    }
    int name = -1;
    for (int child : tree.children(i)) {
      if (child < i &&
          (tree.deprel(child) == Deprel::kCompound ||
           tree.deprel(child) == Deprel::kAmod) &&
          tree.upos(child) == Upos::kPropn) {
        name = child;
      }
    }
    if (name < 0) continue;
    for (int child : tree.children(i)) {
      if (child < i && child != name) s->tokens[child].head = name;
    }
    s->tokens[name].head = verb;
    s->tokens[name].deprel = Deprel::kObj;
    s->tokens[i].deprel = Deprel::kXcomp;
    s->tokens[i].upos = Upos::kAdj;
    s->tokens[i].xpos = "JJ";
  }
}

}  // namespace

Sentence RepairedAppositions(Sentence sentence, const Lexicon& lexicon) {
  RepairSteps steps(&sentence);
  steps.Step(
      [&](const Tree& t, Sentence* s) { RolesBeforeNames(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { NamesOfSubjects(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { DescriptionsAsSubjects(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) {
    DescriptionsAsObjects(t, lexicon, s);
  });
  steps.Step(
      [&](const Tree& t, Sentence* s) { AppositionsOfNames(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { SecondOffices(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { OwnedObjects(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { FrontedSubjects(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { DescriptionsOfPronouns(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { ClausesOfPrepositions(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { SpeciesNames(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { Ages(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { NamesAsConjuncts(t, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { NamesOfSeveral(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { AgentsOfPassives(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { ConjunctsOfPhrases(t, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { PredicatesOfObjects(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { ContentOfStatements(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { Verdicts(t, lexicon, s); });
  return sentence;
}

}  // namespace tercet::text
