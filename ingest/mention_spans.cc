#include "ingest/mention_spans.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "absl/strings/ascii.h"
#include "ingest/mention_words.h"
#include "ingest/quotations.h"

namespace tercet::text {
namespace {

// Which tokens belong to which name: -1 none, else an index of `spans`.
class NameMarks {
 public:
  NameMarks(const Sentence& sentence, const NameLexicon& names)
      : sentence_(sentence), names_(names), mark_(sentence.tokens.size(), -1) {}

  void AddTagged(const std::vector<NameSpan>& tagged) {
    for (NameSpan span : tagged) {
      // "University of" without Oslo.
      while (span.last > span.first &&
             sentence_.tokens[span.last].upos == Upos::kAdp) {
        --span.last;
      }
      Add(span);
    }
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
      // says so: "Acme" tagged, "Industries" not.
      if (!JoinNeighbour(i, end)) {
        Add({i, end, EntityType::kUnknown});
      }
      i = end;
    }
  }

  // "Solomon" + "“Sonny”" + "Ade": one person.
  void JoinNicknames() {
    const int n = static_cast<int>(mark_.size());
    for (int open = 1; open + 3 < n; ++open) {
      if (!IsQuotationMark(open) || !IsCapital(sentence_.tokens[open - 1]) ||
          !IsCapital(sentence_.tokens[open + 1])) {
        continue;
      }
      const int close = IsQuotationMark(open + 2) ? open + 2 : open + 3;
      if (close + 1 >= n || !IsQuotationMark(close) ||
          sentence_.tokens[close + 1].upos != Upos::kPropn ||
          sentence_.tokens[open - 1].upos != Upos::kPropn) {
        continue;
      }
      Unite(open - 1, close + 1);
      spans_.back().type = EntityType::kPerson;
      open = close;
    }
  }

  // "Joon" + "-" + "ho Bae", "Hans" + "-" + "Peter Alt".
  void JoinHyphens() {
    for (int i = 1; i + 1 < static_cast<int>(mark_.size()); ++i) {
      if (sentence_.tokens[i].form != "-" || sentence_.tokens[i].space_after ||
          sentence_.tokens[i - 1].space_after || mark_[i + 1] < 0 ||
          !IsCapital(sentence_.tokens[i - 1]) ||
          (mark_[i] >= 0 && mark_[i - 1] == mark_[i + 1])) {
        continue;
      }
      const std::string& left = sentence_.tokens[i - 1].form;
      if (names_.IsPlace(left) || names_.CountryOf(left) != nullptr ||
          names_.CountryOfDemonym(left) != nullptr) {
        continue;
      }
      Unite(i - 1, i + 1);
    }
  }

  // "Tallis Marine" + "plc".
  void JoinLegalForms() {
    for (size_t k = 0; k < spans_.size(); ++k) {
      const int next = spans_[k].last + 1;
      if (next < static_cast<int>(mark_.size()) && mark_[next] < 0 &&
          spans_[k].last >= spans_[k].first &&
          names_.IsLegalForm(sentence_.tokens[next].form)) {
        spans_[k] = {spans_[k].first, next, EntityType::kOrganization};
        mark_[next] = static_cast<int>(k);
      }
    }
  }

  // "the Blue" + "Parrot": a capital inside a sentence tells.
  void JoinModifiers() {
    for (NameSpan& span : spans_) {
      const int i = span.first - 1;
      if (i < 0 || span.last < span.first || mark_[i] >= 0 ||
          span.type == EntityType::kPerson || span.type == EntityType::kPlace) {
        continue;
      }
      const Token& token = sentence_.tokens[i];
      const Upos u = i == 0 ? Upos::kVerb : sentence_.tokens[i - 1].upos;
      const bool inside = token.xpos == "NNP" || u == Upos::kDet ||
                          u == Upos::kAdp || u == Upos::kPron;
      if (token.upos != Upos::kAdj || !IsCapital(token) || !inside ||
          !token.space_after || !IsCapital(sentence_.tokens[span.first]) ||
          names_.IsPlace(token.form) || names_.TitleOf(token.form) != nullptr ||
          names_.CountryOfDemonym(token.form) != nullptr) {
        continue;
      }
      span.first = i;
      mark_[i] = mark_[i + 1];
    }
  }

