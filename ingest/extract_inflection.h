#ifndef TERCET_INGEST_EXTRACT_INFLECTION_H_
#define TERCET_INGEST_EXTRACT_INFLECTION_H_

// Verb forms that relations are written in.
//
//   ThirdPerson("carry")       // "carries"

#include <string>
#include <string_view>

namespace tercet::text {

// Third person singular present of a lemma: "is" of "be", "has" of "have".
std::string ThirdPerson(std::string_view lemma);

}  // namespace tercet::text

#endif  // TERCET_INGEST_EXTRACT_INFLECTION_H_
