#ifndef TERCET_INGEST_LEMMATISER_H_
#define TERCET_INGEST_LEMMATISER_H_

// Lemmas and morphological features of tagged tokens.
//
//   lemmatiser.Annotate(&sentence);  // "went", VBD -> "go", Tense=Past...
//
// A lemma comes from a table of exceptions (form and tag), else from the
// rule of the word's longest known ending: "ies", NNS -> cut 3, add "y".
// Features come from the form and tag, else from the tag alone.
//
// Thread safety: const members may be called from any thread.

#include <compare>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/sentence.h"

namespace tercet::text {

// Cut so many bytes off the end, then add these.
struct EditScript {
  size_t cut = 0;
  std::string add;

  friend auto operator<=>(const EditScript&, const EditScript&) = default;
};

class Lemmatiser {
 public:
  // Learns from sentences whose tokens have lemma, tags and feats.
  static Lemmatiser Train(const std::vector<const Sentence*>& sentences);

  // Sets lemma and feats of every token from its form, upos and xpos.
  void Annotate(Sentence* sentence) const;

  std::string Serialize() const;
  static absl::StatusOr<Lemmatiser> Parse(std::string_view bytes);

 private:
  using Table = std::unordered_map<std::string, std::string>;

  std::string ByRule(std::string_view base, std::string_view tag) const;

  std::unordered_map<std::string, EditScript> rules_;  // "NNS/ies"
  Table exceptions_;                                   // "VBD/went" -> "go"
  Table feats_;  // "VERB VBD/" and, where it differs, "VERB VBD/went"
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_LEMMATISER_H_
