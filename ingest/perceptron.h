#ifndef TERCET_INGEST_PERCEPTRON_H_
#define TERCET_INGEST_PERCEPTRON_H_

// A linear classifier over sparse hashed features, as every statistical
// stage uses it, and its learner, the averaged perceptron (Collins, 2002).
//
//   PerceptronLearner learner(classes, {});
//   for (…) {
//     learner.Score(features, scores);
//     if (guess != gold) learner.Update(features, gold, guess);
//     learner.Tick();
//   }
//   SparseWeights weights = learner.Average({});
//   weights.Score(features, scores);
//
// All arithmetic is on integers: scores are the same on every machine.
//
// Thread safety: SparseWeights is immutable; a learner belongs to one thread.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tercet::text {

class SparseWeights {
 public:
  SparseWeights() = default;

  // Adds the weights of `features` to scores[0, classes()).
  // REQUIRES: scores.size() >= classes().
  void Score(std::span<const uint32_t> features,
             std::span<int32_t> scores) const;

  int classes() const { return classes_; }
  size_t feature_count() const { return feature_count_; }
  size_t weight_count() const { return entries_.size(); }

  // The sum of several models over the same classes, whose scores are the
  // sums of theirs.  What comes to less than min_weight is dropped.
  // REQUIRES: at least one part.
  static SparseWeights Sum(const std::vector<SparseWeights>& parts,
                           int min_weight);

  // Weights as bytes: classes, features in ascending order, each with its
  // classes and weights.  DataLoss where the bytes are none.
  std::string Serialize() const;
  static absl::StatusOr<SparseWeights> Parse(std::string_view bytes);

 private:
  friend class PerceptronLearner;

  struct Slot {
    uint32_t feature = 0;  // 0: empty
    uint32_t first = 0;    // into entries_
  };
  // One weight: the class, kLast on a feature's last one, and the weight.
  struct Entry {
    uint16_t label = 0;
    int16_t weight = 0;
  };
  static constexpr uint16_t kLast = 0x8000;

  // The slots in use in ascending order of their features.
  std::vector<Slot> Sorted() const;
  // Builds the table of slots over entries_.
  void Build(int classes, const std::vector<Slot>& features);

  int classes_ = 0;
  size_t feature_count_ = 0;
  uint32_t mask_ = 0;  // slots_.size() - 1
  std::vector<Slot> slots_{1};
  std::vector<Entry> entries_;
};

class PerceptronLearner {
 public:
  struct Options {
    // A feature counts only once it has taken part in so many updates
    // (Goldberg and Elhadad, 2011): smaller models at the same accuracy.
    int min_updates = 1;
  };
  struct AverageOptions {
    // Averaged weights are multiplied by it and rounded; what rounds to
    // less than min_weight is dropped.
    double scale = 64;
    int min_weight = 1;
  };

  PerceptronLearner(int classes, const Options& options);

  // Sets scores[0, classes) by the weights as they are now.
  void Score(std::span<const uint32_t> features,
             std::span<int32_t> scores) const;

  // Moves the weights of `features` by `delta` towards a class.
  void Add(std::span<const uint32_t> features, int label, int delta);

  void Update(std::span<const uint32_t> features, int gold, int guess) {
    Add(features, gold, 1);
    Add(features, guess, -1);
  }

  // One step of time passes: averages are over the weights at every tick.
  void Tick() { ++step_; }

  SparseWeights Average(const AverageOptions& options) const;

  size_t feature_count() const { return rows_.size(); }

 private:
  struct Entry {
    int32_t label = 0;
    int32_t weight = 0;
    int64_t moment = 0;  // sum of delta times step
  };
  struct Row {
    uint32_t feature = 0;
    uint32_t updates = 0;
    std::vector<Entry> entries;
  };
  struct Slot {
    uint32_t feature = 0;
    uint32_t row = 0;
  };

  Row* RowOf(uint32_t feature);
  void Grow();

  int classes_;
  Options options_;
  int64_t step_ = 0;
  uint32_t mask_;
  std::vector<Slot> slots_;
  std::vector<Row> rows_;
};

// The class of the highest score, the lowest at a tie.
int BestClass(std::span<const int32_t> scores);

}  // namespace tercet::text

#endif  // TERCET_INGEST_PERCEPTRON_H_
