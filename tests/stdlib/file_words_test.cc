// The words for files and directories; file.for-each-line has a file of its
// own.

#include "stdlib/file_words.h"

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/config.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/word.h"
#include "tests/golden/files.h"
#include "tests/golden/temp_dir.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

// Every test works in a directory of its own.
class FileWordsTest : public ::testing::Test {
 protected:
  std::string Path(std::string_view name) const {
    return directory_.File(name);
  }
  std::string WriteOf(std::string_view name, const std::string& bytes) const {
    return directory_.Write(name, bytes);
  }
  std::string ReadOf(std::string_view name) const {
    return golden::ReadFile(Path(name)).value_or("(no such file)");
  }

 private:
  const golden::TempDir directory_;
};

TestStack RunFile(const char* word, const TestStack& operands) {
  const WordOutcome outcome = RunWord(FileWords(), word, operands);
  EXPECT_EQ(outcome.failure, "") << word;
  return outcome.stack;
}

std::string AllBytes() {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  return bytes;
}

// Paths that no word can use.
std::vector<std::string> BadPaths() {
  return {"", "/tmp/\xFF", std::string("/tmp\0", 5), "/no/such/thing"};
}

TEST_F(FileWordsTest, Slurp) {
  std::string long_text;
  while (long_text.size() < 1'000'000) long_text += AllBytes();
  for (const std::string& bytes :
       {std::string(), std::string("x"), std::string("a\r\nb\n"), AllBytes(),
        long_text}) {
    const std::string path = WriteOf("file", bytes);
    EXPECT_EQ(RunFile("file.slurp", {7, path}), (TestStack{7, bytes, true}));
  }
  for (const std::string& path : BadPaths()) {
    EXPECT_EQ(RunFile("file.slurp", {path}), (TestStack{"", false})) << path;
  }
  EXPECT_EQ(RunFile("file.slurp", {Path(".")}), (TestStack{"", false}));
  EXPECT_EQ(RunFile("file.slurp", {WriteOf("f", "") + "/x"}),
            (TestStack{"", false}));
}

TEST_F(FileWordsTest, SlurpOfThingsThatAreNoFiles) {
  EXPECT_EQ(RunFile("file.slurp", {"/dev/null"}), (TestStack{"", true}));
  // Has a size of 0 and contents nevertheless.
  const TestStack status = RunFile("file.slurp", {"/proc/self/status"});
  ASSERT_EQ(status.size(), 2u);
  EXPECT_THAT(std::get<std::string>(status[0]), HasSubstr("Pid:"));
  EXPECT_EQ(status[1], TestValue(true));
  // Has contents without an end, and contents the system refuses to read.
  EXPECT_EQ(RunFile("file.slurp", {"/dev/zero"}), (TestStack{"", false}));
  EXPECT_EQ(RunFile("file.slurp", {"/proc/self/mem"}), (TestStack{"", false}));
}

TEST_F(FileWordsTest, FileTooLargeForMemoryIsAFailure) {
  const std::string path = WriteOf("sparse", "x");
  if (truncate(path.c_str(), int64_t{1} << 43) != 0) {
    GTEST_SKIP() << "the file system has no such large files";
  }
  EXPECT_EQ(RunFile("file.size", {path}), (TestStack{int64_t{1} << 43, true}));
  // The sanitizers' allocators end the process instead of refusing.
#if !defined(ABSL_HAVE_ADDRESS_SANITIZER) && \
    !defined(ABSL_HAVE_THREAD_SANITIZER)
  EXPECT_EQ(RunFile("file.slurp", {path}), (TestStack{"", false}));
#endif
}

