#include "ingest/clause.h"

#include <algorithm>

#include "ingest/clause_subject.h"

namespace tercet::text {
namespace {

bool HangsAsClause(Deprel relation) {
  switch (relation) {
    case Deprel::kRoot:
    case Deprel::kAcl:
    case Deprel::kAclRelcl:
    case Deprel::kAdvcl:
    case Deprel::kAdvclRelcl:
    case Deprel::kCcomp:
    case Deprel::kXcomp:
    case Deprel::kCsubj:
    case Deprel::kCsubjPass:
    case Deprel::kCsubjOuter:
    case Deprel::kParataxis:
    case Deprel::kConj:
    case Deprel::kDep:
    case Deprel::kList:
      return true;
    default:
      return false;
  }
}

bool IsPredicate(const Tree& tree, int i) {
  const Deprel relation = tree.deprel(i);
  if (tree.Has(i, Deprel::kCop)) return true;
  if (tree.upos(i) == Upos::kVerb) {
    if (HangsAsClause(relation)) return true;
    return HasSubject(tree, i) && relation != Deprel::kAmod;
  }
  if (tree.upos(i) == Upos::kAux) return HangsAsClause(relation);
  if (relation == Deprel::kXcomp) return false;
  return HasSubject(tree, i) && HangsAsClause(relation) &&
         (tree.Has(i, Deprel::kAux) || tree.Has(i, Deprel::kMark));
}

// Appends the conjuncts of i that are no clauses of their own.
void AddConjuncts(const Tree& tree, int i, std::vector<int>* out) {
  if (tree.IsRelative(i)) {
    i = Antecedent(tree, i);
    // The antecedent of a relative clause is the whole coordination only
    // where the verb agrees; the nearest conjunct is the safe reading.
    out->push_back(i);
    return;
  }
  for (int c : tree.Conjuncts(i)) {
    // "blames heat and overfishing": a doing is a thing, too.
    const bool doing =
        tree.IsGerund(c) && tree.children(c).size() == 1 && tree.IsNominal(i);
    if (c != i && !doing && IsPredicate(tree, c)) continue;
    if (!AddNamed(tree, c, out)) out->push_back(NamedBy(tree, c));
  }
}

// "urges China to act" with China as the subject of acts only.
void AddRaised(const Tree& tree, int child, Clause* clause) {
  if (!tree.IsInfinitive(child) || tree.ChildWord(child, "for") >= 0) return;
  const int subject = tree.Child(child, Deprel::kNsubj);
  if (subject > clause->head && clause->objects.empty()) {
    AddConjuncts(tree, subject, &clause->objects);
  }
}

// "fell 3 percent to 212 kroner" with "to" below the percent.
void AddBelowQuantity(const Tree& tree, const Lexicon& lexicon, int object,
                      Clause* clause) {
  if (!lexicon.Is(WordClass::kUnitNoun, tree.lemma(object))) return;
  for (int child : tree.children(object)) {
    const std::string p = tree.Preposition(child);
    if (tree.deprel(child) == Deprel::kNmod && p != "of" && !p.empty()) {
      clause->obliques.push_back(child);
    }
  }
}

// "commissioned 74 pieces, including works by X": works too.
void AddIncluded(const Tree& tree, int object, Clause* clause) {
  for (int child : tree.children(object)) {
    if (tree.deprel(child) == Deprel::kNmod && tree.IsIncluded(child)) {
      AddConjuncts(tree, child, &clause->objects);
    }
  }
}

// What a "by" phrase names that does nothing itself: "won by 312 votes",
// "is paid by July", "was found by chance".
bool IsNoAgent(const Tree& tree, const Lexicon& lexicon, int i) {
  const std::string p = tree.Preposition(i);
  return (p != "by" && !p.empty()) ||  // "received from Kim"
         lexicon.Is(WordClass::kUnitNoun, tree.lemma(i)) ||
         IsDate(tree, lexicon, i) ||
         (lexicon.Is(WordClass::kMannerNoun, tree.lemma(i)) &&
          tree.upos(i) == Upos::kNoun &&
          tree.Child(i, {Deprel::kDet, Deprel::kNmodPoss}) < 0);
}

void AddDependents(const Tree& tree, const Lexicon& lexicon, Clause* clause) {
  for (int child : tree.children(clause->head)) {
    switch (tree.deprel(child)) {
      case Deprel::kObj:
        AddConjuncts(tree, child, &clause->objects);
        AddBelowQuantity(tree, lexicon, child, clause);
        AddIncluded(tree, child, clause);
        break;
      case Deprel::kIobj:
        AddConjuncts(tree, child, &clause->recipients);
        break;
      case Deprel::kOblAgent:
        if (IsNoAgent(tree, lexicon, child)) {
          clause->obliques.push_back(child);
          break;
        }
        AddConjuncts(tree, child, &clause->agents);
        break;
      case Deprel::kObl:
        if (clause->passive && tree.Preposition(child) == "by" &&
            !IsNoAgent(tree, lexicon, child)) {
          AddConjuncts(tree, child, &clause->agents);
        } else {
          clause->obliques.push_back(child);
        }
        break;
      case Deprel::kOblUnmarked:
        clause->obliques.push_back(child);
        AddBelowQuantity(tree, lexicon, child, clause);
        break;
      case Deprel::kNmod:
      case Deprel::kNmodUnmarked:
        if (clause->copular || tree.upos(clause->head) == Upos::kVerb) {
          clause->obliques.push_back(child);
        }
        break;
      case Deprel::kAdvmod:
        // "grows faster than any other".
        for (int than : tree.children(child)) {
          if (tree[child].xpos == "RBR" && tree.Preposition(than) == "than" &&
              tree.deprel(than) == Deprel::kObl) {
            clause->obliques.push_back(than);
          }
        }
        break;
      case Deprel::kXcomp:
        if (!IsPredicate(tree, child)) clause->complement = child;
        AddRaised(tree, child, clause);
        break;
      case Deprel::kCcomp:
        if (!IsPredicate(tree, child) && tree.upos(child) != Upos::kVerb &&
            !tree.Has(child, Deprel::kNsubj)) {
          clause->complement = child;
        }
        AddRaised(tree, child, clause);
        break;
      default:
        break;
    }
  }
  // "became her husband" with the husband as an object.
  if (tree.lemma(clause->head) == "become" && clause->complement < 0 &&
      !clause->objects.empty()) {
    clause->complement = clause->objects.front();
    clause->objects.clear();
  }
  // "urges China to act": a lone recipient is the object.
  if (clause->objects.empty()) clause->objects.swap(clause->recipients);
}

// "Ana Roe is a cook who sings": Ana Roe; "it was Ana Roe who sang": she.
int DescribedBy(const Tree& tree, int noun) {
  const int first = tree.FirstConjunct(noun);  // "is a cook and poet who sings"
  const int subject = tree.Child(first, Deprel::kNsubj);
  const bool predicate =
      tree.Has(first, Deprel::kCop) && subject >= 0 &&
      tree.upos(noun) == Upos::kNoun && tree.Child(first, Deprel::kDet) >= 0 &&
      (tree.upos(subject) == Upos::kPropn || tree.word(subject) == "he" ||
       tree.word(subject) == "she");
  return NamedBy(tree, predicate ? subject : noun);
}

// "that Beijing claims", "the pump she built": the gap of a relative clause
// without a pronoun of its own is its object.
void FillGap(const Tree& tree, const Lexicon& lexicon, Clause* clause) {
  if (tree.deprel(clause->head) != Deprel::kAclRelcl) return;
  const int noun = tree.head(clause->head);
  if (noun < 0) return;
  bool pronoun = false;
  for (int child : tree.children(clause->head)) {
    // "suggestions that the firm overpaid": no gap at all.
    if (tree.deprel(child) == Deprel::kMark && tree[child].xpos == "IN" &&
        lexicon.Is(WordClass::kSayNoun, tree.lemma(noun))) {
      return;
    }
    const std::string& word = tree.word(child);
    if (word == "where") clause->where = noun;
    if (word == "when") clause->when = noun;
    pronoun |= word == "where" || word == "when" || word == "why";
  }
  for (int i = 0; i < tree.size() && !pronoun; ++i) {
    pronoun = tree.IsRelative(i) && tree.Below(i, clause->head) &&
              Antecedent(tree, i) == DescribedBy(tree, noun);
  }
  if (pronoun || clause->copular || clause->passive) return;
  if (!tree.Has(clause->head, Deprel::kNsubj)) return;
  if (lexicon.Is(WordClass::kTimeNoun, tree.lemma(noun))) {
    clause->when = noun;
  } else if (clause->objects.empty() &&
             tree.Child(clause->head, {Deprel::kCcomp, Deprel::kXcomp}) < 0) {
    clause->objects.push_back(NamedBy(tree, noun));
  }
}

// "designed and built the bridge": an object between two verbs and after
// both belongs to both.
void ShareObjects(const Tree& tree, const std::vector<Clause>& clauses,
                  Clause* clause) {
  if (clause->link != Deprel::kConj || clause->governor < 0) return;
  const Clause& first = clauses[clause->governor];
  const bool shares = clause->objects.empty() && clause->obliques.empty() &&
                      clause->complement < 0 && !clause->passive &&
                      !clause->copular && !first.passive && clause->understood;
  if (!shares) return;
  for (int object : first.objects) {
    const bool gap = tree.deprel(first.head) == Deprel::kAclRelcl &&
                     object == NamedBy(tree, tree.head(first.head));
    if (object > clause->head || gap) clause->objects.push_back(object);
  }
}

// "dozens were missing": no missing of anything.
bool IsState(const Tree& tree, const Lexicon& lexicon, int head) {
  const int aux = tree.Child(head, Deprel::kAux);
  return (tree.IsGerund(head) || tree.upos(head) == Upos::kAdj) && aux >= 0 &&
         tree.lemma(aux) == "be" &&
         lexicon.Is(WordClass::kVerdictWord, tree.word(head)) &&
         !tree.Has(head, Deprel::kObj);
}

int DepthOf(const Tree& tree, int i) {
  int depth = 0;
  for (; tree.head(i) >= 0 && depth <= tree.size(); ++depth) i = tree.head(i);
  return depth;
}

}  // namespace

bool IsRanked(const Tree& tree, int noun) {
  if (tree.upos(noun) == Upos::kAdj) return true;
  for (int child : tree.children(noun)) {
    const std::string& word = tree.word(child);
    const Deprel r = tree.deprel(child);
    const bool before =
        r == Deprel::kAmod || r == Deprel::kNummod || r == Deprel::kAdvmod;
    if (before && (word == "first" || word == "last" || word == "only" ||
                   tree[child].xpos == "JJS")) {
      return true;
    }
  }
  return false;
}

int CalledFor(const Tree& tree, const Lexicon& lexicon, const Clause& governor,
              int head) {
  if (!tree.IsInfinitive(head) || !governor.objects.empty() ||
      !lexicon.Is(WordClass::kAskVerb, tree.lemma(governor.head))) {
    return -1;
  }
  for (int o : governor.obliques) {
    const std::string p = tree.Preposition(o);
    if (o < head && (p == "for" || p == "on" || p == "to")) return o;
  }
  return -1;
}

bool IsDate(const Tree& tree, const Lexicon& lexicon, int i) {
  const std::string& word = tree.word(i);
  const bool digits =
      !word.empty() && word.find_first_not_of("0123456789") == word.npos;
  if (digits && word.size() == 4 && (word[0] == '1' || word[0] == '2')) {
    return !tree.Has(i, Deprel::kNmod);  // "2000 of them" are no year
  }
  // "the 1990s".
  if (word.size() == 5 && word.ends_with("0s") &&
      word.find_first_not_of("0123456789") == 4) {
    return true;
  }
  for (int child : tree.children(i)) {
    const Deprel r = tree.deprel(child);
    // "3 May" and "May 3" with the number as their head.
    if (digits && lexicon.Is(WordClass::kDateNoun, tree.lemma(child)) &&
        (r == Deprel::kNmodUnmarked || r == Deprel::kCompound)) {
      return true;
    }
    // "April Jones", "Mr. May": people.
    const bool name = r == Deprel::kFlat || r == Deprel::kNmodDesc;
    if (name && tree.upos(child) == Upos::kPropn) return false;
  }
  return lexicon.Is(WordClass::kDateNoun, tree.lemma(i));
}

bool AddNamed(const Tree& tree, int noun, std::vector<int>* out) {
  if (tree[noun].xpos != "NNS") return false;
  const int name = tree.Child(noun, Deprel::kAppos);
  if (name < 0 || tree.upos(name) != Upos::kPropn ||
      tree.Conjuncts(name).size() < 2) {
    return false;
  }
  for (int c : tree.Conjuncts(name)) out->push_back(NamedBy(tree, c));
  return true;
}

bool HasIndefiniteArticle(const Tree& tree, int noun) {
  return tree.ChildWord(noun, "a") >= 0 || tree.ChildWord(noun, "an") >= 0;
}

int NamedBy(const Tree& tree, int noun) {
  // A relative clause hung on the verb is its object's.
  if (tree.upos(noun) == Upos::kVerb && tree.Has(noun, Deprel::kObj)) {
    noun = tree.Child(noun, Deprel::kObj);
  }
  // "Carbon Co., a start-up that ...": the name rather than the description.
  if (tree.deprel(noun) == Deprel::kAppos && tree.head(noun) >= 0 &&
      tree.upos(noun) != Upos::kPropn &&
      tree.upos(tree.head(noun)) == Upos::kPropn) {
    return tree.head(noun);
  }
  // "one of them, Bo Roe", with the name beside all of them.
  if (tree.upos(noun) != Upos::kNoun && tree.word(noun) != "one") return noun;
  const int all =
      tree.word(noun) == "one" ? tree.Child(noun, Deprel::kNmod) : -1;
  const int one = all < 0 ? -1 : tree.Child(all, Deprel::kAppos);
  if (one > all && tree.upos(one) == Upos::kPropn &&
      tree.Conjuncts(one).size() == 1) {
    return one;
  }
  if (tree[noun].xpos == "NNS") return noun;
  for (int name : tree.children(noun)) {
    if (tree.deprel(name) != Deprel::kAppos || name < noun ||
        tree.ChildWord(name, "(") >= 0) {
      continue;
    }
    // "the plane, a Boeing": of what kind, not by what name.
    if (HasIndefiniteArticle(tree, name)) continue;
    if (tree.upos(name) == Upos::kPropn) return name;
    // "its owner, the businessman Bo Hald".
    const int inner = tree.Child(name, Deprel::kAppos);
    if (tree.upos(name) == Upos::kNoun && tree[name].xpos != "NNS" &&
        inner > name && tree.upos(inner) == Upos::kPropn &&
        tree.ChildWord(inner, "(") < 0) {
      return inner;
    }
  }
  return noun;
}

int Antecedent(const Tree& tree, int i) {
  if (!tree.IsRelative(i)) return i;
  int at = i;
  for (int step = 0; step <= tree.size() && at >= 0; ++step) {
    if (tree.deprel(at) == Deprel::kAclRelcl && tree.head(at) >= 0) {
      return DescribedBy(tree, tree.head(at));
    }
    at = tree.head(at);
  }
  // The tree has no relative clause here: the noun in front, if any.
  if (tree.word(i) == "that" || tree.word(i) == "who") return i;
  for (int before = i - 1; before >= 0; --before) {
    const Upos u = tree.upos(before);
    if (u == Upos::kNoun || u == Upos::kPropn) {
      while (tree.head(before) >= 0 &&
             (tree.deprel(before) == Deprel::kFlat ||
              tree.deprel(before) == Deprel::kCompound)) {
        before = tree.head(before);
      }
      return before < i ? NamedBy(tree, before) : i;
    }
    if (u == Upos::kVerb) return i;
  }
  return i;
}

int ClauseOf(const Tree& tree, const std::vector<Clause>& clauses, int i) {
  for (int step = 0; step <= tree.size() && i >= 0; ++step) {
    for (size_t c = 0; c < clauses.size(); ++c) {
      if (clauses[c].head == i) return static_cast<int>(c);
    }
    i = tree.head(i);
  }
  return -1;
}

std::vector<Clause> FindClauses(const Tree& tree, const Lexicon& lexicon) {
  std::vector<std::pair<int, int>> heads;  // depth, token
  for (int i = 0; i < tree.size(); ++i) {
    if (IsPredicate(tree, i)) heads.emplace_back(DepthOf(tree, i), i);
  }
  std::sort(heads.begin(), heads.end());
  std::vector<Clause> clauses;
  for (const auto& [depth, head] : heads) {
    Clause clause;
    clause.head = head;
    // "the aim is to buy": the verb is what is said.
    clause.copular =
        (tree.Has(head, Deprel::kCop) &&
         !(tree.upos(head) == Upos::kVerb && tree.IsInfinitive(head))) ||
        IsState(tree, lexicon, head);
    clause.passive = !clause.copular && IsPassive(tree, head);
    clause.link = tree.deprel(head);
    if (tree.head(head) >= 0) {
      clause.governor = ClauseOf(tree, clauses, tree.head(head));
    }
    AddDependents(tree, lexicon, &clause);
    FindSubjects(tree, lexicon, clauses, &clause);
    FillGap(tree, lexicon, &clause);
    ShareObjects(tree, clauses, &clause);
    clauses.push_back(std::move(clause));
  }
  return clauses;
}

}  // namespace tercet::text
