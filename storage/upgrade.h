#ifndef TERCET_STORAGE_UPGRADE_H_
#define TERCET_STORAGE_UPGRADE_H_

// Stores of older formats.  Private to storage/.
//
// Format 2 had a key for each term and one for each hash.  An upgrade writes
// the blocks of texts and the run of hashes beside them, and exchanges them in
// one atomic write: a crash before it leaves what there was, and the next
// opening begins anew.  All terms are in memory meanwhile.
//
// Free functions, for the one who opens a store.

#include <string>

#include "absl/status/status.h"
#include "storage/rocks.h"
#include "storage/run_table.h"

namespace tercet::storage {

// Whether a store of format 2 has terms that are not brought over.
bool NeedsUpgrade(const Rocks& rocks);

// Brings a store up to kFormatVersion, if it is not.
absl::Status Upgrade(const std::string& path, const Rocks& rocks,
                     RunTable& hashes);

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_UPGRADE_H_
