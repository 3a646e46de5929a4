#include "ingest/mention_finder.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "ingest/mention_words.h"

namespace tercet::text {
namespace {

bool IsPronounMention(const Token& token) {
  if (token.upos != Upos::kPron && token.upos != Upos::kDet) return false;
  if (token.deprel == Deprel::kExpl) return false;
  const std::string lower = absl::AsciiStrToLower(token.form);
  if (IsOneOf(lower, {"this", "that", "these", "those"})) {
    return token.upos == Upos::kPron || token.deprel == Deprel::kNsubj ||
           token.deprel == Deprel::kObj || token.deprel == Deprel::kNsubjPass;
  }
  return IsOneOf(
      lower,
      {"i",          "me",   "my",        "mine",  "myself", "we",    "us",
       "our",        "ours", "ourselves", "you",   "your",   "yours", "he",
       "him",        "his",  "himself",   "she",   "her",    "hers",  "herself",
       "it",         "its",  "itself",    "they",  "them",   "their", "theirs",
       "themselves", "who",  "whom",      "whose", "which"});
}

bool IsDescriptionHead(const Sentence& sentence, int i) {
  const Token& token = sentence.tokens[i];
  if (token.upos != Upos::kNoun && token.upos != Upos::kPropn &&
      token.upos != Upos::kNum && token.upos != Upos::kAdj) {
    return false;
  }
  switch (token.deprel) {
    case Deprel::kCompound:
    case Deprel::kFlat:
    case Deprel::kFixed:
    case Deprel::kGoeswith:
    case Deprel::kCompoundPrt:
    case Deprel::kNummod:
    case Deprel::kAmod:
    case Deprel::kCase:
    case Deprel::kMark:
    case Deprel::kAdvmod:
      return false;
    default:
      break;
  }
  // "the former", "the Chinese": adjectives that stand for a noun.
  if (token.upos == Upos::kAdj || token.upos == Upos::kNum) {
    for (int k = i - 1; k >= 0 && k >= i - 4; --k) {
      const Token& left = sentence.tokens[k];
      if (left.head == i && left.deprel == Deprel::kDet) return true;
    }
    return false;
  }
  return true;
}

// From the leftmost modifier before the head to the head.
Mention Description(const Sentence& sentence, int number, int head,
                    const std::vector<std::vector<int>>& children,
                    const NameLexicon& names) {
  int first = head;
  // Modifiers and what hangs on them, as far as they are adjacent.
  std::vector<int> open = {head};
  while (!open.empty()) {
    const int top = open.back();
    open.pop_back();
    for (const int child : children[top]) {
      if (child >= head) continue;
      const Deprel deprel = sentence.tokens[child].deprel;
      const Deprel main = MainType(deprel);
      if (top == head && main != Deprel::kDet && main != Deprel::kAmod &&
          main != Deprel::kNummod && main != Deprel::kCompound &&
          deprel != Deprel::kNmodPoss) {
        continue;
      }
      if (main == Deprel::kCase && top == head) continue;
      first = std::min(first, child);
      open.push_back(child);
    }
  }
  Mention mention;
  mention.sentence = number;
  mention.first = first;
  mention.last = head;
  mention.head = head;
  mention.kind = MentionKind::kDescription;
  mention.type = IsTimeName(sentence.tokens[head])
                     ? EntityType::kTime
                     : names.TypeOfNoun(
                           absl::AsciiStrToLower(sentence.tokens[head].lemma));
  return mention;
}

// A common noun whose capital comes from the sentence's beginning: "Shares in
// Acme".  What the tagger takes for a person, a place or a body stays a name
// where it is tagged as one in the singular.
bool IsCommonNoun(const Token& token, EntityType type,
                  const NameLexicon& names) {
  std::string word = absl::AsciiStrToLower(token.form);
  const bool plural = token.xpos == "NNS" || token.xpos == "NNPS";
  if (token.upos != Upos::kNoun && !plural &&
      (type == EntityType::kPerson || type == EntityType::kPlace ||
       type == EntityType::kOrganization)) {
    return false;
  }
  if (names.Noun(word) != nullptr ||
      names.Noun(absl::AsciiStrToLower(token.lemma)) != nullptr) {
    return true;
  }
  if (word.size() < 4 || word.back() != 's') return false;
  word.pop_back();
  return names.Noun(word) != nullptr;
}

// "Chief Financial Officer Per Lunde": "Officer" alone is no name.
void DropTitles(const Sentence& sentence, const NameLexicon& names,
                std::vector<Mention>& found) {
  std::vector<bool> title(sentence.tokens.size(), false);
  for (const Mention& name : found) {
    for (int i = TitleStart(sentence, name.first, names); i < name.first; ++i) {
      title[i] = true;
    }
  }
  std::erase_if(found, [&](const Mention& name) {
    const bool common =
        name.last == 0 && IsCommonNoun(sentence.tokens[0], name.type, names);
    return common || (title[name.first] && title[name.last]);
  });
}

// Names of several words that were found somewhere, "Copper Bay Ltd" also
// without its legal form, by their first words.
class KnownNames {
 public:
  void Add(const Sentence& sentence, const Mention& name,
           const NameLexicon& names) {
    int bare = name.last;
    if (names.IsLegalForm(sentence.tokens[bare].form)) --bare;
    if (bare > name.first && sentence.tokens[bare].form == ",") --bare;
    AddAlone(sentence, name, bare, names);
    for (const int last : {bare, name.last}) {
      if (last <= name.first) continue;
      known_.try_emplace(JoinedForms(sentence, name.first, last), name.type);
    }
  }

