#include "ingest/extract_argument.h"

#include <algorithm>

#include "ingest/extract_negation.h"
#include "ingest/mention_words.h"

namespace tercet::text {
namespace {

// What a phrase is made of.
struct Shape {
  bool preposition = false;
  bool complements = true;  // prepositional phrases and infinitives
};

bool IsOwnCase(const Tree& tree, int child) {
  return tree.deprel(child) == Deprel::kCase && tree.word(child) != "'s" &&
         tree.word(child) != "\xE2\x80\x99s" && tree.word(child) != "'" &&
         tree.word(child) != "\xE2\x80\x99";
}

// Adverbs that comment on the clause and belong to no phrase.
bool IsCommentAdverb(const Tree& tree, int i) {
  return tree.lexicon() != nullptr &&
         tree.lexicon()->Is(WordClass::kCommentAdverb, tree.word(i));
}

// Whether an adnominal clause is part of the noun's meaning: "methods to
// tackle it", "suggestions that it overpaid", "the urgency of acting".
bool IsContentClause(const Tree& tree, int child) {
  return tree.deprel(child) == Deprel::kAcl && tree.Has(child, Deprel::kMark) &&
         !tree.Has(tree.head(child), Deprel::kNummod);
}

bool IsPercent(const Tree& tree, int head) {
  const std::string& word = tree.word(head);
  return word == "percent" || word == "%" || word == "points" ||
         word == "cents";
}

// "the cheapest, from Mill Ltd, ...", "four men, among them two cooks": said in
// passing.
bool IsSetApart(const Tree& tree, int head, int child) {
  const int preposition = tree.Child(child, Deprel::kCase);
  if (preposition < 0) {
    return child > head + 1 && tree.word(head + 1) == "," &&
           tree.ChildWord(head, "them") >= 0;
  }
  return preposition == head + 2 && tree.word(head + 1) == "," &&
         tree.upos(preposition) == Upos::kAdp &&
         !IsCapital(tree[preposition]) && !tree.Has(child, Deprel::kConj);
}

// "300 metres" of "is 300 metres long".
bool IsMeasure(const Tree& tree, int head, int child) {
  return child + 1 == head &&
         (tree.upos(head) == Upos::kAdj || tree.upos(head) == Upos::kAdv) &&
         tree.Has(child, Deprel::kNummod);
}

bool BelongsTo(const Tree& tree, int head, int child, const Shape& shape) {
  switch (tree.deprel(child)) {
    case Deprel::kAmod:
      // "the suspects, aged 34".
      if (child > head + 1 && tree.word(head + 1) == ",") return false;
      // "a 49-year-old judge": the age of somebody is another fact.
      return AgeWithin(tree, child) < 0 || tree.lexicon() == nullptr ||
             !(tree.lexicon()->Is(WordClass::kRoleNoun, tree.lemma(head)) ||
               tree.lexicon()->Is(WordClass::kKinNoun, tree.lemma(head)));
    case Deprel::kDet:
    case Deprel::kDetPredet:
    case Deprel::kCompound:
    case Deprel::kCompoundPrt:
    case Deprel::kNummod:
    case Deprel::kNmodPoss:
    case Deprel::kFlat:
    case Deprel::kFixed:
    case Deprel::kGoeswith:
      return true;
    case Deprel::kAdvmod:
      // "about 900 members" but not "the plan, however"; of a predicate
      // only what stands between the copula and it: "is very happy".
      if (tree.word(child) == "too" && child + 1 == head) return true;
      if (IsCommentAdverb(tree, child)) return false;
      if (IsNoLonger(tree, child)) return false;
      if (tree.Has(head, Deprel::kCop)) {
        return child < head && child > tree.Child(head, Deprel::kCop);
      }
      // "the two men last met": what stands before the verb is the verb's.
      if (child > head && child + 1 == tree.head(head)) return false;
      return tree.upos(head) != Upos::kVerb || child < head;
    case Deprel::kNmod:
      // "customers, among them Mill Co.".
      if (tree.word(child) == "them" && tree.Preposition(child) == "among") {
        return false;
      }
      if (tree.IsIncluded(child) || IsSetApart(tree, head, child)) return false;
      // "3 percent to 212 kroner": the second is the verb's.
      if (IsPercent(tree, head) && tree.Preposition(child) != "of") {
        return false;
      }
      return shape.complements;
    case Deprel::kNmodUnmarked:
      // "works for firms herself": no part of the firms.
      return shape.complements && !tree.word(child).ends_with("self") &&
             !tree.word(child).ends_with("selves");
    case Deprel::kObl:
    case Deprel::kOblUnmarked:
      // Of an adjective: "familiar with the talks", "18 months old".
      return shape.complements && tree.upos(head) != Upos::kVerb &&
             !tree.Preposition(child).starts_with("according") &&
             (child > head || !tree.Has(head, Deprel::kCop) ||
              IsMeasure(tree, head, child));
    case Deprel::kAcl:
      return shape.complements && IsContentClause(tree, child);
    case Deprel::kNmodDesc:
      return false;
    default:
      return false;
  }
}

// Below the head everything stays but asides.
bool IsAside(const Tree& tree, int child) {
  switch (tree.deprel(child)) {
    case Deprel::kAclRelcl:
    case Deprel::kAppos:
    case Deprel::kParataxis:
    case Deprel::kDiscourse:
    case Deprel::kVocative:
    case Deprel::kReparandum:
    case Deprel::kPunct:
    case Deprel::kDislocated:
    case Deprel::kList:
      return true;
    case Deprel::kAcl:
      return !tree.Has(child, Deprel::kMark);
    case Deprel::kAdvcl:
      // "the first to lead it when she was sworn in": when is another fact.
      return tree.upos(tree.head(child)) != Upos::kVerb ||
             tree.Child(child, {Deprel::kNsubj, Deprel::kNsubjPass}) >= 0;
    default:
      return false;
  }
}

void CollectBelow(const Tree& tree, int i, std::vector<int>* out) {
  out->push_back(i);
  for (int child : tree.children(i)) {
    if (!IsAside(tree, child)) CollectBelow(tree, child, out);
  }
}

// Hyphens, and commas and quotes that now stand between kept words.
void AddPunctuation(const Tree& tree, std::vector<int>* tokens) {
  std::vector<int> more;
  for (size_t k = 0; k + 1 < tokens->size(); ++k) {
    const int gap = (*tokens)[k] + 1;
    const std::string& form = tree.word(gap < tree.size() ? gap : 0);
    if (form == "(" || form == ")" || form == "[" || form == "]") continue;
    if ((*tokens)[k + 1] == gap + 1 && tree.deprel(gap) == Deprel::kPunct) {
      more.push_back(gap);
    }
  }
  tokens->insert(tokens->end(), more.begin(), more.end());
  std::sort(tokens->begin(), tokens->end());
}

// "his son and daughter": the second shares the possessor of the first.
void AddSharedOwner(const Tree& tree, int head, std::vector<int>* tokens) {
  if (tree.deprel(head) != Deprel::kConj || tree.upos(head) != Upos::kNoun) {
    return;
  }
  if (tree.Child(head, {Deprel::kDet, Deprel::kNmodPoss, Deprel::kNummod}) >=
      0) {
    return;
  }
  const int owner = tree.Child(tree.FirstConjunct(head), Deprel::kNmodPoss);
  if (owner >= 0 && owner < head) CollectBelow(tree, owner, tokens);
}

// A phrase stays readable: complements beyond this many words are dropped.
constexpr size_t kLongest = 14;

bool IsComplement(const Tree& tree, int child) {
  const Deprel relation = MainType(tree.deprel(child));
  return relation == Deprel::kNmod || relation == Deprel::kAcl ||
         relation == Deprel::kObl;
}

Argument Build(const Tree& tree, int sentence, int head, const Shape& shape) {
  Argument result;
  result.sentence = sentence;
  result.head = head;
  result.tokens.push_back(head);
  const bool verbal = tree.upos(head) == Upos::kVerb;
  for (int child : tree.children(head)) {
    if (IsOwnCase(tree, child)) {
      if (shape.preposition) CollectBelow(tree, child, &result.tokens);
    } else if (verbal && shape.complements) {
      if (tree.deprel(child) == Deprel::kObj || child > head) {
        if (!IsAside(tree, child)) CollectBelow(tree, child, &result.tokens);
      }
    } else if (BelongsTo(tree, head, child, shape)) {
      const size_t before = result.tokens.size();
      CollectBelow(tree, child, &result.tokens);
      const bool owner = tree.deprel(child) == Deprel::kNmodPoss;
      if (result.tokens.size() > kLongest && before > 1 && !owner &&
          IsComplement(tree, child)) {
        result.tokens.resize(before);
      }
    }
  }
  AddSharedOwner(tree, head, &result.tokens);
  std::sort(result.tokens.begin(), result.tokens.end());
  result.tokens.erase(std::unique(result.tokens.begin(), result.tokens.end()),
                      result.tokens.end());
  // No phrase begins with the word that joins it to another.
  while (result.tokens.size() > 1 && result.tokens.front() != head &&
         tree.upos(result.tokens.front()) == Upos::kCconj) {
    result.tokens.erase(result.tokens.begin());
  }
  AddPunctuation(tree, &result.tokens);
  return result;
}

}  // namespace

int AgeWithin(const Tree& tree, int old) {
  const int number = old - 4;
  const bool age = number >= 0 && tree.word(old) == "old" &&
                   tree[old - 1].form == "-" && tree.word(old - 2) == "year" &&
                   tree[old - 3].form == "-" &&
                   tree.upos(number) == Upos::kNum && tree.Below(number, old);
  return age ? number : -1;
}

Argument Phrase(const Tree& tree, int sentence, int head) {
  return Build(tree, sentence, head, Shape());
}

Argument PhraseWithPreposition(const Tree& tree, int sentence, int head) {
  Argument result = Build(tree, sentence, head, Shape{.preposition = true});
  if (tree.Preposition(head) != "between") return result;
  // "between 1970 and 2005" is one phrase.
  for (int child : tree.children(head)) {
    if (tree.deprel(child) == Deprel::kConj) {
      CollectBelow(tree, child, &result.tokens);
    }
  }
  std::sort(result.tokens.begin(), result.tokens.end());
  return result;
}

Argument BarePhrase(const Tree& tree, int sentence, int head) {
  return Build(tree, sentence, head, Shape{.complements = false});
}

}  // namespace tercet::text
