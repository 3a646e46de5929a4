#include "ingest/conllu.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace tercet::text {
namespace {

constexpr int kColumns = 10;
using Row = std::array<std::string_view, kColumns>;

absl::Status Error(int line, const std::string& what) {
  return absl::InvalidArgumentError(
      absl::StrCat("CoNLL-U line ", line, ": ", what));
}

std::string Quoted(std::string_view text) {
  std::string quoted = "'";
  quoted.append(text);
  quoted.push_back('\'');
  return quoted;
}

std::optional<int> ParseInt(std::string_view digits) {
  int value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return {};
  return value;
}

std::optional<Row> SplitColumns(std::string_view line) {
  Row row;
  for (int i = 0; i < kColumns; ++i) {
    const size_t tab = line.find('\t');
    if ((tab == std::string_view::npos) != (i == kColumns - 1)) return {};
    row[i] = line.substr(0, tab);
    if (i < kColumns - 1) line.remove_prefix(tab + 1);
  }
  return row;
}

std::string Value(std::string_view column) {
  return column == "_" ? std::string() : std::string(column);
}

// Takes SpaceAfter=No out of the MISC column.
std::string TakeSpaceAfter(std::string_view column, bool* space_after) {
  *space_after = true;
  std::string rest;
  while (!column.empty() && column != "_") {
    const size_t bar = column.find('|');
    const std::string_view item = column.substr(0, bar);
    if (item == "SpaceAfter=No") {
      *space_after = false;
    } else {
      if (!rest.empty()) rest.push_back('|');
      rest.append(item);
    }
    if (bar == std::string_view::npos) break;
    column.remove_prefix(bar + 1);
  }
  return rest;
}

bool IsCircle(const Sentence& sentence) {
  const int size = static_cast<int>(sentence.tokens.size());
  std::vector<int> seen(size, -1);  // the start of the walk that came by
  for (int start = 0; start < size; ++start) {
    int at = start;
    while (at >= 0 && seen[at] < 0) {
      seen[at] = start;
      at = sentence.tokens[at].head;
    }
    if (at >= 0 && seen[at] == start) return true;
  }
  return false;
}

// Builds documents line by line.
class Reader {
 public:
  absl::Status Line(std::string_view line);
  absl::Status EndSentence();
  std::vector<ConlluDocument> Finish() { return std::move(documents_); }

 private:
  struct Surface {  // a token or multiword token, as it stands in the text
    int first = 0;
    int last = 0;
    std::string form;
    bool space_after = true;
  };

  absl::Status Comment(std::string_view line);
  absl::Status MultiwordRow(const Row& row, size_t dash);
  absl::Status WordRow(const Row& row);
  absl::Status CheckTree();
  void Place(ConlluDocument* document);
  ConlluDocument* Current();

