#include "stdlib/os_words.h"

#include <unistd.h>

#include <climits>
#include <cstdlib>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "runtime/output.h"
#include "runtime/strand_pool.h"
#include "stdlib/path_text.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

TestStack RunOs(const char* word, const TestStack& operands) {
  const WordOutcome outcome = RunWord(OsWords(), word, operands);
  EXPECT_EQ(outcome.failure, "") << word;
  return outcome.stack;
}

TEST(PathTextTest, Join) {
  EXPECT_EQ(JoinPath("a", "b"), "a/b");
  EXPECT_EQ(JoinPath("a/", "b"), "a/b");
  EXPECT_EQ(JoinPath("/", "b"), "/b");
  EXPECT_EQ(JoinPath("a", "/b"), "/b");
  EXPECT_EQ(JoinPath("", "b"), "b");
  EXPECT_EQ(JoinPath("a", ""), "a/");
  EXPECT_EQ(JoinPath("", ""), "");
  EXPECT_EQ(JoinPath("a/.", "../b"), "a/./../b");
}

struct PathCase {
  const char* path;
  std::optional<std::string> parent;
  std::optional<std::string> filename;
};

TEST(PathTextTest, ParentAndFilename) {
  const PathCase cases[] = {
      {"/a/b/c.txt", "/a/b", "c.txt"},
      {"/foo", "/", "foo"},
      {"foo", "", "foo"},
      {"foo/", "", "foo"},
      {"a/b/", "a", "b"},
      {"a//b", "a", "b"},
      {"a/./b", "a", "b"},
      {"a/./b/.", "a", "b"},
      {"../..", "..", std::nullopt},
      {"..", "", std::nullopt},
      {"a/..", "a", std::nullopt},
      {"/..", "/", std::nullopt},
      {".", "", std::nullopt},
      {"./", "", std::nullopt},
      {"./.", "", std::nullopt},
      {"./a", ".", "a"},
      {".//a", ".", "a"},
      {".a", "", ".a"},
      {"a/.", "", "a"},
      {"a/././/", "", "a"},
      {"//a", "/", "a"},
      {"///a//", "/", "a"},
      {"/./a", "/", "a"},
      {"a/...", "a", "..."},
      {"", std::nullopt, std::nullopt},
      {"/", std::nullopt, std::nullopt},
      {"//", std::nullopt, std::nullopt},
      {"/.", std::nullopt, std::nullopt},
  };
  for (const PathCase& test : cases) {
    EXPECT_EQ(PathParent(test.path), test.parent) << test.path;
    EXPECT_EQ(PathFilename(test.path), test.filename) << test.path;
  }
}

TEST(OsWordsTest, PathWords) {
  EXPECT_EQ(RunOs("os.path-join", {7, "a", "b"}), (TestStack{7, "a/b"}));
  EXPECT_EQ(RunOs("os.path-join", {"a", "\xFF"}), (TestStack{"a/"}));
  EXPECT_EQ(RunOs("os.path-join", {"\xFF", "b"}), (TestStack{"b"}));
  EXPECT_EQ(RunOs("os.path-parent", {7, "/a/b"}), (TestStack{7, "/a", true}));
  EXPECT_EQ(RunOs("os.path-parent", {"foo"}), (TestStack{"", true}));
  EXPECT_EQ(RunOs("os.path-parent", {"/"}), (TestStack{"", false}));
  EXPECT_EQ(RunOs("os.path-parent", {"a/\xFF"}), (TestStack{"", false}));
  EXPECT_EQ(RunOs("os.path-filename", {7, "foo/"}),
            (TestStack{7, "foo", true}));
  EXPECT_EQ(RunOs("os.path-filename", {".."}), (TestStack{"", false}));
  EXPECT_EQ(RunOs("os.path-filename", {"a/\xFF"}), (TestStack{"", false}));
}

TEST(OsWordsTest, WhatAPathLeadsTo) {
  EXPECT_EQ(RunOs("os.path-exists", {7, "/"}), (TestStack{7, true}));
  EXPECT_EQ(RunOs("os.path-exists", {"/dev/null"}), (TestStack{true}));
  EXPECT_EQ(RunOs("os.path-exists", {"/no/such"}), (TestStack{false}));
  EXPECT_EQ(RunOs("os.path-exists", {""}), (TestStack{false}));
  EXPECT_EQ(RunOs("os.path-exists", {std::string("/\0", 2)}),
            (TestStack{false}));
  EXPECT_EQ(RunOs("os.path-exists", {"/\xFF"}), (TestStack{false}));
  EXPECT_EQ(RunOs("os.path-is-file", {"/proc/self/exe"}), (TestStack{true}));
  EXPECT_EQ(RunOs("os.path-is-file", {"/"}), (TestStack{false}));
  EXPECT_EQ(RunOs("os.path-is-file", {"/dev/null"}), (TestStack{false}));
  EXPECT_EQ(RunOs("os.path-is-file", {""}), (TestStack{false}));
  EXPECT_EQ(RunOs("os.path-is-dir", {"/"}), (TestStack{true}));
  EXPECT_EQ(RunOs("os.path-is-dir", {"/proc/self/exe"}), (TestStack{false}));
  EXPECT_EQ(RunOs("os.path-is-dir", {"/no/such"}), (TestStack{false}));
}

