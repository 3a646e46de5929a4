#include "ingest/resolve_render.h"

#include <algorithm>
#include <cctype>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "ingest/extract_argument.h"
#include "ingest/mention_words.h"
#include "ingest/resolve_groups.h"
#include "ingest/resolve_name_words.h"

namespace tercet::text {
namespace {

bool IsDeterminer(const Tree& tree, int i) {
  return IsOneOf(tree.word(i), {"a", "an", "the", "this", "that", "these",
                                "those", "no", "neither"}) &&
         (tree.upos(i) == Upos::kDet || tree.upos(i) == Upos::kPron) &&
         MainType(tree.deprel(i)) == Deprel::kDet;
}

bool IsPossessivePronoun(const Tree& tree, int i) {
  return tree.deprel(i) == Deprel::kNmodPoss && tree.upos(i) == Upos::kPron;
}

// "'s"; names in s take it as well: "Acme Industries' plants".
std::string Possessive(const std::string& name) {
  return name.ends_with("s") ? name + "'" : name + "'s";
}

// Writes the words of one phrase.
class PhraseWriter {
 public:
  PhraseWriter(const Argument& argument, const NameLexicon& names,
               const DocumentModel& model)
      : argument_(argument),
        tree_(model.trees[argument.sentence]),
        names_(names),
        model_(model),
        has_(tree_.size(), false) {
    for (const int i : argument.tokens) has_[i] = true;
  }

  std::string Write(bool drop_preposition) {
    bool leading = drop_preposition;
    for (size_t k = 0; k < argument_.tokens.size(); ++k) {
      const int i = argument_.tokens[k];
      if (!has_[i]) continue;  // taken by a name before
      if (leading &&
          (tree_.upos(i) == Upos::kAdp || tree_.deprel(i) == Deprel::kCase)) {
        continue;
      }
      leading = false;
      WriteToken(i);
    }
    return Clean(std::move(text_));
  }

 private:
  void WriteToken(int i) {
    // "£45 a plot": so much for each.
    const int noun = tree_.head(i);
    const bool each = noun > i && i > 0 && !text_.empty() &&
                      tree_.deprel(noun) == Deprel::kNmodUnmarked &&
                      tree_.head(noun) < i &&
                      IsOneOf(tree_.word(i), {"a", "an"});
    const bool nobody = tree_.word(i) == "no" && noun >= 0 &&
                        tree_.word(noun) == "one" && noun == i + 1;
    // "a motion of no confidence": only of the phrase's own noun does it say
    // that there is none.
    const bool within = tree_.word(i) == "no" && noun != argument_.head;
    if (IsDeterminer(tree_, i) && !each && !nobody && !within) return;
    const int r = model_.At(argument_.sentence, i);
    if (IsPossessivePronoun(tree_, i)) {
      WriteOwner(i, r);
      return;
    }
    if (r >= 0 && WriteReference(i, r)) return;
    Append(i, WordOf(i));
  }

  // Its own words, the first word of a sentence in lower case.
  std::string WordOf(int i) const {
    std::string word = tree_[i].form;
    const bool name =
        tree_.upos(i) == Upos::kPropn || model_.At(argument_.sentence, i) >= 0;
    const bool first =
        i == 0 || (i == 1 && IsOneOf(tree_[0].form, {"“", "\"", "``"}));
    if (first && word.size() > 1 && word != "I" &&
        (tree_.upos(i) != Upos::kPropn ||
         names_.Noun(absl::AsciiStrToLower(tree_[i].lemma)) != nullptr) &&
        std::islower(static_cast<unsigned char>(word[1])) &&
        !(name && IsNameReference(i)) &&
        names_.CountryOfDemonym(word) == nullptr) {
      word[0] = absl::ascii_tolower(static_cast<unsigned char>(word[0]));
    }
    return word;
  }

  bool IsNameReference(int i) const {
    const int r = model_.At(argument_.sentence, i);
    return r >= 0 && model_.references[r].mention.kind == MentionKind::kName;
  }

  // Possessed people and bodies keep their owner; other things do without.
  void WriteOwner(int i, int r) {
    const int owner = r < 0 ? -1 : model_.references[r].entity;
    const int head = tree_.head(i);
    if (owner < 0 || head < 0 || model_.entities[owner].name.empty()) return;
    const EntityType type = names_.TypeOfNoun(tree_.lemma(head));
    // "his papers are kept" would be anybody's papers.
    const bool subject = head == argument_.head && IsSubject(tree_, head) &&
                         model_.entities[owner].named;
    if (type != EntityType::kPerson && type != EntityType::kOrganization &&
        !subject) {
      return;
    }
    Append(i, Possessive(model_.entities[owner].name));
  }

