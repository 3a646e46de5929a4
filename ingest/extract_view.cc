#include "ingest/extract_view.h"

#include <algorithm>
#include <cctype>

#include "absl/strings/str_cat.h"

namespace tercet::text {
namespace {

// "1931", "1990s".
bool IsYear(std::string word) {
  if (word.size() == 5 && word.ends_with("0s")) word.resize(4);
  return word.size() == 4 &&
         std::all_of(word.begin(), word.end(),
                     [](unsigned char c) { return std::isdigit(c); }) &&
         (word[0] == '1' || word[0] == '2');
}

bool AllDigits(const std::string& word) {
  return !word.empty() &&
         std::all_of(word.begin(), word.end(),
                     [](unsigned char c) { return std::isdigit(c); });
}

// "during", "prior to", "ahead of": what follows is a time, whatever it is.
bool IsTimePreposition(const SentenceView& view, const std::string& words) {
  const std::string first = words.substr(0, words.find(' '));
  return view.lexicon->Is(WordClass::kTimePreposition, first) ||
         words == "ahead of" || words == "following";
}

bool AreYears(const Tree& tree, int head) {
  for (int i : tree.Conjuncts(head)) {
    if (!IsYear(tree.word(i))) return false;
  }
  return true;
}

}  // namespace

bool SentenceView::IsName(int head) const {
  const Mention* mention = mention_at[head];
  if (mention != nullptr) return mention->kind == MentionKind::kName;
  return tree->upos(head) == Upos::kPropn;
}

EntityType SentenceView::TypeOf(int head) const {
  const Mention* mention = mention_at[head];
  return mention == nullptr ? EntityType::kUnknown : mention->type;
}

bool SentenceView::IsQuantity(int head) const {
  return tree->upos(head) == Upos::kNum || tree->upos(head) == Upos::kSym ||
         tree->Has(head, Deprel::kNummod);
}

bool IsTime(const SentenceView& view, int head) {
  const Tree& tree = *view.tree;
  const std::string preposition = tree.Preposition(head);
  // "won by two minutes", "sentenced to six years": by how much, to what.
  if ((preposition == "by" || preposition == "to") &&
      tree.Has(head, Deprel::kNummod) && view.Is(WordClass::kUnitNoun, head)) {
    return false;
  }
  if (view.TypeOf(head) == EntityType::kTime) return true;
  if (view.Is(WordClass::kTimeNoun, head)) {
    // "for the year", "in May"; but "of the year" hangs on a noun.
    return preposition != "of" && preposition != "from the";
  }
  if (IsYear(tree.word(head)) && preposition != "to") return true;
  if (tree.upos(head) == Upos::kNum) {
    for (int child : tree.children(head)) {  // "July 14" with 14 as its head
      if (view.Is(WordClass::kTimeNoun, child)) return true;
    }
  }
  if (preposition == "between" && AreYears(tree, head)) return true;
  if (preposition == "at" && AllDigits(tree.word(head)) &&
      tree.children(head).size() <= 2) {
    return true;  // "at 17"
  }
  // "named after him", "after Kim": nobody is a time.
  if (tree.upos(head) == Upos::kPron) return false;
  if (view.IsPerson(head) && view.IsName(head)) return false;
  return !preposition.empty() && tree.IsNominal(head) &&
         IsTimePreposition(view, preposition);
}

bool IsDemonymLike(const SentenceView& view, int i) {
  const Tree& tree = *view.tree;
  const std::string& form = tree[i].form;
  if (tree.upos(i) != Upos::kAdj && tree.upos(i) != Upos::kPropn) return false;
  if (form.empty() || form[0] < 'A' || form[0] > 'Z') return false;
  if (form == "U.S." || form == "US" || form == "UK" || form == "U.K.") {
    return true;
  }
  return form.size() > 4 &&
         view.lexicon->EndsLike(WordClass::kDemonymEnding, form);
}

bool IsNounLike(const SentenceView& view, int i) {
  return view.tree->IsNominal(i) ||
         (IsDemonymLike(view, i) && !view.tree->Preposition(i).empty());
}

bool IsPlace(const SentenceView& view, int head) {
  const std::string preposition = view.tree->Preposition(head);
  if (!view.lexicon->Is(WordClass::kPlacePreposition, preposition)) {
    return false;
  }
  if (IsTime(view, head)) return false;
  const EntityType type = view.TypeOf(head);
  if (preposition == "from") return false;  // an origin is an argument
  if (type == EntityType::kPlace) return true;
  if (view.Is(WordClass::kPlaceNoun, head)) return true;
  const bool inside = preposition == "in" || preposition == "at";
  return inside && view.IsName(head) && type != EntityType::kPerson;
}

std::string RelationWords(const Tree& tree, const std::vector<int>& tokens) {
  std::string result;
  for (int i : tokens) {
    const Token& token = tree[i];
    if (token.upos == Upos::kDet || token.upos == Upos::kPunct) {
      if (token.form != "-") continue;
    }
    if (tree.deprel(i) == Deprel::kNmodPoss) continue;
    // "vice-president": no space around a hyphen that had none.
    const bool glue =
        token.form == "-" || (i > 0 && !result.empty() && result.back() == '-');
    if (!result.empty() && !glue) result += ' ';
    // "Maltese" keeps its capital, "Former" at the beginning does not.
    const bool capital =
        token.upos == Upos::kPropn || (token.upos == Upos::kAdj && i > 0);
    result += capital ? token.form : tree.word(i);
  }
  return result;
}

}  // namespace tercet::text
