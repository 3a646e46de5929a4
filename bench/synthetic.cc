#include "bench/synthetic.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

namespace tercet::bench {
namespace {

constexpr std::array<std::string_view, 24> kWords = {
    "amber",  "bay",     "cedar",  "delta",  "east",  "field",
    "garden", "harbour", "island", "july",   "lamp",  "meadow",
    "north",  "ocean",   "paper",  "quarry", "river", "silver",
    "tower",  "upper",   "vale",   "west",   "yard",  "zenith"};

// Spreads ranks over the entities, so that hubs are not the first ones.
uint64_t Scatter(uint64_t rank, uint64_t count) {
  return (rank * 0x9e3779b97f4a7c15 >> 20) % count;
}

// The words a number stands for, and the number itself: unique and readable.
std::string Phrase(uint64_t number, int words) {
  std::string text;
  for (int i = 0; i < words; ++i) {
    text += kWords[(number >> (5 * i)) % kWords.size()];
    text += ' ';
  }
  return text + std::to_string(number % 100000007);
}

constexpr std::string_view kXsd = "\"^^<http://www.w3.org/2001/XMLSchema#";

void AppendNode(const SyntheticTerm& term, bool label, std::string& out) {
  switch (term.kind) {
    case SyntheticKind::kEntity:
      out += "<http://graph.example.org/" + term.text + ">";
      break;
    case SyntheticKind::kInteger:
      (out += "\"" + term.text).append(kXsd) += "integer>";
      break;
    case SyntheticKind::kDate:
      (out += "\"" + term.text).append(kXsd) += "date>";
      break;
    default:
      out += "\"" + term.text + "\"";
      if (label) out += "@en";
  }
}

}  // namespace

SyntheticGraph::SyntheticGraph(const SyntheticOptions& options)
    : options_(options),
      entities_(std::max<uint64_t>(4, options.triples / 9)),
      state_(options.seed) {}

uint64_t SyntheticGraph::Random() {  // splitmix64, Steele and others 2014
  uint64_t z = state_ += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

double SyntheticGraph::Uniform() {
  return static_cast<double>(Random() >> 11) * 0x1p-53;
}

uint64_t SyntheticGraph::Zipf(uint64_t n, double exponent) {
  // The inverse of the continuous distribution function.
  const double u = Uniform();
  const double size = static_cast<double>(n);
  const double power = 1 - exponent;
  const double x =
      std::fabs(power) < 1e-9
          ? std::pow(size, u)
          : std::pow((std::pow(size, power) - 1) * u + 1, 1 / power);
  return std::clamp<uint64_t>(static_cast<uint64_t>(x), 1, n);
}

void SyntheticGraph::WriteObject(uint64_t relation, SyntheticTerm& object) {
  // What a relation points to depends on the relation alone.
  const uint64_t sort = (relation * 0xd6e8feb86659fd93 >> 33) % 100;
  if (sort < 75) {
    object.kind = SyntheticKind::kEntity;
    const uint64_t rank = Zipf(entities_, 0.8);
    object.text = "entity/" + std::to_string(Scatter(rank, entities_));
  } else if (sort < 82) {
    object.kind = SyntheticKind::kInteger;
    object.text = std::to_string(Random() % 100000);
  } else if (sort < 88) {
    object.kind = SyntheticKind::kDate;
    const unsigned day = Random() % 30000;
    std::array<char, 32> date;
    std::snprintf(date.data(), date.size(), "%04u-%02u-%02u", 1930 + day / 336,
                  1 + day / 28 % 12, 1 + day % 28);
    object.text = date.data();
  } else {
    object.kind = SyntheticKind::kText;
    const uint64_t number = Random();
    object.text = Phrase(number, 2 + static_cast<int>(number >> 60));
  }
}

bool SyntheticGraph::Next(SyntheticTriple& triple) {
  if (written_ >= options_.triples) return false;
  ++written_;
  if (edges_left_ == 0) {
    if (written_ > 1) ++subject_;
    edges_left_ = 4 + Zipf(60, 1.4);
    labelled_ = subject_ >= entities_;
  }
  --edges_left_;
  triple.subject.kind = SyntheticKind::kEntity;
  triple.subject.text = "entity/" + std::to_string(subject_ % entities_);
  triple.relation.kind = SyntheticKind::kRelation;
  if (!labelled_) {
    labelled_ = true;
    triple.relation.text = "relation/label";
    triple.object = {
        SyntheticKind::kText,
        Phrase(Scatter(subject_, ~0u), 2) + " of " + std::to_string(subject_)};
    return true;
  }
  const uint64_t relation = Zipf(options_.relations, 1.0);
  triple.relation.text = "relation/" + std::to_string(relation);
  WriteObject(relation, triple.object);
  return true;
}

void AppendNTriples(const SyntheticTriple& triple, std::string& out) {
  AppendNode(triple.subject, false, out);
  const bool label = triple.relation.text == "relation/label";
  out += label ? " <http://www.w3.org/2000/01/rdf-schema#label> "
               : " <http://graph.example.org/" + triple.relation.text + "> ";
  AppendNode(triple.object, label, out);
  out += " .\n";
}

}  // namespace tercet::bench
