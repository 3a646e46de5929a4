#include "ingest/ner_features.h"

#include <algorithm>
#include <cctype>

#include "absl/strings/ascii.h"
#include "ingest/feature_hash.h"

namespace tercet::text {
namespace {

// Bits of what the lexicon knows of one word.
enum LexiconBit : uint32_t {
  kGivenName = 1,
  kPlaceName = 2,
  kDemonym = 4,
  kOrganizationWord = 8,
  kPlaceWord = 16,
  kTitle = 32,
  kCommonNoun = 64,
  kLegalForm = 128,
  kPersonNoun = 256,
};

struct Word {
  uint32_t form = 0;
  uint32_t lower = 0;
  uint32_t shape = 0;
  uint32_t tag = 0;
  uint32_t lexicon = 0;
  uint32_t place_run = 0;  // 1: begins, 2: continues a listed place
  bool capital = false;
};

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

// "U.S." -> "X.X.", "Xi" -> "Xx", "2019" -> "d"; runs count once or twice.
std::string ShapeOf(std::string_view form) {
  std::string shape;
  for (const char c : form) {
    char s = c;
    if (IsUpper(c)) {
      s = 'X';
    } else if (c >= 'a' && c <= 'z') {
      s = 'x';
    } else if (c >= '0' && c <= '9') {
      s = 'd';
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      s = 'u';
    }
    const size_t n = shape.size();
    if (n >= 2 && shape[n - 1] == s && shape[n - 2] == s) continue;
    shape += s;
  }
  return shape;
}

uint32_t LexiconBits(const std::string& form, const std::string& lower,
                     const NameLexicon& names) {
  uint32_t bits = 0;
  if (names.IsGivenName(form)) bits |= kGivenName;
  if (names.IsPlace(form)) bits |= kPlaceName;
  if (names.CountryOfDemonym(form) != nullptr) bits |= kDemonym;
  if (names.IsOrganizationWord(form)) bits |= kOrganizationWord;
  if (names.IsLegalForm(form)) bits |= kLegalForm;
  if (names.IsPlaceWord(form)) bits |= kPlaceWord;
  if (names.TitleOf(form) != nullptr) bits |= kTitle;
  const EntityType noun = names.TypeOfNoun(lower);
  if (noun != EntityType::kUnknown) bits |= kCommonNoun;
  if (noun == EntityType::kPerson) bits |= kPersonNoun;
  return bits;
}

// Marks the longest listed places: "Hong Kong" gives 1, 2.
void MarkPlaces(const Sentence& sentence, const NameLexicon& names,
                std::vector<Word>& words) {
  const int n = static_cast<int>(words.size());
  for (int i = 0; i < n;) {
    int end = i;
    if (words[i].capital) {
      std::string name;
      for (int j = i; j < n && j < i + 5; ++j) {
        if (j > i && sentence.tokens[j - 1].space_after) name += ' ';
        name += sentence.tokens[j].form;
        if (names.IsPlace(name)) end = j + 1;
      }
    }
    for (int j = i; j < end; ++j) words[j].place_run = j == i ? 1 : 2;
    i = std::max(end, i + 1);
  }
}

// What a run of capitalised words holds, for each of its words: whether it
// has a given name, an organization's word and so on, and its last word.
struct Run {
  uint32_t bits = 0;
  uint32_t last = 0;
  uint32_t length = 0;
};

std::vector<Run> RunsOf(const std::vector<Word>& words) {
  std::vector<Run> runs(words.size());
  for (size_t i = 0; i < words.size();) {
    size_t end = i;
    while (end < words.size() && words[end].capital) ++end;
    if (end == i) {
      ++i;
      continue;
    }
    Run run;
    for (size_t j = i; j < end; ++j) run.bits |= words[j].lexicon;
    run.last = words[end - 1].lower;
    run.length = static_cast<uint32_t>(std::min<size_t>(end - i, 4));
    for (size_t j = i; j < end; ++j) runs[j] = run;
    i = end;
  }
  return runs;
}

std::vector<Word> WordsOf(const Sentence& sentence, const NameLexicon& names) {
  std::vector<Word> words;
  words.reserve(sentence.tokens.size());
  for (const Token& token : sentence.tokens) {
    Word word;
    const std::string lower = absl::AsciiStrToLower(token.form);
    word.form = HashBytes(token.form);
    word.lower = HashBytes(lower);
    word.shape = HashBytes(ShapeOf(token.form));
    word.tag = static_cast<uint32_t>(token.upos) + 1;
    word.lexicon = LexiconBits(token.form, lower, names);
    word.capital = !token.form.empty() && IsUpper(token.form[0]);
    words.push_back(word);
  }
  MarkPlaces(sentence, names, words);
  return words;
}

}  // namespace

NerFeatures::NerFeatures(const Sentence& sentence, const NameLexicon& names) {
  const std::vector<Word> words = WordsOf(sentence, names);
  const std::vector<Run> runs = RunsOf(words);
  const int n = static_cast<int>(words.size());
  features_.resize(n);
  const Word edge{.form = 1, .lower = 1, .shape = 1, .tag = 0};
  const auto at = [&](int i) -> const Word& {
    return i < 0 || i >= n ? edge : words[i];
  };
  for (int i = 0; i < n; ++i) {
    std::vector<uint32_t>& out = features_[i];
    const Word& w = words[i];
    const auto add = [&](uint32_t number, uint64_t a, uint64_t b = 0,
                         uint64_t c = 0) {
      out.push_back(HashFeature(0x4E00 + number, a, b, c));
    };
    add(0, 1);
    add(1, w.form);
    add(2, w.lower);
    add(3, w.shape);
    add(4, w.tag);
    add(5, w.lexicon);
    add(6, w.place_run);
    const std::string& form = sentence.tokens[i].form;
    for (size_t length = 1; length <= 4 && length < form.size(); ++length) {
      add(7, HashBytes(form.substr(form.size() - length)), length);
      add(8, HashBytes(form.substr(0, length)), length);
    }
    const int before = i == 0 ? 1 : 0;
    for (int d : {-2, -1, 1, 2}) {
      const Word& v = at(i + d);
      const uint32_t base = 10 + 10 * static_cast<uint32_t>(d + 2);
      add(base, v.lower);
      add(base + 1, v.tag, w.tag);
      add(base + 2, v.lexicon, w.lexicon);
      add(base + 3, v.shape, w.shape);
      add(base + 4, v.place_run);
    }
    add(60, at(i - 1).lower, w.lower);
    add(61, w.lower, at(i + 1).lower);
    add(62, at(i - 1).tag, w.tag, at(i + 1).tag);
    add(63, w.shape, before);
    add(64, w.shape, w.lexicon, w.tag);
    const Run& run = runs[i];
    if (run.length > 0) {
      add(65, run.bits);
      add(66, run.last);
      add(67, run.bits, run.length);
      const bool first = i == 0 || runs[i - 1].length == 0;
      const bool last = i + 1 == n || runs[i + 1].length == 0;
      add(68, run.bits, first * 2 + last);
    }
    add(69, at(i - 1).lower, at(i - 2).lower);
    add(70, at(i + 1).lower, at(i + 2).lower);
  }
}

}  // namespace tercet::text
