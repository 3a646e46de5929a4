#ifndef TERCET_INGEST_MENTION_H_
#define TERCET_INGEST_MENTION_H_

// A mention is a stretch of one sentence that refers to something: a name
// ("Xi Jinping"), a description ("the ruling party"), a pronoun ("he").

#include <vector>

#include "ingest/sentence.h"
#include "tercet/term.h"

namespace tercet::text {

enum class MentionKind : uint8_t { kName, kDescription, kPronoun };

// Tokens [first, last] of one sentence, both inclusive; head is the token
// that the others hang on.  Titles stand outside a name: in "President Lee
// Jae Myung" the mention is "Lee Jae Myung".
struct Mention {
  int sentence = 0;
  int first = 0;
  int last = 0;
  int head = 0;
  MentionKind kind = MentionKind::kDescription;
  EntityType type = EntityType::kUnknown;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_MENTION_H_
