// The convention for examples in documents, tested without an interpreter.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/docs/doc_examples.h"

namespace seq::docs {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Optional;

std::vector<DocExample> Parse(const std::string& text) {
  std::vector<DocExample> examples;
  EXPECT_EQ(ParseExamples("a/page.md", text, &examples), "");
  return examples;
}

std::string ErrorsIn(const std::string& text) {
  std::vector<DocExample> examples;
  return ParseExamples("a/page.md", text, &examples);
}

TEST(ParseExamplesTest, TakesProgramsWithTheirBlocks) {
  const auto examples = Parse(
      "Text.\n"
      "```seq\n: main ( -- ) ;\n```\n"
      "It prints\n"
      "```stdout\nx\ny\n```\n"
      "given\n"
      "```stdin\nz\n```\n"
      "```seq fails\nfirst\n\nthird\n```\n"
      "```stderr\none\ntwo\n```\n");
  ASSERT_EQ(examples.size(), 2);
  EXPECT_EQ(examples[0].kind, Kind::kRuns);
  EXPECT_EQ(examples[0].line, 2);
  EXPECT_EQ(examples[0].program, ": main ( -- ) ;\n");
  EXPECT_THAT(examples[0].stdout_bytes, Optional(std::string("x\ny\n")));
  EXPECT_THAT(examples[0].stdin_bytes, Optional(std::string("z\n")));
  EXPECT_EQ(TestName(examples[0]), "page_2");
  EXPECT_EQ(examples[1].kind, Kind::kFails);
  EXPECT_EQ(examples[1].program, "first\n\nthird\n");
  EXPECT_FALSE(examples[1].stdout_bytes.has_value());
  EXPECT_THAT(examples[1].stderr_lines, Optional(ElementsAre("one", "two")));
}

TEST(ParseExamplesTest, TakesTestsWithFilesAndArguments) {
  const auto examples = Parse(
      "```seq tests\n: test-a ( -- ) ;\n```\n"
      "```file lib/a.seq\n: a ( -- ) ;\n```\n"
      "```file b.txt\n```\n"
      "```seq tests fail\n```\n"
      "```seq\n```\n```args\none\ntwo words\n```\n");
  ASSERT_EQ(examples.size(), 3);
  EXPECT_EQ(examples[0].kind, Kind::kTests);
  ASSERT_EQ(examples[0].files.size(), 2);
  EXPECT_EQ(examples[0].files[0].path, "lib/a.seq");
  EXPECT_EQ(examples[0].files[0].bytes, ": a ( -- ) ;\n");
  EXPECT_EQ(examples[0].files[1].path, "b.txt");
  EXPECT_EQ(examples[1].kind, Kind::kTestsFail);
  EXPECT_THAT(examples[2].arguments, Optional(ElementsAre("one", "two words")));
}

TEST(ParseExamplesTest, LeavesOtherBlocksAlone) {
  EXPECT_TRUE(Parse("```sh\nls\n```\n```\nplain\n```\n").empty());
}

TEST(ParseExamplesTest, ReportsBlocksOutsideTheConvention) {
  EXPECT_THAT(ErrorsIn("```seq later\n```\n"), HasSubstr("a/page.md:1: after"));
  EXPECT_THAT(ErrorsIn("\n```stdout\nx\n```\n"), HasSubstr("page.md:2: there"));
  EXPECT_THAT(ErrorsIn("```seq\n"), HasSubstr("never closed"));
  EXPECT_THAT(ErrorsIn("```seq fails\n```\n"), HasSubstr("needs a ```stderr"));
  EXPECT_THAT(ErrorsIn("```seq\n```\n```stderr\nx\n```\n"),
              HasSubstr("has no ```stderr"));
  EXPECT_THAT(ErrorsIn("```seq\n```\n```stdout\n```\n```stdout\n```\n"),
              HasSubstr("has its stdout already"));
  EXPECT_THAT(ErrorsIn("```file a\n```\n"), HasSubstr("page.md:1: there"));
  EXPECT_THAT(ErrorsIn("```seq\n```\n```file ../a\n```\n"),
              HasSubstr("page.md:3: a file lies in"));
  EXPECT_THAT(ErrorsIn("```seq accepted\n```\n```stdout\n```\n"),
              HasSubstr("is not run"));
}

TEST(LineOccursTest, LooksForPiecesInOneLine) {
  const std::string text = "strand 1: waiting for 12 ms\n  receive in main\n";
  EXPECT_TRUE(LineOccurs("waiting for", text));
  EXPECT_TRUE(LineOccurs("strand 1: waiting for … ms", text));
  EXPECT_TRUE(LineOccurs("strand 1:…", text));
  EXPECT_FALSE(LineOccurs("strand 1… in main", text));
  EXPECT_FALSE(LineOccurs("ms … waiting", text));
  EXPECT_FALSE(LineOccurs("strand 2", text));
}

}  // namespace
}  // namespace seq::docs
