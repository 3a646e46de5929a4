#ifndef TERCET_INGEST_LINE_READER_H_
#define TERCET_INGEST_LINE_READER_H_

// Lines of a file or of standard input, one at a time, however long the file.
//
//   LineReader reader(stdin);
//   std::string line;
//   while (reader.Next(1 << 20, &line)) …
//
// A line that is longer than the limit is read to its end and cut; `cut()`
// tells.  Thread safety: one thread at a time.  The file is lent.

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace tercet::text {

class LineReader {
 public:
  explicit LineReader(std::FILE* file);

  // The next line without its "\n" or "\r\n"; false at the end of the file.
  bool Next(size_t limit, std::string* line);

  int64_t line_number() const { return line_number_; }  // from 1
  bool cut() const { return cut_; }
  bool failed() const { return std::ferror(file_) != 0; }

 private:
  std::FILE* file_;
  std::vector<char> buffer_;
  size_t at_ = 0;
  size_t size_ = 0;
  int64_t line_number_ = 0;
  bool cut_ = false;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_LINE_READER_H_
