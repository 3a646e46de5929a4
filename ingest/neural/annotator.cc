#include "ingest/neural/annotator.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "absl/status/status.h"
#include "ingest/model_file.h"
#include "ingest/neural/encoder.h"
#include "ingest/neural/heads.h"

namespace tercet::text {
namespace {

// Enough rows to keep the kernels busy, few enough to stay in the cache.
constexpr int kBatchTokens = 1024;

// A stretch of one sentence that is encoded and parsed by itself.
struct Piece {
  int sentence = 0;
  int first = 0;
  int size = 0;
};

// Pieces, the longest first, so that a batch holds like lengths.
std::vector<Piece> Cut(std::span<const Sentence> sentences) {
  std::vector<Piece> pieces;
  for (size_t s = 0; s < sentences.size(); ++s) {
    const int size = static_cast<int>(sentences[s].tokens.size());
    for (int first = 0; first < size; first += NeuralAnnotator::kLongestPiece) {
      pieces.push_back(
          {.sentence = static_cast<int>(s),
           .first = first,
           .size = std::min(NeuralAnnotator::kLongestPiece, size - first)});
    }
  }
  std::stable_sort(
      pieces.begin(), pieces.end(),
      [](const Piece& a, const Piece& b) { return a.size > b.size; });
  return pieces;
}

// The words of the pieces from *next on that make a batch; moves *next
// behind them.
std::vector<Forms> NextBatch(std::span<const Sentence> sentences,
                             const std::vector<Piece>& pieces, size_t* next) {
  std::vector<Forms> batch;
  for (int tokens = 0; *next < pieces.size() && tokens < kBatchTokens;
       ++*next) {
    const Piece& piece = pieces[*next];
    Forms& forms = batch.emplace_back();
    for (int i = 0; i < piece.size; ++i) {
      forms.push_back(sentences[piece.sentence].tokens[piece.first + i].form);
    }
    tokens += piece.size;
  }
  return batch;
}

// The place of "B-LOC" in NameScores, 0 for "O" and anything else.
int NameLabel(std::string_view label) {
  constexpr std::array<std::string_view, 3> kTypes = {"PER", "LOC", "ORG"};
  if (label.size() < 2 || (label[0] != 'B' && label[0] != 'I')) return 0;
  const auto type = std::find(kTypes.begin(), kTypes.end(), label.substr(2));
  if (type == kTypes.end()) return 0;
  const int begin = 1 + 2 * static_cast<int>(type - kTypes.begin());
  return label[0] == 'B' ? begin : begin + 1;
}

// The first of the highest.
size_t Best(const float* logits, size_t count) {
  return static_cast<size_t>(std::max_element(logits, logits + count) - logits);
}

int32_t NameScore(float logit) {
  constexpr float kMost = 1000.0f;
  return static_cast<int32_t>(std::clamp(logit, -kMost, kMost) * 1024.0f);
}

// Close calls between parts of speech, and what the network gives pairs of
// tags then.
class PairScorer {
 public:
  PairScorer(const Network& network, std::span<const TagPair> pairs)
      : count_(network.upos.size()) {
    const auto place = [](const std::vector<std::string>& labels,
                          std::string_view label) {
      const auto found = std::find(labels.begin(), labels.end(), label);
      return found == labels.end() ? -1
                                   : static_cast<int>(found - labels.begin());
    };
    for (const TagPair& pair : pairs) {
      pairs_.emplace_back(place(network.upos, Name(pair.upos)),
                          place(network.xpos, pair.xpos));
    }
  }

  bool IsClose(const float* upos) const {
    constexpr float kLead = 3.0f;
    const float* const best = std::max_element(upos, upos + count_);
    return !pairs_.empty() &&
           std::count_if(upos, upos + count_, [&](float logit) {
             return logit > *best - kLead;
           }) > 1;
  }

  // Of a part of speech and half of a Penn tag, which are both its own idea.
  std::vector<int32_t> Scores(const float* upos, const float* xpos) const {
    constexpr float kUnknown = -20.0f;
    std::vector<int32_t> scores;
    for (const auto& [part, penn] : pairs_) {
      const float logit = (part < 0 ? kUnknown : upos[part]) +
                          0.5f * (penn < 0 ? kUnknown : xpos[penn]);
      scores.push_back(static_cast<int32_t>(logit * 1024.0f));
    }
    return scores;
  }

