#include "ingest/extract.h"

#include "ingest/clause.h"
#include "ingest/extract_argument.h"
#include "ingest/extract_inflection.h"

namespace tercet::text {

std::vector<Proposition> Extract(const std::vector<Sentence>& sentences,
                                 const std::vector<Mention>&,
                                 const Lexicon& lexicon) {
  std::vector<Proposition> result;
  for (size_t s = 0; s < sentences.size(); ++s) {
    const Tree tree(sentences[s]);
    const int number = static_cast<int>(s);
    for (const Clause& clause : FindClauses(tree, lexicon)) {
      if (clause.copular || clause.passive) continue;
      for (int subject : clause.subjects) {
        for (int object : clause.objects) {
          Proposition p;
          p.sentence = number;
          p.subject = Phrase(tree, number, subject);
          p.relation = ThirdPerson(tree.lemma(clause.head));
          p.object = Phrase(tree, number, object);
          p.predicate = clause.head;
          p.construction = "verbal";
          result.push_back(std::move(p));
        }
      }
    }
  }
  return result;
}

}  // namespace tercet::text
