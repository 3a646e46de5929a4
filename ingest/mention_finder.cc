#include "ingest/mention_finder.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"

namespace tercet::text {
namespace {

bool IsCapital(const Token& token) {
  return !token.form.empty() &&
         (std::isupper(static_cast<unsigned char>(token.form[0])) ||
          static_cast<unsigned char>(token.form[0]) >= 0xC3);
}

bool OneOf(std::string_view word, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* w) { return word == w; });
}

bool IsTimeName(const Token& token) {
  return OneOf(
      token.form,
      {"Monday",   "Tuesday", "Wednesday", "Thursday",  "Friday",  "Saturday",
       "Sunday",   "January", "February",  "March",     "April",   "May",
       "June",     "July",    "August",    "September", "October", "November",
       "December", "Jan.",    "Feb.",      "Aug.",      "Sept.",   "Oct.",
       "Nov.",     "Dec."});
}

std::string TextOf(const Sentence& sentence, int first, int last) {
  std::string text;
  for (int i = first; i <= last; ++i) {
    text += sentence.tokens[i].form;
    if (i < last && sentence.tokens[i].space_after) text += ' ';
  }
  return text;
}

// Which tokens belong to which name: -1 none, else an index of `spans`.
class NameMarks {
 public:
  NameMarks(const Sentence& sentence, const NameLexicon& names)
      : sentence_(sentence), names_(names), mark_(sentence.tokens.size(), -1) {}

  void AddTagged(const std::vector<NameSpan>& tagged) {
    for (const NameSpan& span : tagged) Add(span);
  }

  // Runs of proper nouns that the tagger left out, or continued.
  void AddProperNouns() {
    const int n = static_cast<int>(mark_.size());
    for (int i = 0; i < n; ++i) {
      if (!IsNamePart(i) || mark_[i] >= 0) continue;
      int end = i;
      while (end + 1 < n && mark_[end + 1] < 0 && Continues(end, end + 1)) {
        ++end;
      }
      // A run between or next to tagged names belongs to them where the tree
      // says so: "Halden" tagged, "Industries" not.
      if (!JoinNeighbour(i, end)) {
        Add({i, end, EntityType::kUnknown});
      }
      i = end;
    }
  }

  // "University" + "of Oslo": the "of" phrase is part of the name.
  void JoinOfPhrases() {
    for (size_t k = 0; k < spans_.size(); ++k) {
      const int of = spans_[k].last + 1;
      if (!IsNameLink(of, spans_[k])) continue;
      int next = of + 1;
      const int n = static_cast<int>(mark_.size());
      while (next < n && OneOf(sentence_.tokens[next].form, {"the", "The"})) {
        ++next;
      }
      if (next >= n || mark_[next] < 0 || mark_[next] == static_cast<int>(k)) {
        continue;
      }
      Absorb(static_cast<int>(k), mark_[next]);
      --k;  // "Museum of the City of Lisbon"
    }
  }

  std::vector<NameSpan> Spans() const {
    std::vector<NameSpan> result;
    for (const NameSpan& span : spans_) {
      if (span.last >= span.first) result.push_back(span);
    }
    std::sort(
        result.begin(), result.end(),
        [](const NameSpan& a, const NameSpan& b) { return a.first < b.first; });
    return result;
  }

 private:
  void Add(const NameSpan& span) {
    for (int i = span.first; i <= span.last; ++i) {
      mark_[i] = static_cast<int>(spans_.size());
    }
    spans_.push_back(span);
  }

  bool IsNamePart(int i) const {
    const Token& token = sentence_.tokens[i];
    return token.upos == Upos::kPropn && !IsTimeName(token) &&
           std::any_of(token.form.begin(), token.form.end(), [](char c) {
             return std::isalnum(static_cast<unsigned char>(c)) ||
                    static_cast<unsigned char>(c) >= 0x80;
           });
  }

  // Whether token b goes on with the name that a belongs to.
  bool Continues(int a, int b) const {
    const Token& next = sentence_.tokens[b];
    if (IsNamePart(b) && !sentence_.tokens[a].form.empty()) return true;
    const int n = static_cast<int>(mark_.size());
    const bool glued = !sentence_.tokens[a].space_after && !next.space_after;
    return OneOf(next.form, {"-", "&", "–"}) && b + 1 < n &&
           (glued || next.form == "&") &&
           (IsNamePart(b + 1) || IsCapital(sentence_.tokens[b + 1]));
  }

  bool Linked(int a, int b) const {
    const Token& left = sentence_.tokens[a];
    const Token& right = sentence_.tokens[b];
    const auto close = [](Deprel deprel) {
      return deprel == Deprel::kFlat || deprel == Deprel::kCompound ||
             deprel == Deprel::kGoeswith;
    };
    return (left.head == b && close(left.deprel)) ||
           (right.head == a && close(right.deprel)) ||
           (left.head == right.head && close(left.deprel) &&
            close(right.deprel));
  }

