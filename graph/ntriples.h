#ifndef TERCET_GRAPH_NTRIPLES_H_
#define TERCET_GRAPH_NTRIPLES_H_

// Reads N-Triples line by line, fast: what the lines say is handed on in the
// form in which it is stored.
//
//   NTriplesReader reader(text, "facts.nt");
//   absl::Status status = reader.Read(begin, end, [&](const Statement& s) {});
//
// Everything that the grammar of N-Triples asks for is checked: characters of
// IRIs, escapes, UTF-8.  Errors are InvalidArgument and name file, line and
// column: "facts.nt:3:17: ...".
//
// Thread safety: a reader is one thread's; several may read one text.

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "tercet/term.h"

namespace tercet {

// What stands as subject or object.
struct StatedTerm {
  TermKind kind = TermKind::kEntity;
  // An entity's IRI, or "_:" and a blank node's label; the words of a value,
  // dates in their shortest form.  They last until the next Read.
  std::string_view bytes;
  TermId inline_id = kNoTerm;  // a date that is its own id
};

struct Statement {
  StatedTerm subject;
  StatedTerm relation;  // bytes alone
  StatedTerm object;
  // Above 0: the object is a name of the subject; the highest is the best.
  uint8_t name_rank = 0;
};

class NTriplesReader {
 public:
  NTriplesReader(std::string_view text, std::string_view name)
      : text_(text), name_(name) {}

  // Reads the lines that begin within [begin, end) of the text and calls
  // `visit` with each statement.
  template <typename Visit>
  absl::Status Read(size_t begin, size_t end, const Visit& visit) {
    at_ = LineAt(begin);
    const char* stop = text_.data() + end;
    scratch_.clear();
    Statement statement;
    while (at_ < stop) {
      const LineKind kind = ReadLine(statement);
      if (kind == LineKind::kBad) return Error();
      if (kind == LineKind::kStatement) visit(statement);
    }
    return absl::OkStatus();
  }

  // Where the first error is, after Read failed: a byte of the text.
  size_t error_at() const { return fault_at_ - text_.data(); }

 private:
  enum class LineKind : uint8_t { kEmpty, kStatement, kBad };

  // The first line that begins at `offset` or after it.
  const char* LineAt(size_t offset) const;
  const char* text_end() const { return text_.data() + text_.size(); }

  LineKind ReadLine(Statement& statement);
  void SkipBlanks() {
    while (at_ < text_end() && (*at_ == ' ' || *at_ == '\t')) ++at_;
  }
  bool ReadNode(StatedTerm& term);
  bool ReadIri(StatedTerm& term);
  bool ReadBlankNode(StatedTerm& term);
  bool ReadLiteral(Statement& statement);
  bool ReadQuoted(StatedTerm& term);
  bool ReadLanguage(std::string_view& language);
  bool ReadEndOfLine();
  // Makes a number or date of a literal that says it is one.
  void Interpret(std::string_view datatype, StatedTerm& term);
  void InterpretDate(StatedTerm& term);

  // The rest of an IRI or a quoted string that is not plain ASCII: from `from`
  // on, of which everything before at_ was read.  Stops at `close`.
  bool ReadSlowly(const char* from, char close, StatedTerm& term);
  bool ReadEscape(bool in_iri, std::string& out);
  bool ReadCharacter(std::string& out);

  bool Fail(const char* at, std::string_view what) {
    fault_at_ = at;
    fault_ = what;
    return false;
  }
  absl::Status Error() const;

  const std::string_view text_;
  const std::string_view name_;
  const char* at_ = nullptr;
  std::deque<std::string> scratch_;
  const char* fault_at_ = nullptr;
  std::string_view fault_;
};

}  // namespace tercet

#endif  // TERCET_GRAPH_NTRIPLES_H_
