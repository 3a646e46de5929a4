#include "ingest/clause_tree.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace tercet::text {
namespace {

bool IsUpperCase(const std::string& form) {
  return form.size() > 1 && form[0] >= 'A' && form[0] <= 'Z' &&
         std::none_of(form.begin(), form.end(),
                      [](char c) { return c >= 'a' && c <= 'z'; });
}

// A place in capitals, a date or an agency, and a dash.
int DatelineEnd(const Sentence& sentence) {
  constexpr size_t kLongest = 12;
  const std::vector<Token>& tokens = sentence.tokens;
  if (tokens.empty() || !IsUpperCase(tokens[0].form)) return 0;
  for (size_t i = 1; i < tokens.size() && i < kLongest; ++i) {
    const std::string& form = tokens[i].form;
    if (form == "\xE2\x80\x94" || form == "\xE2\x80\x93" || form == "--") {
      return static_cast<int>(i) + 1;
    }
    const Upos u = tokens[i].upos;
    if (u != Upos::kPropn && u != Upos::kPunct && u != Upos::kNum &&
        u != Upos::kX && !IsUpperCase(form)) {
      return 0;
    }
  }
  return 0;
}

}  // namespace

Tree::Tree(const Sentence& sentence, const Lexicon* lexicon)
    : sentence_(&sentence), lexicon_(lexicon), children_(Children(sentence)) {
  body_ = DatelineEnd(sentence);
  words_.reserve(sentence.tokens.size());
  lemmas_.reserve(sentence.tokens.size());
  for (const Token& token : sentence.tokens) {
    words_.push_back(absl::AsciiStrToLower(token.form));
    lemmas_.push_back(
        absl::AsciiStrToLower(token.lemma.empty() ? token.form : token.lemma));
    // "Feb." is the month of the word tables.
    std::string& lemma = lemmas_.back();
    if (lemma.size() > 2 && lemma.back() == '.' &&
        lemma.find('.') == lemma.size() - 1) {
      lemma.pop_back();
    }
  }
}

int Tree::Child(int i, std::initializer_list<Deprel> relations) const {
  for (int child : children_[i]) {
    for (Deprel relation : relations) {
      if (deprel(child) == relation) return child;
    }
  }
  return -1;
}

int Tree::ChildWord(int i, std::string_view word) const {
  for (int child : children_[i]) {
    if (words_[child] == word) return child;
  }
  return -1;
}

std::vector<int> Tree::Conjuncts(int i) const {
  std::vector<int> result = {i};
  for (size_t at = 0; at < result.size(); ++at) {
    for (int child : children_[result[at]]) {
      if (deprel(child) == Deprel::kConj) result.push_back(child);
    }
    if (result.size() > sentence_->tokens.size()) break;
  }
  std::sort(result.begin(), result.end());
  return result;
}

int Tree::FirstConjunct(int i) const {
  for (int step = 0; step < size() && deprel(i) == Deprel::kConj; ++step) {
    if (head(i) < 0) break;
    i = head(i);
  }
  return i;
}

bool Tree::Below(int i, int ancestor) const {
  for (int step = 0; step <= size() && i >= 0; ++step) {
    if (i == ancestor) return true;
    i = head(i);
  }
  return false;
}

bool Tree::HasFeature(int i, std::string_view feature) const {
  return (*this)[i].feats.find(feature) != std::string::npos;
}

bool Tree::IsNominal(int i) const {
  const Upos u = upos(i);
  return u == Upos::kNoun || u == Upos::kPropn || u == Upos::kPron ||
         u == Upos::kNum || u == Upos::kSym || u == Upos::kX;
}

bool Tree::IsPronoun(int i) const {
  return upos(i) == Upos::kPron && !HasFeature(i, "PronType=Ind") &&
         !HasFeature(i, "PronType=Neg") && !HasFeature(i, "PronType=Tot");
}

bool Tree::IsRelative(int i) const {
  const std::string& w = words_[i];
  return w == "who" || w == "whom" || w == "which" || w == "whose" ||
         (w == "that" && upos(i) == Upos::kPron && (*this)[i].xpos != "DT");
}

bool Tree::IsParticiple(int i) const {
  return (*this)[i].xpos == "VBN" ||
         ((*this)[i].xpos.empty() && HasFeature(i, "VerbForm=Part") &&
          HasFeature(i, "Tense=Past"));
}

bool Tree::IsGerund(int i) const { return (*this)[i].xpos == "VBG"; }

bool Tree::IsInfinitive(int i) const {
  if (IsGerund(i)) return false;  // "admitted to stealing"
  for (int child : children_[i]) {
    if (deprel(child) == Deprel::kMark && words_[child] == "to") return true;
  }
  return false;
}

bool Tree::IsIncluded(int i) const {
  const std::string p = Preposition(i);
  return p == "including" || p == "such as" || p == "excluding";
}

std::string Tree::Preposition(int i) const {
  std::string result;
  for (int child : children_[i]) {
    if (deprel(child) != Deprel::kCase || words_[child] == "'s" ||
        words_[child] == "\xE2\x80\x99s" || words_[child] == "'") {
      continue;
    }
    // "because of", "out of": words of a fixed preposition, or two of them.
    absl::StrAppend(&result, result.empty() ? "" : " ", words_[child]);
    for (int part : children_[child]) {
      if (deprel(part) == Deprel::kFixed) {
        absl::StrAppend(&result, " ", words_[part]);
      }
    }
  }
  return result;
}

}  // namespace tercet::text