  bool JoinNeighbour(int first, int last) {
    const int n = static_cast<int>(mark_.size());
    const int before = first > 0 ? mark_[first - 1] : -1;
    if (before >= 0 && Linked(first - 1, first)) {
      spans_[before].last = last;
      for (int i = first; i <= last; ++i) mark_[i] = before;
      const int after = last + 1 < n ? mark_[last + 1] : -1;
      if (after >= 0 && after != before && Linked(last, last + 1)) {
        Absorb(before, after);
      }
      return true;
    }
    const int after = last + 1 < n ? mark_[last + 1] : -1;
    if (after >= 0 && Linked(last, last + 1) &&
        names_.TitleOf(TextOf(sentence_, first, last)) == nullptr) {
      spans_[after].first = first;
      for (int i = first; i <= last; ++i) mark_[i] = after;
      return true;
    }
    return false;
  }

  bool IsNameLink(int of, const NameSpan& span) const {
    const int n = static_cast<int>(mark_.size());
    if (span.last < span.first || of + 1 >= n || mark_[of] >= 0) return false;
    if (!OneOf(sentence_.tokens[of].form, {"of", "for"})) return false;
    if (span.type == EntityType::kPerson) return false;
    const Token& head = sentence_.tokens[span.last];
    const std::string lower = absl::AsciiStrToLower(head.form);
    if (names_.TitleOf(TextOf(sentence_, span.first, span.last)) != nullptr) {
      return false;
    }
    if (names_.IsOrganizationWord(head.form)) return true;
    // "Shares of Norvik": a capital at the beginning tells nothing.
    if (span.first == 0 && span.first == span.last) return false;
    return (names_.IsPlaceWord(head.form) && span.first == span.last) ||
           names_.Noun(lower) != nullptr ||
           names_.Noun(absl::AsciiStrToLower(head.lemma)) != nullptr;
  }

  void Absorb(int into, int from) {
    spans_[into].last = spans_[from].last;
    if (spans_[into].type == EntityType::kUnknown ||
        spans_[into].type == EntityType::kPlace) {
      spans_[into].type = EntityType::kUnknown;
    }
    for (int i = spans_[into].first; i <= spans_[into].last; ++i) {
      mark_[i] = into;
    }
    spans_[from].last = spans_[from].first - 1;
  }

  const Sentence& sentence_;
  const NameLexicon& names_;
  std::vector<int> mark_;
  std::vector<NameSpan> spans_;
};

// The tokens of the longest title that starts at `first` and leaves at least
// one token of the name; 0 where none does.
int TitleLength(const Sentence& sentence, int first, int last,
                const NameLexicon& names) {
  int longest = 0;
  std::string words;
  for (int i = first; i < last && i < first + 4; ++i) {
    if (i > first) words += ' ';
    words += sentence.tokens[i].form;
    if (names.TitleOf(words) != nullptr) longest = i - first + 1;
  }
  return longest;
}

// Where the title in front of a name begins; `first` where there is none.
int TitleStart(const Sentence& sentence, int first, const NameLexicon& names) {
  int start = first;
  std::string words;
  for (int i = first - 1; i >= 0 && i >= first - 4; --i) {
    const std::string& form = sentence.tokens[i].form;
    words = words.empty() ? form : form + " " + words;
    if (names.TitleOf(words) != nullptr) start = i;
  }
  return start;
}

// "U.S. President Joe Biden" -> "U.S.", "Joe Biden".
std::vector<NameSpan> WithoutTitles(const Sentence& sentence, NameSpan span,
                                    const NameLexicon& names) {
  std::vector<NameSpan> parts;
  for (int i = span.first; i < span.last; ++i) {
    const int length = TitleLength(sentence, i, span.last, names);
    if (length == 0) continue;
    if (i > span.first) {
      // "Cape Coast Captain Kofi": the words in front are a name of their
      // own only where the lexicon knows them.
      const std::string before = TextOf(sentence, span.first, i - 1);
      if (!names.IsPlace(before) && names.CountryOfDemonym(before) == nullptr &&
          span.type != EntityType::kPerson) {
        continue;
      }
      parts.push_back({span.first, i - 1, EntityType::kUnknown});
    }
    span.first = i + length;
    if (span.type == EntityType::kUnknown) span.type = EntityType::kPerson;
    i = span.first - 1;
  }
  parts.push_back(span);
  return parts;
}

