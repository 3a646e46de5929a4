#include "ingest/resolve_definitions.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "ingest/mention_words.h"

namespace tercet::text {
namespace {

bool IsQuote(const std::string& form) {
  return IsOneOf(form, {"\"", "“", "”", "``", "''", "‘", "’", "'"});
}

// What stands between the parentheses that open at `open`: the words, and
// whether an article or quotes mark them as a name given here.
struct Parenthesis {
  std::string words;
  int close = -1;
  bool quoted = false;
  bool article = false;
};

Parenthesis ReadParenthesis(const Tree& tree, int open) {
  Parenthesis p;
  for (int i = open + 1; i < tree.size() && i < open + 9; ++i) {
    const std::string& form = tree[i].form;
    if (form == ")") {
      p.close = i;
      break;
    }
    if (IsQuote(form)) {
      p.quoted = true;
    } else if (p.words.empty() && tree.word(i) == "the") {
      p.article = true;
    } else if (p.words.empty() &&
               IsOneOf(tree.word(i), {"hereinafter", "hereafter", ","})) {
      continue;
    } else if (!IsCapital(tree[i])) {
      return Parenthesis();
    } else {
      absl::StrAppend(&p.words, p.words.empty() ? "" : " ", form);
    }
  }
  if (p.close < 0) p.words.clear();
  return p;
}

// A cafe may be taken for a place, but a place has no second name in quotes.
bool IsParty(const Reference& r) {
  return r.mention.kind == MentionKind::kName &&
         (r.mention.type != EntityType::kPlace ||
          r.mention.last > r.mention.first) &&
         r.mention.type != EntityType::kTime;
}

// The name that ends last before `open` and after `since`; from a name inside
// a description of another one, "Acme Ltd, a company of Bolt Inc", back to
// that.
int Named(const DocumentModel& model, int sentence, int since, int open) {
  const Tree& tree = model.trees[sentence];
  int found = -1;
  bool embedded = false, place = false;
  for (int i = open - 1; i > since; --i) {
    const int r = model.at[sentence][i];
    if (r < 0 || r == found || !IsParty(model.references[r])) continue;
    const Mention& m = model.references[r].mention;
    const std::string& next = tree[m.last + 1].form;
    const bool outer = embedded && (next == "," || (place && next == "of"));
    if (found >= 0 && !outer) continue;
    found = r;
    place = m.type == EntityType::kPlace;
    // "Ana Roe of 14 Mill Street, Oslo".
    int before = m.first - 1;
    if (before > since && tree[before].form == ",") {
      const int street = model.at[sentence][before - 1];
      const int number =
          street < 0 ? -1 : model.references[street].mention.first - 1;
      if (number > since && tree.upos(number) == Upos::kNum) {
        before = number;
        place = true;
      }
    }
    if (before > since && tree.upos(before) == Upos::kNum) --before;
    embedded = before > since && tree.upos(before) == Upos::kAdp &&
               tree.word(before) != "between" && tree.word(before) != "by";
    if (!embedded) break;
    i = m.first;
  }
  return found;
}

}  // namespace

std::vector<Definition> FindDefinitions(const DocumentModel& model) {
  std::vector<Definition> found;
  for (int s = 0; s < static_cast<int>(model.trees.size()); ++s) {
    const Tree& tree = model.trees[s];
    int since = -1;
    for (int i = 1; i < tree.size(); ++i) {
      if (tree[i].form != "(") continue;
      const Parenthesis p = ReadParenthesis(tree, i);
      if (p.words.empty()) continue;
      // "(Chair)" says so without quotes, right behind the name.
      const bool close = model.at[s][i - 1] >= 0 &&
                         IsParty(model.references[model.at[s][i - 1]]);
      const bool person =
          close && model.references[model.at[s][i - 1]].mention.type ==
                       EntityType::kPerson;
      const int reference =
          p.quoted || p.article || person ? Named(model, s, since, i) : -1;
      since = p.close;
      const bool known =
          std::any_of(found.begin(), found.end(),
                      [&](const Definition& d) { return d.alias == p.words; });
      if (reference >= 0 && !known) found.push_back({p.words, reference});
    }
  }
  return found;
}

void JoinDefinitions(const std::vector<Definition>& definitions,
                     DocumentModel& model) {
  for (const Definition& d : definitions) {
    const int entity = model.references[d.reference].entity;
    if (entity < 0) continue;
    for (size_t i = 0; i < model.references.size(); ++i) {
      Reference& r = model.references[i];
      if (r.entity >= 0 || r.text != d.alias) continue;
      Join(static_cast<int>(i), entity, absl::StrCat("defined as ", d.alias),
           model);
    }
  }
}

}  // namespace tercet::text
