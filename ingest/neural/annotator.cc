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

// The place of "B-LOC" in NameScores, 0 for "O" and anything else.
int NameLabel(std::string_view label) {
  constexpr std::array<std::string_view, 3> kTypes = {"PER", "LOC", "ORG"};
  if (label.size() < 2 || (label[0] != 'B' && label[0] != 'I')) return 0;
  const auto type = std::find(kTypes.begin(), kTypes.end(), label.substr(2));
  if (type == kTypes.end()) return 0;
  const int begin = 1 + 2 * static_cast<int>(type - kTypes.begin());
  return label[0] == 'B' ? begin : begin + 1;
}

int32_t NameScore(float logit) {
  constexpr float kMost = 1000.0f;
  return static_cast<int32_t>(std::clamp(logit, -kMost, kMost) * 1024.0f);
}

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

void NeuralAnnotator::Annotate(std::span<Sentence> sentences) const {
  for (Sentence& sentence : sentences) {
    sentence.name_scores.assign(sentence.tokens.size(), {});
  }
  const std::vector<Piece> pieces = Cut(sentences);
  Encoder encoder(network_, kernels_);
  HeadReader reader(network_, kernels_);
  const size_t width = 2 * network_.hidden;
  size_t next = 0;
  while (next < pieces.size()) {
    const size_t begin = next;
    std::vector<Forms> batch;
    for (int tokens = 0; next < pieces.size() && tokens < kBatchTokens;
         ++next) {
      const Piece& piece = pieces[next];
      Forms& forms = batch.emplace_back();
      for (int i = 0; i < piece.size; ++i) {
        forms.push_back(sentences[piece.sentence].tokens[piece.first + i].form);
      }
      tokens += piece.size;
    }
    encoder.Encode(batch);
    const int rows = encoder.rows();
    const std::vector<int> upos = reader.Tags(
        network_.upos_out, static_cast<int>(upos_.size()), encoder.low(), rows);
    const std::vector<int> xpos =
        reader.Tags(network_.xpos_out, static_cast<int>(network_.xpos.size()),
                    encoder.low(), rows);
    const std::vector<float> names =
        reader.Scores(network_.uner_out, encoder.top(), width, rows);
    size_t row = 0;
    for (size_t p = begin; p < next; ++p) {
      const Piece& piece = pieces[p];
      const int16_t* top = encoder.top() + row * width;
      Sentence& sentence = sentences[piece.sentence];
      Token* tokens = sentence.tokens.data() + piece.first;
      const std::vector<int> heads = reader.Arcs(top, piece.size);
      const std::vector<int> relations =
          reader.Relations(top, piece.size, heads);
      for (int i = 0; i < piece.size; ++i) {
        tokens[i].upos = upos_[upos[row + i]];
        tokens[i].xpos = network_.xpos[xpos[row + i]];
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
  for (Sentence& sentence : sentences) JoinPieces(sentence);
}

}  // namespace tercet::text
