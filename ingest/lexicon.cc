#include "ingest/lexicon.h"

#include <algorithm>
#include <array>
#include <fstream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tercet::text {
namespace {

constexpr int kClasses = static_cast<int>(WordClass::kNumClasses);

// In the order of WordClass.
constexpr std::array<std::string_view, kClasses> kClassNames = {
    "say-verb",
    "plan-verb",
    "ask-verb",
    "allow-verb",
    "deny-verb",
    "fail-verb",
    "phase-verb",
    "cause-verb",
    "fact-verb",
    "guess-verb",
    "subject-verb",
    "collective",
    "light-verb",
    "act-verb",
    "name-verb",
    "motion-verb",
    "firm-verb",
    "means-verb",
    "mind-verb",
    "accuse-verb",
    "scene-verb",
    "christen-verb",
    "acquit-verb",
    "punish-verb",
    "outcome-verb",
    "of-verb",
    "buy-verb",
    "object-verb",
    "heir-verb",
    "print-verb",
    "pay-verb",
    "role",
    "kin",
    "group",
    "time",
    "date",
    "unit",
    "place",
    "say-noun",
    "plan-noun",
    "ask-noun",
    "office",
    "body",
    "crowd",
    "gather",
    "agent",
    "count",
    "manner",
    "family",
    "mutual",
    "court",
    "accused",
    "wide",
    "time-adverb",
    "time-preposition",
    "place-preposition",
    "long-preposition",
    "rank",
    "plan-adjective",
    "guess-adjective",
    "particle",
    "comment-adverb",
    "demonym-ending",
    "person-ending",
    "courtesy",
    "other",
    "part",
    "verdict"};

int ClassOf(std::string_view name) {
  for (int i = 0; i < kClasses; ++i) {
    if (kClassNames[i] == name) return i;
  }
  return -1;
}

// Calls row(fields) for every line that is neither empty nor a comment; its
// error is completed with the file and the line.
template <typename Row>
absl::Status ReadTable(const std::string& path, Row row) {
  std::ifstream in(path);
  if (!in) return absl::NotFoundError(absl::StrCat("no lexicon table ", path));
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    const std::string problem = row(fields);
    if (!problem.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", number, ": ", problem));
    }
  }
  return absl::OkStatus();
}

// Whether the last letter of a verb is doubled before "ed": "hop", but not
// "hope", "visit" or "play".
bool IsDoubled(std::string_view stem) {
  const auto is_vowel = [](char c) {
    return std::string_view("aeiou").find(c) != std::string_view::npos;
  };
  if (stem.size() < 3) return false;
  const char last = stem.back();
  return !is_vowel(last) && last != 'w' && last != 'x' && last != 'y' &&
         is_vowel(stem[stem.size() - 2]) &&
         std::count_if(stem.begin(), stem.end(), is_vowel) == 1;
}

}  // namespace

absl::Status Lexicon::ReadClasses(const std::string& path) {
  return ReadTable(path, [this](const std::vector<std::string>& fields) {
    if (fields.size() != 2) return std::string("not a class and its lemmas");
    const int c = ClassOf(fields[0]);
    if (c < 0) return absl::StrCat("unknown word class '", fields[0], "'");
    const std::vector<std::string> lemmas =
        absl::StrSplit(fields[1], ' ', absl::SkipEmpty());
    for (const std::string& lemma : lemmas) {
      classes_[lemma].set(static_cast<size_t>(c));
    }
    return std::string();
  });
}

absl::Status Lexicon::ReadEvents(const std::string& path) {
  return ReadTable(path, [this](const std::vector<std::string>& fields) {
    if (fields.size() < 2) return std::string("a noun without a verb");
    EventNoun event;
    event.verb = fields[1];
    if (fields.size() > 2) {
      event.curated = true;
      event.object_prepositions =
          absl::StrSplit(fields[2], ',', absl::SkipEmpty());
    } else {
      event.object_prepositions = {"of"};
    }
    events_.try_emplace(fields[0], std::move(event));
    return std::string();
  });
}

absl::Status Lexicon::ReadVerbs(const std::string& path) {
  return ReadTable(path, [this](const std::vector<std::string>& fields) {
    if (fields.size() > 2) return std::string("more than a form and its verb");
    if (fields.size() == 1) {
      verbs_.insert(fields[0]);
    } else {
      irregular_.try_emplace(fields[0], fields[1]);
    }
    return std::string();
  });
}

absl::StatusOr<Lexicon> Lexicon::Load(const std::string& directory) {
  Lexicon lexicon;
  for (std::string_view name : {"verbs.tsv", "nouns.tsv", "others.tsv"}) {
    absl::Status status =
        lexicon.ReadClasses(absl::StrCat(directory, "/", std::string(name)));
    if (!status.ok()) return status;
  }
  // The curated table comes first: its rows win over derived ones.
  for (std::string_view name : {"events.tsv", "events_derived.tsv"}) {
    absl::Status status =
        lexicon.ReadEvents(absl::StrCat(directory, "/", std::string(name)));
    if (!status.ok()) return status;
  }
  absl::Status status = lexicon.ReadVerbs(directory + "/verb_forms.tsv");
  if (!status.ok()) return status;
  return lexicon;
}

bool Lexicon::Is(WordClass c, std::string_view lemma) const {
  const auto it = classes_.find(absl::string_view(lemma.data(), lemma.size()));
  return it != classes_.end() && it->second[static_cast<size_t>(c)];
}

bool Lexicon::EndsLike(WordClass c, std::string_view word) const {
  for (size_t length = 1; length <= 3 && length < word.size(); ++length) {
    if (Is(c, word.substr(word.size() - length))) return true;
  }
  return false;
}

std::string Lexicon::VerbOf(const std::string& form,
                            const std::string& lemma) const {
  // "fined" is of "fine": "fin" would have made "finned".
  const bool whole_e = (form == lemma + "ed" || form == lemma + "ing") &&
                       IsDoubled(lemma) && verbs_.contains(lemma + "e");
  if (whole_e) return lemma + "e";
  if (IsVerb(lemma)) return lemma;
  if (IsVerb(form)) return form;  // "sing" of the lemma "s"
  if (const auto it = irregular_.find(form); it != irregular_.end()) {
    return it->second;
  }
  for (std::string_view ending : {"ied", "ies", "ed", "ing", "es", "s"}) {
    if (form.size() < ending.size() + 2 || !form.ends_with(ending)) continue;
    const std::string stem = form.substr(0, form.size() - ending.size());
    const std::string whole = ending[0] == 'i' && ending != "ing" ? "y" : "e";
    // "stopped": the last letter was doubled.
    const bool doubled = stem[stem.size() - 1] == stem[stem.size() - 2];
    for (const std::string& verb :
         {whole == "y"      ? stem + "y"
          : IsDoubled(stem) ? stem + "e"
                            : stem,
          stem + "e", doubled ? stem.substr(0, stem.size() - 1) : stem, stem}) {
      if (verbs_.contains(verb)) return verb;
    }
  }
  return lemma;
}

const EventNoun* Lexicon::Event(std::string_view noun) const {
  const auto it = events_.find(absl::string_view(noun.data(), noun.size()));
  return it == events_.end() ? nullptr : &it->second;
}

}  // namespace tercet::text