  int line_ = 0;
  ConlluSentence sentence_;
  std::vector<Surface> surfaces_;
  int covered_until_ = 0;  // words below it lie in a multiword token
  int blank_heads_ = 0;
  bool space_before_ = false;  // the last token was followed by a space
  std::vector<ConlluDocument> documents_;
};

ConlluDocument* Reader::Current() {
  if (documents_.empty()) documents_.emplace_back();
  return &documents_.back();
}

absl::Status Reader::Comment(std::string_view line) {
  line.remove_prefix(1);
  if (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  if (line.substr(0, 6) == "newdoc") {
    if (!surfaces_.empty()) return Error(line_, "newdoc inside a sentence");
    documents_.emplace_back();
    const size_t equals = line.find("= ");
    if (equals != std::string_view::npos) {
      documents_.back().id = std::string(line.substr(equals + 2));
    }
    sentence_.starts_paragraph = true;
  }
  if (line == "newpar" || line.substr(0, 7) == "newpar ") {
    sentence_.starts_paragraph = true;
  }
  if (line.substr(0, 6) != "text =") sentence_.comments.emplace_back(line);
  return absl::OkStatus();
}

absl::Status Reader::Line(std::string_view line) {
  ++line_;
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  if (line.empty()) return EndSentence();
  if (line.front() == '#') return Comment(line);
  const std::optional<Row> row = SplitColumns(line);
  if (!row) return Error(line_, "a row has ten columns parted by tabs");
  const std::string_view id = (*row)[0];
  if (id.find('.') != std::string_view::npos) return absl::OkStatus();
  const size_t dash = id.find('-');
  if (dash != std::string_view::npos) return MultiwordRow(*row, dash);
  return WordRow(*row);
}

absl::Status Reader::MultiwordRow(const Row& row, size_t dash) {
  const std::optional<int> first = ParseInt(row[0].substr(0, dash));
  const std::optional<int> last = ParseInt(row[0].substr(dash + 1));
  const int next = static_cast<int>(sentence_.sentence.tokens.size()) + 1;
  if (!first || !last || *first != next || *last < *first) {
    return Error(line_, absl::StrCat("bad range of words ", Quoted(row[0])));
  }
  Surface surface{*first - 1, *last - 1, std::string(row[1]), true};
  TakeSpaceAfter(row[9], &surface.space_after);
  sentence_.multiword_tokens.push_back(
      {surface.first, surface.last, surface.form});
  covered_until_ = *last;
  surfaces_.push_back(std::move(surface));
  return absl::OkStatus();
}

absl::Status Reader::WordRow(const Row& row) {
  std::vector<Token>& tokens = sentence_.sentence.tokens;
  const int index = static_cast<int>(tokens.size());
  if (ParseInt(row[0]) != index + 1) {
    return Error(line_, absl::StrCat("expected word ", index + 1, ", got ",
                                     Quoted(row[0])));
  }
  if (row[1].empty()) return Error(line_, "empty form");
  Token token;
  token.form = std::string(row[1]);
  token.lemma = row[1] == "_" ? "_" : Value(row[2]);
  token.upos = UposOf(row[3]);
  token.xpos = Value(row[4]);
  token.feats = Value(row[5]);
  if (row[6] == "_") {
    ++blank_heads_;
    token.head = index == 0 ? -1 : 0;
    token.deprel = index == 0 ? Deprel::kRoot : Deprel::kDep;
  } else {
    const std::optional<int> head = ParseInt(row[6]);
    if (!head || *head < 0) {
      return Error(line_, absl::StrCat("bad head ", Quoted(row[6])));
    }
    token.head = *head - 1;
    token.deprel = DeprelOf(row[7]);
  }
  sentence_.misc.push_back(TakeSpaceAfter(row[9], &token.space_after));
  if (index >= covered_until_) {
    surfaces_.push_back({index, index, token.form, token.space_after});
  }
  tokens.push_back(std::move(token));
  return absl::OkStatus();
}

absl::Status Reader::CheckTree() {
  const std::vector<Token>& tokens = sentence_.sentence.tokens;
  const int size = static_cast<int>(tokens.size());
  if (covered_until_ > size) {
    return Error(line_, "a range of words reaches beyond the sentence");
  }
  if (blank_heads_ != 0 && blank_heads_ != size) {
    return Error(line_, "some words of the sentence have no head");
  }
  int roots = 0;
  for (int i = 0; i < size; ++i) {
    if (tokens[i].head >= size) {
      return Error(line_, absl::StrCat("word ", i + 1, " has head ",
                                       tokens[i].head + 1, " of ", size));
    }
    roots += tokens[i].head < 0;
  }
  if (roots != 1) {
    return Error(line_, absl::StrCat("a sentence has one root, not ", roots));
  }
  if (IsCircle(sentence_.sentence)) {
    return Error(line_, "the heads run in a circle");
  }
  return absl::OkStatus();
}

// Appends the sentence's text to the document's and sets all spans.
void Reader::Place(ConlluDocument* document) {
  std::string& text = document->text;
  if (!text.empty()) {
    if (sentence_.starts_paragraph) {
      text.append("\n\n");
    } else if (space_before_) {
      text.push_back(' ');
    }
  }
  std::vector<Token>& tokens = sentence_.sentence.tokens;
  sentence_.sentence.span.begin = static_cast<uint32_t>(text.size());
  for (const Surface& surface : surfaces_) {
    const uint32_t begin = static_cast<uint32_t>(text.size());
    text.append(surface.form);
    const uint32_t end = static_cast<uint32_t>(text.size());
    uint32_t at = begin;
    for (int i = surface.first; i <= surface.last; ++i) {
      const uint32_t size = static_cast<uint32_t>(tokens[i].form.size());
      tokens[i].span.begin = std::min(at, end);
      at = i == surface.last ? end : std::min(at + size, end);
      tokens[i].span.end = at;
      tokens[i].space_after = i == surface.last && surface.space_after;
    }
    sentence_.sentence.span.end = end;
    space_before_ = surface.space_after;
    if (surface.space_after) text.push_back(' ');
  }
  if (space_before_) text.pop_back();
}

absl::Status Reader::EndSentence() {
  if (sentence_.sentence.tokens.empty()) {
    // Comments that precede nothing are dropped, except that a document or
    // a paragraph may begin in a block of its own.
    const bool starts = sentence_.starts_paragraph;
    sentence_ = ConlluSentence();
    sentence_.starts_paragraph = starts;
    return absl::OkStatus();
  }
  if (absl::Status status = CheckTree(); !status.ok()) return status;
  ConlluDocument* document = Current();
  Place(document);
  document->sentences.push_back(std::move(sentence_));
  sentence_ = ConlluSentence();
  surfaces_.clear();
  covered_until_ = 0;
  blank_heads_ = 0;
  return absl::OkStatus();
}

void AppendColumn(std::string_view value, std::string* out) {
  out->append(value.empty() ? "_" : value);
  out->push_back('\t');
}

void AppendToken(const ConlluSentence& sentence, int index, bool covered,
                 std::string* out) {
  const Token& token = sentence.sentence.tokens[index];
  absl::StrAppend(out, index + 1, "\t");
  AppendColumn(token.form, out);
  AppendColumn(token.lemma, out);
  AppendColumn(Name(token.upos), out);
  AppendColumn(token.xpos, out);
  AppendColumn(token.feats, out);
  absl::StrAppend(out, token.head + 1, "\t");
  AppendColumn(Name(token.deprel), out);
  AppendColumn("", out);
  std::string misc;
  if (static_cast<size_t>(index) < sentence.misc.size()) {
    misc = sentence.misc[index];
  }
  if (!covered && !token.space_after) {
    if (!misc.empty()) misc.push_back('|');
    misc.append("SpaceAfter=No");
  }
  out->append(misc.empty() ? "_" : misc);
  out->push_back('\n');
}

}  // namespace

absl::StatusOr<std::vector<ConlluDocument>> ReadConllu(std::string_view bytes) {
  Reader reader;
  while (!bytes.empty()) {
    const size_t end = bytes.find('\n');
    absl::Status status = reader.Line(bytes.substr(0, end));
    if (!status.ok()) return status;
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
  }
  if (absl::Status status = reader.EndSentence(); !status.ok()) return status;
  return reader.Finish();
}

std::string TextOf(const ConlluSentence& sentence) {
  const std::vector<Token>& tokens = sentence.sentence.tokens;
  std::string text;
  size_t multiword = 0;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const bool covered =
        multiword < sentence.multiword_tokens.size() &&
        static_cast<int>(i) == sentence.multiword_tokens[multiword].first;
    if (covered) {
      text.append(sentence.multiword_tokens[multiword].form);
      i = static_cast<size_t>(sentence.multiword_tokens[multiword].last);
      ++multiword;
    } else {
      text.append(tokens[i].form);
    }
    if (tokens[i].space_after && i + 1 < tokens.size()) text.push_back(' ');
  }
  return text;
}

std::string WriteConllu(const ConlluSentence& sentence) {
  std::string out;
  for (const std::string& comment : sentence.comments) {
    out.append("# ").append(comment).push_back('\n');
  }
  out.append("# text = ").append(TextOf(sentence)).push_back('\n');
  const int size = static_cast<int>(sentence.sentence.tokens.size());
  size_t multiword = 0;
  int covered_until = -1;
  for (int i = 0; i < size; ++i) {
    if (multiword < sentence.multiword_tokens.size() &&
        sentence.multiword_tokens[multiword].first == i) {
      const MultiwordToken& token = sentence.multiword_tokens[multiword++];
      covered_until = token.last;
      const bool space = sentence.sentence.tokens[token.last].space_after;
      absl::StrAppend(&out, i + 1, "-", token.last + 1, "\t", token.form,
                      "\t_\t_\t_\t_\t_\t_\t_\t",
                      space ? "_\n" : "SpaceAfter=No\n");
    }
    AppendToken(sentence, i, i <= covered_until, &out);
  }
  out.push_back('\n');
  return out;
}

std::string WriteConllu(const Sentence& sentence) {
  ConlluSentence wrapped;
  wrapped.sentence = sentence;
  return WriteConllu(wrapped);
}

}  // namespace tercet::text
