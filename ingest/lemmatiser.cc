#include "ingest/lemmatiser.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "ingest/byte_codec.h"
#include "ingest/word_shape.h"

namespace tercet::text {
namespace {

constexpr size_t kLongestEnding = 5;

// Names keep their letters, everything else is looked at in lower case.
std::string BaseOf(const Token& token) {
  return token.upos == Upos::kPropn ? token.form : Lowercase(token.form);
}

std::string TagOf(const Token& token) {
  return std::string(Name(token.upos)) + " " + token.xpos;
}

std::string Key(std::string_view tag, std::string_view form) {
  std::string key(tag);
  key.push_back('/');
  key.append(form);
  return key;
}

EditScript ScriptOf(std::string_view base, std::string_view lemma) {
  size_t same = 0;
  while (same < base.size() && same < lemma.size() &&
         base[same] == lemma[same]) {
    ++same;
  }
  return {base.size() - same, std::string(lemma.substr(same))};
}

std::string Apply(const EditScript& script, std::string_view base) {
  std::string lemma(base.substr(0, base.size() - script.cut));
  return lemma + script.add;
}

template <typename Value>
using Counts = std::map<std::string, std::map<Value, int>>;

// The most frequent value, the least of them at a tie.
template <typename Value>
const Value& Majority(const std::map<Value, int>& counts) {
  return std::max_element(
             counts.begin(), counts.end(),
             [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

template <typename Map>
std::vector<std::string> SortedKeys(const Map& map) {
  std::vector<std::string> keys;
  keys.reserve(map.size());
  for (const auto& entry : map) keys.push_back(entry.first);
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace

std::string Lemmatiser::ByRule(std::string_view base,
                               std::string_view tag) const {
  for (size_t n = std::min(kLongestEnding, base.size());; --n) {
    const auto rule = rules_.find(Key(tag, base.substr(base.size() - n)));
    if (rule != rules_.end() && rule->second.cut < base.size()) {
      return Apply(rule->second, base);
    }
    if (n == 0) return std::string(base);
  }
}

Lemmatiser Lemmatiser::Train(const std::vector<const Sentence*>& sentences) {
  Counts<std::string> lemmas;
  Counts<std::string> feats;
  // Each word counts once for a rule, or "was" and "said" would shape it.
  std::map<std::string, std::pair<std::string, std::string>> words;
  for (const Sentence* sentence : sentences) {
    for (const Token& token : sentence->tokens) {
      const std::string base = BaseOf(token);
      const std::string tag = TagOf(token);
      ++lemmas[Key(tag, base)][token.lemma];
      words.try_emplace(Key(tag, base), tag, base);
      ++feats[Key(tag, "")][token.feats];
      ++feats[Key(tag, Lowercase(token.form))][token.feats];
    }
  }
  Counts<EditScript> endings;
  for (const auto& [key, word] : words) {
    const auto& [tag, base] = word;
    const EditScript script = ScriptOf(base, Majority(lemmas[key]));
    for (size_t n = 0; n <= std::min(kLongestEnding, base.size()); ++n) {
      ++endings[Key(tag, base.substr(base.size() - n))][script];
    }
  }
  Lemmatiser lemmatiser;
  // Keys of one tag ascend, so a shorter ending need not come first: look
  // each ending up against the longest shorter one only after all are in.
  for (const auto& [key, scripts] : endings) {
    const EditScript& script = Majority(scripts);
    if (scripts.at(script) < 2 && key.back() != '/') continue;
    lemmatiser.rules_[key] = script;
  }
  std::vector<std::string> needless;
  for (const auto& [key, script] : lemmatiser.rules_) {
    const size_t slash = key.find('/');
    for (size_t cut = 1; slash + cut < key.size(); ++cut) {
      const auto shorter = lemmatiser.rules_.find(key.substr(0, slash + 1) +
                                                  key.substr(slash + 1 + cut));
      if (shorter == lemmatiser.rules_.end()) continue;
      if (shorter->second == script) needless.push_back(key);
      break;
    }
  }
  // Dropping an ending is safe in any order: what falls back to a shorter
  // ending finds the same script there, or one that was dropped for it.
  for (const std::string& key : needless) lemmatiser.rules_.erase(key);
  for (const auto& [key, word] : words) {
    const std::string& lemma = Majority(lemmas[key]);
    if (lemmatiser.ByRule(word.second, word.first) != lemma) {
      lemmatiser.exceptions_[key] = lemma;
    }
  }
  for (const auto& [key, values] : feats) {
    const std::string& value = Majority(values);
    const std::string general = key.substr(0, key.find('/') + 1);
    if (key == general || value != Majority(feats[general])) {
      lemmatiser.feats_[key] = value;
    }
  }
  return lemmatiser;
}

void Lemmatiser::Annotate(Sentence* sentence) const {
  for (Token& token : sentence->tokens) {
    const std::string tag = TagOf(token);
    const std::string base = BaseOf(token);
    const auto exception = exceptions_.find(Key(tag, base));
    token.lemma =
        exception != exceptions_.end() ? exception->second : ByRule(base, tag);
    auto feats = feats_.find(Key(tag, Lowercase(token.form)));
    if (feats == feats_.end()) feats = feats_.find(Key(tag, ""));
    token.feats = feats != feats_.end() ? feats->second : std::string();
  }
}

std::string Lemmatiser::Serialize() const {
  std::string bytes;
  AppendVarint(rules_.size(), &bytes);
  for (const std::string& key : SortedKeys(rules_)) {
    const EditScript& script = rules_.at(key);
    AppendString(key, &bytes);
    AppendVarint(script.cut, &bytes);
    AppendString(script.add, &bytes);
  }
  for (const Table* table : {&exceptions_, &feats_}) {
    AppendVarint(table->size(), &bytes);
    for (const std::string& key : SortedKeys(*table)) {
      AppendString(key, &bytes);
      AppendString(table->at(key), &bytes);
    }
  }
  return bytes;
}

absl::StatusOr<Lemmatiser> Lemmatiser::Parse(std::string_view bytes) {
  ByteReader reader(bytes);
  Lemmatiser lemmatiser;
  const uint64_t rules = reader.Count();
  for (uint64_t i = 0; i < rules; ++i) {
    EditScript& script = lemmatiser.rules_[std::string(reader.String())];
    script.cut = reader.Varint();
    script.add = std::string(reader.String());
  }
  for (Table* table : {&lemmatiser.exceptions_, &lemmatiser.feats_}) {
    const uint64_t entries = reader.Count();
    for (uint64_t i = 0; i < entries; ++i) {
      std::string key(reader.String());
      (*table)[std::move(key)] = std::string(reader.String());
    }
  }
  if (!reader.ok() || !reader.AtEnd()) {
    return absl::DataLossError("broken lemmatiser");
  }
  return lemmatiser;
}

}  // namespace tercet::text
