// What the process that runs tests says between them, read back.
#include "cli/test_progress.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace seq {
namespace {

constexpr const char* kKey = "\x1ekey ";

std::string Mark(const std::string& text) { return kKey + text + "\n"; }

TEST(TestProgressTest, KeysDiffer) {
  std::set<std::string> keys;
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(keys.insert(MakeTestProgressKey()).second);
  }
}

TEST(TestProgressTest, CutsTheOutputAtTheMarks) {
  const TestProgress progress = ReadTestProgress(
      "first\n" + Mark("B 3 1000") + "a\nb" + Mark("E 0 3000") + Mark("B 4 1") +
          Mark("E 2 8") + Mark("D") + "last",
      kKey);
  EXPECT_TRUE(progress.done);
  EXPECT_EQ(progress.output, "first\nlast");
  ASSERT_EQ(progress.sections.size(), 2U);
  EXPECT_EQ(progress.sections[0].test, 3U);
  EXPECT_EQ(progress.sections[0].output, "a\nb");
  EXPECT_TRUE(progress.sections[0].ended);
  EXPECT_EQ(progress.sections[0].failures, 0);
  EXPECT_EQ(progress.sections[0].duration, TestDuration(2000));
  EXPECT_EQ(progress.sections[1].output, "");
  EXPECT_EQ(progress.sections[1].failures, 2);
  EXPECT_EQ(progress.sections[1].duration, TestDuration(7));
}

TEST(TestProgressTest, CutOffAnywhere) {
  const std::string all = Mark("B 0 1") + "text\n" + Mark("E 1 2") + Mark("D");
  for (size_t size = 0; size < all.size(); ++size) {
    const TestProgress progress = ReadTestProgress(all.substr(0, size), kKey);
    EXPECT_FALSE(progress.done) << size;
    EXPECT_LE(progress.sections.size(), 1U);
  }
  const TestProgress running = ReadTestProgress(Mark("B 0 1") + "text", kKey);
  ASSERT_EQ(running.sections.size(), 1U);
  EXPECT_FALSE(running.sections[0].ended);
  EXPECT_EQ(running.sections[0].output, "text");
}

TEST(TestProgressTest, WithoutTheKeyItIsOutput) {
  const std::string text = "\x1eother B 0 1\n\x1eother D\n";
  const TestProgress progress = ReadTestProgress(text, kKey);
  EXPECT_EQ(progress.output, text);
  EXPECT_TRUE(progress.sections.empty());
}

// Nobody but the generated `main` may call them.
TEST(TestProgressTest, NamesOfTheWordsAreNoTokens) {
  ASSERT_EQ(TestProgressWords().size(), 3U);
  for (const WordRow& row : TestProgressWords()) {
    EXPECT_NE(row.name.find(' '), absl::string_view::npos) << row.name;
  }
}

}  // namespace
}  // namespace seq
