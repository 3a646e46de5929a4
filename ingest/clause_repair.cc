#include "ingest/clause_repair.h"

#include <algorithm>

#include "ingest/clause_tree.h"

namespace tercet::text {
namespace {

using enum WordClass;

// "councilmen" and "Presidents" as the word tables have them.
std::string Singular(const std::string& word) {
  if (word.size() > 4 && word.ends_with("men")) {
    return word.substr(0, word.size() - 3) + "man";
  }
  return word.size() > 3 && word.back() == 's' ? word.substr(0, word.size() - 1)
                                               : word;
}

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

// "Ana Roe, mayor of Oslo, and Bo Hald" read as three people.
void RoleConjuncts(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    if (tree.deprel(i) != Deprel::kConj) continue;
    const int first = tree.head(i);
    if (first < 0 || first > i || tree.upos(first) != Upos::kPropn) continue;
    const bool role = lexicon.Is(kRoleNoun, tree.lemma(i)) ||
                      lexicon.Is(kKinNoun, tree.lemma(i));
    if (!role || tree.Has(i, Deprel::kCc) || tree.Has(i, Deprel::kFlat)) {
      continue;
    }
    if (tree.Has(i, Deprel::kNmod) || tree.Has(i, Deprel::kNmodPoss)) {
      s->tokens[i].deprel = Deprel::kAppos;
    }
  }
}

// "Councilmen Raymond Roe and Luis Hald": the second name belongs beside
// the whole first name, not beside its last word.
void FlatConjuncts(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    if (tree.deprel(i) != Deprel::kConj) continue;
    const int part = tree.head(i);
    if (part < 0 || tree.deprel(part) != Deprel::kFlat) continue;
    if (tree.head(part) < 0) continue;
    for (int child : tree.children(part)) {
      if (tree.deprel(child) == Deprel::kConj ||
          tree.deprel(child) == Deprel::kCc) {
        s->tokens[child].head = tree.head(part);
      }
    }
  }
}

// "Mayor Ana Roe" read as a name of three words: the title comes off.
void TitlesInNames(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i + 1 < tree.size(); ++i) {
    const bool title = lexicon.Is(kRoleNoun, tree.lemma(i)) ||
                       lexicon.Is(kRoleNoun, Singular(tree.lemma(i)));
    if (!title || tree.upos(i) != Upos::kPropn || !tree.Has(i, Deprel::kFlat)) {
      continue;
    }
    const int name = tree.Child(i, Deprel::kFlat);
    if (name != i + 1 || tree.deprel(i) == Deprel::kNmodDesc) continue;
    s->tokens[name].head = tree.head(i);
    s->tokens[name].deprel = tree.deprel(i);
    s->tokens[i].head = name;
    s->tokens[i].deprel = Deprel::kNmodDesc;
    for (int child : tree.children(i)) {
      const bool before =
          child < i && (tree.deprel(child) == Deprel::kAmod ||
                        tree.deprel(child) == Deprel::kCompound);
      if (child != name && !before) s->tokens[child].head = name;
    }
  }
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
    if (tree.Child(verb, {Deprel::kObj, Deprel::kObl, Deprel::kXcomp,
                          Deprel::kCcomp}) < 0) {
      s->tokens[i].deprel = Deprel::kXcomp;
    }
  }
}

// "told analysts that sales would grow": what was told, not which analysts.
bool IsToldContent(const Tree& tree, const Lexicon& lexicon, int i) {
  const int noun = tree.head(i);
  const std::string& lemma = tree.lemma(noun);
  return HasMark(tree, i, "that") && tree.Has(i, Deprel::kNsubj) &&
         !lexicon.Is(kSayNoun, lemma) && !lexicon.Is(kPlanNoun, lemma) &&
         !lexicon.Is(kAskNoun, lemma) &&
         lexicon.Is(kSayVerb, tree.lemma(tree.head(noun)));
}