  // "University" + "of Oslo": the "of" phrase is part of the name.
  void JoinOfPhrases() {
    for (size_t k = 0; k < spans_.size(); ++k) {
      const int of = spans_[k].last + 1;
      if (!IsNameLink(of, spans_[k])) continue;
      int next = of + 1;
      const int n = static_cast<int>(mark_.size());
      while (next < n && IsOneOf(sentence_.tokens[next].form, {"the", "The"})) {
        ++next;
      }
      // "War of the Three Crowns".
      if (next > of + 1 && next + 1 < n && mark_[next] < 0 &&
          IsCapital(sentence_.tokens[next]) && mark_[next + 1] >= 0) {
        ++next;
      }
      if (next >= n || mark_[next] < 0 || mark_[next] == static_cast<int>(k)) {
        continue;
      }
      Absorb(static_cast<int>(k), mark_[next]);
      --k;  // "Museum of the City of Lisbon"
    }
  }

  // "Holm" + "& Sons": one firm; "Ana Roe & Bo Hald" are two people.
  void JoinAmpersands() {
    for (size_t k = 0; k < spans_.size(); ++k) {
      const int sign = spans_[k].last + 1;
      if (spans_[k].last < spans_[k].first ||
          sign + 1 >= static_cast<int>(mark_.size()) || mark_[sign] >= 0 ||
          sentence_.tokens[sign].form != "&") {
        continue;
      }
      if (mark_[sign + 1] < 0) {
        if (!IsCapital(sentence_.tokens[sign + 1])) continue;
        Add({sign + 1, sign + 1, EntityType::kUnknown});
      }
      const NameSpan& next = spans_[mark_[sign + 1]];
      const auto full = [](const NameSpan& span) {
        return span.type == EntityType::kPerson && span.last > span.first;
      };
      if (full(spans_[k]) || full(next)) continue;
      Absorb(static_cast<int>(k), mark_[sign + 1]);
      spans_[k].type = EntityType::kOrganization;
      --k;  // "Roe & Hald & Sons"
    }
  }

  // "the Competition" + "and Markets Authority": one body.
  void JoinConjuncts() {
    for (size_t k = 0; k < spans_.size(); ++k) {
      const NameSpan& span = spans_[k];
      const int both = span.last + 1;
      if (span.last < span.first || span.first == 0 ||
          both + 1 >= static_cast<int>(mark_.size()) ||
          sentence_.tokens[both].form != "and" || mark_[both] >= 0 ||
          mark_[both + 1] < 0 ||
          !IsOneOf(sentence_.tokens[span.first - 1].form, {"the", "The"})) {
        continue;
      }
      const std::string first = JoinedForms(sentence_, span.first, span.last);
      const NameSpan& next = spans_[mark_[both + 1]];
      if (next.first != both + 1 || next.last == next.first ||
          !names_.IsCivicWord(sentence_.tokens[next.last].form) ||
          names_.IsOrganizationWord(sentence_.tokens[span.last].form) ||
          names_.IsTeamWord(sentence_.tokens[next.last].form) ||
          names_.Noun(absl::AsciiStrToLower(
              sentence_.tokens[span.last].form)) == nullptr ||
          names_.IsPlace(first) || names_.CountryOf(first) != nullptr) {
        continue;
      }
      Absorb(static_cast<int>(k), mark_[both + 1]);
      spans_[k].type = EntityType::kOrganization;
    }
  }

