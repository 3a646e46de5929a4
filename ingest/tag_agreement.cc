#include "ingest/tag_agreement.h"

#include <string_view>

namespace tercet::text {
namespace {

struct Agreement {
  Deprel relation;
  Upos wrong;
  Upos right;
  std::string_view xpos;  // empty: the Penn tag may stand
};

constexpr Agreement kAgreements[] = {
    {Deprel::kCompoundPrt, Upos::kAdv, Upos::kAdp, "RP"},
    {Deprel::kCase, Upos::kSconj, Upos::kAdp, ""},
    {Deprel::kCcPreconj, Upos::kDet, Upos::kCconj, "CC"},
    {Deprel::kDet, Upos::kSconj, Upos::kDet, "DT"},
    {Deprel::kNsubj, Upos::kSconj, Upos::kPron, "WDT"},
    {Deprel::kNsubjPass, Upos::kSconj, Upos::kPron, "WDT"},
    {Deprel::kObj, Upos::kSconj, Upos::kPron, "WDT"},
    {Deprel::kAux, Upos::kVerb, Upos::kAux, ""},
    {Deprel::kAuxPass, Upos::kVerb, Upos::kAux, ""},
    {Deprel::kCop, Upos::kVerb, Upos::kAux, ""},
    {Deprel::kDiscourse, Upos::kAdp, Upos::kIntj, "UH"},
    {Deprel::kDiscourse, Upos::kAdv, Upos::kIntj, "UH"},
    {Deprel::kPunct, Upos::kSym, Upos::kPunct, "NFP"},
};

}  // namespace

void AgreeWithRelations(Sentence* sentence) {
  for (Token& token : sentence->tokens) {
    for (const Agreement& agreement : kAgreements) {
      if (token.deprel != agreement.relation || token.upos != agreement.wrong) {
        continue;
      }
      token.upos = agreement.right;
      if (!agreement.xpos.empty()) token.xpos = agreement.xpos;
      break;
    }
  }
}

}  // namespace tercet::text
