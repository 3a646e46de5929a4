#include "ingest/train/train_names.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace tercet::text {
namespace {

std::string SentenceId(const ConlluSentence& sentence) {
  for (const std::string& comment : sentence.comments) {
    absl::string_view rest = comment;
    if (absl::ConsumePrefix(&rest, "sent_id = ")) return std::string(rest);
  }
  return "";
}

EntityType TypeOfLabel(std::string_view label) {
  if (label.size() < 3) return EntityType::kUnknown;
  const std::string_view type = label.substr(2);
  if (type == "PER") return EntityType::kPerson;
  if (type == "LOC") return EntityType::kPlace;
  if (type == "ORG") return EntityType::kOrganization;
  return EntityType::kUnknown;
}

bool IsCapital(std::string_view form) {
  return !form.empty() && (std::isupper(static_cast<unsigned char>(form[0])) ||
                           static_cast<unsigned char>(form[0]) >= 0x80);
}

bool IsLink(std::string_view form) {
  return form == "of" || form == "the" || form == "and" || form == "&" ||
         form == "-" || form == "'s" || form == "de" || form == "for" ||
         form == "van" || form == "al" || form == "." || form == "la";
}

struct EntitySpan {
  int first = 0;
  int last = 0;
  std::string type;
};

// The spans of one sentence from "Entity=(1-person-new(2-place-…)" columns.
std::vector<EntitySpan> EntitySpans(const ConlluSentence& sentence) {
  std::vector<EntitySpan> done;
  std::vector<std::pair<std::string, EntitySpan>> open;
  for (int i = 0; i < static_cast<int>(sentence.misc.size()); ++i) {
    const std::string& misc = sentence.misc[i];
    const size_t start = misc.find("Entity=");
    if (start == std::string::npos) continue;
    const std::string value =
        misc.substr(start + 7, misc.find('|', start) - start - 7);
    for (size_t at = 0; at < value.size();) {
      size_t end = value.find_first_of("()", at + 1);
      if (end == std::string::npos) end = value.size();
      if (value[at] == '(') {
        const std::vector<std::string> parts =
            absl::StrSplit(value.substr(at + 1, end - at - 1), '-');
        if (parts.size() > 1) open.push_back({parts[0], {i, i, parts[1]}});
        if (end < value.size() && value[end] == ')') {
          if (!open.empty()) {
            done.push_back(open.back().second);
            open.pop_back();
          }
          ++end;
        }
      } else {
        const std::string id = value.substr(at, end - at);
        for (size_t k = open.size(); k-- > 0;) {
          if (open[k].first != id) continue;
          open[k].second.last = i;
          done.push_back(open[k].second);
          open.erase(open.begin() + static_cast<std::ptrdiff_t>(k));
          break;
        }
        if (end < value.size() && value[end] == ')') ++end;
      }
      at = end;
    }
  }
  return done;
}

// The name inside a mention: the capitalised run around its head.
std::optional<NameSpan> NameInside(const Sentence& sentence,
                                   const EntitySpan& span,
                                   const NameLexicon& names) {
  const std::vector<Token>& tokens = sentence.tokens;
  int head = -1;
  for (int i = span.first; i <= span.last; ++i) {
    if (tokens[i].head < span.first || tokens[i].head > span.last) {
      head = i;
      break;
    }
  }
  if (head < 0 || tokens[head].upos != Upos::kPropn) return std::nullopt;
  int first = head;
  while (first > span.first && (IsCapital(tokens[first - 1].form) ||
                                IsLink(tokens[first - 1].form))) {
    --first;
  }
  int last = head;
  while (last < span.last &&
         (IsCapital(tokens[last + 1].form) || IsLink(tokens[last + 1].form))) {
    ++last;
  }
  while (first < head &&
         (!IsCapital(tokens[first].form) || tokens[first].form == "The" ||
          tokens[first].upos == Upos::kDet ||
          (span.type == "person" &&
           names.TitleOf(tokens[first].form) != nullptr))) {
    ++first;
  }
  while (last > head && !IsCapital(tokens[last].form)) --last;
  NameSpan name{first, last, EntityType::kUnknown};
  name.type = EntityTypeOf(span.type).value_or(EntityType::kUnknown);
  return name;
}

}  // namespace