  // Whether the word alone is a name: a surname, the last word of a club's
  // name, or a name of one word that stood inside a sentence.
  bool Alone(const std::string& word, EntityType* type) const {
    const auto found = alone_.find(word);
    if (found != alone_.end()) *type = found->second;
    return found != alone_.end();
  }

  // Whether a sentence's first word is the surname of somebody named in full,
  // though it may be a common noun: "Price saved", "Reed: ...".
  bool BeginsWithSurname(const Sentence& sentence) const {
    const Token& first = sentence.tokens[0];
    if (sentence.tokens.size() < 2 || !surnames_.contains(first.form)) {
      return false;
    }
    if (sentence.tokens[1].form == ":") return true;
    return (first.deprel == Deprel::kNsubj ||
            first.deprel == Deprel::kNsubjPass) &&
           first.xpos != "NNS" && sentence.tokens[1].upos != Upos::kNoun &&
           sentence.tokens[1].upos != Upos::kAdp;
  }

  // The last token of the longest such name that begins at i, or -1.
  int Match(const Sentence& sentence, int i, EntityType* type) const {
    const int n = static_cast<int>(sentence.tokens.size());
    int found = -1;
    std::string text = sentence.tokens[i].form;
    for (int last = i + 1; last < n && last < i + 6; ++last) {
      text = JoinedForms(sentence, i, last);
      const auto known = known_.find(text);
      if (known == known_.end()) continue;
      found = last;
      *type = known->second;
    }
    return found;
  }

 private:
  void AddAlone(const Sentence& sentence, const Mention& name, int bare,
                const NameLexicon& names) {
    const std::string& end = sentence.tokens[bare].form;
    if (bare > name.first && name.type == EntityType::kPerson) {
      surnames_.insert(end);
    }
    if (names.Noun(absl::AsciiStrToLower(end)) != nullptr) return;
    const bool single = bare == name.first && name.first > 0;
    const bool last = bare > name.first && (name.type == EntityType::kPerson ||
                                            names.IsOrganizationWord(end));
    const EntityType type =
        names.IsOrganizationWord(end) ? EntityType::kOrganization : name.type;
    if (single || last) alone_.try_emplace(end, type);
  }