EntityType TypeOfName(const Sentence& sentence, const NameSpan& span,
                      const NameLexicon& names) {
  const std::string text = TextOf(sentence, span.first, span.last);
  if (names.CountryOf(text) != nullptr) return EntityType::kPlace;
  const bool firm = span.last > span.first &&
                    names.IsOrganizationWord(sentence.tokens[span.last].form);
  if (firm && span.type == EntityType::kPerson) {
    return EntityType::kOrganization;
  }
  if (span.type != EntityType::kUnknown) return span.type;
  if (names.IsPlace(text)) return EntityType::kPlace;
  if (names.IsGivenName(sentence.tokens[span.first].form)) {
    return EntityType::kPerson;
  }
  const std::string last = sentence.tokens[span.last].form;
  if (names.IsOrganizationWord(last)) return EntityType::kOrganization;
  if (names.IsPlaceWord(last)) return EntityType::kPlace;
  for (int i = span.first; i <= span.last; ++i) {
    const std::string& form = sentence.tokens[i].form;
    if (names.IsOrganizationWord(form)) return EntityType::kOrganization;
    const EntityType noun = names.TypeOfNoun(absl::AsciiStrToLower(form));
    const bool before_of =
        i + 1 <= span.last && OneOf(sentence.tokens[i + 1].form, {"of", "for"});
    if (before_of && noun != EntityType::kUnknown) return noun;
  }
  return names.TypeOfNoun(absl::AsciiStrToLower(last));
}

int HeadOf(const Sentence& sentence, int first, int last) {
  for (int i = first; i <= last; ++i) {
    const int head = sentence.tokens[i].head;
    if (head < first || head > last) {
      if (sentence.tokens[i].upos != Upos::kPunct) return i;
    }
  }
  return last;
}

bool IsPronounMention(const Token& token) {
  if (token.upos != Upos::kPron && token.upos != Upos::kDet) return false;
  if (token.deprel == Deprel::kExpl) return false;
  const std::string lower = absl::AsciiStrToLower(token.form);
  if (OneOf(lower, {"this", "that", "these", "those"})) {
    return token.upos == Upos::kPron || token.deprel == Deprel::kNsubj ||
           token.deprel == Deprel::kObj || token.deprel == Deprel::kNsubjPass;
  }
  return OneOf(
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

}  // namespace

std::vector<Mention> FindNames(const Sentence& sentence, int number,
                               const std::vector<NameSpan>& tagged,
                               const NameLexicon& names) {
  NameMarks marks(sentence, names);
  marks.AddTagged(tagged);
  marks.AddProperNouns();
  marks.JoinOfPhrases();
  std::vector<Mention> mentions;
  for (const NameSpan& whole : marks.Spans()) {
    for (NameSpan span : WithoutTitles(sentence, whole, names)) {
      while (span.first < span.last &&
             (sentence.tokens[span.first].upos == Upos::kDet ||
              sentence.tokens[span.first].upos == Upos::kPunct)) {
        ++span.first;
      }
      while (span.first < span.last &&
             (sentence.tokens[span.last].upos == Upos::kPunct ||
              sentence.tokens[span.last].upos == Upos::kPart)) {
        --span.last;
      }
      Mention mention;
      mention.sentence = number;
      mention.first = span.first;
      mention.last = span.last;
      mention.head = HeadOf(sentence, span.first, span.last);
      mention.kind = MentionKind::kName;
      mention.type = TypeOfName(sentence, span, names);
      mentions.push_back(mention);
    }
  }
  return mentions;
}

namespace {

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
    const Token& token = sentence.tokens[name.first];
    // A common noun whose capital comes from the sentence's beginning.
    const bool common =
        name.first == 0 && name.last == 0 && token.upos == Upos::kNoun &&
        names.Noun(absl::AsciiStrToLower(token.form)) != nullptr;
    return common || (title[name.first] && title[name.last]);
  });
}

// The names of each sentence.  "Cobalt Harbor" at the beginning of one, where
// a capital tells nothing, is a name if a longer name begins so elsewhere.
std::vector<std::vector<Mention>> NamesOf(
    const std::vector<Sentence>& sentences, const NameTagger& tagger,
    const NameLexicon& names) {
  std::vector<std::vector<Mention>> all;
  absl::flat_hash_set<std::string> beginnings;
  for (size_t s = 0; s < sentences.size(); ++s) {
    const Sentence& sentence = sentences[s];
    std::vector<Mention> found =
        FindNames(sentence, static_cast<int>(s), tagger.Tag(sentence), names);
    DropTitles(sentence, names, found);
    for (const Mention& name : found) {
      for (int i = name.first + 1; i <= name.last; ++i) {
        beginnings.insert(TextOf(sentence, name.first, i));
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
          beginnings.contains(TextOf(sentence, name.first - 1, name.last))) {
        --name.first;
        name.type = EntityType::kUnknown;
      }
    }
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
