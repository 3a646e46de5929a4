// Repairs of clauses: which words make one, and which of them is its verb.

#include "ingest/clause_repair.h"
#include "ingest/clause_repair_steps.h"
#include "ingest/clause_subject.h"
#include "ingest/clause_tree.h"
#include "ingest/mention_words.h"

namespace tercet::text {
namespace {

// The nearest verb above a token, or -1.
int VerbAbove(const Tree& tree, int i) {
  for (i = tree.head(i); i >= 0 && tree.upos(i) != Upos::kVerb;) {
    i = tree.head(i);
  }
  return i;
}

// "Soup maker Acme said it would close" with a maker that closes: a noun right
// before the subject of another verb describes it.
void DescriptionsOfSpeakers(const Tree& tree, Sentence* s) {
  for (int i = 0; i + 1 < tree.size(); ++i) {
    const int name = i + 1;
    if (tree.upos(i) != Upos::kNoun || tree.deprel(i) != Deprel::kNsubj ||
        tree.upos(name) != Upos::kPropn ||
        tree.deprel(name) != Deprel::kNsubj || tree.Has(i, Deprel::kDet)) {
      continue;
    }
    const int verb = tree.head(name);
    if (verb <= name || tree.head(i) <= verb) continue;
    Attach(i, name, Deprel::kNmodDesc, s);
  }
}

// "carried by three votes to one, Ana Roe voting against" with Roe Voting, who
// carried it: a clause of her own.
void OwnClause(const Tree& tree, const Lexicon& lexicon, int name,
               Sentence* s) {
  s->tokens[name].deprel = Deprel::kParataxis;
  for (const int i : tree.children(name)) {
    if (tree.deprel(i) != Deprel::kFlat || IsCapital(tree[i]) ||
        !tree.word(i).ends_with("ing")) {
      continue;
    }
    s->tokens[i].upos = Upos::kVerb;
    s->tokens[i].xpos = "VBG";
    s->tokens[i].lemma = lexicon.VerbOf(tree.word(i), tree.word(i));
    s->tokens[i].head = tree.head(name);
    s->tokens[i].deprel = Deprel::kAdvcl;
    s->tokens[name].head = i;
    s->tokens[name].deprel = Deprel::kNsubj;
  }
}

// "according to its chair, Ana Roe" with Ana Roe as who does it: nobody does
// anything without "by".
void SourcesAsAgents(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    if (tree.deprel(i) != Deprel::kOblAgent || tree.Has(i, Deprel::kCase)) {
      continue;
    }
    const int noun = PhraseStart(tree, i) - 2;
    if (noun < 0 || tree.word(noun + 1) != ",") continue;
    if (tree.upos(noun) == Upos::kNoun && tree.Has(noun, Deprel::kCase)) {
      Attach(i, noun, Deprel::kAppos, s);
    } else {
      OwnClause(tree, lexicon, i, s);
    }
  }
}

// "..., but talks collapsed in May" with collapsed talks: a clause has a verb.
void ClausesWithoutVerb(const Tree& tree, Sentence* s) {
  for (int i = 0; i + 1 < tree.size(); ++i) {
    const int verb = i + 1;
    int above = tree.head(i);
    if (tree.upos(i) != Upos::kNoun || tree.deprel(i) != Deprel::kConj ||
        above < 0 || tree.upos(above) != Upos::kVerb ||
        !tree.Has(i, Deprel::kCc) || tree.head(verb) != i ||
        tree.deprel(verb) != Deprel::kAcl || tree[verb].xpos != "VBN" ||
        !tree.word(verb).ends_with("ed") ||
        tree.Child(verb, {Deprel::kOblAgent, Deprel::kAux}) >= 0) {
      continue;
    }
    // Beside no infinitive: the clause has a tense.
    while (tree[above].xpos == "VB" && VerbAbove(tree, above) >= 0) {
      above = VerbAbove(tree, above);
    }
    s->tokens[verb].head = above;
    s->tokens[verb].deprel = Deprel::kConj;
    s->tokens[verb].xpos = "VBD";
    s->tokens[i].head = verb;
    s->tokens[i].deprel = Deprel::kNsubj;
    for (const int child : tree.children(i)) {
      const Deprel r = tree.deprel(child);
      if (r == Deprel::kCc || r == Deprel::kPunct) {
        s->tokens[child].head = verb;
      }
    }
  }
}

// "It appealed against the fine and lost" with a fine and a lost: who appealed
// lost.
void PastsBesideNouns(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    const int noun = tree.head(i);
    if (tree.upos(i) != Upos::kVerb || tree.deprel(i) != Deprel::kConj ||
        (tree[i].xpos != "VBN" && tree[i].xpos != "VBD") || noun < 0 ||
        tree.upos(noun) != Upos::kNoun || tree.deprel(i - 1) != Deprel::kCc ||
        tree.Child(i, {Deprel::kNsubj, Deprel::kNsubjPass, Deprel::kAux,
                       Deprel::kAuxPass, Deprel::kOblAgent}) >= 0) {
      continue;
    }
    const int verb = VerbAbove(tree, noun);
    if (verb < 0 || verb > noun || tree[verb].xpos != "VBD") continue;
    Attach(i, verb, Deprel::kConj, s);
    s->tokens[i].xpos = "VBD";
  }
}

