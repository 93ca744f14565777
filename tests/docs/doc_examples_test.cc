// Runs every Seq program in README.md and docs/.
#include "tests/docs/doc_examples.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/files.h"

namespace seq::docs {
namespace {

namespace fs = std::filesystem;

constexpr auto kPatience = std::chrono::seconds(60);
constexpr char kFrontPage[] = "README.md";

std::vector<std::string> Documents() {
  std::vector<std::string> paths = {kFrontPage};
  for (const auto& entry : fs::recursive_directory_iterator("docs")) {
    const std::string path = entry.path().string();
    if (path.ends_with(".md")) paths.push_back(path);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// All examples; what is wrong with the documents is added to `*errors`.
std::vector<DocExample> AllExamples(std::string* errors) {
  std::vector<DocExample> examples;
  for (const std::string& path : Documents()) {
    const auto text = golden::ReadFile(path);
    *errors += text.has_value() ? ParseExamples(path, *text, &examples)
                                : "cannot read " + path + "\n";
  }
  return examples;
}

std::vector<DocExample> AllExamples() {
  std::string errors;  // WellFormed reports them
  return AllExamples(&errors);
}

TEST(DocumentsTest, WellFormed) {
  std::string errors;
  const std::vector<DocExample> examples = AllExamples(&errors);
  EXPECT_EQ(errors, "");
  const auto in = [&examples](const std::string& file) {
    return std::count_if(
        examples.begin(), examples.end(),
        [&file](const DocExample& example) { return example.file == file; });
  };
  EXPECT_GE(in(kFrontPage), 1);
  EXPECT_GE(in("docs/guide.md"), 1);
  EXPECT_GE(in("docs/language/classic.md"), 1);
  EXPECT_GE(in("docs/language/current.md"), 1);
}

class DocExampleTest : public ::testing::TestWithParam<DocExample> {};

TEST_P(DocExampleTest, DoesWhatTheDocumentSays) {
  EXPECT_EQ(RunExample(GetParam(), golden::After(kPatience)), "");
}

INSTANTIATE_TEST_SUITE_P(All, DocExampleTest,
                         ::testing::ValuesIn(AllExamples()),
                         [](const auto& test) { return TestName(test.param); });

}  // namespace
}  // namespace seq::docs
