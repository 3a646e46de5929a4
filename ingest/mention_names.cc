#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "ingest/mention_finder.h"
#include "ingest/mention_spans.h"
#include "ingest/mention_words.h"

namespace tercet::text {
namespace {

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

// "Kenya's Ruth Okello" -> "Kenya", "Ruth Okello".
std::vector<NameSpan> WithoutOwners(const Sentence& sentence,
                                    const NameSpan& span,
                                    const NameLexicon& names) {
  for (int i = span.first + 1; i < span.last; ++i) {
    if (sentence.tokens[i].xpos != "POS") continue;
    const std::string owner = JoinedForms(sentence, span.first, i - 1);
    if (!names.IsPlace(owner) && names.CountryOf(owner) == nullptr) continue;
    return {{span.first, i - 1, EntityType::kPlace},
            {i + 1, span.last, span.type}};
  }
  return {span};
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
      const std::string before = JoinedForms(sentence, span.first, i - 1);
      if (!names.IsPlace(before) && names.CountryOfDemonym(before) == nullptr &&
          span.type != EntityType::kPerson) {
        continue;
      }
      // "Transport Minister Ana Roe": a common word is part of the title.
      if (names.IsPlace(before) || names.CountryOfDemonym(before) != nullptr ||
          names.Noun(absl::AsciiStrToLower(before)) == nullptr) {
        parts.push_back({span.first, i - 1, EntityType::kUnknown});
      }
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
  const std::string text = JoinedForms(sentence, span.first, span.last);
  if (names.CountryOf(text) != nullptr) return EntityType::kPlace;
  const bool firm = span.last > span.first &&
                    names.IsOrganizationWord(sentence.tokens[span.last].form);
  const bool bears_town = names.IsCivicWord(sentence.tokens[span.last].form);
  if (firm && (span.type == EntityType::kPerson ||
               (span.type == EntityType::kPlace && !bears_town))) {
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
    const bool before_of = i + 1 <= span.last &&
                           IsOneOf(sentence.tokens[i + 1].form, {"of", "for"});
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

}  // namespace

std::vector<Mention> FindNames(const Sentence& sentence, int number,
                               const std::vector<NameSpan>& tagged,
                               const NameLexicon& names) {
  std::vector<NameSpan> spans;
  for (const NameSpan& whole : JoinedSpans(sentence, tagged, names)) {
    for (const NameSpan& part : WithoutOwners(sentence, whole, names)) {
      const std::vector<NameSpan> bare = WithoutTitles(sentence, part, names);
      spans.insert(spans.end(), bare.begin(), bare.end());
    }
  }
  std::vector<Mention> mentions;
  for (NameSpan span : spans) {
    while (span.first < span.last &&
           (sentence.tokens[span.first].upos == Upos::kDet ||
            sentence.tokens[span.first].upos == Upos::kPunct ||
            (sentence.tokens[span.first].upos == Upos::kNoun &&
             !IsCapital(sentence.tokens[span.first])))) {
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
  return mentions;
}

}  // namespace tercet::text
