// Facts of titles and descriptions before names: "Norwegian President Kim
// Berg", "retired teacher Ana Roe", "the brothers Al and Bo Hald".

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "ingest/extract_rules.h"

namespace tercet::text {
namespace {

using enum WordClass;

bool IsCourtesy(const SentenceView& view, int i) {
  return view.lexicon->Is(kCourtesy, view.tree->word(i));
}

// What stands before a name and belongs to its title.
struct Title {
  std::vector<int> words;  // "chief executive", in text order
  std::vector<int> place;  // "South Korean", "U.S.": what it is a title of
  int owner = -1;          // "Japan's"
};

void Sort(std::vector<int>* v) { std::sort(v->begin(), v->end()); }

void TakeWord(const SentenceView& view, int i, bool in_title, Title* title) {
  const Tree& tree = *view.tree;
  const Deprel r = tree.deprel(i);
  if (r == Deprel::kNmodPoss) {
    title->owner = i;
    return;
  }
  const bool part = r == Deprel::kCompound || r == Deprel::kAmod ||
                    r == Deprel::kFlat || r == Deprel::kNmodDesc ||
                    r == Deprel::kNmod || r == Deprel::kPunct;
  if (!part || (r == Deprel::kPunct && tree[i].form != "-")) return;
  const bool role = view.Is(kRoleNoun, i);
  const Mention* mention = view.mention_at[i];
  const bool named = mention != nullptr &&
                     mention->kind == MentionKind::kName &&
                     mention->type != EntityType::kPerson;
  if (!role && r != Deprel::kNmodDesc && in_title) {
    // A place is a name that the mention finder knows or a demonym, with
    // the name in front of it: "South Korean".
    if (named || IsDemonymLike(view, i)) {
      title->place.push_back(i);
      for (int child : tree.children(i)) {
        if (tree.deprel(child) == Deprel::kCompound ||
            tree.deprel(child) == Deprel::kAmod) {
          title->place.push_back(child);
        }
      }
      // "South" of "South Korean President" may hang on the title.
      const int before = i - 1;
      if (before >= 0 && tree.upos(before) == Upos::kPropn &&
          tree.head(before) == tree.head(i) &&
          tree.deprel(before) == Deprel::kCompound) {
        title->place.push_back(before);
        std::erase(title->words, before);
      }
      return;
    }
  }
  title->words.push_back(i);
  for (int child : tree.children(i)) TakeWord(view, child, true, title);
}

Title TitleOf(const SentenceView& view, int name) {
  const Tree& tree = *view.tree;
  Title title;
  const Mention* mention = view.mention_at[name];
  for (int child : tree.children(name)) {
    if (child > name) continue;
    if (mention != nullptr && child >= mention->first) continue;
    const Deprel r = tree.deprel(child);
    // "the union Metal", but not "Metal Union" or "union Metal".
    const bool body = tree.upos(child) == Upos::kNoun &&
                      view.Is(kGroupNoun, child) &&
                      tree.ChildWord(name, "the") == child - 1;
    // "Mill Co.'s rival Roe Corp." with the rival as an adjective.
    const bool owned = r == Deprel::kAmod &&
                       tree.Has(name, Deprel::kNmodPoss) &&
                       view.lexicon->Is(kKinNoun, tree.word(child));
    const bool title_word =
        r == Deprel::kNmodDesc || owned ||
        (r == Deprel::kCompound &&
         (view.Is(kRoleNoun, child) || view.Is(kKinNoun, child) || body));
    if (title_word && !IsCourtesy(view, child)) {
      TakeWord(view, child, false, &title);
    }
  }
  if (title.words.empty()) return title;
  // The country or the owner may hang on the name itself.
  for (int child : tree.children(name)) {
    if (child >= title.words.front()) continue;
    const Deprel r = tree.deprel(child);
    if (r == Deprel::kNmodPoss && title.owner < 0) title.owner = child;
    if (r == Deprel::kAmod ||
        (r == Deprel::kCompound && view.TypeOf(child) == EntityType::kPlace)) {
      if (IsDemonymLike(view, child)) {
        title.place.push_back(child);
        for (int part : tree.children(child)) title.place.push_back(part);
      } else if (r == Deprel::kAmod) {
        title.words.push_back(child);
      }
    }
  }
  Sort(&title.words);
  Sort(&title.place);
  return title;
}

std::string Words(const SentenceView& view, const std::vector<int>& tokens,
                  bool singular) {
  std::string result;
  for (int i : tokens) {
    const Tree& tree = *view.tree;
    const bool last = i == tokens.back();
    std::string word = singular && last ? tree.lemma(i) : tree.word(i);
    const bool glue = word == "-" || (!result.empty() && result.back() == '-');
    absl::StrAppend(&result, result.empty() || glue ? "" : " ", word);
  }
  return result;
}

void NameFacts(const SentenceView& view, int name, const Title& title,
               bool plural, Propositions* out) {
  const Tree& tree = *view.tree;
  const std::string words = Words(view, title.words, plural);
  const int head = title.words.back();
  const bool role = view.Is(kRoleNoun, head) || view.Is(kKinNoun, head);
  if (role && title.owner >= 0) {
    out->push_back(OfNoun(
        view, head, name, absl::StrCat("is ", words, " of"),
        Phrase(tree, view.number, Antecedent(tree, title.owner)), "title"));
    return;
  }
  // "Finnish President" is of Finland; "Finnish composer" is one from there.
  const bool people = !title.place.empty() &&
                      IsDemonymLike(view, title.place.back()) &&
                      !view.Is(kOfficeNoun, head);
  if (role && !title.place.empty() && !people) {
    Argument place;
    place.sentence = view.number;
    place.tokens = title.place;
    place.head = title.place.back();
    out->push_back(OfNoun(view, head, name, absl::StrCat("is ", words, " of"),
                          std::move(place), "title"));
    return;
  }
  Argument object;
  object.sentence = view.number;
  object.head = head;
  object.tokens = title.place;
  object.tokens.insert(object.tokens.end(), title.words.begin(),
                       title.words.end());
  Sort(&object.tokens);
  Proposition p = OfNoun(view, head, name, "is", std::move(object), "title");
  if (plural) {
    p.object = Argument();
    p.object_text = words;
  }
  out->push_back(std::move(p));
}

}  // namespace

void TitleFacts(const SentenceView& view, Propositions* out) {
  const Tree& tree = *view.tree;
  for (int name = 0; name < tree.size(); ++name) {
    if (!view.IsName(name)) continue;
    const Title title = TitleOf(view, name);
    if (title.words.empty()) continue;
    const int head = title.words.back();
    const bool plural = tree.HasFeature(head, "Number=Plur") ||
                        tree[head].xpos == "NNS" || tree[head].xpos == "NNPS";
    const std::vector<int> names = tree.Conjuncts(name);
    if (plural && names.size() == 2 && view.Is(kMutualNoun, head)) {
      out->push_back(OfNoun(view, head, names[0],
                            absl::StrCat("is ", tree.lemma(head), " of"),
                            Phrase(tree, view.number, names[1]), "title"));
      continue;
    }
    for (int n : plural ? names : std::vector<int>{name}) {
      NameFacts(view, n, title, plural, out);
    }
  }
}

}  // namespace tercet::text
