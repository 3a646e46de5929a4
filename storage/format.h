#ifndef TERCET_STORAGE_FORMAT_H_
#define TERCET_STORAGE_FORMAT_H_

// The version of the on-disk format.  A store of a newer version is refused.

namespace tercet::storage {

inline constexpr int kFormatVersion = 1;

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_FORMAT_H_
