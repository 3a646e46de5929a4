#ifndef TERCET_INGEST_NEURAL_ANNOTATOR_H_
#define TERCET_INGEST_NEURAL_ANNOTATOR_H_

// Tags, trees and names of tokenised sentences from one shared encoder:
// stacked bidirectional LSTMs with linear taggers and biaffine arcs (Dozat
// and Manning 2017).
//
//   auto annotator =
//   NeuralAnnotator::Load("share/tercet/model/english.neural");
//   (*annotator)->Annotate(sentences);  // reads forms; writes upos, xpos,
//                                       // head, deprel and name_scores
//
// Integer arithmetic throughout, so the same sentence gets the same tree on
// every machine, in any batch and on any number of threads.
//
// Thread safety: immutable; Annotate may be called from any thread.

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/neural/kernels.h"
#include "ingest/neural/network.h"
#include "ingest/sentence.h"
#include "ingest/tagger.h"

namespace tercet::text {

class NeuralAnnotator {
 public:
  // NotFound: no such file.  DataLoss, FailedPrecondition: see Network.
  static absl::StatusOr<std::unique_ptr<const NeuralAnnotator>> Load(
      const std::string& path);
  static absl::StatusOr<std::unique_ptr<const NeuralAnnotator>> Parse(
      std::string_view bytes);

  explicit NeuralAnnotator(Network network,
                           const Kernels& kernels = BestKernels());
  ~NeuralAnnotator();

  // Sets upos, xpos, head and deprel of every token, and each sentence's
  // name_scores.  A sentence of more than kLongestPiece tokens is read in
  // pieces, each hung on the root of the first, so that time stays linear.
  // Gives the tokens whose part of speech was close, with the scores of
  // `pairs` of tags, in text order; none where there are no pairs.
  std::vector<TagDoubt> Annotate(std::span<Sentence> sentences,
                                 std::span<const TagPair> pairs = {}) const;

  static constexpr int kLongestPiece = 200;

 private:
  struct Worker;
  std::unique_ptr<Worker> TakeWorker() const;
  void GiveBack(std::unique_ptr<Worker> worker) const;

  const Network network_;
  const Kernels& kernels_;
  // As many as calls were ever in progress at once.
  mutable std::mutex mutex_;  // of idle_
  mutable std::vector<std::unique_ptr<Worker>> idle_;
  std::vector<Upos> upos_;  // of the network's labels
  std::vector<Deprel> deprel_;
  std::vector<int> name_label_;  // its place in NameScores
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_NEURAL_ANNOTATOR_H_
