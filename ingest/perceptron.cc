#include "ingest/perceptron.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "ingest/byte_codec.h"

namespace tercet::text {
namespace {

// Spreads features over slots; they are hashes already, but the low bits of
// related ones should not meet.
uint32_t SlotOf(uint32_t feature, uint32_t mask) {
  return (feature * 0x9E3779B1u >> 7) & mask;
}

uint32_t TableSize(size_t count) {
  return static_cast<uint32_t>(std::bit_ceil(std::max<size_t>(16, count * 2)));
}

constexpr size_t kBatch = 32;  // lookups whose cache misses overlap

}  // namespace

void SparseWeights::Score(std::span<const uint32_t> features,
                          std::span<int32_t> scores) const {
  for (size_t begin = 0; begin < features.size(); begin += kBatch) {
    const auto batch =
        features.subspan(begin, std::min(kBatch, features.size() - begin));
    for (const uint32_t feature : batch) {
      __builtin_prefetch(&slots_[SlotOf(feature, mask_)]);
    }
    uint32_t found[kBatch];
    size_t count = 0;
    for (const uint32_t feature : batch) {
      uint32_t at = SlotOf(feature, mask_);
      while (slots_[at].feature != feature && slots_[at].feature != 0) {
        at = (at + 1) & mask_;
      }
      if (slots_[at].feature == 0) continue;
      __builtin_prefetch(&entries_[slots_[at].first]);
      found[count++] = slots_[at].first;
    }
    for (size_t i = 0; i < count; ++i) {
      const Entry* entry = &entries_[found[i]];
      for (;; ++entry) {
        scores[entry->label & ~kLast] += entry->weight;
        if (entry->label & kLast) break;
      }
    }
  }
}

void SparseWeights::Build(int classes, const std::vector<Slot>& features) {
  classes_ = classes;
  feature_count_ = features.size();
  slots_.assign(TableSize(features.size()), Slot());
  mask_ = static_cast<uint32_t>(slots_.size() - 1);
  for (const Slot& feature : features) {
    uint32_t at = SlotOf(feature.feature, mask_);
    while (slots_[at].feature != 0) at = (at + 1) & mask_;
    slots_[at] = {feature.feature, feature.first};
  }
}

std::vector<SparseWeights::Slot> SparseWeights::Sorted() const {
  std::vector<Slot> sorted;
  for (const Slot& slot : slots_) {
    if (slot.feature != 0) sorted.push_back(slot);
  }
  std::sort(sorted.begin(), sorted.end(),
            [](const Slot& a, const Slot& b) { return a.feature < b.feature; });
  return sorted;
}

SparseWeights SparseWeights::Sum(const std::vector<SparseWeights>& parts,
                                 int min_weight) {
  std::vector<std::pair<uint32_t, const Entry*>> all;  // feature, its entries
  for (const SparseWeights& part : parts) {
    for (const Slot& slot : part.Sorted()) {
      all.emplace_back(slot.feature, &part.entries_[slot.first]);
    }
  }
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  SparseWeights sum;
  std::vector<Slot> features;
  std::map<uint16_t, int> weights;
  for (size_t i = 0; i < all.size(); ++i) {
    for (const Entry* entry = all[i].second;; ++entry) {
      weights[entry->label & ~kLast] += entry->weight;
      if (entry->label & kLast) break;
    }
    if (i + 1 < all.size() && all[i + 1].first == all[i].first) continue;
    const size_t first = sum.entries_.size();
    for (const auto& [label, weight] : weights) {
      if (std::abs(weight) < min_weight) continue;
      const int clamped = std::clamp(weight, -32767, 32767);
      sum.entries_.push_back({label, static_cast<int16_t>(clamped)});
    }
    weights.clear();
    if (sum.entries_.size() == first) continue;
    sum.entries_.back().label |= kLast;
    features.push_back({all[i].first, static_cast<uint32_t>(first)});
  }
  sum.Build(parts.front().classes_, features);
  return sum;
}

std::string SparseWeights::Serialize() const {
  const std::vector<Slot> sorted = Sorted();
  std::string bytes;
  AppendVarint(static_cast<uint64_t>(classes_), &bytes);
  AppendVarint(sorted.size(), &bytes);
  AppendVarint(entries_.size(), &bytes);
  uint32_t previous = 0;
  for (const Slot& slot : sorted) {
    AppendVarint(slot.feature - previous, &bytes);
    previous = slot.feature;
    uint32_t last = slot.first;
    while (!(entries_[last].label & kLast)) ++last;
    AppendVarint(last - slot.first + 1, &bytes);
    for (uint32_t i = slot.first; i <= last; ++i) {
      AppendVarint(entries_[i].label & ~kLast, &bytes);
      AppendSigned(entries_[i].weight, &bytes);
    }
  }
  return bytes;
}

absl::StatusOr<SparseWeights> SparseWeights::Parse(std::string_view bytes) {
  const auto broken = [] { return absl::DataLossError("broken weights"); };
  ByteReader reader(bytes);
  SparseWeights weights;
  const uint64_t classes = reader.Varint();
  const uint64_t features = reader.Count();
  const uint64_t entries = reader.Count();
  if (!reader.ok() || classes >= kLast) return broken();
  weights.entries_.reserve(entries);
  std::vector<Slot> list;
  list.reserve(features);
  uint64_t feature = 0;
  for (uint64_t i = 0; i < features; ++i) {
    feature += reader.Varint();
    const uint64_t count = reader.Count();
    if (!reader.ok() || count == 0 || feature == 0 ||
        feature > std::numeric_limits<uint32_t>::max()) {
      return broken();
    }
    list.push_back({static_cast<uint32_t>(feature),
                    static_cast<uint32_t>(weights.entries_.size())});
    for (uint64_t k = 0; k < count; ++k) {
      const uint64_t label = reader.Varint();
      const int64_t weight = reader.Signed();
      if (!reader.ok() || label >= classes || weight != int16_t(weight)) {
        return broken();
      }
      weights.entries_.push_back(
          {static_cast<uint16_t>(label), static_cast<int16_t>(weight)});
    }
    weights.entries_.back().label |= kLast;
  }
  if (!reader.AtEnd() || weights.entries_.size() != entries) return broken();
  weights.Build(static_cast<int>(classes), list);
  return weights;
}

PerceptronLearner::PerceptronLearner(int classes, const Options& options)
    : classes_(classes),
      options_(options),
      mask_(TableSize(1 << 16) - 1),
      slots_(TableSize(1 << 16)) {}

void PerceptronLearner::Score(std::span<const uint32_t> features,
                              std::span<int32_t> scores) const {
  std::fill_n(scores.begin(), classes_, 0);
  for (const uint32_t feature : features) {
    __builtin_prefetch(&slots_[SlotOf(feature, mask_)]);
  }
  for (const uint32_t feature : features) {
    uint32_t at = SlotOf(feature, mask_);
    while (slots_[at].feature != feature && slots_[at].feature != 0) {
      at = (at + 1) & mask_;
    }
    if (slots_[at].feature == 0) continue;
    const Row& row = rows_[slots_[at].row];
    if (row.updates < static_cast<uint32_t>(options_.min_updates)) continue;
    for (const Entry& entry : row.entries) {
      scores[entry.label] += entry.weight;
    }
  }
}

void PerceptronLearner::Grow() {
  slots_.assign(slots_.size() * 2, Slot());
  mask_ = static_cast<uint32_t>(slots_.size() - 1);
  for (size_t i = 0; i < rows_.size(); ++i) {
    uint32_t at = SlotOf(rows_[i].feature, mask_);
    while (slots_[at].feature != 0) at = (at + 1) & mask_;
    slots_[at] = {rows_[i].feature, static_cast<uint32_t>(i)};
  }
}

PerceptronLearner::Row* PerceptronLearner::RowOf(uint32_t feature) {
  uint32_t at = SlotOf(feature, mask_);
  while (slots_[at].feature != feature && slots_[at].feature != 0) {
    at = (at + 1) & mask_;
  }
  if (slots_[at].feature == feature) return &rows_[slots_[at].row];
  slots_[at] = {feature, static_cast<uint32_t>(rows_.size())};
  rows_.emplace_back().feature = feature;
  if (rows_.size() * 2 > slots_.size()) Grow();
  return &rows_.back();
}

void PerceptronLearner::Add(std::span<const uint32_t> features, int label,
                            int delta) {
  for (const uint32_t feature : features) {
    Row* row = RowOf(feature);
    row->updates += delta > 0;
    auto entry = std::find_if(
        row->entries.begin(), row->entries.end(),
        [label](const Entry& candidate) { return candidate.label == label; });
    if (entry == row->entries.end()) {
      entry = row->entries.insert(entry, {label, 0, 0});
    }
    entry->weight += delta;
    entry->moment += delta * step_;
  }
}

SparseWeights PerceptronLearner::Average(const AverageOptions& options) const {
  SparseWeights weights;
  std::vector<SparseWeights::Slot> features;
  const double steps = static_cast<double>(std::max<int64_t>(1, step_));
  for (const Row& row : rows_) {
    if (row.updates < static_cast<uint32_t>(options_.min_updates)) continue;
    const size_t first = weights.entries_.size();
    for (const Entry& entry : row.entries) {
      // The weight was w - delta before each update, so the average is
      // w minus the share of time before the updates.
      const double average =
          entry.weight - static_cast<double>(entry.moment) / steps;
      const double scaled =
          std::clamp(std::round(average * options.scale), -32767.0, 32767.0);
      if (std::abs(scaled) < options.min_weight) continue;
      weights.entries_.push_back(
          {static_cast<uint16_t>(entry.label), static_cast<int16_t>(scaled)});
    }
    if (weights.entries_.size() == first) continue;
    std::sort(weights.entries_.begin() + static_cast<ptrdiff_t>(first),
              weights.entries_.end(),
              [](const SparseWeights::Entry& a, const SparseWeights::Entry& b) {
                return a.label < b.label;
              });
    weights.entries_.back().label |= SparseWeights::kLast;
    features.push_back({row.feature, static_cast<uint32_t>(first)});
  }
  weights.Build(classes_, features);
  return weights;
}

int BestClass(std::span<const int32_t> scores) {
  return static_cast<int>(std::max_element(scores.begin(), scores.end()) -
                          scores.begin());
}

}  // namespace tercet::text
