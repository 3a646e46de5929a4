#include "ingest/line_reader.h"

#include <algorithm>
#include <cstring>

namespace tercet::text {

LineReader::LineReader(std::FILE* file) : file_(file), buffer_(1 << 16) {}

bool LineReader::Next(size_t limit, std::string* line) {
  line->clear();
  cut_ = false;
  bool any = false;
  for (bool ended = false; !ended;) {
    if (at_ == size_) {
      at_ = 0;
      size_ = std::fread(buffer_.data(), 1, buffer_.size(), file_);
      if (size_ == 0) break;
    }
    any = true;
    const char* begin = buffer_.data() + at_;
    const void* end = std::memchr(begin, '\n', size_ - at_);
    ended = end != nullptr;
    const size_t length =
        ended ? static_cast<const char*>(end) - begin : size_ - at_;
    const size_t kept = std::min(length, limit - line->size());
    cut_ = cut_ || kept < length;
    line->append(begin, kept);
    at_ += length + (ended ? 1 : 0);
  }
  if (!any) return false;
  if (line->ends_with('\r')) line->pop_back();
  ++line_number_;
  return true;
}

}  // namespace tercet::text
