#ifndef TERCET_ASSERTION_READER_H_
#define TERCET_ASSERTION_READER_H_

// The sentences behind many facts of one view, one fact after the other: what
// View::Assertions gives, faster, for what the facts have in common (documents,
// imports) is read once.
//
//   AssertionReader reader(view);
//   for (const Triple& triple : triples) Use(reader.Of(triple));
//
// Thread safety: none; a reader belongs to one thread.  It holds the view.

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tercet/fact.h"
#include "tercet/term.h"
#include "tercet/view.h"

namespace tercet {

// Reads assertions one after the other; see the head of this file.
class AssertionReader {
 public:
  // Copies the view.
  explicit AssertionReader(const View& view);
  AssertionReader(AssertionReader&&) noexcept;
  AssertionReader& operator=(AssertionReader&&) noexcept;
  ~AssertionReader();

  // Sorted by document id, sentence, ordinal.
  absl::StatusOr<std::vector<Assertion>> Of(
      const Triple& triple, Polarity polarity = Polarity::kAffirmed);
  // As View::GetAssertion.
  absl::StatusOr<Assertion> Get(AssertionId id);

  // The facts that have a sentence with all of these words (words.h), sorted;
  // by the index of words.  Nothing where there is no such index, or where the
  // words are in more than `most` sentences, so that the facts themselves are
  // read as fast.  `check` is called often; an error that it gives ends the
  // search and is passed on.
  absl::StatusOr<std::optional<std::vector<Triple>>> WithWords(
      std::string_view words, Polarity polarity, size_t most,
      const std::function<absl::Status()>& check);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tercet

#endif  // TERCET_ASSERTION_READER_H_