TEST_F(FileWordsTest, SpitAndAppend) {
  EXPECT_EQ(RunFile("file.spit", {7, AllBytes(), Path("a")}),
            (TestStack{7, true}));
  EXPECT_EQ(ReadOf("a"), AllBytes());
  EXPECT_EQ(RunFile("file.spit", {"short", Path("a")}), (TestStack{true}));
  EXPECT_EQ(ReadOf("a"), "short");
  EXPECT_EQ(RunFile("file.append", {7, "er\n", Path("a")}),
            (TestStack{7, true}));
  EXPECT_EQ(ReadOf("a"), "shorter\n");
  EXPECT_EQ(RunFile("file.append", {"new", Path("b")}), (TestStack{true}));
  EXPECT_EQ(ReadOf("b"), "new");
  EXPECT_EQ(RunFile("file.spit", {"", Path("a")}), (TestStack{true}));
  EXPECT_EQ(ReadOf("a"), "");
}

TEST_F(FileWordsTest, WritingThatFails) {
  std::vector<std::string> paths = BadPaths();
  paths.push_back(Path("."));
  paths.push_back(Path("missing/file"));
  paths.push_back("/dev/full");
  for (const std::string& path : paths) {
    EXPECT_EQ(RunFile("file.spit", {"x", path}), (TestStack{false})) << path;
    EXPECT_EQ(RunFile("file.append", {"x", path}), (TestStack{false})) << path;
  }
}

TEST_F(FileWordsTest, Exists) {
  const std::string path = WriteOf("file", "12345");
  ASSERT_EQ(symlink(path.c_str(), Path("link").c_str()), 0);
  ASSERT_EQ(symlink("nowhere", Path("dangling").c_str()), 0);
  EXPECT_EQ(RunFile("file.exists?", {7, path}), (TestStack{7, true}));
  EXPECT_EQ(RunFile("file.exists?", {Path("link")}), (TestStack{true}));
  EXPECT_EQ(RunFile("file.exists?", {Path(".")}), (TestStack{true}));
  EXPECT_EQ(RunFile("file.exists?", {Path("dangling")}), (TestStack{false}));
  EXPECT_EQ(RunFile("dir.exists?", {7, Path(".")}), (TestStack{7, true}));
  EXPECT_EQ(RunFile("dir.exists?", {path}), (TestStack{false}));
  for (const std::string& bad : BadPaths()) {
    EXPECT_EQ(RunFile("file.exists?", {bad}), (TestStack{false})) << bad;
    EXPECT_EQ(RunFile("dir.exists?", {bad}), (TestStack{false})) << bad;
  }
}

TEST_F(FileWordsTest, Size) {
  const std::string path = WriteOf("file", "12345");
  ASSERT_EQ(symlink(path.c_str(), Path("link").c_str()), 0);
  EXPECT_EQ(RunFile("file.size", {7, path}), (TestStack{7, 5, true}));
  EXPECT_EQ(RunFile("file.size", {Path("link")}), (TestStack{5, true}));
  EXPECT_EQ(RunFile("file.size", {Path(".")}).back(), TestValue(true));
  for (const std::string& bad : BadPaths()) {
    EXPECT_EQ(RunFile("file.size", {bad}), (TestStack{0, false})) << bad;
  }
}

TEST_F(FileWordsTest, Delete) {
  const std::string path = WriteOf("file", "x");
  ASSERT_EQ(symlink(path.c_str(), Path("link").c_str()), 0);
  EXPECT_EQ(RunFile("file.delete", {7, Path("link")}), (TestStack{7, true}));
  EXPECT_TRUE(std::filesystem::exists(path));
  EXPECT_EQ(RunFile("file.delete", {path}), (TestStack{true}));
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_EQ(RunFile("file.delete", {path}), (TestStack{false}));
  EXPECT_EQ(RunFile("file.delete", {Path(".")}), (TestStack{false}));
  for (const std::string& bad : BadPaths()) {
    EXPECT_EQ(RunFile("file.delete", {bad}), (TestStack{false})) << bad;
  }
}