  // Whether a canonical name was written instead of the words.
  bool WriteReference(int i, int r) {
    const Reference& reference = model_.references[r];
    if (reference.entity < 0) return false;
    const Entity& entity = model_.entities[reference.entity];
    const Mention& m = reference.mention;
    // "one of them": of what "them" stands for.
    if (!entity.named && m.kind == MentionKind::kPronoun &&
        m.head != argument_.head && IsOneOf(reference.text, {"them", "it"}) &&
        entity.name.size() < 40 && !entity.name.empty()) {
      Append(i, entity.name);
      return true;
    }
    if (!entity.named) return false;
    // "opposition leader", of which the name itself is no part.
    if (m.kind == MentionKind::kName && i < m.first && !has_[m.first]) {
      return false;
    }
    if (m.kind == MentionKind::kPronoun) {
      if (m.head == argument_.head) return false;
      Append(i, entity.name);
      return true;
    }
    // "American companies" and "the Beijing-Seoul talks" stay as they are.
    if (entity.country != nullptr && entity.country->name != reference.text &&
        names_.CountryOf(reference.text) == nullptr &&
        tree_.deprel(m.head) != Deprel::kNmodPoss) {
      return false;
    }
    // "the Belloc Plan": a name that a person's is part of stays as it is.
    if (entity.type == EntityType::kPerson && m.kind == MentionKind::kName &&
        tree_.deprel(m.head) == Deprel::kCompound &&
        tree_.head(m.head) == m.last + 1 &&
        absl::ascii_isupper(tree_[m.last + 1].form[0])) {
      return false;
    }
    if (m.kind == MentionKind::kDescription) {
      if (m.head == argument_.head || !reference.definite) return false;
      TakeBack(m.first, m.head);
    } else {
      DropTitle(m.first);
    }
    for (int k = m.first; k <= m.last; ++k) has_[k] = false;
    // The words of a title lead to the same name: it is said once.
    for (int k = i; k < m.first; ++k) {
      if (model_.At(argument_.sentence, k) == r) has_[k] = false;
    }
    // "Acme's": the ending follows as a token of its own.
    const int next = m.last + 1;
    const bool ending =
        next < tree_.size() && has_[next] && tree_[next].xpos == "POS";
    if (ending) has_[next] = false;
    // "the modernist Olavi Sarkka": the name says it all.
    if (!ending && last_ + 1 == m.first && text_.ends_with(entity.name)) {
      last_ = m.last;
      return true;
    }
    Append(m.first, ending ? Possessive(entity.name) : entity.name);
    last_ = ending ? next : m.last;
    return true;
  }

  // Words of the description that were written before its head was met.
  void TakeBack(int first, int head) {
    while (!written_.empty() && written_.back().first >= first &&
           written_.back().first < head) {
      text_.resize(written_.back().second);
      written_.pop_back();
    }
  }

  // "interview with President Lee".
  void DropTitle(int first) {
    std::string words;
    int title = first;
    for (int i = first - 1; i >= 0 && i >= first - 4; --i) {
      words = words.empty() ? tree_[i].form : tree_[i].form + " " + words;
      if (names_.TitleOf(words) != nullptr) title = i;
    }
    if (title < first) TakeBack(title, first);
  }

  void Append(int i, const std::string& word) {
    written_.push_back({i, text_.size()});
    const bool glued =
        last_ >= 0 && last_ == i - 1 && !tree_[last_].space_after;
    if (!text_.empty() && !glued) text_ += ' ';
    text_ += word;
    last_ = i;
  }

  static std::string Clean(std::string text) {
    text = absl::StrReplaceAll(text,
                               {{"’", "'"}, {"“", ""}, {"”", ""}, {"\"", ""}});
    static constexpr std::string_view kStrip[] = {
        "“", "”", "‘", "\"", ",", ";", ":", " ", "—", "–", "(", "-"};
    bool again = true;
    while (again && !text.empty()) {
      again = false;
      for (const std::string_view mark : kStrip) {
        if (text.size() >= mark.size() && mark != "-" && mark != "(" &&
            text.ends_with(mark)) {
          text.resize(text.size() - mark.size());
          again = true;
        }
        if (text.starts_with(mark) && mark != "(" &&
            !(mark == "-" && text.size() > 1 &&
              std::isdigit(static_cast<unsigned char>(text[1])))) {
          text.erase(0, mark.size());
          again = true;
        }
      }
    }
    return text;
  }

