#ifndef TERCET_INGEST_QUOTATIONS_H_
#define TERCET_INGEST_QUOTATIONS_H_

// Which tokens stand between quotation marks, over the sentences of a document:
//
//   QuotationNumbers quotations;
//   for (const Sentence& sentence : sentences) {
//     std::vector<int> row = quotations.Next(sentence);  // one a token
//   }
//
// A token outside of quotations has 0, the first quotation of the document is
// 1.  A quotation may run over sentences, though not for ever: what is never
// closed ends by itself.  Belongs to one thread.

#include <string_view>
#include <vector>

#include "ingest/sentence.h"

namespace tercet::text {

// A double one, curved, straight or of two single ones.
bool IsQuotationMark(std::string_view form);

class QuotationNumbers {
 public:
  std::vector<int> Next(const Sentence& sentence);

 private:
  int open_ = 0;   // the quotation that is open, or 0
  int last_ = 0;   // the number given last
  int since_ = 0;  // sentences since it was opened
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_QUOTATIONS_H_
