// file.for-each-line: what a line is, what ends the loop, what a quotation may
// do meanwhile.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runtime/node.h"
#include "runtime/operands.h"
#include "runtime/string_object.h"
#include "runtime/value.h"
#include "stdlib/file_reader.h"
#include "stdlib/file_words.h"
#include "tests/golden/files.h"
#include "tests/golden/temp_dir.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

using ::testing::ElementsAre;

class FileLinesTest : public ::testing::Test {
 protected:
  const golden::TempDir directory_;
};

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

TEST_F(FileLinesTest, EndsOfLines) {
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
    const WordOutcome outcome =
        ForEachLine(directory_.Write("file", test.contents));
    EXPECT_EQ(outcome.failure, "");
    EXPECT_EQ(outcome.stack, (TestStack{count, true})) << test.contents;
    EXPECT_EQ(Seen(), test.lines);
  }
}

TEST_F(FileLinesTest, LinesAcrossPieces) {
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
    ForEachLine(directory_.Write("file", before + "\r\n" + contents));
    ASSERT_EQ(Seen().size(), lines.size() + 1);
    EXPECT_EQ(Seen()[0], before + "\n");
    EXPECT_TRUE(std::equal(lines.begin(), lines.end(), Seen().begin() + 1));
  }
}

TEST_F(FileLinesTest, StopsAtInvalidText) {
  const WordOutcome outcome =
      ForEachLine(directory_.Write("file", "one\ntwo\nbad \xFF\nfour\n"));
  EXPECT_EQ(outcome.stack, (TestStack{2, false}));
  EXPECT_THAT(Seen(), ElementsAre("one\n", "two\n"));
}

TEST_F(FileLinesTest, NoFile) {
  for (const std::string& path :
       {std::string(), std::string("/tmp/\xFF"), std::string("/tmp\0", 5),
        std::string("/no/such/thing"), directory_.path(),
        std::string("/proc/self/mem")}) {
    EXPECT_EQ(ForEachLine(path).stack, (TestStack{0, false})) << path;
    EXPECT_TRUE(Seen().empty());
  }
}

TEST_F(FileLinesTest, LineWithoutEndIsAFailure) {
  EXPECT_EQ(ForEachLine("/dev/zero").stack, (TestStack{0, false}));
}

TEST_F(FileLinesTest, FileThatGrowsIsReadToWhereItEnded) {
  std::string path = directory_.Write("file", "one\ntwo\n");
  growing_file = &path;
  const WordOutcome outcome =
      ForEachLine(path, TestQuotation<NoteLineAndGrow>());
  EXPECT_EQ(outcome.stack, (TestStack{2, true}));
  EXPECT_EQ(golden::ReadFile(path), "one\ntwo\nmore\nmore\n");
}

size_t OpenDescriptors() {
  const std::filesystem::directory_iterator entries("/proc/self/fd");
  return static_cast<size_t>(std::distance(begin(entries), end(entries)));
}

TEST_F(FileLinesTest, ErrorInTheQuotationClosesTheFile) {
  const std::string path = directory_.Write("file", "1\n2\n3\n4\n");
  const size_t before = OpenDescriptors();
  const WordOutcome outcome =
      ForEachLine(path, TestQuotation<NoteLineOrFail>());
  EXPECT_EQ(outcome.failure, "enough");
  EXPECT_EQ(OpenDescriptors(), before);
}

}  // namespace
}  // namespace seq
