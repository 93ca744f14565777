// The examples of words in docs/word_examples.tsv: every built-in word of the
// current edition has a line, and every example does what it says.
#include "docs/word_examples.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "docs/module_reference.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "stdlib/std_modules.h"
#include "stdlib/vocabularies.h"
#include "tests/golden/files.h"
#include "tests/golden/seq_server.h"
#include "tests/golden/subprocess.h"
#include "tests/golden/temp_dir.h"

namespace seq {
namespace {

namespace fs = std::filesystem;

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto kPatience = std::chrono::seconds(60);

std::vector<WordExample> Examples(std::string* errors) {
  const auto text = golden::ReadFile("docs/word_examples.tsv");
  if (!text.has_value()) *errors += "cannot read the file";
  return ParseWordExamples(text.value_or(""), errors);
}

std::vector<std::string> BuiltInWords() {
  std::vector<std::string> words;
  for (const WordFamily& family : WordFamilies(Edition::kCurrent)) {
    for (const WordRow& row : family.rows) words.emplace_back(row.name);
  }
  std::sort(words.begin(), words.end());
  return words;
}

std::vector<std::string> ModuleWordNames() {
  std::vector<std::string> words;
  for (const absl::string_view name : StandardModuleNames()) {
    for (ModuleWord& word : ReadModuleWords(*FindStandardModule(name)).words) {
      words.push_back(std::move(word.name));
    }
  }
  std::sort(words.begin(), words.end());
  return words;
}

TEST(WordExamplesTest, EveryBuiltInWordHasALine) {
  std::string errors;
  const std::vector<WordExample> examples = Examples(&errors);
  EXPECT_EQ(errors, "");
  const std::vector<std::string> built_in = BuiltInWords();
  const std::vector<std::string> of_modules = ModuleWordNames();
  std::vector<std::string> found;
  for (const WordExample& example : examples) {
    if (std::binary_search(built_in.begin(), built_in.end(), example.word)) {
      found.push_back(example.word);
      continue;
    }
    EXPECT_TRUE(
        std::binary_search(of_modules.begin(), of_modules.end(), example.word))
        << example.word << " is not a word";
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> missing;
  std::set_difference(built_in.begin(), built_in.end(), found.begin(),
                      found.end(), std::back_inserter(missing));
  EXPECT_THAT(missing, IsEmpty());
}

TEST(WordExamplesTest, ExamplesDoWhatTheySay) {
  std::string errors;
  const std::vector<WordExample> examples = Examples(&errors);
  const golden::TempDir directory;  // also for the files of the examples
  directory.Write("words.seq", ExampleProgram(examples));
  golden::SubprocessOptions options;
  options.argv = {fs::absolute(golden::SeqBinary()).string(),
                  "--edition=current", "words.seq"};
  options.working_directory = directory.path();
  const auto process = golden::Subprocess::Start(options, &errors);
  ASSERT_NE(process, nullptr) << errors;
  process->CloseStdin();
  const auto status = process->Wait(golden::After(kPatience));
  ASSERT_TRUE(status.has_value());
  EXPECT_EQ(*status, (golden::ExitStatus{0, 0})) << process->Stderr();
  const std::vector<WordExample> results =
      ExampleResults(examples, process->Stdout());
  EXPECT_EQ(results.size(), examples.size());
  for (size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].result, examples[i].result) << examples[i].program;
    EXPECT_EQ(results[i].output, examples[i].output) << examples[i].program;
  }
}

TEST(WordExamplesTest, ReportsMalformedLines) {
  const std::string head = "word\texample\tresult\toutput\n";
  std::string errors;
  EXPECT_EQ(ParseWordExamples(head + "a\t1\t1\t\n", &errors).size(), 1);
  EXPECT_EQ(errors, "");
  ParseWordExamples("a\t1\t1\t\n", &errors);
  EXPECT_THAT(errors, HasSubstr("1: no head line"));
  ParseWordExamples(head + "a\t1\n", &errors);
  EXPECT_THAT(errors, HasSubstr("2: not four cells"));
  ParseWordExamples(head + "a\t1\t1\t\n" + "a\t1\t1\t\n", &errors);
  EXPECT_THAT(errors, HasSubstr("3: the word again"));
  ParseWordExamples(head + "a\t\t\t\n", &errors);
  EXPECT_THAT(errors, HasSubstr("2: without an example"));
}

TEST(WordExamplesTest, ReadsResultsUpToTheFirstThatIsMissing) {
  const std::vector<WordExample> results =
      ExampleResults({{"a", "x", "", ""},
                      {"b", "", "why", ""},
                      {"c", "y", "", ""},
                      {"d", "z", "", ""}},
                     "one\ntwo\n<0>» 1 2\n<2>»\noops\n");
  ASSERT_EQ(results.size(), 3);
  EXPECT_EQ(results[0].output, "one / two");
  EXPECT_EQ(results[0].result, "1 2");
  EXPECT_EQ(results[1].result, "why");
  EXPECT_EQ(results[2].result, "");
}

TEST(ModuleReferenceTest, ReadsCommentsAndEffects) {
  const ModuleWords module = ReadModuleWords(
      "# std:some: words for\n# something.\n#\n# More.\n\n"
      "# --- Part ---\n\n"
      "# Two\n# lines.\n: one ( Int -- Int )\n  1 i.+ ;\n\n"
      ": two ( -- ) ;\n");
  EXPECT_EQ(module.intro, "Words for something.");
  ASSERT_EQ(module.words.size(), 2);
  EXPECT_EQ(module.words[0].name, "one");
  EXPECT_EQ(module.words[0].effect, "( Int -- Int )");
  EXPECT_EQ(module.words[0].doc, "Two lines.");
  EXPECT_EQ(module.words[1].name, "two");
  EXPECT_EQ(module.words[1].doc, "");
}

}  // namespace
}  // namespace seq
