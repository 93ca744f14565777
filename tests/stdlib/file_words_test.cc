#include "stdlib/file_words.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "absl/base/config.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/operands.h"
#include "runtime/string_object.h"
#include "stdlib/file_reader.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

// Every test works in a directory of its own.
class FileWordsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    directory_ = testing::TempDir() + "/seq-files-XXXXXX";
    ASSERT_NE(mkdtemp(directory_.data()), nullptr);
  }
  void TearDown() override {
    std::error_code error;
    std::filesystem::remove_all(directory_, error);
    EXPECT_FALSE(error) << error.message();
  }

  std::string Path(absl::string_view name) const {
    return absl::StrCat(directory_, "/", name);
  }
  std::string WriteOf(absl::string_view name, absl::string_view bytes) const {
    std::ofstream file(Path(name), std::ios::binary);
    file << bytes;
    return Path(name);
  }
  std::string ReadOf(absl::string_view name) const {
    std::ifstream file(Path(name), std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
  }

 private:
  std::string directory_;
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

// --- file.for-each-line ------------------------------------------------------

// What the quotations below have seen since the last ForEachLine.
std::vector<std::string>& Seen() {
  static std::vector<std::string> seen;
  return seen;
}

// ( ..a Int String -- ..a Int ): notes the line and counts it.
Value* NoteLine(const Node*, Value* sp, Strand*) {
  Seen().emplace_back(StringBytes(sp[-1]));
  Release(*--sp);
  ++sp[-1].integer;
  return sp;
}

Value* NoteLineOrFail(const Node* node, Value* sp, Strand* strand) {
  if (Seen().size() == 2) Fail(node, sp, strand, "enough");
  return NoteLine(node, sp, strand);
}

std::string* growing_file = nullptr;

Value* NoteLineAndGrow(const Node* node, Value* sp, Strand* strand) {
  std::ofstream(*growing_file, std::ios::app) << "more\n";
  return NoteLine(node, sp, strand);
}

WordOutcome ForEachLine(const std::string& path,
                        Value body = TestQuotation<NoteLine>()) {
  Seen().clear();
  return RunWordOnValues(FileWords(), "file.for-each-line",
                         {Value::Int(0), MakeString(path), body});
}

TEST_F(FileWordsTest, ForEachLine) {
  const struct {
    std::string contents;
    std::vector<std::string> lines;
  } cases[] = {
      {"", {}},
      {"a\nb\n", {"a\n", "b\n"}},
      {"a\nb", {"a\n", "b\n"}},
      {"a\r\nb\r\n", {"a\n", "b\n"}},
      {"\n\n", {"\n", "\n"}},
      {"\r\n", {"\n"}},
      {"a\rb\r\r\nc\r", {"a\rb\r\n", "c\r\n"}},
      {std::string("n\0l\n", 4), {std::string("n\0l\n", 4)}},
      {"é", {"é\n"}},
  };
  for (const auto& test : cases) {
    const auto count = static_cast<int64_t>(test.lines.size());
    const WordOutcome outcome = ForEachLine(WriteOf("file", test.contents));
    EXPECT_EQ(outcome.failure, "");
    EXPECT_EQ(outcome.stack, (TestStack{count, true})) << test.contents;
    EXPECT_EQ(Seen(), test.lines);
  }
}

TEST_F(FileWordsTest, LinesAcrossPieces) {
  // Line ends fall on both sides of the borders of what is read at a time.
  std::string contents;
  std::vector<std::string> lines;
  for (size_t i = 0; i < 200; ++i) {
    const std::string line(i * 37 % 3000, static_cast<char>('a' + i % 26));
    absl::StrAppend(&contents, line, i % 2 == 0 ? "\r\n" : "\n");
    lines.push_back(line + "\n");
  }
  const std::string longest(3 * FileReader::kPieceBytes, 'z');
  contents += longest;
  lines.push_back(longest + "\n");
  for (size_t shift = 0; shift < 3; ++shift) {
    const std::string before(FileReader::kPieceBytes - 1 - shift, 'x');
    ForEachLine(WriteOf("file", before + "\r\n" + contents));
    ASSERT_EQ(Seen().size(), lines.size() + 1);
    EXPECT_EQ(Seen()[0], before + "\n");
    EXPECT_TRUE(std::equal(lines.begin(), lines.end(), Seen().begin() + 1));
  }
}

TEST_F(FileWordsTest, ForEachLineStopsAtInvalidText) {
  const WordOutcome outcome =
      ForEachLine(WriteOf("file", "one\ntwo\nbad \xFF\nfour\n"));
  EXPECT_EQ(outcome.stack, (TestStack{2, false}));
  EXPECT_THAT(Seen(), ElementsAre("one\n", "two\n"));
}

TEST_F(FileWordsTest, ForEachLineOfNoFile) {
  std::vector<std::string> paths = BadPaths();
  paths.push_back(Path("."));
  paths.push_back("/proc/self/mem");
  for (const std::string& path : paths) {
    EXPECT_EQ(ForEachLine(path).stack, (TestStack{0, false})) << path;
    EXPECT_TRUE(Seen().empty());
  }
}

TEST_F(FileWordsTest, LineWithoutEndIsAFailure) {
  EXPECT_EQ(ForEachLine("/dev/zero").stack, (TestStack{0, false}));
}

TEST_F(FileWordsTest, FileThatGrowsIsReadToWhereItEnded) {
  std::string path = WriteOf("file", "one\ntwo\n");
  growing_file = &path;
  const WordOutcome outcome =
      ForEachLine(path, TestQuotation<NoteLineAndGrow>());
  EXPECT_EQ(outcome.stack, (TestStack{2, true}));
  EXPECT_EQ(ReadOf("file"), "one\ntwo\nmore\nmore\n");
}

size_t OpenDescriptors() {
  const std::filesystem::directory_iterator entries("/proc/self/fd");
  return static_cast<size_t>(std::distance(begin(entries), end(entries)));
}

TEST_F(FileWordsTest, ErrorInTheQuotationClosesTheFile) {
  const std::string path = WriteOf("file", "1\n2\n3\n4\n");
  const size_t before = OpenDescriptors();
  const WordOutcome outcome =
      ForEachLine(path, TestQuotation<NoteLineOrFail>());
  EXPECT_EQ(outcome.failure, "enough");
  EXPECT_EQ(OpenDescriptors(), before);
}

// --- Rows --------------------------------------------------------------------

TEST_F(FileWordsTest, ForEachLineWantsAQuotation) {
  const TestStack operands = {"path", 1};
  const WordOutcome outcome =
      RunWord(FileWords(), "file.for-each-line", operands);
  EXPECT_THAT(outcome.failure,
              HasSubstr("file.for-each-line: expected String and Quotation"));
  EXPECT_EQ(outcome.stack, operands);
}

TEST_F(FileWordsTest, EveryWordChecksItsOperands) {
  for (const WordRow& row : FileWords()) {
    SCOPED_TRACE(std::string(row.name));
    EXPECT_THAT(RunWord(FileWords(), row.name, {}).failure,
                HasSubstr("stack is empty"));
    const TestStack wrong = {"below", 5};
    const WordOutcome outcome = RunWord(FileWords(), row.name, wrong);
    EXPECT_THAT(outcome.failure,
                HasSubstr(absl::StrCat(row.name, ": expected")));
    EXPECT_EQ(outcome.stack, wrong);
  }
}

TEST_F(FileWordsTest, RowsAreComplete) {
  EXPECT_EQ(FileWords().size(), 11u);
  for (const WordRow& row : FileWords()) {
    SCOPED_TRACE(std::string(row.name));
    EXPECT_TRUE(absl::StartsWith(row.effect, "( ..a "));
    EXPECT_TRUE(absl::EndsWith(row.doc, "."));
    EXPECT_NE(row.failure, "");
    EXPECT_EQ(row.editions, Editions::kCurrent);
  }
}

}  // namespace
}  // namespace seq