TEST(OsWordsTest, Environment) {
  ASSERT_EQ(setenv("SEQ_TEST_VALUE", "héllo", 1), 0);
  ASSERT_EQ(setenv("SEQ_TEST_EMPTY", "", 1), 0);
  ASSERT_EQ(setenv("SEQ_TEST_INVALID", "\xFF", 1), 0);
  ASSERT_EQ(setenv("SEQ_TEST_PAIR", "a=b", 1), 0);
  EXPECT_EQ(RunOs("os.getenv", {7, "SEQ_TEST_VALUE"}),
            (TestStack{7, "héllo", true}));
  EXPECT_EQ(RunOs("os.getenv", {"SEQ_TEST_EMPTY"}), (TestStack{"", true}));
  EXPECT_EQ(RunOs("os.getenv", {"SEQ_TEST_PAIR"}), (TestStack{"a=b", true}));
  for (const std::string name :
       {"SEQ_TEST_INVALID", "SEQ_TEST_NONE", "", "SEQ_TEST_PAIR=a", "=",
        "SEQ_TEST_VALUE\xFF"}) {
    EXPECT_EQ(RunOs("os.getenv", {name}), (TestStack{"", false})) << name;
  }
  EXPECT_EQ(RunOs("os.getenv", {std::string("SEQ_TEST_VALUE\0x", 16)}),
            (TestStack{"", false}));
}

TEST(OsWordsTest, HomeDir) {
  ASSERT_EQ(setenv("HOME", "/home/of/nobody", 1), 0);
  EXPECT_EQ(RunOs("os.home-dir", {7}), (TestStack{7, "/home/of/nobody", true}));
  ASSERT_EQ(unsetenv("HOME"), 0);
  EXPECT_EQ(RunOs("os.home-dir", {}), (TestStack{"", false}));
}

TEST(OsWordsTest, CurrentDir) {
  char before[PATH_MAX];
  ASSERT_NE(getcwd(before, sizeof(before)), nullptr);
  EXPECT_EQ(RunOs("os.current-dir", {7}),
            (TestStack{7, std::string(before), true}));
  std::string gone = testing::TempDir() + "/seq-gone-XXXXXX";
  ASSERT_NE(mkdtemp(gone.data()), nullptr);
  ASSERT_EQ(chdir(gone.c_str()), 0);
  ASSERT_EQ(rmdir(gone.c_str()), 0);
  EXPECT_EQ(RunOs("os.current-dir", {}), (TestStack{"", false}));
  ASSERT_EQ(chdir(before), 0);
}

TEST(OsWordsTest, NameAndArchitecture) {
#if defined(__linux__) && defined(__x86_64__)
  EXPECT_EQ(RunOs("os.name", {7}), (TestStack{7, "linux"}));
  EXPECT_EQ(RunOs("os.arch", {7}), (TestStack{7, "x86_64"}));
#else
  EXPECT_EQ(RunOs("os.name", {}).size(), 1u);
  EXPECT_EQ(RunOs("os.arch", {}).size(), 1u);
#endif
}

// --- os.exit -----------------------------------------------------------------

// Ends the process with output still gathered and a strand that never ends.
void ExitWith(int status) {
  Output output(STDERR_FILENO);
  output.Write("written before", "\n");
  StrandPoolOptions options = TestPoolOptions();
  options.output = &output;
  StrandPool pool(options);
  pool.Run([status](Strand* strand) {
    strand->pool()->Spawn(strand, 0, [](Strand*) {
      for (;;) pause();
    });
    RunWordOn(strand, OsWords(), "os.exit", {status});
  });
}

TEST(OsWordsDeathTest, ExitEndsTheProcessAtOnce) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(ExitWith(0), testing::ExitedWithCode(0), "written before");
  EXPECT_EXIT(ExitWith(3), testing::ExitedWithCode(3), "written before");
  EXPECT_EXIT(ExitWith(255), testing::ExitedWithCode(255), "written before");
}

TEST(OsWordsTest, ExitStatusOutOfRange) {
  for (const int64_t status : {int64_t{-1}, int64_t{256}, INT64_MAX}) {
    const WordOutcome outcome = RunWord(OsWords(), "os.exit", {status});
    EXPECT_EQ(outcome.failure,
              absl::StrCat("os.exit: exit code must be in range 0-255, got ",
                           status));
    EXPECT_EQ(outcome.stack, (TestStack{status}));
  }
}

}  // namespace
}  // namespace seq