absl::StatusOr<IobLabels> ReadIob(std::string_view bytes) {
  IobLabels labels;
  std::vector<std::string>* current = nullptr;
  int number = 0;
  for (absl::string_view line :
       absl::StrSplit(absl::string_view(bytes.data(), bytes.size()), '\n')) {
    ++number;
    if (absl::ConsumePrefix(&line, "# sent_id = ")) {
      current = &labels[std::string(line)];
    } else if (!line.empty() && line[0] != '#') {
      const std::vector<std::string> fields = absl::StrSplit(line, '\t');
      if (fields.size() < 3 || current == nullptr) {
        return absl::InvalidArgumentError(
            absl::StrCat("line ", number, ": no labelled token"));
      }
      current->push_back(fields[2]);
    }
  }
  return labels;
}

std::vector<NamedDocument> NamedFromIob(
    const std::vector<ConlluDocument>& documents, const IobLabels& labels) {
  std::vector<NamedDocument> result;
  for (const ConlluDocument& document : documents) {
    NamedDocument& sentences = result.emplace_back();
    for (const ConlluSentence& sentence : document.sentences) {
      const auto found = labels.find(SentenceId(sentence));
      if (found == labels.end() ||
          found->second.size() != sentence.sentence.tokens.size()) {
        continue;
      }
      NamedSentence named{sentence.sentence, {}};
      for (int i = 0; i < static_cast<int>(found->second.size()); ++i) {
        const std::string& label = found->second[i];
        const EntityType type = TypeOfLabel(label);
        if (type == EntityType::kUnknown) continue;
        if (label[0] == 'I' && !named.names.empty() &&
            named.names.back().last == i - 1) {
          named.names.back().last = i;
        } else {
          named.names.push_back({i, i, type});
        }
      }
      sentences.push_back(std::move(named));
    }
  }
  return result;
}

std::vector<NamedDocument> NamedFromEntities(
    const std::vector<ConlluDocument>& documents, const NameLexicon& names) {
  std::vector<NamedDocument> result;
  for (const ConlluDocument& document : documents) {
    NamedDocument& sentences = result.emplace_back();
    for (const ConlluSentence& sentence : document.sentences) {
      NamedSentence named{sentence.sentence, {}};
      std::vector<NameSpan> found;
      for (const EntitySpan& span : EntitySpans(sentence)) {
        const std::optional<NameSpan> name =
            NameInside(sentence.sentence, span, names);
        if (name) found.push_back(*name);
      }
      // The longest first, so that "University of Oslo" hides "Oslo".
      std::stable_sort(found.begin(), found.end(),
                       [](const NameSpan& a, const NameSpan& b) {
                         return a.last - a.first > b.last - b.first;
                       });
      std::vector<bool> taken(sentence.sentence.tokens.size(), false);
      for (const NameSpan& name : found) {
        if (taken[name.first] || taken[name.last]) continue;
        for (int i = name.first; i <= name.last; ++i) taken[i] = true;
        if (name.type == EntityType::kPerson ||
            name.type == EntityType::kPlace ||
            name.type == EntityType::kOrganization) {
          named.names.push_back(name);
        }
      }
      std::sort(named.names.begin(), named.names.end(),
                [](const NameSpan& a, const NameSpan& b) {
                  return a.first < b.first;
                });
      sentences.push_back(std::move(named));
    }
  }
  return result;
}

NameScore ScoreNames(const std::vector<NamedDocument>& gold,
                     const NameTagger& tagger) {
  NameScore score;
  for (const NamedDocument& document : gold) {
    std::vector<Sentence> sentences;
    for (const NamedSentence& named : document) {
      sentences.push_back(named.sentence);
    }
    const std::vector<std::vector<NameSpan>> found = tagger.Tag(sentences);
    for (size_t s = 0; s < document.size(); ++s) {
      const std::vector<NameSpan>& names = document[s].names;
      score.gold += static_cast<int>(names.size());
      score.found += static_cast<int>(found[s].size());
      for (const NameSpan& name : found[s]) {
        if (std::find(names.begin(), names.end(), name) != names.end()) {
          ++score.right;
        }
      }
    }
  }
  return score;
}

}  // namespace tercet::text
