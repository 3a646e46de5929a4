#include "ingest/turns.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "ingest/mention_words.h"

namespace tercet::text {

int LabelEnd(const Sentence& sentence) {
  const int n = static_cast<int>(sentence.tokens.size());
  for (int i = 0; i < 3 && i + 1 < n; ++i) {
    if (!IsCapital(sentence.tokens[i])) return -1;
    if (sentence.tokens[i + 1].form == ":") return i;
  }
  return -1;
}

Turns FindTurns(const std::vector<Sentence>& sentences,
                const std::vector<Mention>& mentions) {
  // A turn ends after as many sentences where nobody else takes over.
  constexpr int kLongest = 12;
  Turns turns;
  turns.speaker.assign(sentences.size(), -1);
  turns.hearer.assign(sentences.size(), -1);
  std::vector<int> ends;
  bool any = false;
  for (const Sentence& sentence : sentences) {
    ends.push_back(LabelEnd(sentence));
    any = any || ends.back() >= 0;
  }
  if (!any) return turns;
  absl::flat_hash_set<std::string> people;
  for (const Mention& m : mentions) {
    if (m.kind == MentionKind::kName && m.type == EntityType::kPerson &&
        m.last > ends[m.sentence]) {
      people.insert(sentences[m.sentence].tokens[m.last].form);
    }
  }
  int since = 0;
  for (size_t s = 0; s < sentences.size(); ++s) {
    const int end = ends[s];
    if (end >= 0 && people.contains(sentences[s].tokens[end].form)) {
      turns.labels.push_back({static_cast<int>(s), 0, end});
      since = 0;
    }
    if (turns.labels.empty() || ++since > kLongest) continue;
    const int speaker = static_cast<int>(turns.labels.size()) - 1;
    turns.speaker[s] = speaker;
    // The nearest other speaker, before or after.
    const std::string& name = sentences[turns.labels[speaker].sentence]
                                  .tokens[turns.labels[speaker].last]
                                  .form;
    for (int k = speaker - 1; k >= 0 && turns.hearer[s] < 0; --k) {
      const TurnLabel& other = turns.labels[k];
      if (sentences[other.sentence].tokens[other.last].form != name) {
        turns.hearer[s] = k;
      }
    }
  }
  // The first turn speaks to whom answers it.
  for (size_t s = 0; s < sentences.size() && turns.labels.size() > 1; ++s) {
    if (turns.speaker[s] == 0) turns.hearer[s] = 1;
  }
  return turns;
}

}  // namespace tercet::text