  // "Institute for Polar" + "and Coastal Research": two fields of one body.
  void JoinFields() {
    for (size_t k = 0; k < spans_.size(); ++k) {
      const int both = spans_[k].last + 1;
      if (both + 1 >= static_cast<int>(mark_.size()) || mark_[both] >= 0 ||
          !IsOneOf(sentence_.tokens[both].form, {"and", "&"}) ||
          !EndsInField(spans_[k])) {
        continue;
      }
      const int last = FieldEnd(both + 1);
      const bool adjective = !IsKnownNoun(both - 1);
      if (last <= both || !IsKnownNoun(last) ||
          (!adjective &&
           names_.IsOrganizationWord(sentence_.tokens[last].form))) {
        continue;
      }
      Unite(spans_[k].first, InContinent(last));
      spans_.back().type = EntityType::kOrganization;
    }
  }

  // "the Food and Drug" + "Administration", where only the last word was seen.
  void JoinPairs() {
    for (size_t k = 0; k < spans_.size(); ++k) {
      const int body = spans_[k].first;
      if (spans_[k].last != body || body < 4 ||
          !IsOneOf(sentence_.tokens[body - 2].form, {"and", "&"}) ||
          !IsOneOf(sentence_.tokens[body - 4].form, {"the", "The"}) ||
          !IsCapital(sentence_.tokens[body - 1]) ||
          !IsCapital(sentence_.tokens[body - 3]) || !IsKnownNoun(body - 1) ||
          !IsKnownNoun(body - 3) || mark_[body - 1] >= 0 ||
          !(IsKnownNoun(body) ||
            names_.IsOrganizationWord(sentence_.tokens[body].form))) {
        continue;
      }
      Unite(body - 3, body);
      spans_.back().type = EntityType::kOrganization;
    }
  }

