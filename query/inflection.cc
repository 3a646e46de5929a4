#include "query/inflection.h"

#include <string>

#include "query/match.h"

namespace tercet::query {
namespace {

struct Irregular {
  std::string_view form;
  std::string_view base;
};

// Irregular forms of common English verbs, sorted by form.
constexpr Irregular kIrregular[] = {
    {"am", "be"},         {"are", "be"},
    {"ate", "eat"},       {"beat", "beat"},
    {"became", "become"}, {"been", "be"},
    {"began", "begin"},   {"begun", "begin"},
    {"bought", "buy"},    {"broke", "break"},
    {"broken", "break"},  {"brought", "bring"},
    {"built", "build"},   {"came", "come"},
    {"caught", "catch"},  {"chose", "choose"},
    {"chosen", "choose"}, {"did", "do"},
    {"does", "do"},       {"done", "do"},
    {"drew", "draw"},     {"driven", "drive"},
    {"drove", "drive"},   {"fallen", "fall"},
    {"fell", "fall"},     {"felt", "feel"},
    {"flew", "fly"},      {"fought", "fight"},
    {"found", "find"},    {"gave", "give"},
    {"given", "give"},    {"goes", "go"},
    {"gone", "go"},       {"got", "get"},
    {"grew", "grow"},     {"grown", "grow"},
    {"had", "have"},      {"has", "have"},
    {"heard", "hear"},    {"held", "hold"},
    {"is", "be"},         {"kept", "keep"},
    {"knew", "know"},     {"known", "know"},
    {"laid", "lay"},      {"led", "lead"},
    {"left", "leave"},    {"lost", "lose"},
    {"made", "make"},     {"meant", "mean"},
    {"met", "meet"},      {"paid", "pay"},
    {"ran", "run"},       {"rose", "rise"},
    {"said", "say"},      {"sat", "sit"},
    {"saw", "see"},       {"seen", "see"},
    {"sent", "send"},     {"shown", "show"},
    {"sold", "sell"},     {"spent", "spend"},
    {"spoke", "speak"},   {"spoken", "speak"},
    {"stood", "stand"},   {"struck", "strike"},
    {"sought", "seek"},   {"taken", "take"},
    {"taught", "teach"},  {"thought", "think"},
    {"threw", "throw"},   {"told", "tell"},
    {"took", "take"},     {"understood", "understand"},
    {"was", "be"},        {"went", "go"},
    {"were", "be"},       {"won", "win"},
    {"written", "write"}, {"wrote", "write"}};

bool IsVowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

bool Strip(std::string* word, std::string_view ending, std::string_view put) {
  if (word->size() < ending.size() + 2 || !word->ends_with(ending)) {
    return false;
  }
  word->resize(word->size() - ending.size());
  word->append(put);
  return true;
}

// What is left of a word without its ending; "announce", "announces" and
// "announced" are all "announc".
std::string Stem(std::string word) {
  for (const Irregular& irregular : kIrregular) {
    if (word == irregular.form) word = std::string(irregular.base);
  }
  if (word.size() < 4) return word;
  const bool cut = Strip(&word, "ied", "y") || Strip(&word, "ies", "y") ||
                   Strip(&word, "ing", "") || Strip(&word, "ed", "");
  if (!cut && !word.ends_with("ss") && !word.ends_with("us")) {
    if (word.ends_with("shes") || word.ends_with("ches") ||
        word.ends_with("xes") || word.ends_with("sses") ||
        word.ends_with("zes")) {
      word.resize(word.size() - 2);
    } else {
      Strip(&word, "s", "");
    }
  }
  const size_t n = word.size();
  if (n > 3 && word[n - 1] == word[n - 2] && !IsVowel(word[n - 1]) && cut &&
      word[n - 1] != 'l' && word[n - 1] != 's') {
    word.pop_back();  // "stopped"
  }
  if (word.size() > 3 && word.back() == 'e') word.pop_back();
  return word;
}

}  // namespace

std::string InflectionKey(std::string_view relation) {
  std::string key;
  for (const std::string& word : WordsOf(relation)) {
    if (word == "a" || word == "an" || word == "the") continue;
    if (!key.empty()) key += ' ';
    key += Stem(word);
  }
  return key;
}

}  // namespace tercet::query