TEST_F(FileWordsTest, MakeDirectories) {
  EXPECT_EQ(RunFile("dir.make", {7, Path("a")}), (TestStack{7, true}));
  EXPECT_EQ(RunFile("dir.make", {Path("a")}), (TestStack{true}));
  EXPECT_EQ(RunFile("dir.make", {Path("b//c/./d/")}), (TestStack{true}));
  EXPECT_TRUE(std::filesystem::is_directory(Path("b/c/d")));
  EXPECT_EQ(RunFile("dir.make", {Path("e/../f")}), (TestStack{true}));
  EXPECT_TRUE(std::filesystem::is_directory(Path("f")));
  EXPECT_EQ(RunFile("dir.make", {""}), (TestStack{true}));
  EXPECT_EQ(RunFile("dir.make", {"/"}), (TestStack{true}));
  // As the empty path.
  EXPECT_EQ(RunFile("dir.make", {"\xFF"}), (TestStack{true}));
  const std::string file = WriteOf("file", "x");
  EXPECT_EQ(RunFile("dir.make", {file}), (TestStack{false}));
  EXPECT_EQ(RunFile("dir.make", {file + "/below/it"}), (TestStack{false}));
  EXPECT_EQ(RunFile("dir.make", {"/proc/no/such"}), (TestStack{false}));
  std::string too_long = Path("deep");
  while (too_long.size() < 5000) too_long += "/deep";
  EXPECT_EQ(RunFile("dir.make", {too_long}), (TestStack{false}));
  EXPECT_FALSE(std::filesystem::exists(Path("deep")));
  EXPECT_EQ(RunFile("dir.make", {Path(std::string("a\0b", 3))}),
            (TestStack{false}));
}

TEST_F(FileWordsTest, DeleteDirectory) {
  ASSERT_TRUE(std::filesystem::create_directories(Path("a/b")));
  EXPECT_EQ(RunFile("dir.delete", {7, Path("a")}), (TestStack{7, false}));
  EXPECT_EQ(RunFile("dir.delete", {Path("a/b")}), (TestStack{true}));
  EXPECT_EQ(RunFile("dir.delete", {Path("a")}), (TestStack{true}));
  EXPECT_EQ(RunFile("dir.delete", {Path("a")}), (TestStack{false}));
  EXPECT_EQ(RunFile("dir.delete", {WriteOf("f", "")}), (TestStack{false}));
  for (const std::string& bad : BadPaths()) {
    EXPECT_EQ(RunFile("dir.delete", {bad}), (TestStack{false})) << bad;
  }
}

TEST_F(FileWordsTest, ListDirectory) {
  ASSERT_TRUE(std::filesystem::create_directories(Path("d/sub/subsub")));
  WriteOf("d/file", "");
  WriteOf("d/.hidden é", "");
  WriteOf("d/bad \xFF", "");
  const TestStack listed = RunFile("dir.list", {7, Path("d")});
  ASSERT_EQ(listed.size(), 3u);
  EXPECT_EQ(listed[0], TestValue(7));
  EXPECT_EQ(listed[2], TestValue(true));
  const auto& list = std::get<TestVariant>(listed[1]);
  EXPECT_EQ(list.tag, "List");
  EXPECT_THAT(list.fields,
              UnorderedElementsAre(TestValue("sub"), TestValue("file"),
                                   TestValue(".hidden é")));
  ASSERT_TRUE(std::filesystem::create_directory(Path("empty")));
  EXPECT_EQ(RunFile("dir.list", {Path("empty")}),
            (TestStack{TestList(), true}));
  EXPECT_EQ(RunFile("dir.list", {Path("d/file")}),
            (TestStack{TestList(), false}));
  for (const std::string& bad : BadPaths()) {
    EXPECT_EQ(RunFile("dir.list", {bad}), (TestStack{TestList(), false}));
  }
}

TEST_F(FileWordsTest, EveryWordSaysHowItFails) {
  for (const WordRow& row : FileWords()) EXPECT_NE(row.failure, "") << row.name;
}

}  // namespace
}  // namespace seq
