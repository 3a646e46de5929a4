// tercet-train: trains the model of the text pipeline and measures it.
//
//   tercet-train train --out english.model [--seed N] [--iterations N]
//                      [--abbreviations FILE] TREEBANK...
//   tercet-train eval  --model english.model [--neural english.neural]
//                      [--details] TREEBANK...
//
//   tercet-train train-names --out names.model --lexicon DIR
//                            [--labels FILE] TREEBANK...
//   tercet-train eval-names --model names.model --lexicon DIR
//                            [--labels FILE] [--neural english.neural]
//                            TREEBANK...
//
//   tercet-train coreference --data DIR TREEBANK...
//
// The last prints who is who, for score_coreference.py; DIR holds lexicon/
// and model/.  Treebanks are CoNLL-U files; labels are IOB2 over their
// sentences.  A treebank without labels gives its Entity= mentions.  Exit
// codes: 0 done, 1 failed, 2 usage.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "ingest/conllu.h"
#include "ingest/text_pipeline.h"
#include "ingest/train/coreference.h"
#include "ingest/train/evaluate.h"
#include "ingest/train/train_names.h"
#include "ingest/train/train_pipeline.h"

namespace tercet::text {
namespace {

constexpr char kUsage[] =
    "usage: tercet-train train --out FILE [--seed N] [--iterations N]\n"
    "                          [--abbreviations FILE] TREEBANK...\n"
    "       tercet-train eval --model FILE [--neural FILE] [--details]\n"
    "                         TREEBANK...\n"
    "       tercet-train train-names --out FILE --lexicon DIR\n"
    "                                [--labels FILE] TREEBANK...\n"
    "       tercet-train eval-names --model FILE --lexicon DIR\n"
    "                               [--labels FILE] [--neural FILE]\n"
    "                               TREEBANK...\n"
    "       tercet-train coreference --data DIR TREEBANK...\n";

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat("cannot open ", path));
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

absl::StatusOr<std::vector<ConlluDocument>> ReadTreebank(
    const std::string& path) {
  absl::StatusOr<std::string> bytes = ReadFile(path);
  if (!bytes.ok()) return bytes.status();
  auto documents = ReadConllu(*bytes);
  if (documents.ok()) return documents;
  return absl::Status(documents.status().code(),
                      absl::StrCat(path, ": ", documents.status().message()));
}

// The first column of a list; lines that begin with # are comments.
absl::StatusOr<std::vector<std::string>> ReadList(const std::string& path) {
  absl::StatusOr<std::string> bytes = ReadFile(path);
  if (!bytes.ok()) return bytes.status();
  std::vector<std::string> words;
  std::string_view rest = *bytes;
  while (!rest.empty()) {
    const size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    if (!line.empty() && line.front() != '#') {
      words.emplace_back(line.substr(0, line.find('\t')));
    }
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return words;
}

struct Arguments {
  std::string verb;
  std::map<std::string, std::string> options;  // "--out" -> its value
  bool details = false;
  std::vector<std::string> files;
};

bool ParseArguments(int argc, char** argv, Arguments* arguments) {
  if (argc < 2) return false;
  arguments->verb = argv[1];
  for (int i = 2; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--details") {
      arguments->details = true;
    } else if (argument.starts_with("--")) {
      if (++i == argc) return false;
      arguments->options[argument] = argv[i];
    } else {
      arguments->files.push_back(argument);
    }
  }
  if (arguments->verb == "coreference") {
    return !arguments->files.empty() && arguments->options.contains("--data");
  }
  const bool names = arguments->verb.ends_with("-names");
  const bool train =
      arguments->verb == "train" || arguments->verb == "train-names";
  if (!train && arguments->verb != "eval" && arguments->verb != "eval-names") {
    return false;
  }
  if (names && !arguments->options.contains("--lexicon")) return false;
  return !arguments->files.empty() &&
         arguments->options.contains(train ? "--out" : "--model");
}

absl::Status Train(const Arguments& arguments) {
  std::vector<ConlluDocument> documents;
  for (const std::string& file : arguments.files) {
    auto treebank = ReadTreebank(file);
    if (!treebank.ok()) return treebank.status();
    documents.insert(documents.end(),
                     std::make_move_iterator(treebank->begin()),
                     std::make_move_iterator(treebank->end()));
  }
  TrainingOptions options;
  const auto number = [&](const std::string& name, int otherwise) {
    const auto found = arguments.options.find(name);
    return found == arguments.options.end() ? otherwise
                                            : std::atoi(found->second.c_str());
  };
  const auto seed = static_cast<uint64_t>(number("--seed", 1));
  options.segmentation.seed = options.tagger.seed = options.parser.seed = seed;
  options.parser.iterations = number("--iterations", options.parser.iterations);
  options.log = [](const std::string& message) {
    std::fprintf(stderr, "%s\n", message.c_str());
  };
  options.parser.on_iteration = [](int iteration, int64_t wrong,
                                   int64_t steps) {
    std::fprintf(
        stderr, "parser iteration %d: %.3f%% wrong\n", iteration + 1,
        100.0 * static_cast<double>(wrong) / static_cast<double>(steps));
  };
  if (const auto list = arguments.options.find("--abbreviations");
      list != arguments.options.end()) {
    auto words = ReadList(list->second);
    if (!words.ok()) return words.status();
    options.abbreviations = *std::move(words);
  }
  return TrainPipeline(documents, options)
      ->ToModel()
      .Write(arguments.options.at("--out"));
}

void PrintScores(const char* title, const Scores& scores) {
  std::printf(
      "%s: sentences %.2f tokens %.2f UPOS %.2f XPOS %.2f feats %.2f "
      "lemmas %.2f UAS %.2f LAS %.2f LAS-main %.2f\n",
      title, 100 * scores.sentences.F1(), 100 * scores.tokens.F1(),
      100 * scores.upos.F1(), 100 * scores.xpos.F1(), 100 * scores.feats.F1(),
      100 * scores.lemmas.F1(), 100 * scores.uas.F1(), 100 * scores.las.F1(),
      100 * scores.las_main.F1());
}

// GUM names documents GUM_genre_title, EWT genre-title.
std::string GenreOf(std::string_view id) {
  if (id.starts_with("GUM_")) id.remove_prefix(4);
  return std::string(id.substr(0, id.find_first_of("_-")));
}

void PrintDetails(const Scores& all,
                  const std::map<std::string, Scores>& genres) {
  for (const auto& [genre, scores] : genres) {
    std::printf("genre\t%s\tUPOS %.2f\tUAS %.2f\tLAS %.2f\t%lld tokens\n",
                genre.c_str(), 100 * scores.upos.F1(), 100 * scores.uas.F1(),
                100 * scores.las.F1(),
                static_cast<long long>(scores.tokens.gold));
  }
  for (int i = 0; i < kDeprelCount; ++i) {
    const Score& score = all.relations[static_cast<size_t>(i)];
    if (score.gold + score.guessed == 0) continue;
    std::printf("relation\t%s\tF1 %.1f\t%lld\n",
                std::string(Name(static_cast<Deprel>(i))).c_str(),
                100 * score.F1(), static_cast<long long>(score.gold));
  }
}

absl::Status Evaluate(const Arguments& arguments) {
  auto model = ModelFile::Read(arguments.options.at("--model"));
  if (!model.ok()) return model.status();
  auto pipeline = TextPipeline::FromModel(*model);
  if (!pipeline.ok()) return pipeline.status();
  if (const auto path = arguments.options.find("--neural");
      path != arguments.options.end()) {
    auto neural = NeuralAnnotator::Load(path->second);
    if (!neural.ok()) return neural.status();
    (*pipeline)->UseNeural(*std::move(neural));
  }
  for (const std::string& file : arguments.files) {
    auto documents = ReadTreebank(file);
    if (!documents.ok()) return documents.status();
    Scores on_tokens;
    Scores on_text;
    std::map<std::string, Scores> genres;
    double seconds = 0;
    for (const ConlluDocument& document : *documents) {
      std::vector<Sentence> gold;
      for (const ConlluSentence& s : document.sentences) {
        gold.push_back(s.sentence);
      }
      std::vector<Sentence> guessed = gold;
      (*pipeline)->Annotate(std::span<Sentence>(guessed));
      on_tokens.Add(gold, guessed);
      genres[GenreOf(document.id)].Add(gold, guessed);
      const auto start = std::chrono::steady_clock::now();
      guessed = (*pipeline)->Analyze(document.text);
      const std::chrono::duration<double> took =
          std::chrono::steady_clock::now() - start;
      seconds += took.count();
      on_text.Add(gold, guessed);
    }
    std::printf("%s\n", file.c_str());
    PrintScores("gold tokens", on_tokens);
    PrintScores("raw text   ", on_text);
    std::printf("raw text: %.0f tokens/s\n",
                static_cast<double>(on_text.tokens.guessed) / seconds);
    if (arguments.details) PrintDetails(on_tokens, genres);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<NamedDocument>> ReadNamed(const Arguments& arguments,
                                                     const NameLexicon& names) {
  IobLabels labels;
  if (const auto file = arguments.options.find("--labels");
      file != arguments.options.end()) {
    auto bytes = ReadFile(file->second);
    if (!bytes.ok()) return bytes.status();
    auto read = ReadIob(*bytes);
    if (!read.ok()) return read.status();
    labels = *std::move(read);
  }
  std::vector<NamedDocument> all;
  for (const std::string& file : arguments.files) {
    auto documents = ReadTreebank(file);
    if (!documents.ok()) return documents.status();
    std::vector<NamedDocument> named = NamedFromIob(*documents, labels);
    const bool labelled =
        std::any_of(named.begin(), named.end(),
                    [](const NamedDocument& d) { return !d.empty(); });
    if (!labelled) named = NamedFromEntities(*documents, names);
    all.insert(all.end(), std::make_move_iterator(named.begin()),
               std::make_move_iterator(named.end()));
  }
  return all;
}

absl::Status RunNames(const Arguments& arguments) {
  auto names = NameLexicon::Load(arguments.options.at("--lexicon"));
  if (!names.ok()) return names.status();
  auto documents = ReadNamed(arguments, *names);
  if (!documents.ok()) return documents.status();
  if (arguments.verb == "train-names") {
    const std::string model = NameTagger::Train(*documents, *names, {});
    std::ofstream out(arguments.options.at("--out"), std::ios::binary);
    out << model;
    out.close();
    if (!out) return absl::UnknownError("cannot write the model of names");
    return absl::OkStatus();
  }
  if (const auto path = arguments.options.find("--neural");
      path != arguments.options.end()) {
    auto neural = NeuralAnnotator::Load(path->second);
    if (!neural.ok()) return neural.status();
    for (NamedDocument& document : *documents) {
      for (NamedSentence& named : document) {
        (*neural)->Annotate(std::span<Sentence>(&named.sentence, 1));
      }
    }
  }
  auto bytes = ReadFile(arguments.options.at("--model"));
  if (!bytes.ok()) return bytes.status();
  auto tagger = NameTagger::Parse(*bytes, *names);
  if (!tagger.ok()) return tagger.status();
  const NameScore score = ScoreNames(*documents, *tagger);
  std::printf("names: gold %d found %d right %d F1 %.3f\n", score.gold,
              score.found, score.right, score.F1());
  return absl::OkStatus();
}

absl::Status PrintCoreference(const Arguments& arguments) {
  const std::string& data = arguments.options.at("--data");
  auto pipeline = TextPipeline::Load(data);
  if (!pipeline.ok()) return pipeline.status();
  auto names = NameLexicon::Load(data + "/lexicon");
  if (!names.ok()) return names.status();
  auto lexicon = Lexicon::Load(data + "/lexicon");
  if (!lexicon.ok()) return lexicon.status();
  auto bytes = ReadFile(data + "/model/names.model");
  if (!bytes.ok()) return bytes.status();
  auto tagger = NameTagger::Parse(*bytes, *names);
  if (!tagger.ok()) return tagger.status();
  for (const std::string& file : arguments.files) {
    auto documents = ReadTreebank(file);
    if (!documents.ok()) return documents.status();
    for (const ConlluDocument& document : *documents) {
      std::fputs(
          CoreferenceRows(document, **pipeline, *tagger, *names, *lexicon)
              .c_str(),
          stdout);
    }
  }
  return absl::OkStatus();
}

absl::Status Run(const Arguments& arguments) {
  if (arguments.verb == "coreference") return PrintCoreference(arguments);
  if (arguments.verb == "train") return Train(arguments);
  if (arguments.verb == "eval") return Evaluate(arguments);
  return RunNames(arguments);
}

}  // namespace
}  // namespace tercet::text

int main(int argc, char** argv) {
  tercet::text::Arguments arguments;
  if (!tercet::text::ParseArguments(argc, argv, &arguments)) {
    std::fputs(tercet::text::kUsage, stderr);
    return 2;
  }
  const absl::Status status = tercet::text::Run(arguments);
  if (status.ok()) return 0;
  std::fprintf(stderr, "tercet-train: %s\n",
               std::string(status.message()).c_str());
  return 1;
}