// Adnominal clauses that belong to the verb above.
void StrayClauses(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    if (tree.deprel(i) != Deprel::kAcl) continue;
    const int noun = tree.head(i);
    const int verb = noun < 0 ? -1 : tree.head(noun);
    if (verb < 0 || tree.upos(verb) != Upos::kVerb || verb > noun) continue;
    const Deprel r = tree.deprel(noun);
    if (IsToldContent(tree, lexicon, i)) {
      s->tokens[i].head = verb;
      s->tokens[i].deprel = Deprel::kCcomp;
      continue;
    }
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

// Hangs i on head, unless that would close a circle.
void Attach(int i, int head, Deprel relation, Sentence* s) {
  for (int at = head; at >= 0; at = s->tokens[at].head) {
    if (at == i) return;
  }
  s->tokens[i].head = head;
  s->tokens[i].deprel = relation;
}

// The head of the noun phrase that token i stands in.
int NounHead(const Tree& tree, int i) {
  for (int step = 0; step < tree.size(); ++step) {
    const Deprel r = tree.deprel(i);
    const bool inside = r == Deprel::kCompound || r == Deprel::kFlat ||
                        r == Deprel::kNmodDesc || r == Deprel::kAmod ||
                        r == Deprel::kDet || r == Deprel::kNummod;
    if (!inside || tree.head(i) < 0 || !tree.IsNominal(tree.head(i))) break;
    i = tree.head(i);
  }
  return i;
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

// "said that it rests on trust and praised Kim": the past goes with said.
void StrayConjuncts(const Tree& tree, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    if (tree.deprel(i) != Deprel::kConj || tree[i].xpos != "VBD") continue;
    if (tree.Has(i, Deprel::kNsubj)) continue;
    const int content = tree.head(i);
    if (content < 0 || tree.deprel(content) != Deprel::kCcomp) continue;
    const int verb = tree.head(content);
    if (verb < 0 || verb > content || tree[verb].xpos != "VBD") continue;
    if (IsPresent(tree, content)) Attach(i, verb, Deprel::kConj, s);
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

bool IsDate(const Tree& tree, const Lexicon& lexicon, int i) {
  const std::string p = tree.Preposition(i);
  if (p != "in" && p != "on" && p != "since" && p != "until") return false;
  const std::string& word = tree.word(i);
  const bool year = word.size() == 4 && (word[0] == '1' || word[0] == '2') &&
                    word.find_first_not_of("0123456789") == std::string::npos;
  return year || lexicon.Is(kTimeNoun, tree.lemma(i));
}

// "sold to a bank in March": March is when it was sold.
void StrayDates(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    const Deprel link = tree.deprel(i);
    if ((link != Deprel::kNmod && link != Deprel::kObl) ||
        !IsDate(tree, lexicon, i)) {
      continue;
    }
    const int noun = tree.head(i);
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

// "plans for sales provoked X" with provoked as a participle of plans: a
// verb in the past tense that has an object and no mark is the predicate.
void StrayPredicates(const Tree& tree, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    const Deprel r = tree.deprel(i);
    if (r != Deprel::kAcl || tree[i].xpos != "VBD") continue;
    int noun = tree.head(i);
    if (noun < 0 || !tree.Has(i, Deprel::kObj)) continue;
    if (tree.Child(i, {Deprel::kNsubj, Deprel::kMark, Deprel::kAux}) >= 0) {
      continue;
    }
    // The noun must be the whole sentence's head or a mere modifier of it.
    while (tree.deprel(noun) == Deprel::kNmod && tree.head(noun) >= 0) {
      noun = tree.head(noun);
    }
    if (tree.head(noun) >= 0 || tree.upos(noun) == Upos::kVerb) continue;
    s->tokens[i].head = -1;
    s->tokens[i].deprel = Deprel::kRoot;
    s->tokens[noun].head = i;
    s->tokens[noun].deprel = Deprel::kNsubj;
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

}  // namespace

Sentence Repaired(const Sentence& sentence, const Lexicon& lexicon) {
  // Each step reads one tree and writes the next.
  Sentence result = sentence;
  const auto step = [&result](auto repair) {
    const Sentence before = result;
    repair(Tree(before), &result);
  };
  step([&](const Tree& t, Sentence* s) { TitlesInNames(t, lexicon, s); });
  step([&](const Tree& t, Sentence* s) { FlatConjuncts(t, s); });
  step([&](const Tree& t, Sentence* s) { RoleConjuncts(t, lexicon, s); });
  step([&](const Tree& t, Sentence* s) { StrayClauses(t, lexicon, s); });
  step([&](const Tree& t, Sentence* s) { StrayInfinitives(t, lexicon, s); });
  step([&](const Tree& t, Sentence* s) { StrayNouns(t, s); });
  step([&](const Tree& t, Sentence* s) { StrayConjuncts(t, s); });
  step([&](const Tree& t, Sentence* s) { StrayComplements(t, lexicon, s); });
  step([&](const Tree& t, Sentence* s) { StrayDates(t, lexicon, s); });
  step([&](const Tree& t, Sentence* s) { StrayPredicates(t, s); });
  return result;
}

}  // namespace tercet::text
