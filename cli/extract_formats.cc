#include "cli/extract_formats.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/terminal.h"
#include "ingest/conllu.h"
#include "ingest/facts_jsonl.h"
#include "ingest/lexicon.h"
#include "ingest/open_tuples.h"
#include "ingest/text_pipeline.h"
#include "query/table.h"

namespace tercet::cli {
namespace {

// "not", "planned", "said by Ana Silva", "on Sunday", "in Lisbon": how the
// sentence qualifies its fact.
std::string Qualifiers(const text::ExtractedFact& fact) {
  std::string out;
  auto add = [&out](std::string_view part) {
    if (part.empty()) return;
    if (!out.empty()) out += "; ";
    out += part;
  };
  if (fact.negated) add("not so");
  const bool says = !fact.said_by.empty();
  if (fact.status != Status::kAsserted &&
      !(says && fact.status == Status::kReported)) {
    add(Name(fact.status));
  }
  if (says) add(absl::StrCat("says ", fact.said_by));
  add(fact.time);
  add(fact.place);
  for (const text::FactArgument& argument : fact.open) {
    add(absl::StrCat(argument.preposition, " ", argument.text));
  }
  return out;
}

class TableWriter : public FactWriter {
 public:
  explicit TableWriter(text::Analyzer analyzer)
      : analyzer_(std::move(analyzer)) {}
  std::string Write(const InputDocument& document) const override {
    return FactTable(analyzer_.Analyze(document), Columns());
  }

 private:
  text::Analyzer analyzer_;
};

class JsonLinesWriter : public FactWriter {
 public:
  explicit JsonLinesWriter(text::Analyzer analyzer)
      : analyzer_(std::move(analyzer)) {}
  std::string Write(const InputDocument& document) const override {
    return text::FactsJsonl(analyzer_.Analyze(document));
  }

 private:
  text::Analyzer analyzer_;
};

class ConlluWriter : public FactWriter {
 public:
  explicit ConlluWriter(std::unique_ptr<text::TextPipeline> pipeline)
      : pipeline_(std::move(pipeline)) {}
  std::string Write(const InputDocument& document) const override {
    std::string out;
    int number = 0;
    for (text::Sentence& sentence : pipeline_->Analyze(document.text)) {
      text::ConlluSentence written;
      if (number == 0) {
        written.comments.push_back(absl::StrCat("newdoc id = ", document.id));
      }
      written.comments.push_back(
          absl::StrCat("sent_id = ", document.id, "-", ++number));
      written.sentence = std::move(sentence);
      out += text::WriteConllu(written);
    }
    return out;
  }

 private:
  std::unique_ptr<text::TextPipeline> pipeline_;
};

class OpenTupleWriter : public FactWriter {
 public:
  OpenTupleWriter(std::unique_ptr<text::TextPipeline> pipeline,
                  text::Lexicon lexicon, bool lines)
      : pipeline_(std::move(pipeline)),
        lexicon_(std::move(lexicon)),
        lines_(lines) {}
  std::string Write(const InputDocument& document) const override {
    std::string out;
    if (!lines_) {
      for (const text::Sentence& sentence : pipeline_->Analyze(document.text)) {
        AddTuples(
            document.text.substr(sentence.span.begin, sentence.span.size()),
            sentence, &out);
      }
      return out;
    }
    for (const std::string& line :
         std::vector<std::string>(absl::StrSplit(document.text, '\n'))) {
      for (const text::Sentence& sentence : pipeline_->Analyze(line)) {
        AddTuples(line, sentence, &out);
      }
    }
    return out;
  }

 private:
  void AddTuples(std::string shown, const text::Sentence& sentence,
                 std::string* out) const {
    // A tab or a line break in a sentence would end its column.
    for (char& c : shown) {
      if (c == '\t' || c == '\n' || c == '\r') c = ' ';
    }
    for (const text::OpenTuple& tuple : text::OpenTuples(sentence, lexicon_)) {
      absl::StrAppend(out, shown, "\t", tuple.confidence, "\t", tuple.relation,
                      "\t", absl::StrJoin(tuple.arguments, "\t"), "\n");
    }
  }

  std::unique_ptr<text::TextPipeline> pipeline_;
  text::Lexicon lexicon_;
  bool lines_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<FactWriter>> FactWriter::Create(
    const std::string& format, const std::string& data_dir, bool lines) {
  if (format == "conllu") {
    auto pipeline = text::TextPipeline::Load(data_dir);
    if (!pipeline.ok()) return pipeline.status();
    return std::make_unique<ConlluWriter>(*std::move(pipeline));
  }
  if (format == "openie") {
    auto pipeline = text::TextPipeline::Load(data_dir);
    if (!pipeline.ok()) return pipeline.status();
    auto lexicon = text::Lexicon::Load(data_dir + "/lexicon");
    if (!lexicon.ok()) return lexicon.status();
    return std::make_unique<OpenTupleWriter>(*std::move(pipeline),
                                             *std::move(lexicon), lines);
  }
  absl::StatusOr<text::Analyzer> analyzer = text::Analyzer::Load(data_dir);
  if (!analyzer.ok()) return analyzer.status();
  if (format == "jsonl") {
    return std::make_unique<JsonLinesWriter>(*std::move(analyzer));
  }
  return std::make_unique<TableWriter>(*std::move(analyzer));
}

std::string FactTable(const text::Analysis& analysis, int columns) {
  const InputDocument& document = analysis.document;
  std::string out = document.id;
  if (!document.title.empty()) absl::StrAppend(&out, ": ", document.title);
  if (!document.date.empty()) absl::StrAppend(&out, " (", document.date, ")");
  out += '\n';
  if (analysis.facts.empty()) return out + "no facts\n\n";
  query::Table table(
      {"§", "subject", "relation", "object", "how, when, where"});
  for (const text::ExtractedFact& fact : analysis.facts) {
    table.AddRow({absl::StrCat(fact.sentence), fact.subject, fact.relation,
                  fact.object, Qualifiers(fact)});
  }
  table.Fit(columns);
  return out + table.Text() + '\n';
}

}  // namespace tercet::cli