// "was fined by the agency for leaking oil" with a leaking agency, for oil: a
// preposition before such a verb is the verb's.  "In neighbouring Oslo" is
// none.
void GerundsOfPrepositions(const Tree& tree, Sentence* s) {
  for (int i = 1; i + 1 < tree.size(); ++i) {
    const int noun = tree.head(i - 1);
    if (tree[i].xpos != "VBG" || tree.deprel(i) != Deprel::kAcl ||
        tree.head(i) > i || tree.deprel(i - 1) != Deprel::kCase ||
        tree.upos(i - 1) != Upos::kAdp || noun <= i ||
        tree.upos(noun) == Upos::kPropn || tree.Has(i, Deprel::kObj)) {
      continue;
    }
    const int verb = VerbAbove(tree, noun);
    if (verb < 0 || verb >= i - 1) continue;
    Attach(i, verb, Deprel::kAdvcl, s);
    Attach(i - 1, i, Deprel::kMark, s);
    Attach(noun, i, Deprel::kObj, s);
  }
}

// "closed for ten days after a crane fell" with a crane that fell for ten days:
// what a clause says stands behind the word that opens it.
void PhrasesBeforeMarks(const Tree& tree, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (tree.deprel(i) != Deprel::kObl || !tree.Has(i, Deprel::kCase) ||
        verb < i || tree.head(verb) < 0 || tree.head(verb) > i) {
      continue;
    }
    const int mark = tree.Child(verb, Deprel::kMark);
    if (mark > i && tree.upos(mark) == Upos::kSconj) {
      Attach(i, tree.head(verb), Deprel::kObl, s);
    }
  }
}

// "favoured the cook, and two of the guests left" with two guests who were
// favoured: behind the "and" of a verb stands its subject.
void SubjectsBehindAnd(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    const int and_word = i - 1;
    const int verb = tree.head(and_word);
    if (tree.deprel(and_word) != Deprel::kCc || verb <= i ||
        tree.upos(verb) != Upos::kVerb || HasSubject(tree, verb) ||
        !IsOneOf(tree[verb].xpos, {"VBD", "VBZ", "VBP"})) {
      continue;
    }
    // The noun of the phrase that begins there.
    int noun = i;
    while (tree.head(noun) > and_word && tree.head(noun) < verb) {
      noun = tree.head(noun);
    }
    if (tree.deprel(noun) == Deprel::kConj && tree.head(noun) < and_word &&
        tree.head(noun) >= 0 && tree.IsNominal(noun)) {
      Attach(noun, verb, Deprel::kNsubj, s);
    }
  }
}

}  // namespace

Sentence RepairedClauses(Sentence sentence, const Lexicon& lexicon) {
  RepairSteps steps(&sentence);
  steps.Step(DescriptionsOfSpeakers);
  steps.Step(
      [&](const Tree& t, Sentence* s) { SourcesAsAgents(t, lexicon, s); });
  steps.Step(ClausesWithoutVerb);
  steps.Step(PastsBesideNouns);
  steps.Step(GerundsOfPrepositions);
  steps.Step(PhrasesBeforeMarks);
  steps.Step(SubjectsBehindAnd);
  return sentence;
}

}  // namespace tercet::text
