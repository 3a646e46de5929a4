#ifndef TERCET_QUERY_INFLECTION_H_
#define TERCET_QUERY_INFLECTION_H_

// Forms of one verb are one relation: meet, meets, met, meeting.
//
//   InflectionKey("met with") == InflectionKey("meets with")
//
// A pure function, thread-safe.

#include <string>
#include <string_view>

namespace tercet::query {

// Equal for phrases that differ in inflection, case and articles alone.  Not
// a word that anybody should see.
std::string InflectionKey(std::string_view relation);

}  // namespace tercet::query

#endif  // TERCET_QUERY_INFLECTION_H_