 private:
  size_t count_;
  std::vector<std::pair<int, int>> pairs_;  // places of the two labels, or -1
};

// The token of a later piece that is its root hangs on the first's root.
void JoinPieces(Sentence& sentence) {
  int root = -1;
  for (size_t i = 0; i < sentence.tokens.size(); ++i) {
    Token& token = sentence.tokens[i];
    if (token.head >= 0) continue;
    if (root < 0) {
      root = static_cast<int>(i);
    } else {
      token.head = root;
      token.deprel = Deprel::kParataxis;
    }
  }
}

}  // namespace

// What computes, for one call of Annotate at a time.
struct NeuralAnnotator::Worker {
  Encoder encoder;
  HeadReader reader;
};

NeuralAnnotator::~NeuralAnnotator() = default;

std::unique_ptr<NeuralAnnotator::Worker> NeuralAnnotator::TakeWorker() const {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) {
    return std::make_unique<Worker>(Worker{.encoder = {network_, kernels_},
                                           .reader = {network_, kernels_}});
  }
  std::unique_ptr<Worker> worker = std::move(idle_.back());
  idle_.pop_back();
  return worker;
}

void NeuralAnnotator::GiveBack(std::unique_ptr<Worker> worker) const {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(worker));
}

NeuralAnnotator::NeuralAnnotator(Network network, const Kernels& kernels)
    : network_(std::move(network)), kernels_(kernels) {
  for (const std::string& name : network_.upos) upos_.push_back(UposOf(name));
  for (const std::string& name : network_.deprel) {
    deprel_.push_back(DeprelOf(name));
  }
  for (const std::string& name : network_.uner) {
    name_label_.push_back(NameLabel(name));
  }
}

absl::StatusOr<std::unique_ptr<const NeuralAnnotator>> NeuralAnnotator::Parse(
    std::string_view bytes) {
  absl::StatusOr<Network> network = Network::Parse(bytes);
  if (!network.ok()) return network.status();
  return std::make_unique<const NeuralAnnotator>(*std::move(network));
}

absl::StatusOr<std::unique_ptr<const NeuralAnnotator>> NeuralAnnotator::Load(
    const std::string& path) {
  const absl::StatusOr<std::string> bytes = ReadModelBytes(path);
  if (!bytes.ok()) return bytes.status();
  return Parse(*bytes);
}

std::vector<TagDoubt> NeuralAnnotator::Annotate(
    std::span<Sentence> sentences, std::span<const TagPair> pairs) const {
  std::vector<TagDoubt> doubts;
  const PairScorer scorer(network_, pairs);
  for (Sentence& sentence : sentences) {
    sentence.name_scores.assign(sentence.tokens.size(), {});
  }
  const std::vector<Piece> pieces = Cut(sentences);
  std::unique_ptr<Worker> worker = TakeWorker();
  Encoder& encoder = worker->encoder;
  HeadReader& reader = worker->reader;
  size_t next = 0;
  while (next < pieces.size()) {
    const size_t begin = next;
    encoder.Encode(NextBatch(sentences, pieces, &next));
    const int rows = encoder.rows();
    const std::vector<float> upos =
        reader.Scores(network_.upos_out, encoder.low(), rows);
    const std::vector<float> xpos =
        reader.Scores(network_.xpos_out, encoder.low(), rows);
    const std::vector<float> names =
        reader.Scores(network_.uner_out, encoder.top(), rows);
    reader.Read(encoder.top(), rows);
    int row = 0;
    for (size_t p = begin; p < next; ++p) {
      const Piece& piece = pieces[p];
      Sentence& sentence = sentences[piece.sentence];
      Token* tokens = sentence.tokens.data() + piece.first;
      const std::vector<int> heads = reader.Arcs(row, piece.size);
      const std::vector<int> relations = reader.Relations(row, heads);
      for (int i = 0; i < piece.size; ++i) {
        const float* const upos_logits =
            upos.data() + (row + i) * network_.upos_out.outputs();
        const float* const xpos_logits =
            xpos.data() + (row + i) * network_.xpos_out.outputs();
        tokens[i].upos = upos_[Best(upos_logits, upos_.size())];
        tokens[i].xpos = network_.xpos[Best(xpos_logits, network_.xpos.size())];
        if (scorer.IsClose(upos_logits)) {
          doubts.push_back({.sentence = piece.sentence,
                            .token = piece.first + i,
                            .scores = scorer.Scores(upos_logits, xpos_logits)});
        }
        tokens[i].head = heads[i] == 0 ? -1 : piece.first + heads[i] - 1;
        tokens[i].deprel = deprel_[relations[i]];
        NameScores& scores = sentence.name_scores[piece.first + i];
        for (size_t k = 0; k < name_label_.size(); ++k) {
          scores[name_label_[k]] =
              NameScore(names[(row + i) * network_.uner_out.outputs() + k]);
        }
      }
      row += piece.size;
    }
  }
  GiveBack(std::move(worker));
  for (Sentence& sentence : sentences) JoinPieces(sentence);
  std::sort(
      doubts.begin(), doubts.end(), [](const TagDoubt& a, const TagDoubt& b) {
        return std::pair(a.sentence, a.token) < std::pair(b.sentence, b.token);
      });
  return doubts;
}

}  // namespace tercet::text
