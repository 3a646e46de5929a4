#include "ingest/resolve_document.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "ingest/mention_words.h"
#include "ingest/quotations.h"

namespace tercet::text {
namespace {

// The title in front of a name: "Chief Executive" of "Chief Executive Lund".
std::string TitleBefore(const Tree& tree, const Mention& mention,
                        const NameLexicon& names) {
  std::string title;
  std::string words;
  for (int i = mention.first - 1; i >= 0 && i >= mention.first - 4; --i) {
    words = words.empty() ? tree[i].form : tree[i].form + " " + words;
    std::string capital = words;  // "Chief Executive" of "chief executive"
    for (size_t k = 0; k < capital.size(); ++k) {
      if (k == 0 || capital[k - 1] == ' ') {
        capital[k] =
            absl::ascii_toupper(static_cast<unsigned char>(capital[k]));
      }
    }
    if (names.TitleOf(words) != nullptr || names.TitleOf(capital) != nullptr) {
      title = capital;
      if (title.size() >= 9 && title.ends_with('s')) title.pop_back();
    }
  }
  return title;
}

// The common noun that a title begins with, where the tables do not know them
// together.
std::string FieldBefore(const Tree& tree, const Mention& mention,
                        const std::string& title, const NameLexicon& names) {
  const auto words = 1 + std::count(title.begin(), title.end(), ' ');
  const int i = mention.first - 1 - static_cast<int>(words);
  if (i < 0 || tree.deprel(i) != Deprel::kCompound || tree.head(i) <= i ||
      tree.head(i) > mention.last ||
      names.CountryOfDemonym(tree[i].form) != nullptr ||
      names.IsPlace(tree[i].form) || names.Noun(tree.word(i)) == nullptr) {
    return "";
  }
  return tree.word(i);
}

Gender GenderOfPerson(const Tree& tree, const Reference& reference,
                      const NameLexicon& names) {
  if (!reference.title.empty()) {
    const Title* title = names.TitleOf(reference.title);
    if (title != nullptr && title->gender != Gender::kUnknown) {
      return title->gender;
    }
  }
  if (reference.mention.last == reference.mention.first) {
    return Gender::kUnknown;
  }
  return names.GenderOfName(tree[reference.mention.first].form);
}

// "Solomon “Sonny” Ade" is called Solomon Ade, and Sonny.
void TakeNickname(const Tree& tree, Reference& reference) {
  const Mention& m = reference.mention;
  int open = -1, close = -1;
  for (int i = m.first + 1; i < m.last; ++i) {
    if (!IsQuotationMark(tree[i].form)) continue;
    (open < 0 ? open : close) = i;
  }
  reference.text = PlainText(tree.sentence(), m.first, m.last);
  if (close < 0) return;
  reference.nickname = PlainText(tree.sentence(), open + 1, close - 1);
  reference.text =
      absl::StrCat(PlainText(tree.sentence(), m.first, open - 1), " ",
                   PlainText(tree.sentence(), close + 1, m.last));
}

void FillName(const Tree& tree, const NameLexicon& names,
              Reference& reference) {
  const Mention& m = reference.mention;
  TakeNickname(tree, reference);
  reference.title = TitleBefore(tree, m, names);
  if (!reference.title.empty()) {
    reference.field = FieldBefore(tree, m, reference.title, names);
  }
  reference.number = GrammaticalNumber::kSingular;
  if (m.type == EntityType::kPerson || !reference.title.empty()) {
    reference.gender = GenderOfPerson(tree, reference, names);
  }
  if (m.first > 0) {
    reference.definite = tree.word(m.first - 1) == "the";
    reference.indefinite = IsOneOf(tree.word(m.first - 1), {"a", "an"});
  }
}

// Where the parser lets a name hang on its title ("Mayor" <- "Ana Silva"), the
// title's tokens stand for the name.
void TakeTitle(const Tree& tree, Reference& reference, int index,
               std::vector<int>& at) {
  Mention& m = reference.mention;
  const int head = tree.head(m.head);
  const int words =
      reference.title.empty()
          ? 0
          : 1 + static_cast<int>(std::count(reference.title.begin(),
                                            reference.title.end(), ' '));
  for (int i = m.first - words; i < m.first; ++i) {
    if (at[i] < 0) at[i] = index;
    if (i == head) m.head = i;
  }
}

void FillPronoun(const Tree& tree, Reference& reference) {
  const std::string& word = tree.word(reference.mention.head);
  reference.text = word;
  if (IsOneOf(word, {"he", "him", "his", "himself"})) {
    reference.gender = Gender::kMale;
  } else if (IsOneOf(word, {"she", "her", "hers", "herself"})) {
    reference.gender = Gender::kFemale;
  }
  reference.number =
      IsOneOf(word, {"they", "them", "their", "theirs", "themselves", "we",
                     "us", "our", "ours", "these", "those"})
          ? GrammaticalNumber::kPlural
          : GrammaticalNumber::kSingular;
}

void FillDescription(const Tree& tree, const NameLexicon& names,
                     Reference& reference) {
  const Mention& m = reference.mention;
  int first = m.first;
  for (int i = m.first; i <= m.last; ++i) {
    const std::string& word = tree.word(i);
    if (tree.head(i) != m.head) continue;
    if (tree.upos(i) == Upos::kDet || tree.upos(i) == Upos::kPron) {
      if (word == "the") reference.definite = true;
      if (IsOneOf(word, {"this", "that", "these", "those"})) {
        reference.definite = reference.demonstrative = true;
      }
      if (IsOneOf(word, {"a", "an", "another", "some"})) {
        reference.indefinite = true;
      }
      if (i == first) ++first;
    }
  }
  reference.text = PlainText(tree.sentence(), std::min(first, m.head), m.last);
  reference.number = tree.HasFeature(m.head, "Number=Plur")
                         ? GrammaticalNumber::kPlural
                         : GrammaticalNumber::kSingular;
  // "half of the workers", "a number of firms": several.
  if (tree.lexicon()->Is(WordClass::kCountNoun, reference.head)) {
    for (const int child : tree.children(m.head)) {
      if (tree.deprel(child) == Deprel::kNmod &&
          tree.Preposition(child) == "of" &&
          tree.HasFeature(child, "Number=Plur")) {
        reference.number = GrammaticalNumber::kPlural;
      }
    }
  }
  const NounSense* noun = names.Noun(reference.head);
  if (noun != nullptr) reference.gender = noun->gender;
}

// "..., she told Costa": whom somebody tells it.
int HearerBeside(const DocumentModel& model, const Argument& speaker) {
  const Tree& tree = model.trees[speaker.sentence];
  const int verb = tree.head(speaker.head);
  if (verb < 0 || tree.deprel(speaker.head) != Deprel::kNsubj ||
      !IsOneOf(tree.lemma(verb), {"tell", "ask", "warn", "assure"})) {
    return -1;
  }
  return model.At(speaker.sentence,
                  tree.Child(verb, {Deprel::kIobj, Deprel::kObj}));
}

}  // namespace

std::string PlainText(const Sentence& sentence, int first, int last) {
  std::string text;
  for (int i = first; i <= last; ++i) {
    text += sentence.tokens[i].form;
    if (i < last && sentence.tokens[i].space_after) text += ' ';
  }
  return absl::StrReplaceAll(text, {{"’", "'"}});
}

namespace {

// "start-up", where the tokeniser parted it, else the lemma.
std::string HeadWord(const Tree& tree, int head, const NameLexicon& names) {
  for (const int first : {head - 2, head}) {
    if (first < 0 || first + 2 >= tree.size() || tree[first + 1].form != "-" ||
        tree[first].space_after || tree[first + 1].space_after) {
      continue;
    }
    const std::string word =
        absl::StrCat(tree.word(first), "-", tree.lemma(first + 2));
    if (names.Noun(word) != nullptr) return word;
  }
  return tree.lemma(head);
}

}  // namespace

DocumentModel BuildModel(const std::vector<Sentence>& sentences,
                         const std::vector<Mention>& mentions,
                         const NameLexicon& names, const Lexicon& lexicon) {
  DocumentModel model;
  model.sentences = &sentences;
  model.lexicon = &lexicon;
  model.turns = FindTurns(sentences, mentions);
  model.trees.reserve(sentences.size());
  QuotationNumbers quotations;
  for (const Sentence& sentence : sentences) {
    model.quotations.push_back(quotations.Next(sentence));
    model.trees.emplace_back(sentence, &lexicon);
    model.at.emplace_back(sentence.tokens.size(), -1);
  }
  for (const Mention& mention : mentions) {
    const Tree& tree = model.trees[mention.sentence];
    Reference reference;
    reference.mention = mention;
    reference.head = HeadWord(tree, mention.head, names);
    const int index = static_cast<int>(model.references.size());
    std::vector<int>& at = model.at[mention.sentence];
    if (mention.kind == MentionKind::kName) {
      FillName(tree, names, reference);
      for (int i = mention.first; i <= mention.last; ++i) at[i] = index;
      TakeTitle(tree, reference, index, at);
    } else {
      at[mention.head] = index;
      if (mention.kind == MentionKind::kPronoun) {
        FillPronoun(tree, reference);
      } else {
        FillDescription(tree, names, reference);
      }
    }
    model.references.push_back(std::move(reference));
  }
  for (Reference& reference : model.references) {
    const Tree& tree = model.TreeOf(reference);
    const int owner = tree.Child(reference.mention.head, Deprel::kNmodPoss);
    reference.possessor = model.At(reference.mention.sentence, owner);
  }
  return model;
}

void LearnSpeakers(const std::vector<Proposition>& propositions,
                   DocumentModel& model) {
  int quotations = 0;
  for (const std::vector<int>& row : model.quotations) {
    for (const int quotation : row)
      quotations = std::max(quotations, quotation);
  }
  model.speakers.assign(static_cast<size_t>(quotations) + 1, -1);
  model.hearers = model.speakers;
  for (const Proposition& p : propositions) {
    if (!p.said_by || p.said_by->empty()) continue;
    const int quotation = model.QuotationAt(p.sentence, p.predicate);
    const Argument& by = *p.said_by;
    // Whom somebody quotes in turn speaks inside of it.
    if (quotation == 0 ||
        model.QuotationAt(by.sentence, by.head) == quotation) {
      continue;
    }
    model.speakers[quotation] = model.At(by.sentence, by.head);
    model.hearers[quotation] = HearerBeside(model, by);
  }
}

void Join(int reference, int entity, std::string_view reason,
          DocumentModel& model) {
  Reference& r = model.references[reference];
  r.entity = entity;
  r.reason = std::string(reason);
  model.entities[entity].references.push_back(reference);
}

int NewEntity(int reference, std::string_view reason, DocumentModel& model) {
  const Reference& r = model.references[reference];
  Entity entity;
  entity.name = r.text;
  entity.type = r.mention.type;
  entity.gender = r.gender;
  entity.number = r.number;
  entity.named = r.mention.kind == MentionKind::kName;
  if (!entity.named) entity.nouns.push_back(r.head);
  model.entities.push_back(std::move(entity));
  const int index = static_cast<int>(model.entities.size()) - 1;
  Join(reference, index, reason, model);
  return index;
}

namespace {

// "One of the guards, Ana Roe, left": she is the subject.
bool NamesSubject(const Tree& tree, int token) {
  if (tree.deprel(token) == Deprel::kAppos) token = tree.head(token);
  const int one = tree.deprel(token) == Deprel::kNmod ? tree.head(token) : -1;
  if (one >= 0 && tree.word(one) == "one") token = one;
  return IsSubject(tree, token);
}

}  // namespace

void Touch(int reference, DocumentModel& model) {
  const Reference& r = model.references[reference];
  if (r.entity < 0) return;
  Entity& entity = model.entities[r.entity];
  model.spoken_of.push_back(r.entity);
  const Tree& tree = model.TreeOf(r);
  entity.last_as_subject =
      NamesSubject(tree, r.mention.head) ||
      (entity.last_sentence == r.mention.sentence && entity.last_as_subject);
  entity.last_sentence = r.mention.sentence;
  entity.last_token = r.mention.head;
  // "which" may stand for several.
  if (!tree.IsRelative(r.mention.head)) entity.last_number = r.number;
}

std::vector<int> RecentEntities(const DocumentModel& model) {
  constexpr size_t kTouches = 400;
  const size_t n = model.spoken_of.size();
  std::vector<int> recent(
      model.spoken_of.begin() +
          static_cast<std::ptrdiff_t>(n > kTouches ? n - kTouches : 0),
      model.spoken_of.end());
  std::sort(recent.begin(), recent.end());
  recent.erase(std::unique(recent.begin(), recent.end()), recent.end());
  return recent;
}

bool IsSubject(const Tree& tree, int token) {
  const Deprel deprel = tree.deprel(tree.FirstConjunct(token));
  return deprel == Deprel::kNsubj || deprel == Deprel::kNsubjPass ||
         deprel == Deprel::kNsubjOuter;
}

EntitySort SortOf(EntityType type) {
  switch (type) {
    case EntityType::kUnknown:
      return EntitySort::kUnknown;
    case EntityType::kPerson:
      return EntitySort::kPerson;
    case EntityType::kPlace:
    case EntityType::kOrganization:
      return EntitySort::kBody;
    case EntityType::kTime:
      return EntitySort::kTime;
    default:
      return EntitySort::kThing;
  }
}

bool HasNoun(const Entity& entity, std::string_view noun) {
  return std::find(entity.nouns.begin(), entity.nouns.end(), noun) !=
         entity.nouns.end();
}

void AddNoun(std::string_view noun, Entity& entity) {
  if (!noun.empty() && !HasNoun(entity, noun)) entity.nouns.emplace_back(noun);
}

}  // namespace tercet::text
