#include "storage/statistics.h"

#include <algorithm>
#include <iterator>

#include "storage/bytes.h"

namespace tercet::storage {
namespace {

// Most triples first; equals by id, so that the same triples give the same
// hubs.
bool Before(const HubList::value_type& a, const HubList::value_type& b) {
  return a.second != b.second ? a.second > b.second : a.first < b.first;
}

void Cut(HubList& hubs) {
  std::sort(hubs.begin(), hubs.end(), Before);
  if (hubs.size() > kHubs) hubs.resize(kHubs);
}

void AppendHubs(std::string& out, const HubList& hubs) {
  AppendVarint(out, hubs.size());
  for (const auto& [node, triples] : hubs) {
    AppendU64(out, node);
    AppendVarint(out, triples);
  }
}

HubList ReadHubs(ByteReader& reader) {
  HubList hubs;
  for (uint64_t left = reader.Varint(); left > 0 && reader.ok(); --left) {
    const TermId node = reader.U64();
    hubs.emplace_back(node, reader.Varint());
  }
  return hubs;
}

}  // namespace

PredicateStatistics RunStatistics::Find(TermId predicate) const {
  const auto found = std::lower_bound(
      predicates.begin(), predicates.end(), predicate,
      [](const auto& entry, TermId id) { return entry.first < id; });
  if (found == predicates.end() || found->first != predicate) return {};
  return found->second;
}

std::string Encode(const RunStatistics& statistics) {
  std::string out;
  AppendVarint(out, statistics.predicates.size());
  for (const auto& [predicate, counts] : statistics.predicates) {
    AppendU64(out, predicate);
    AppendSigned(out, counts.triples);
    for (const int64_t count : {counts.subjects, counts.objects,
                                counts.most_objects, counts.most_subjects}) {
      AppendVarint(out, static_cast<uint64_t>(count));
    }
  }
  AppendHubs(out, statistics.subjects);
  AppendHubs(out, statistics.objects);
  return out;
}

absl::StatusOr<RunStatistics> DecodeStatistics(std::string_view bytes) {
  ByteReader reader(bytes);
  RunStatistics statistics;
  for (uint64_t left = reader.Varint(); left > 0 && reader.ok(); --left) {
    auto& [predicate, counts] = statistics.predicates.emplace_back();
    predicate = reader.U64();
    counts.triples = reader.Signed();
    for (int64_t* count : {&counts.subjects, &counts.objects,
                           &counts.most_objects, &counts.most_subjects}) {
      *count = static_cast<int64_t>(reader.Varint());
    }
  }
  statistics.subjects = ReadHubs(reader);
  statistics.objects = ReadHubs(reader);
  if (!reader.AtEnd()) {
    return absl::DataLossError("the statistics of a run are damaged");
  }
  return statistics;
}

void StatisticsBuilder::Keep(TermId node, uint64_t triples, Hubs& hubs) {
  // Nodes ascend: an equal one that comes later is no hub.
  if (triples <= hubs.enough) return;
  hubs.list.emplace_back(node, triples);
  // Sorting once in a while is cheaper than keeping a heap in order.
  if (hubs.list.size() < 32 * kHubs) return;
  Cut(hubs.list);
  hubs.enough = hubs.list.back().second;
}

void StatisticsBuilder::EndGroup(Order order, const Columns& next) {
  const bool first_ends = order != order_ || next[0] != last_[0];
  if (added_ + removed_ > 0) {
    const auto added = static_cast<int64_t>(added_);
    if (order_ == Order::kSpo) {
      PredicateStatistics& counts = predicates_[last_[1]];
      counts.triples += added - static_cast<int64_t>(removed_);
      counts.subjects += added > 0 ? 1 : 0;
      counts.most_objects = std::max(counts.most_objects, added);
    } else if (order_ == Order::kPos) {
      PredicateStatistics& counts = predicates_[last_[0]];
      counts.objects += added > 0 ? 1 : 0;
      counts.most_subjects = std::max(counts.most_subjects, added);
    }
    of_first_ += added_;
    if (first_ends && of_first_ > 0 && order_ != Order::kPos) {
      Keep(last_[0], of_first_, order_ == Order::kSpo ? subjects_ : objects_);
    }
  }
  if (first_ends) of_first_ = 0;
  added_ = removed_ = 0;
  order_ = order;
}

RunStatistics StatisticsBuilder::Finish() {
  EndGroup(Order::kSpo, {});
  Cut(subjects_.list);
  Cut(objects_.list);
  RunStatistics statistics;
  statistics.predicates.assign(predicates_.begin(), predicates_.end());
  std::sort(statistics.predicates.begin(), statistics.predicates.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  statistics.subjects = std::move(subjects_.list);
  statistics.objects = std::move(objects_.list);
  return statistics;
}

}  // namespace tercet::storage
