#include "interp/source.h"

#include <string>

#include "gtest/gtest.h"

namespace seq {
namespace {

std::string Where(const SourceFile& file, uint32_t offset) {
  const LineColumn position = file.Position(offset);
  return std::to_string(position.line) + ":" + std::to_string(position.column);
}

TEST(SourceFileTest, PositionsCountFromOne) {
  const SourceFile file("a.seq", "ab\ncd\n");
  EXPECT_EQ(Where(file, 0), "1:1");
  EXPECT_EQ(Where(file, 1), "1:2");
  EXPECT_EQ(Where(file, 2), "1:3") << "the line feed belongs to its line";
  EXPECT_EQ(Where(file, 3), "2:1");
  EXPECT_EQ(Where(file, 6), "3:1") << "the end of the file";
}

TEST(SourceFileTest, AnEmptyFileHasOneLine) {
  const SourceFile file("a.seq", "");
  EXPECT_EQ(Where(file, 0), "1:1");
  EXPECT_EQ(file.Line(1), "");
}

TEST(SourceFileTest, OffsetsBehindTheEndCountAsTheEnd) {
  const SourceFile file("a.seq", "ab");
  EXPECT_EQ(Where(file, 2), "1:3");
  EXPECT_EQ(Where(file, 99), "1:3");
}

TEST(SourceFileTest, ColumnsCountCharactersNotBytes) {
  const SourceFile file("a.seq", "é☕𝄞x");
  EXPECT_EQ(Where(file, 2), "1:2");
  EXPECT_EQ(Where(file, 5), "1:3");
  EXPECT_EQ(Where(file, 9), "1:4");
}

TEST(SourceFileTest, ABadByteCountsAsOneCharacter) {
  const SourceFile file("a.seq", "\xFF\xC3x");
  EXPECT_EQ(Where(file, 1), "1:2");
  EXPECT_EQ(Where(file, 2), "1:3");
}

TEST(SourceFileTest, LinesComeWithoutTheirBreaks) {
  const SourceFile file("a.seq", "one\ntwo\r\n\nfour");
  EXPECT_EQ(file.Line(1), "one");
  EXPECT_EQ(file.Line(2), "two");
  EXPECT_EQ(file.Line(3), "");
  EXPECT_EQ(file.Line(4), "four");
}

TEST(SourceFileTest, ALineThatDoesNotExistIsEmpty) {
  const SourceFile file("a.seq", "one");
  EXPECT_EQ(file.Line(0), "");
  EXPECT_EQ(file.Line(2), "");
}

TEST(SourceFileTest, OnlyLineFeedsEndLines) {
  const SourceFile file("a.seq",
                        "a\rb\xE2\x80\xA8"
                        "c\nd");
  EXPECT_EQ(Where(file, 2), "1:3");
  EXPECT_EQ(Where(file, 8), "2:1");
}

TEST(SourceFileTest, AByteOrderMarkIsTextLikeAnyOther) {
  const SourceFile file("a.seq", "\xEF\xBB\xBF: a");
  EXPECT_EQ(file.text(), "\xEF\xBB\xBF: a");
  EXPECT_EQ(Where(file, 3), "1:2");
}

TEST(SourceMapTest, FilesAreNumberedAndKeepTheirPlace) {
  SourceMap sources;
  ASSERT_EQ(sources.Add("a.seq", "first"), 0u);
  const SourceFile& first = sources.file(0);
  for (uint32_t i = 1; i < 100; ++i) {
    ASSERT_EQ(sources.Add("b.seq", std::string(i, 'x')), i);
  }
  EXPECT_EQ(&sources.file(0), &first);
  EXPECT_EQ(first.path(), "a.seq");
  EXPECT_EQ(sources.file(7).text(), "xxxxxxx");
}

TEST(SourceMapTest, TextOfASpan) {
  SourceMap sources;
  sources.Add("a.seq", "one two");
  sources.Add("b.seq", "three four");
  EXPECT_EQ(sources.Text({0, 4, 7}), "two");
  EXPECT_EQ(sources.Text({1, 6, 10}), "four");
  EXPECT_EQ(sources.Text({1, 10, 10}), "");
}

TEST(SpanTest, CoverGoesFromTheFirstToTheSecond) {
  const Span span = Cover({2, 3, 5}, {2, 8, 9});
  EXPECT_EQ(span.file, 2u);
  EXPECT_EQ(span.begin, 3u);
  EXPECT_EQ(span.end, 9u);
}

}  // namespace
}  // namespace seq
