#include "ingest/extract.h"

#include <algorithm>
#include <deque>
#include <set>
#include <tuple>

#include "ingest/extract_attribution.h"
#include "ingest/extract_rules.h"
#include "ingest/extract_status.h"
#include "ingest/mention_words.h"
#include "ingest/quotations.h"
#include "ingest/turns.h"

namespace tercet::text {
namespace {

SentenceView ViewOf(const Tree& tree, int number, const Lexicon& lexicon) {
  SentenceView view;
  view.number = number;
  view.tree = &tree;
  view.lexicon = &lexicon;
  view.clauses = FindClauses(tree, lexicon);
  view.mention_at.assign(tree.size(), nullptr);
  view.name_head.assign(tree.size(), -1);
  return view;
}

void ExtractSentence(const SentenceView& view, Propositions* out) {
  for (size_t c = 0; c < view.clauses.size(); ++c) {
    const int index = static_cast<int>(c);
    const Clause& clause = view.clauses[c];
    if (clause.copular || clause.existential) {
      CopularFacts(view, index, out);
    } else if (clause.passive) {
      PassiveFacts(view, index, out);
    } else {
      VerbalFacts(view, index, out);
    }
  }
  AppositionFacts(view, out);
  AgeFacts(view, out);
  TitleFacts(view, out);
  PossessiveFacts(view, out);
  NominalFacts(view, out);
}

// What somebody says in a turn of an interview is said by whom its label
// names, but for what is quoted there.
void TakeTurns(const Turns& turns, std::vector<SentenceView>* views) {
  for (size_t s = 0; s < views->size(); ++s) {
    if (turns.speaker[s] < 0) continue;
    SentenceView& view = (*views)[s];
    const TurnLabel& label = turns.labels[turns.speaker[s]];
    Argument speaker;
    speaker.sentence = label.sentence;
    speaker.head = (*views)[label.sentence].HeadOf(label.last);
    for (int i = label.first; i <= label.last; ++i) speaker.tokens.push_back(i);
    for (Argument& at : view.speaker_at) {
      if (at.empty()) at = speaker;
    }
  }
}

// Whether the subject stands for nothing: "it is clear that", "there".
bool IsEmptySubject(const Tree& tree, const Argument& subject) {
  if (subject.empty()) return true;
  const std::string& word = tree.word(subject.head);
  return tree.deprel(subject.head) == Deprel::kExpl || word == "there" ||
         word == "what" || word == "who" || word == "which";
}

void FillWords(Proposition* p) {
  std::vector<int>& words = p->words;
  words = p->subject.tokens;
  words.insert(words.end(), p->object.tokens.begin(), p->object.tokens.end());
  if (p->predicate >= 0) words.push_back(p->predicate);
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
}

// "anybody", "something", "what": nothing that a reader could look up.
bool IsNothing(const Tree& tree, const Argument& argument) {
  if (argument.empty()) return false;
  const std::string& word = tree.word(argument.head);
  return IsOneOf(word, {"what", "which", "who", "whom", "anyone", "anybody",
                        "anything", "someone", "somebody", "something"}) &&
         argument.tokens.size() == 1;
}

// "wants the truth, not revenge": revenge.
bool IsExcepted(const Tree& tree, const Argument& object) {
  return !object.empty() &&
         (tree.deprel(object.head) == Deprel::kConj ||
          tree.deprel(object.head) == Deprel::kAppos) &&
         tree.ChildWord(object.head, "not") >= 0;
}

// "found tools but none of the coins": none.
bool IsNoneOfSeveral(const Tree& tree, const Argument& object) {
  return !object.empty() && tree.deprel(object.head) == Deprel::kConj &&
         tree.word(object.head) == "none";
}

// Whether the predicate is a word of a title: "Water Finds Its Level" in
// quotes.
bool IsInTitle(const Tree& tree, int predicate) {
  if (predicate < 1 || predicate + 1 >= tree.size() ||
      tree.upos(predicate) != Upos::kVerb || !IsCapital(tree[predicate]) ||
      !IsCapital(tree[predicate - 1]) || !IsCapital(tree[predicate + 1])) {
    return false;
  }
  for (int i = predicate - 1; i >= 0 && i > predicate - 8; --i) {
    if (IsQuotationMark(tree[i].form)) return true;
    if (!IsCapital(tree[i])) return false;
  }
  return false;
}

// Drops facts about nothing and facts said twice.
void Keep(const Tree& tree, Propositions found, Propositions* out) {
  std::set<std::tuple<int, std::string, int, std::string>> seen;
  for (Proposition& p : found) {
    if (IsEmptySubject(tree, p.subject)) continue;
    if (IsNothing(tree, p.subject) || IsNothing(tree, p.object)) continue;
    if (p.subject.head < tree.body()) continue;  // a dateline
    if (IsInTitle(tree, p.predicate)) continue;
    // "is elected and appointed": a tree that joined what it should not.
    if (p.relation.find(" and ") != std::string::npos) continue;
    if (!p.object.empty() &&
        (tree.upos(p.object.head) == Upos::kAdv ||
         tree.upos(p.object.head) == Upos::kPart) &&
        !tree.lexicon()->Is(WordClass::kRankWord, tree.word(p.object.head)) &&
        p.construction != "copular") {
      continue;
    }
    if (!p.object.empty() && p.object.head == p.subject.head) continue;
    if (!seen.insert({p.subject.head, p.relation, p.object.head, p.object_text})
             .second) {
      continue;
    }
    if (IsExcepted(tree, p.object) || IsNoneOfSeveral(tree, p.object)) {
      p.negated = true;
    }
    FillWords(&p);
    out->push_back(std::move(p));
  }
}

}  // namespace

std::vector<Proposition> Extract(const std::vector<Sentence>& sentences,
                                 const std::vector<Mention>& mentions,
                                 const Lexicon& lexicon) {
  std::deque<Tree> trees;  // views point at them
  std::vector<SentenceView> views;
  views.reserve(sentences.size());
  for (size_t s = 0; s < sentences.size(); ++s) {
    trees.emplace_back(sentences[s], &lexicon);
    views.push_back(ViewOf(trees.back(), static_cast<int>(s), lexicon));
  }
  for (const Mention& mention : mentions) {
    if (mention.sentence < 0 ||
        mention.sentence >= static_cast<int>(views.size())) {
      continue;
    }
    auto& at = views[mention.sentence].mention_at;
    if (mention.head >= 0 && mention.head < static_cast<int>(at.size())) {
      at[mention.head] = &mention;
      auto& name_head = views[mention.sentence].name_head;
      const bool name = mention.kind == MentionKind::kName;
      for (int i = std::max(0, mention.first);
           name && i <= mention.last && i < static_cast<int>(at.size()); ++i) {
        name_head[i] = mention.head;
      }
    }
  }
  FindSpeakers(&views);
  TakeTurns(FindTurns(sentences, mentions), &views);
  std::vector<Proposition> result;
  for (SentenceView& view : views) {
    FindAttitudes(&view);
    Propositions found;
    ExtractSentence(view, &found);
    Keep(*view.tree, std::move(found), &result);
  }
  return result;
}

}  // namespace tercet::text