  const Argument& argument_;
  const Tree& tree_;
  const NameLexicon& names_;
  const DocumentModel& model_;
  std::vector<bool> has_;
  std::string text_;
  std::vector<std::pair<int, size_t>> written_;  // token, where it begins
  int last_ = -1;
};

// Whether the argument says no more than the name: determiners, titles and
// plain adjectives do not count.  "southern Bolivia" is not Bolivia.
bool IsNameAlone(const Argument& argument, const Reference& r,
                 const DocumentModel& model) {
  const Tree& tree = model.trees[argument.sentence];
  for (const int i : argument.tokens) {
    if (i >= r.mention.first && i <= r.mention.last) continue;
    if (tree.head(i) != r.mention.head) continue;
    // "two Italians".
    if ((tree.deprel(i) == Deprel::kNummod && i < r.mention.head) ||
        model.lexicon->Is(WordClass::kPartWord, tree.word(i))) {
      return false;
    }
  }
  return true;
}

EntityType TypeOfPhrase(const Argument& argument, const NameLexicon& names,
                        const Tree& tree) {
  const Token& head = tree[argument.head];
  if (head.upos == Upos::kNum || head.upos == Upos::kSym) {
    return EntityType::kUnknown;
  }
  return names.TypeOfNoun(tree.lemma(argument.head));
}

// "Lee's visit to China": the owner, the noun, and the arguments of the first
// mention that has any.
std::string EventName(const Entity& entity, const NameLexicon& names,
                      const DocumentModel& model) {
  const Reference& first = model.references[entity.references.front()];
  int owner = entity.possessor;
  std::string arguments;
  for (const int r : entity.references) {
    const Reference& reference = model.references[r];
    if (reference.mention.kind != MentionKind::kDescription) continue;
    if (owner < 0 && reference.possessor >= 0) {
      owner = model.references[reference.possessor].entity;
    }
    if (!arguments.empty()) continue;
    Argument phrase =
        Phrase(model.TreeOf(reference), reference.mention.sentence,
               reference.mention.head);
    std::erase_if(phrase.tokens,
                  [&](int i) { return i <= reference.mention.head; });
    arguments = RenderPhrase(phrase, false, names, model);
  }
  if (owner < 0 || entity.references.size() < 2) {
    const std::string text = RenderPhrase(
        Phrase(model.TreeOf(first), first.mention.sentence, first.mention.head),
        false, names, model);
    return text.empty() ? entity.name : text;
  }
  const std::string noun = model.TreeOf(first)[first.mention.head].form;
  return absl::StrCat(Possessive(model.entities[owner].name), " ", noun,
                      arguments.empty() ? "" : " ", arguments);
}

}  // namespace

RenderedNode Render(const Argument& argument, bool literal,
                    const NameLexicon& names, const DocumentModel& model) {
  RenderedNode node;
  if (argument.empty()) return node;
  const Tree& tree = model.trees[argument.sentence];
  const int r = model.At(argument.sentence, argument.head);
  node.reference = r;
  if (r >= 0) {
    const Reference& reference = model.references[r];
    const bool pronoun = reference.mention.kind == MentionKind::kPronoun;
    if (reference.entity >= 0 && (!literal || pronoun)) {
      const Entity& entity = model.entities[reference.entity];
      const bool name = reference.mention.kind == MentionKind::kName;
      if (!name || IsNameAlone(argument, reference, model)) {
        node.entity = reference.entity;
        node.type = entity.type;
        node.text = entity.name;
        // The first mention speaks for itself.
        if (!entity.named && entity.members.empty() &&
            entity.references.size() == 1) {
          node.text = RenderPhrase(argument, false, names, model);
        }
        return node;
      }
    } else if (pronoun && reference.entity < 0) {
      return node;  // nobody knows who it is
    }
  }
  node.text = RenderPhrase(argument, false, names, model);
  node.type = TypeOfPhrase(argument, names, tree);
  // "the South Korean president" is president of South Korea.
  if (const Country* country = names.CountryOfDemonym(node.text);
      country != nullptr && !literal &&
      MeansCountry(tree, argument.head, names)) {
    node.text = country->name;
    node.type = EntityType::kPlace;
    for (const int e : model.countries) {
      if (model.entities[e].country == country) node.entity = e;
    }
  }
  return node;
}

std::string RenderPhrase(const Argument& argument, bool drop_preposition,
                         const NameLexicon& names, const DocumentModel& model) {
  if (argument.empty()) return "";
  return PhraseWriter(argument, names, model).Write(drop_preposition);
}

void NameDescriptions(const NameLexicon& names, DocumentModel& model) {
  // "their sons" of a group; again below, when its members have their names.
  for (const int group : model.groups) {
    model.entities[group].name = NameOfGroup(model.entities[group], model);
  }
  for (Entity& entity : model.entities) {
    if (entity.named || entity.references.empty() || !entity.members.empty()) {
      continue;
    }
    if (entity.type == EntityType::kEvent) {
      entity.name = EventName(entity, names, model);
      continue;
    }
    const Reference& first = model.references[entity.references.front()];
    const std::string text = RenderPhrase(
        Phrase(model.TreeOf(first), first.mention.sentence, first.mention.head),
        false, names, model);
    if (!text.empty()) entity.name = text;
  }
  for (const int group : model.groups) {
    model.entities[group].name = NameOfGroup(model.entities[group], model);
  }
}

}  // namespace tercet::text
