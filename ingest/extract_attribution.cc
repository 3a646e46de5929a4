#include "ingest/extract_attribution.h"

#include <algorithm>
#include <map>

#include "ingest/quotations.h"

namespace tercet::text {
namespace {

// For every token the number of the quotation it stands in, or 0.
std::vector<std::vector<int>> NumberQuotes(
    const std::vector<SentenceView>& views) {
  std::vector<std::vector<int>> result;
  QuotationNumbers quotations;
  for (const SentenceView& view : views) {
    result.push_back(quotations.Next(view.tree->sentence()));
  }
  return result;
}

// Whether the quotation is speech rather than a quoted word: a clause
// stands in it whose subject or auxiliary stands in it too.
bool IsSpeech(const SentenceView& view, const std::vector<int>& quotes,
              const Clause& clause) {
  const int quote = quotes[clause.head];
  if (quote == 0) return false;
  for (int child : view.tree->children(clause.head)) {
    const Deprel r = view.tree->deprel(child);
    if ((r == Deprel::kNsubj || r == Deprel::kNsubjPass || r == Deprel::kAux ||
         r == Deprel::kExpl) &&
        quotes[child] == quote) {
      return true;
    }
  }
  return false;
}

Argument SpeakerOfQuote(const SentenceView& view,
                        const std::vector<int>& quotes, int quote) {
  for (const Clause& clause : view.clauses) {
    if (quotes[clause.head] != 0 || !IsSaying(view, clause)) continue;
    // The verb of saying governs the quotation or is an aside of it.
    for (int i = 0; i < view.tree->size(); ++i) {
      if (quotes[i] != quote) continue;
      if (view.tree->Below(i, clause.head) ||
          (clause.governor >= 0 &&
           view.tree->Below(i, view.clauses[clause.governor].head))) {
        return SpeakerOf(view, clause);
      }
    }
  }
  return Argument();
}

}  // namespace

Argument SpeakerOf(const SentenceView& view, const Clause& say) {
  if (say.passive) {
    return say.agents.empty() ? Argument()
                              : Phrase(*view.tree, view.number, say.agents[0]);
  }
  if (say.subjects.empty()) return Argument();
  return Phrase(*view.tree, view.number, NamedBy(*view.tree, say.subjects[0]));
}

bool IsSaying(const SentenceView& view, const Clause& clause) {
  if (clause.copular) return false;
  if (view.Is(WordClass::kSayVerb, clause.head)) return true;
  // "she liked to say", "he went on to add".
  for (int child : view.tree->children(clause.head)) {
    if (view.tree->deprel(child) == Deprel::kXcomp &&
        view.Is(WordClass::kSayVerb, child)) {
      return true;
    }
  }
  return false;
}

namespace {

// "Kim met Ana and offered her a job, according to Bo": both are Bo's.  What is
// said in a clause of time or condition is so by whoever says the main one.
Argument SourceBeside(const SentenceView& view, const Clause& clause) {
  const Tree& tree = *view.tree;
  for (const int child : tree.children(clause.head)) {
    if (tree.deprel(child) != Deprel::kConj) continue;
    for (const int aside : tree.children(child)) {
      if (tree.Preposition(aside) == "according to") {
        return Phrase(tree, view.number, NamedBy(tree, aside));
      }
    }
  }
  if (clause.link == Deprel::kAdvcl && clause.governor >= 0 &&
      tree.Has(clause.head, Deprel::kMark)) {
    return AsideSource(view, view.clauses[clause.governor]);
  }
  return Argument();
}

}  // namespace

Argument AsideSource(const SentenceView& view, const Clause& clause) {
  const Tree& tree = *view.tree;
  for (int child : tree.children(clause.head)) {
    if (tree.Preposition(child) == "according to" ||
        (tree.Has(child, Deprel::kCase) &&
         tree.word(tree.Child(child, Deprel::kCase)) == "according")) {
      return Phrase(tree, view.number, NamedBy(tree, child));
    }
    const Deprel link = tree.deprel(child);
    if (link == Deprel::kConj) {
      // "It failed, and nobody knew, said Kim": no "and" joins the saying.
      if (child < clause.head || tree.Has(child, Deprel::kCc) ||
          tree.Child(child, Deprel::kNsubj) < child) {
        continue;
      }
    } else if (link != Deprel::kParataxis && link != Deprel::kAdvcl) {
      continue;
    }
    const std::string mark = tree.Has(child, Deprel::kMark)
                                 ? tree.word(tree.Child(child, Deprel::kMark))
                                 : "";
    // "as Kim said", "..., Kim said on Monday".
    if (link == Deprel::kAdvcl && mark != "as" &&
        !(mark.empty() && tree.Has(child, Deprel::kNsubj) &&
          child > clause.head)) {
      continue;
    }
    for (const Clause& say : view.clauses) {
      const bool empty_handed =
          say.head == child && tree.Child(child, Deprel::kCcomp) < 0 &&
          (say.objects.empty() || tree.lemma(child) == "tell");
      if (empty_handed && IsSaying(view, say)) return SpeakerOf(view, say);
    }
  }
  return SourceBeside(view, clause);
}

void FindSpeakers(std::vector<SentenceView>* views) {
  const std::vector<std::vector<int>> quotes = NumberQuotes(*views);
  std::map<int, Argument> speakers;
  std::map<int, bool> speech;
  int previous = 0;  // the last quotation of the sentence before
  for (size_t s = 0; s < views->size(); ++s) {
    const SentenceView& view = (*views)[s];
    int first = 0, last = 0;
    for (const Clause& clause : view.clauses) {
      const int quote = quotes[s][clause.head];
      if (!IsSpeech(view, quotes[s], clause)) continue;
      speech[quote] = true;
      if (speakers[quote].empty()) {
        speakers[quote] = SpeakerOfQuote(view, quotes[s], quote);
      }
    }
    for (int quote : quotes[s]) {
      if (quote == 0) continue;
      if (first == 0) first = quote;
      last = quote;
    }
    // "We won," said Kim. "We will again.": the second is Kim's as well.
    if (first != 0 && previous != 0 && speakers[first].empty()) {
      speakers[first] = speakers[previous];
    }
    if (last != first && last != 0 && speakers[last].empty()) {
      speakers[last] = speakers[first];
    }
    previous = last;
  }
  for (size_t s = 0; s < views->size(); ++s) {
    SentenceView& view = (*views)[s];
    view.speaker_at.assign(view.tree->size(), Argument());
    for (int i = 0; i < view.tree->size(); ++i) {
      const int quote = quotes[s][i];
      if (quote != 0 && speech[quote]) view.speaker_at[i] = speakers[quote];
    }
  }
}

}  // namespace tercet::text
