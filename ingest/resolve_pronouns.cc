#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "ingest/clause.h"
#include "ingest/mention_words.h"
#include "ingest/pronoun_scorer.h"
#include "ingest/resolve_references.h"

namespace tercet::text {
namespace {

int RelativeAntecedent(const Reference& r, const DocumentModel& model) {
  const Tree& tree = model.TreeOf(r);
  int noun = Antecedent(tree, r.mention.head);
  if (noun == r.mention.head) {
    // "whose": up to the relative clause, then to its noun.
    int i = r.mention.head;
    for (int steps = 0; i >= 0 && steps < tree.size(); ++steps) {
      if (tree.deprel(i) == Deprel::kAclRelcl)
        return model.EntityAt(r.mention.sentence, tree.head(i));
      i = tree.head(i);
    }
    return -1;
  }
  return model.EntityAt(r.mention.sentence, noun);
}

// "During his stay, Lee ...": the subject that is still to come.
int SubjectToCome(const Reference& r, const PronounScorer& scorer,
                  const DocumentModel& model) {
  const Tree& tree = model.TreeOf(r);
  int predicate = PredicateOf(tree, r.mention.head);
  for (int steps = 0; predicate >= 0 && steps < 6; ++steps) {
    const int subject = SubjectOf(tree, predicate);
    if (subject > r.mention.head) {
      const int entity = model.EntityAt(r.mention.sentence, subject);
      if (entity >= 0 && scorer.Fits(model.entities[entity])) return entity;
    }
    predicate = tree.head(predicate);
  }
  return -1;
}

// "I" and "you" of an interview; -1 for other pronouns and elsewhere.
int InTurn(const Reference& r, const DocumentModel& model,
           std::string* reason) {
  const bool speaker = IsOneOf(r.text, {"i", "me", "my", "mine", "myself"});
  const bool hearer = IsOneOf(r.text, {"you", "your", "yours", "yourself"});
  if (!speaker && !hearer) return -1;
  const int s = r.mention.sentence;
  const int label = speaker ? model.turns.speaker[s] : model.turns.hearer[s];
  if (label < 0) return -1;
  const TurnLabel& turn = model.turns.labels[label];
  *reason = speaker ? "who speaks" : "who is spoken to";
  return model.EntityAt(turn.sentence, turn.last);
}

}  // namespace

int PronounAntecedent(int reference, const DocumentModel& model,
                      std::string* reason) {
  const Reference& r = model.references[reference];
  if (IsOneOf(r.text, {"who", "whom", "whose", "which", "that"})) {
    *reason = "relative clause";
    return RelativeAntecedent(r, model);
  }
  if (const int e = InTurn(r, model, reason); e >= 0) return e;
  const PronounScorer scorer(reference, model);
  if (scorer.reflexive()) {
    const Tree& tree = model.TreeOf(r);
    const int subject = SubjectOf(tree, PredicateOf(tree, r.mention.head));
    const int entity = model.EntityAt(r.mention.sentence, subject);
    *reason = "reflexive";
    return entity >= 0 && scorer.Fits(model.entities[entity]) ? entity : -1;
  }
  const int to_come = SubjectToCome(r, scorer, model);
  int best = -1;
  int best_score = 0;
  std::vector<int> candidates = RecentEntities(model);
  if (to_come >= 0) candidates.push_back(to_come);
  for (const int e : candidates) {
    int score = scorer.Score(e);
    if (e == to_come) score = std::max(score, 40) + 30;
    if (score > best_score) {
      best_score = score;
      best = e;
    }
  }
  if (best >= 0) {
    *reason =
        absl::StrCat("pronoun, nearest fitting: ", model.entities[best].name);
  }
  return best;
}

}  // namespace tercet::text