  // "St. Mary" + "'s Hospital": what a saint gives its name to.
  void JoinSaints() {
    for (size_t k = 0; k < spans_.size(); ++k) {
      const int mark = spans_[k].last + 1;
      if (spans_[k].last <= spans_[k].first ||
          mark + 1 >= static_cast<int>(mark_.size()) || mark_[mark] >= 0 ||
          mark_[mark + 1] < 0 || sentence_.tokens[mark].xpos != "POS" ||
          !IsOneOf(sentence_.tokens[spans_[k].first].form,
                   {"St", "St.", "Saint"}) ||
          !names_.IsOrganizationWord(
              sentence_.tokens[spans_[mark_[mark + 1]].last].form)) {
        continue;
      }
      Absorb(static_cast<int>(k), mark_[mark + 1]);
      spans_[k].type = EntityType::kOrganization;
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

  bool IsQuotationMark(int i) const {
    return text::IsQuotationMark(sentence_.tokens[i].form);
  }

  bool IsKnownNoun(int i) const {
    return names_.Noun(absl::AsciiStrToLower(sentence_.tokens[i].form)) !=
           nullptr;
  }

  // Whether the name is a body's "of" or "for" a thing, and not a place's.
  bool EndsInField(const NameSpan& span) const {
    for (int i = span.last - 1; i > span.first && i >= span.last - 2; --i) {
      if (!IsOneOf(sentence_.tokens[i].form, {"of", "for"})) continue;
      const std::string& body = sentence_.tokens[i - 1].form;
      const std::string field = JoinedForms(sentence_, i + 1, span.last);
      return (names_.IsOrganizationWord(body) ||
              names_.TypeOfNoun(absl::AsciiStrToLower(body)) ==
                  EntityType::kOrganization) &&
             !names_.IsPlace(field) && names_.CountryOf(field) == nullptr &&
             !names_.IsGivenName(sentence_.tokens[i + 1].form);
    }
    return false;
  }

  // The last of the words with a capital that begin at `first`, "Co-operation"
  // being one; first - 1 where there is none.
  int FieldEnd(int first) const {
    const int n = static_cast<int>(mark_.size());
    int last = first - 1;
    for (int i = first; i < n && IsCapital(sentence_.tokens[i]); ++i) {
      while (i + 2 < n && sentence_.tokens[i + 1].form == "-" &&
             !sentence_.tokens[i].space_after) {
        i += 2;
      }
      last = i;
    }
    return last;
  }

  // Where a name goes on with "in Europe", the end of that.
  int InContinent(int last) const {
    const int in = last + 1;
    const bool goes_on =
        in + 1 < static_cast<int>(mark_.size()) &&
        sentence_.tokens[in].form == "in" &&
        IsOneOf(sentence_.tokens[in + 1].form,
                {"Africa", "America", "Asia", "Europe", "Oceania"});
    return goes_on ? in + 1 : last;
  }

  // One span of [first, last] and the spans that reach into it.
  void Unite(int first, int last) {
    const NameSpan none = {first, last, EntityType::kUnknown};
    const NameSpan left = mark_[first] < 0 ? none : spans_[mark_[first]];
    const NameSpan right = mark_[last] < 0 ? none : spans_[mark_[last]];
    const NameSpan whole = {
        std::min(first, left.first), std::max(last, right.last),
        left.type == EntityType::kUnknown ? right.type : left.type};
    for (int i = whole.first; i <= whole.last; ++i) {
      if (mark_[i] < 0) continue;
      NameSpan& old = spans_[mark_[i]];
      old.last = old.first - 1;
    }
    Add(whole);
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
    return IsOneOf(next.form, {"-", "&", "–"}) && b + 1 < n &&
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
    // "White Water": an adjective that is a name itself.
    if (left.head == b && left.deprel == Deprel::kAmod &&
        left.upos == Upos::kPropn && right.upos == Upos::kPropn) {
      return true;
    }
    // "Owen" + "Price": a given name and a surname, whatever the tree says.
    if (b == a + 1 && left.upos == Upos::kPropn && left.space_after &&
        right.upos == Upos::kPropn && names_.IsGivenName(left.form) &&
        mark_[a] >= 0 && spans_[mark_[a]].first == a &&
        spans_[mark_[a]].type == EntityType::kPerson) {
      return true;
    }
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
        names_.TitleOf(JoinedForms(sentence_, first, last)) == nullptr) {
      spans_[after].first = first;
      for (int i = first; i <= last; ++i) mark_[i] = after;
      return true;
    }
    return false;
  }

  bool IsNameLink(int of, const NameSpan& span) const {
    const int n = static_cast<int>(mark_.size());
    if (span.last < span.first || of + 1 >= n || mark_[of] >= 0) return false;
    if (!IsOneOf(sentence_.tokens[of].form, {"of", "for"})) return false;
    if (span.type == EntityType::kPerson) return false;
    const Token& head = sentence_.tokens[span.last];
    const std::string lower = absl::AsciiStrToLower(head.form);
    if (names_.TitleOf(JoinedForms(sentence_, span.first, span.last)) !=
        nullptr) {
      return false;
    }
    if (names_.IsLegalForm(head.form)) return false;
    if (names_.IsOrganizationWord(head.form)) return true;
    // "Shares of Acme": a capital at the beginning tells nothing.
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

}  // namespace

std::vector<NameSpan> JoinedSpans(const Sentence& sentence,
                                  const std::vector<NameSpan>& tagged,
                                  const NameLexicon& names) {
  NameMarks marks(sentence, names);
  marks.AddTagged(tagged);
  marks.AddProperNouns();
  marks.JoinNicknames();
  marks.JoinHyphens();
  marks.JoinModifiers();
  marks.JoinLegalForms();
  marks.JoinAmpersands();
  marks.JoinConjuncts();
  marks.JoinOfPhrases();
  marks.JoinFields();
  marks.JoinPairs();
  marks.JoinSaints();
  return marks.Spans();
}

}  // namespace tercet::text