  absl::flat_hash_map<std::string, EntityType> known_;
  absl::flat_hash_map<std::string, EntityType> alone_;
  absl::flat_hash_set<std::string> surnames_;  // common nouns as well
};

// "Copper Bay" where the tagger saw "Copper" or nothing: a name that stands
// elsewhere in the text.
void CompleteNames(const Sentence& sentence, int number,
                   const KnownNames& known, std::vector<Mention>& found) {
  const std::string first =
      sentence.tokens.empty() ? "" : sentence.tokens[0].form;
  const bool covered =
      std::any_of(found.begin(), found.end(),
                  [](const Mention& m) { return m.first == 0; });
  EntityType alone = EntityType::kUnknown;
  if (!covered && sentence.tokens.size() > 1 && known.Alone(first, &alone)) {
    found.push_back({number, 0, 0, 0, MentionKind::kName, alone});
  } else if (!covered && !sentence.tokens.empty() &&
             known.BeginsWithSurname(sentence)) {
    found.push_back({number, 0, 0, 0, MentionKind::kName, EntityType::kPerson});
  }
  for (int i = 0; i + 1 < static_cast<int>(sentence.tokens.size()); ++i) {
    if (!IsCapital(sentence.tokens[i])) continue;
    EntityType type = EntityType::kUnknown;
    const int last = known.Match(sentence, i, &type);
    if (last < 0) continue;
    bool whole = false;
    for (const Mention& m : found) {
      const bool inside = m.first <= i && m.last >= last;
      const bool crosses = m.first < i && m.last >= i;
      whole = whole || inside || crosses || (m.last > last && m.first <= last);
    }
    if (whole) continue;
    std::erase_if(found, [&](const Mention& m) {
      return m.first >= i && m.last <= last;
    });
    Mention mention;
    mention.sentence = number;
    mention.first = i;
    mention.last = last;
    mention.head = last;
    for (int k = i; k <= last; ++k) {
      const int head = sentence.tokens[k].head;
      if ((head < i || head > last) &&
          sentence.tokens[k].upos != Upos::kPunct) {
        mention.head = k;
        break;
      }
    }
    mention.kind = MentionKind::kName;
    mention.type = type;
    found.push_back(mention);
    i = last;
  }
}

// "Otters Stun Leaders With Late Try": most words have a capital and no full
// stop follows, so a capital tells nothing.
bool IsTitleCase(const Sentence& sentence) {
  int words = 0, capitals = 0;
  for (const Token& token : sentence.tokens) {
    if (token.upos == Upos::kPunct || token.upos == Upos::kNum) continue;
    ++words;
    if (IsCapital(token)) ++capitals;
  }
  const bool stop = !sentence.tokens.empty() &&
                    IsOneOf(sentence.tokens.back().form, {".", "!", "?", ":"});
  return words > 3 && 5 * capitals > 3 * words && !stop;
}

// Whether the words of the name stand side by side in a later sentence.
bool StandsLater(const std::vector<Sentence>& sentences, const Mention& name) {
  const std::vector<Token>& tokens = sentences[name.sentence].tokens;
  const auto first = tokens.begin() + name.first;
  const auto last = tokens.begin() + name.last + 1;
  for (size_t s = static_cast<size_t>(name.sentence) + 1; s < sentences.size();
       ++s) {
    const std::vector<Token>& in = sentences[s].tokens;
    const auto found = std::search(
        in.begin(), in.end(), first, last,
        [](const Token& a, const Token& b) { return a.form == b.form; });
    if (found != in.end()) return true;
  }
  return false;
}

// The names of each sentence.  "Copper Bay" at the beginning of one, where
// a capital tells nothing, is a name if a longer name begins so elsewhere.
std::vector<std::vector<Mention>> NamesOf(
    const std::vector<Sentence>& sentences, const NameTagger& tagger,
    const NameLexicon& names) {
  std::vector<std::vector<Mention>> all;
  KnownNames known;
  absl::flat_hash_set<std::string> beginnings;
  const std::vector<std::vector<NameSpan>> tagged = tagger.Tag(sentences);
  for (size_t s = 0; s < sentences.size(); ++s) {
    const Sentence& sentence = sentences[s];
    std::vector<Mention> found =
        FindNames(sentence, static_cast<int>(s), tagged[s], names);
    DropTitles(sentence, names, found);
    if (s == 0 && sentences.size() > 2 && IsTitleCase(sentence)) {
      std::erase_if(found, [&](const Mention& name) {
        return !StandsLater(sentences, name);
      });
    }
    for (const Mention& name : found) {
      known.Add(sentence, name, names);
      for (int i = name.first + 1; i <= name.last; ++i) {
        beginnings.insert(JoinedForms(sentence, name.first, i));
      }
    }
    all.push_back(std::move(found));
  }
  for (size_t s = 0; s < sentences.size(); ++s) {
    for (Mention& name : all[s]) {
      const Sentence& sentence = sentences[s];
      if (name.first == 0) continue;
      const Token& before = sentence.tokens[name.first - 1];
      if (IsCapital(before) && before.head >= name.first &&
          before.head <= name.last &&
          beginnings.contains(
              JoinedForms(sentence, name.first - 1, name.last))) {
        --name.first;
        name.type = EntityType::kUnknown;
      }
    }
    CompleteNames(sentences[s], static_cast<int>(s), known, all[s]);
  }
  return all;
}

}  // namespace

std::vector<Mention> FindMentions(const std::vector<Sentence>& sentences,
                                  const NameTagger& tagger,
                                  const NameLexicon& names) {
  const std::vector<std::vector<Mention>> named =
      NamesOf(sentences, tagger, names);
  std::vector<Mention> all;
  for (size_t s = 0; s < sentences.size(); ++s) {
    const Sentence& sentence = sentences[s];
    const int number = static_cast<int>(s);
    std::vector<Mention> found = named[s];
    std::vector<bool> in_name(sentence.tokens.size(), false);
    for (const Mention& name : found) {
      for (int i = name.first; i <= name.last; ++i) in_name[i] = true;
      for (int i = TitleStart(sentence, name.first, names); i < name.first;
           ++i) {
        in_name[i] = true;
      }
    }
    const std::vector<std::vector<int>> children = Children(sentence);
    for (int i = 0; i < static_cast<int>(sentence.tokens.size()); ++i) {
      if (in_name[i]) continue;
      if (IsPronounMention(sentence.tokens[i])) {
        found.push_back(
            {number, i, i, i, MentionKind::kPronoun, EntityType::kUnknown});
      } else if (IsDescriptionHead(sentence, i)) {
        found.push_back(Description(sentence, number, i, children, names));
      }
    }
    std::sort(found.begin(), found.end(),
              [](const Mention& a, const Mention& b) {
                if (a.first != b.first) return a.first < b.first;
                return a.last > b.last;
              });
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

}  // namespace tercet::text
