#include "cli/test_program.h"

#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "cli/standard_modules.h"
#include "cli/test_progress.h"
#include "interp/edition.h"
#include "interp/pipeline.h"

namespace seq {
namespace {

constexpr absl::string_view kCompilation = "Compilation error";

// --- The generated `main` ----------------------------------------------------
//
// Made as a syntax tree, not as text: names need no quoting. Its parts stand
// where the tests' names stand, so that a back-trace leads there.

Item Call(absl::string_view name, Span span) {
  return {span, WordCall{std::string(name)}};
}

Item PushInt(size_t value, Span span) {
  return {span, IntLiteral{static_cast<int64_t>(value)}};
}

void AppendTest(const TestWord& test, size_t number, Body* body) {
  const Span span = test.name_span;
  const auto name = [&] { return Item{span, StringLiteral{test.name}}; };
  body->push_back(PushInt(number, span));
  body->push_back(Call(kBeginTestWord, span));
  body->push_back(name());
  body->push_back(Call("test.init", span));
  body->push_back(Call(test.name, span));
  body->push_back(name());
  body->push_back(Call("test.set-name", span));
  body->push_back(Call("test.finish", span));
  body->push_back(PushInt(number, span));
  body->push_back(Call(kEndTestWord, span));
}

// Runs the tests and ends with status 1 if the last of them failed.
WordDefinition MakeMain(const std::vector<TestWord>& tests, size_t first,
                        size_t count) {
  WordDefinition word;
  word.name = "main";
  for (size_t i = first; i < first + count && i < tests.size(); ++i) {
    AppendTest(tests[i], i, &word.body);
  }
  const Span span = tests.back().name_span;
  word.name_span = span;
  word.span = span;
  word.effect.emplace();
  word.effect->span = span;
  word.body.push_back(Call(kTestsDoneWord, span));
  word.body.push_back(Call("test.has-failures", span));
  Conditional conditional;
  conditional.then_body.push_back(PushInt(1, span));
  conditional.then_body.push_back(Call("os.exit", span));
  conditional.end = span;
  word.body.push_back({span, std::move(conditional)});
  return word;
}

}  // namespace

TestProgram::TestProgram(const std::string& path, absl::string_view pattern) {
  absl::StatusOr<std::string> text = ReadSource(path);
  if (!text.ok()) {
    SetProblem("Failed to read file", text.status().message());
    return;
  }
  file_ = sources_->Add(path, *std::move(text));
  Diagnostics diagnostics;
  const std::optional<Edition> edition =
      DeclaredEdition(*sources_, file_, diagnostics);
  if (edition == Edition::kClassic) {
    SetProblem(kCompilation,
               "the file declares the classic edition, which has no tests: "
               "test files are written in the current edition");
    return;
  }
  std::vector<TestWord> words;
  if (diagnostics.empty()) {
    words = FindTestWords(*sources_, file_, pattern, diagnostics);
  }
  if (!diagnostics.empty()) {
    const bool is_text =
        diagnostics.all().front().code != DiagnosticCode::kInvalidUtf8;
    SetProblem(is_text ? "Parse error" : "Failed to read file", diagnostics);
    return;
  }
  for (TestWord& word : words) {
    (word.skip_reason.empty() ? tests_ : skipped_).push_back(std::move(word));
  }
}

bool TestProgram::Check() { return Analyze(0, tests_.size()) != nullptr; }

std::unique_ptr<LoadedProgram> TestProgram::Compile(size_t first,
                                                    size_t count) {
  const std::unique_ptr<AnalyzedProgram> program = Analyze(first, count);
  if (program == nullptr) return nullptr;
  auto loaded = std::make_unique<LoadedProgram>();
  loaded->executable = LowerProgram(*program, *sources_, *vocabulary_, Fusion::kOn);
  loaded->sources = std::move(sources_);
  loaded->vocabulary = std::move(vocabulary_);
  return loaded;
}

// Null after a problem.
std::unique_ptr<AnalyzedProgram> TestProgram::Analyze(size_t first,
                                                      size_t count) {
  if (!problem_.empty() || tests_.empty()) return nullptr;
  vocabulary_ = MakeVocabulary(Edition::kCurrent, TestProgressWords());
  Diagnostics diagnostics;
  ParsedProgram parsed = ParseProgram(*sources_, file_, Edition::kCurrent,
                                      LoadStandardModule, diagnostics);
  bool has_main = false;
  for (const WordDefinition& word : parsed.program.words) {
    if (word.name != "main") continue;
    has_main = true;
    diagnostics.Add({.code = DiagnosticCode::kDuplicateWord,
                     .span = word.name_span,
                     .message = "Word 'main' is defined multiple times: the "
                                "test runner defines it, too",
                     .detail = "",
                     .notes = {},
                     .help =
                         "a file that tests include must not define `main`: "
                         "move what they share into another file"});
  }
  std::unique_ptr<AnalyzedProgram> program;
  if (!has_main) {
    parsed.program.words.push_back(MakeMain(tests_, first, count));
    program = AnalyzeProgram(std::move(parsed), *sources_, *vocabulary_,
                             {.main_file = file_}, diagnostics);
  }
  if (diagnostics.empty()) return program;
  SetProblem(kCompilation, diagnostics);
  return nullptr;
}

void TestProgram::SetProblem(absl::string_view stage,
                             absl::string_view message) {
  problem_ = absl::StrCat(stage, ": ", absl::StripSuffix(message, "\n"));
}

void TestProgram::SetProblem(absl::string_view stage,
                             Diagnostics& diagnostics) {
  std::string text = RenderDiagnostics(diagnostics, *sources_, /*color=*/false);
  if (LooksClassic()) {
    absl::StrAppend(&text,
                    "  help: this looks like the classic edition; test files "
                    "are written in the current edition\n");
  }
  SetProblem(stage, text);
}

bool TestProgram::LooksClassic() const {
  return DetectEdition(*sources_, file_, *MakeVocabulary(Edition::kClassic),
                       *MakeVocabulary(Edition::kCurrent)) == Edition::kClassic;
}

}  // namespace seq
