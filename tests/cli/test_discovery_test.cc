// Which files and words `seq test` takes for tests.
#include "cli/test_discovery.h"

#include <filesystem>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/golden/seq_run.h"

namespace seq {
namespace {

using golden::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// --- Files -------------------------------------------------------------------

TEST(FindMisnamedPathTest, OnlySeqFilesThatAreNoTestFiles) {
  EXPECT_EQ(FindMisnamedPath({}), nullptr);
  EXPECT_EQ(FindMisnamedPath({"test-a.seq", "d/test-.seq", ".", "notes.txt",
                              "none/", "test-x"}),
            nullptr);
  for (const char* wrong : {"a.seq", "test-d/a.seq", "mytest-a.seq", ".seq",
                            "Test-a.seq", "test_a.seq"}) {
    const std::vector<std::string> paths = {"test-a.seq", wrong};
    const std::string* const found = FindMisnamedPath(paths);
    ASSERT_NE(found, nullptr) << wrong;
    EXPECT_EQ(*found, wrong);
  }
}

class FindTestFilesTest : public ::testing::Test {
 protected:
  std::string Make(const std::string& name) {
    const std::filesystem::path path = directory_.File(name);
    std::filesystem::create_directories(path.parent_path());
    return directory_.Write(name, "");
  }
  std::vector<std::string> Find(const std::vector<std::string>& paths) {
    warnings_.clear();
    return FindTestFiles(paths, &warnings_);
  }

  const TempDir directory_;
  std::vector<std::string> warnings_;
};

TEST_F(FindTestFilesTest, SearchesDirectoriesAndSorts) {
  const std::string b = Make("test-b.seq");
  const std::string deep = Make("a/b/c/test-deep.seq");
  const std::string hidden = Make(".h/test-h.seq");
  Make("a/helper.seq");
  Make("a/test-notes.txt");
  Make("a/my-test-x.seq");
  std::filesystem::create_directories(directory_.File("test-dir.seq"));
  EXPECT_THAT(Find({directory_.path()}), ElementsAre(hidden, deep, b));
  EXPECT_THAT(warnings_, IsEmpty());
}

TEST_F(FindTestFilesTest, GivenFilesAndEachOnce) {
  const std::string a = Make("test-a.seq");
  const std::string b = Make("test-b.seq");
  EXPECT_THAT(Find({b, a, b}), ElementsAre(a, b));
  EXPECT_EQ(Find({b, directory_.path(), directory_.path() + "/."}).size(), 2U);
}

TEST_F(FindTestFilesTest, WhatDoesNotQualifyIsLeftOut) {
  EXPECT_THAT(Find({directory_.File("none"), directory_.File("test-none.seq"),
                    Make("notes.txt")}),
              IsEmpty());
  EXPECT_THAT(warnings_, IsEmpty());
}

TEST_F(FindTestFilesTest, LinksToFilesButNotToDirectories) {
  const std::string file = Make("d/test-a.seq");
  std::filesystem::create_symlink(directory_.path(), directory_.File("d/loop"));
  std::filesystem::create_symlink(file, directory_.File("test-link.seq"));
  EXPECT_THAT(Find({directory_.path()}),
              ElementsAre(file, directory_.File("test-link.seq")));
}

// --- Words -------------------------------------------------------------------

std::vector<TestWord> Words(const std::string& text,
                            const std::string& pattern = "") {
  SourceMap sources;
  Diagnostics diagnostics;
  const uint32_t file = sources.Add("test-a.seq", text);
  std::vector<TestWord> words =
      FindTestWords(sources, file, pattern, diagnostics);
  EXPECT_TRUE(diagnostics.empty());
  return words;
}

std::vector<std::string> Names(const std::vector<TestWord>& words) {
  std::vector<std::string> names;
  for (const TestWord& word : words) names.push_back(word.name);
  return names;
}

TEST(FindTestWordsTest, SortedByNameAndFiltered) {
  EXPECT_THAT(Names(Words(": test-b ( -- ) ; : helper ( -- ) ;"
                          ": test-a ( -- ) ; : test- ( -- ) ;"
                          ": my-test-c ( -- ) ; : test-B ( -- ) ;")),
              ElementsAre("test-", "test-B", "test-a", "test-b"));
  EXPECT_THAT(Names(Words(": test-ab ( -- ) ; : test-bc ( -- ) ;", "ab")),
              ElementsAre("test-ab"));
  EXPECT_THAT(Names(Words(": test-ab ( -- ) ; : test-bc ( -- ) ;", "x")),
              IsEmpty());
}

TEST(FindTestWordsTest, AFileWithAMainHasNone) {
  EXPECT_THAT(Words(": test-a ( -- ) ; : main ( -- ) ;"), IsEmpty());
}

TEST(FindTestWordsTest, RowsAreNoConcreteValues) {
  for (const char* effect : {"( -- )", "( ..a -- ..a )", "( ..a -- ..b )"}) {
    const auto words = Words(std::string(": test-a ") + effect + " ;");
    ASSERT_EQ(words.size(), 1U);
    EXPECT_EQ(words[0].skip_reason, "") << effect;
  }
}

TEST(FindTestWordsTest, SkippedWithTheEffectAsWritten) {
  const auto reason = [](const std::string& effect) {
    const auto words = Words(": test-a " + effect + " ;");
    return words.size() == 1 ? words[0].skip_reason : "";
  };
  EXPECT_THAT(reason("( Int\n  # why\n -- Bool )"),
              ::testing::StartsWith("name starts with `test-` but stack effect "
                                    "is ( Int -- Bool ), not ( -- ). ("));
  EXPECT_THAT(reason("( -- Int )"), HasSubstr("is ( -- Int ), not"));
  EXPECT_THAT(reason("( ..a Int -- ..a )"), HasSubstr("( ..a Int -- ..a )"));
  EXPECT_THAT(reason("( -- | Yield Int )"), HasSubstr("( -- | Yield Int )"));
  EXPECT_THAT(reason("( [Int -- Int] -- )"),
              HasSubstr("( [ Int -- Int ] -- )"));
  EXPECT_THAT(reason(""), HasSubstr("no stack effect declared"));
}

TEST(FindTestWordsTest, ErrorsAreReported) {
  SourceMap sources;
  Diagnostics diagnostics;
  const uint32_t file = sources.Add("test-a.seq", ": test-a ( -- ");
  EXPECT_THAT(FindTestWords(sources, file, "", diagnostics), IsEmpty());
  EXPECT_EQ(diagnostics.all().size(), 1U);
}

}  // namespace
}  // namespace seq
