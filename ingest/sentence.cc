#include "ingest/sentence.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace tercet::text {
namespace {

constexpr std::array<std::string_view, 17> kUposNames = {
    "ADJ",  "ADP",  "ADV",   "AUX",   "CCONJ", "DET", "INTJ", "NOUN", "NUM",
    "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"};

constexpr std::array<std::string_view, 51> kDeprelNames = {
    "root",          "acl",        "acl:relcl",   "advcl",
    "advcl:relcl",   "advmod",     "amod",        "appos",
    "aux",           "aux:pass",   "case",        "cc",
    "cc:preconj",    "ccomp",      "compound",    "compound:prt",
    "conj",          "cop",        "csubj",       "csubj:outer",
    "csubj:pass",    "dep",        "det",         "det:predet",
    "discourse",     "dislocated", "expl",        "fixed",
    "flat",          "goeswith",   "iobj",        "list",
    "mark",          "nmod",       "nmod:desc",   "nmod:poss",
    "nmod:unmarked", "nsubj",      "nsubj:outer", "nsubj:pass",
    "nummod",        "obj",        "obl",         "obl:agent",
    "obl:unmarked",  "orphan",     "parataxis",   "punct",
    "reparandum",    "vocative",   "xcomp"};

}  // namespace

std::string_view Name(Upos upos) {
  return kUposNames.at(static_cast<size_t>(upos));
}

std::string_view Name(Deprel deprel) {
  return kDeprelNames.at(static_cast<size_t>(deprel));
}

Upos UposOf(std::string_view name) {
  const auto it = std::find(kUposNames.begin(), kUposNames.end(), name);
  return it == kUposNames.end() ? Upos::kX
                                : static_cast<Upos>(it - kUposNames.begin());
}

Deprel DeprelOf(std::string_view name) {
  const auto it = std::find(kDeprelNames.begin(), kDeprelNames.end(), name);
  if (it != kDeprelNames.end()) {
    return static_cast<Deprel>(it - kDeprelNames.begin());
  }
  const size_t colon = name.find(':');
  return colon == std::string_view::npos ? Deprel::kDep
                                         : DeprelOf(name.substr(0, colon));
}

std::vector<std::vector<int>> Children(const Sentence& sentence) {
  std::vector<std::vector<int>> children(sentence.tokens.size());
  for (size_t i = 0; i < sentence.tokens.size(); ++i) {
    const int head = sentence.tokens[i].head;
    if (head >= 0) children[head].push_back(static_cast<int>(i));
  }
  return children;
}

Deprel MainType(Deprel deprel) {
  const std::string_view name = Name(deprel);
  return DeprelOf(name.substr(0, name.find(':')));
}

}  // namespace tercet::text
