#include "ingest/open_tuples.h"

#include <algorithm>

#include "ingest/clause.h"
#include "ingest/clause_repair.h"
#include "ingest/clause_tree.h"

namespace tercet::text {
namespace {

void CollectBelow(const Tree& tree, int i, std::vector<int>* out) {
  out->push_back(i);
  for (int child : tree.children(i)) {
    const Deprel relation = tree.deprel(child);
    if (relation == Deprel::kAclRelcl || relation == Deprel::kParataxis) {
      continue;
    }
    CollectBelow(tree, child, out);
  }
}

// The words as they stand; a space where the text has one or words are left
// out.
std::string Written(const Tree& tree, std::vector<int> tokens) {
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
  const auto is_punctuation = [&tree](int i) {
    const std::string& word = tree.word(i);
    return word == "," || word == "." || word == ";" || word == ":" ||
           word == "--";
  };
  while (!tokens.empty() && is_punctuation(tokens.back())) tokens.pop_back();
  while (!tokens.empty() && is_punctuation(tokens.front())) {
    tokens.erase(tokens.begin());
  }
  std::string out;
  for (size_t k = 0; k < tokens.size(); ++k) {
    const bool joined = k > 0 && tokens[k] == tokens[k - 1] + 1 &&
                        !tree[tokens[k - 1]].space_after;
    if (k > 0 && !joined) out += ' ';
    out += tree[tokens[k]].form;
  }
  return out;
}

bool IsCase(const Tree& tree, int i) { return tree.deprel(i) == Deprel::kCase; }

// A whole phrase with its conjuncts, without its own preposition.
std::vector<int> Whole(const Tree& tree, int head) {
  std::vector<int> tokens = {head};
  for (int child : tree.children(head)) {
    const Deprel relation = tree.deprel(child);
    if (IsCase(tree, child) && child < head) continue;
    if (relation == Deprel::kAclRelcl || relation == Deprel::kAppos ||
        relation == Deprel::kParataxis || relation == Deprel::kMark) {
      continue;
    }
    CollectBelow(tree, child, &tokens);
  }
  return tokens;
}

std::vector<int> Prepositions(const Tree& tree, int head) {
  std::vector<int> tokens;
  for (int child : tree.children(head)) {
    if (IsCase(tree, child) && child < head) {
      CollectBelow(tree, child, &tokens);
    }
  }
  return tokens;
}

// Of a copula's predicate, what is no part of the clause around it.
std::vector<int> Predicate(const Tree& tree, int head) {
  std::vector<int> tokens = {head};
  for (int child : tree.children(head)) {
    switch (MainType(tree.deprel(child))) {
      case Deprel::kDet:
      case Deprel::kAmod:
      case Deprel::kCompound:
      case Deprel::kNummod:
      case Deprel::kNmod:
      case Deprel::kFlat:
      case Deprel::kFixed:
      case Deprel::kCase:
        CollectBelow(tree, child, &tokens);
        break;
      case Deprel::kAcl:
        if (tree.deprel(child) == Deprel::kAcl) {
          CollectBelow(tree, child, &tokens);
        }
        break;
      case Deprel::kObl:
      case Deprel::kXcomp:
        if (child > head) CollectBelow(tree, child, &tokens);
        break;
      case Deprel::kAdvmod:
        if (child < head && child > tree.Child(head, Deprel::kCop)) {
          CollectBelow(tree, child, &tokens);
        }
        break;
      default:
        break;
    }
  }
  return tokens;
}

// The verb with auxiliaries, negation, particle and what stands between.
std::vector<int> VerbGroup(const Tree& tree, const Clause& clause) {
  const int head = clause.head;
  std::vector<int> tokens;
  if (!clause.copular) tokens.push_back(head);
  int first = head;
  for (int child : tree.children(head)) {
    const Deprel relation = MainType(tree.deprel(child));
    if (relation == Deprel::kAux || relation == Deprel::kCop ||
        tree.deprel(child) == Deprel::kCompoundPrt) {
      tokens.push_back(child);
      first = std::min(first, child);
    }
  }
  for (int child : tree.children(head)) {
    if (tree.deprel(child) != Deprel::kAdvmod) continue;
    const bool negation = tree.word(child) == "not" ||
                          tree.word(child) == "n't" ||
                          tree.word(child) == "never";
    const bool inside = child < head && child > first && !clause.copular;
    if (negation || inside) tokens.push_back(child);
  }
  return tokens;
}

// "plans to buy": the governing verbs stand before their complement.
void AddGovernors(const Tree& tree, const std::vector<Clause>& clauses,
                  const Clause& clause, std::vector<int>* relation) {
  const Clause* at = &clause;
  while (at->link == Deprel::kXcomp && at->governor >= 0) {
    const Clause& governor = clauses[at->governor];
    if (!at->understood || governor.copular || !governor.objects.empty()) {
      return;
    }
    for (int child : tree.children(at->head)) {
      if (tree.deprel(child) == Deprel::kMark) relation->push_back(child);
    }
    const std::vector<int> verbs = VerbGroup(tree, governor);
    relation->insert(relation->end(), verbs.begin(), verbs.end());
    at = &governor;
  }
}

// What the verb takes: a direct object first, then what follows the verb in
// text order, then what stands before it.
std::vector<int> Complements(const Tree& tree, const Clause& clause) {
  std::vector<int> heads;
  const auto add_first = [&heads](const std::vector<int>& conjuncts) {
    if (!conjuncts.empty()) heads.push_back(conjuncts.front());
  };
  add_first(clause.recipients);
  add_first(clause.objects);
  add_first(clause.agents);
  heads.insert(heads.end(), clause.obliques.begin(), clause.obliques.end());
  if (clause.complement >= 0) heads.push_back(clause.complement);
  if (!clause.copular) {
    const int content = tree.Child(clause.head, Deprel::kCcomp);
    if (content >= 0) heads.push_back(content);
  }
  std::sort(heads.begin(), heads.end());
  heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
  // What stands before the verb ("In May the firm ...") comes last.
  std::stable_partition(heads.begin(), heads.end(),
                        [&clause](int i) { return i > clause.head; });
  // A direct object comes first.
  if (!clause.objects.empty()) {
    const auto object =
        std::find(heads.begin(), heads.end(), clause.objects.front());
    std::rotate(heads.begin(), object, object + 1);
  }
  return heads;
}

OpenTuple TupleOf(const Tree& tree, const std::vector<Clause>& clauses,
                  const Clause& clause) {
  OpenTuple tuple;
  std::vector<int> relation = VerbGroup(tree, clause);
  AddGovernors(tree, clauses, clause, &relation);
  const int subject = Antecedent(tree, clause.subjects.front());
  // An antecedent may be the predicate of a clause of its own: "Ana is a
  // baker who sings".
  tuple.arguments.push_back(Written(tree, tree.Has(subject, Deprel::kCop)
                                              ? Predicate(tree, subject)
                                              : Whole(tree, subject)));
  if (clause.copular) {
    tuple.arguments.push_back(Written(tree, Predicate(tree, clause.head)));
  }
  for (int head : Complements(tree, clause)) {
    if (clause.copular && head > clause.head) continue;
    const int phrase = Antecedent(tree, head);
    std::vector<int> tokens = Whole(tree, phrase);
    const std::vector<int> prepositions = Prepositions(tree, head);
    const bool joins = tuple.arguments.size() == 1 && head > clause.head;
    std::vector<int>& taker = joins ? relation : tokens;
    taker.insert(taker.end(), prepositions.begin(), prepositions.end());
    tuple.arguments.push_back(Written(tree, std::move(tokens)));
  }
  tuple.relation = Written(tree, std::move(relation));
  // Subjects that stand in the clause itself are surer than understood ones.
  tuple.confidence = clause.understood ? 0.6 : 0.8;
  return tuple;
}

}  // namespace

std::vector<OpenTuple> OpenTuples(const Sentence& sentence,
                                  const Lexicon& lexicon) {
  const Sentence repaired = Repaired(sentence, lexicon);
  const Tree tree(repaired, &lexicon);
  const std::vector<Clause> clauses = FindClauses(tree, lexicon);
  std::vector<OpenTuple> tuples;
  for (const Clause& clause : clauses) {
    if (clause.subjects.empty() || clause.existential) continue;
    OpenTuple tuple = TupleOf(tree, clauses, clause);
    if (tuple.arguments.size() < 2 || tuple.relation.empty()) continue;
    std::erase_if(tuple.arguments,
                  [](const std::string& text) { return text.empty(); });
    tuples.push_back(std::move(tuple));
  }
  return tuples;
}

}  // namespace tercet::text
