#include "interp/diagnostic.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace seq {
namespace {

const auto kNameOf = [](const auto& test) { return test.param.name; };

Diagnostic At(uint32_t begin, uint32_t end, std::string message = "no") {
  return {DiagnosticCode::kUnknownType,
          {0, begin, end},
          std::move(message),
          "",
          {},
          ""};
}

// What is shown for `begin` to `end` of a file with this text.
std::string Render(std::string text, uint32_t begin, uint32_t end) {
  SourceMap sources;
  sources.Add("a.seq", std::move(text));
  return RenderDiagnostic(At(begin, end), sources, {});
}

TEST(RenderDiagnosticTest, MarksTheSpan) {
  EXPECT_EQ(Render("one\ntwo three\n", 8, 13),
            "a.seq:2:5: error: no [unknown-type]\n"
            "  2 | two three\n"
            "    |     ^^^^^\n");
}

TEST(RenderDiagnosticTest, ShowsEveryPart) {
  SourceMap sources;
  sources.Add("a.seq", ": f ( -- )\n  bad ;\n");
  Diagnostic diagnostic = At(13, 16, "`bad` is bad");
  diagnostic.detail = "expected: Int\n   found: String";
  diagnostic.notes.push_back({{0, 2, 3}, "in this word"});
  diagnostic.notes.push_back({{0, 4, 10}, "which declares this"});
  diagnostic.help = "write `good`\nor nothing";
  EXPECT_EQ(RenderDiagnostic(diagnostic, sources, {}),
            "a.seq:2:3: error: `bad` is bad [unknown-type]\n"
            "  2 |   bad ;\n"
            "    |   ^^^\n"
            "  expected: Int\n"
            "     found: String\n"
            "a.seq:1:3: note: in this word\n"
            "  1 | : f ( -- )\n"
            "    |   ^\n"
            "a.seq:1:5: note: which declares this\n"
            "  1 | : f ( -- )\n"
            "    |     ^^^^^^\n"
            "  help: write `good`\n"
            "  or nothing\n");
}

TEST(RenderDiagnosticTest, ColoursOnlyIfAsked) {
  SourceMap sources;
  sources.Add("a.seq", "x");
  Diagnostic diagnostic = At(0, 1);
  diagnostic.notes.push_back({{0, 0, 1}, "here"});
  diagnostic.help = "fix it";
  EXPECT_FALSE(
      absl::StrContains(RenderDiagnostic(diagnostic, sources, {}), "\x1b"));
  RenderOptions options;
  options.color = true;
  EXPECT_EQ(RenderDiagnostic(diagnostic, sources, options),
            "a.seq:1:1: \x1b[1;31merror\x1b[0m: no [unknown-type]\n"
            "  1 | x\n"
            "    | \x1b[1;31m^\x1b[0m\n"
            "a.seq:1:1: \x1b[36mnote\x1b[0m: here\n"
            "  1 | x\n"
            "    | \x1b[36m^\x1b[0m\n"
            "  \x1b[32mhelp\x1b[0m: fix it\n");
}

TEST(RenderDiagnosticTest, TheGutterGrowsWithTheLineNumber) {
  EXPECT_EQ(Render(std::string(99, '\n') + "x", 99, 100),
            "a.seq:100:1: error: no [unknown-type]\n"
            "  100 | x\n"
            "      | ^\n");
}

TEST(RenderDiagnosticTest, AnEmptySpanGetsOneCaret) {
  EXPECT_EQ(Render("ab", 1, 1),
            "a.seq:1:2: error: no [unknown-type]\n"
            "  1 | ab\n"
            "    |  ^\n");
}

TEST(RenderDiagnosticTest, TheEndOfALineCanBeMarked) {
  EXPECT_EQ(Render("ab\nc", 2, 2),
            "a.seq:1:3: error: no [unknown-type]\n"
            "  1 | ab\n"
            "    |   ^\n");
}

TEST(RenderDiagnosticTest, AnEmptyLineLeavesNoTrailingSpace) {
  EXPECT_EQ(Render("a\n", 2, 2),
            "a.seq:2:1: error: no [unknown-type]\n"
            "  2 |\n"
            "    | ^\n");
}

TEST(RenderDiagnosticTest, OfSeveralLinesTheFirstIsMarked) {
  EXPECT_EQ(Render("a \"bc\nd\"", 2, 8),
            "a.seq:1:3: error: no [unknown-type]\n"
            "  1 | a \"bc\n"
            "    |   ^^^\n");
}

TEST(RenderDiagnosticTest, CarriageReturnsBeforeLineFeedsAreNotShown) {
  EXPECT_EQ(Render("abc\r\nd", 0, 3),
            "a.seq:1:1: error: no [unknown-type]\n"
            "  1 | abc\n"
            "    | ^^^\n");
}

TEST(RenderDiagnosticTest, CharactersCountOnce) {
  EXPECT_EQ(Render("é☕ é☕", 6, 11),
            "a.seq:1:4: error: no [unknown-type]\n"
            "  1 | é☕ é☕\n"
            "    |    ^^\n");
}

TEST(RenderDiagnosticTest, TabsAreOneSpace) {
  EXPECT_EQ(Render("\ta\tb", 3, 4),
            "a.seq:1:4: error: no [unknown-type]\n"
            "  1 |  a b\n"
            "    |    ^\n");
}

struct CharacterCase {
  std::string name;
  std::string bytes;
  std::string shown;
};

class ShownCharacterTest : public testing::TestWithParam<CharacterCase> {};

TEST_P(ShownCharacterTest, IsOneColumnWide) {
  const std::string text = absl::StrCat("<", GetParam().bytes, ">x");
  const uint32_t x = static_cast<uint32_t>(text.size()) - 1;
  EXPECT_EQ(Render(text, x, x + 1),
            absl::StrCat("a.seq:1:4: error: no [unknown-type]\n"
                         "  1 | <",
                         GetParam().shown,
                         ">x\n"
                         "    |    ^\n"));
}

INSTANTIATE_TEST_SUITE_P(
    All, ShownCharacterTest,
    testing::Values(CharacterCase{"Nul", std::string(1, '\0'), "\uFFFD"},
                    CharacterCase{"Escape", "\x1b", "\uFFFD"},
                    CharacterCase{"CarriageReturn", "\r", "\uFFFD"},
                    CharacterCase{"Delete", "\x7F", "\uFFFD"},
                    CharacterCase{"C1Control", "\xC2\x9B", "\uFFFD"},
                    CharacterCase{"InvalidByte", "\xFF", "\uFFFD"},
                    CharacterCase{"RightToLeftOverride", "\xE2\x80\xAE",
                                  "\uFFFD"},
                    CharacterCase{"NoBreakSpace", "\xC2\xA0", "\xC2\xA0"},
                    CharacterCase{"Emoji", "☕", "☕"}),
    kNameOf);

TEST(RenderDiagnosticTest, MessagesAreCleanedToo) {
  SourceMap sources;
  sources.Add("a.seq", "x");
  EXPECT_EQ(RenderDiagnostic(At(0, 1, "got '\x1b[2J\n'"), sources, {}),
            "a.seq:1:1: error: got '\uFFFD[2J\uFFFD' [unknown-type]\n"
            "  1 | x\n"
            "    | ^\n");
}

// A line of 300 characters, every tenth of which is `|`.
std::string LongLine() {
  std::string line;
  for (int i = 0; i < 30; ++i) line += "|.........";
  return line;
}

TEST(RenderDiagnosticTest, ALineOfAHundredCharactersIsNotCut) {
  const std::string line = LongLine().substr(0, 100);
  EXPECT_TRUE(absl::StrContains(Render(line, 50, 51), "| " + line + "\n"));
}

TEST(RenderDiagnosticTest, ALongLineIsCutAtItsEnd) {
  EXPECT_EQ(Render(LongLine(), 0, 1),
            absl::StrCat("a.seq:1:1: error: no [unknown-type]\n  1 | ",
                         LongLine().substr(0, 100), "…\n    | ^\n"));
}

TEST(RenderDiagnosticTest, ALongLineIsCutAtItsStart) {
  EXPECT_EQ(Render(LongLine(), 290, 291),
            absl::StrCat("a.seq:1:291: error: no [unknown-type]\n  1 | …",
                         LongLine().substr(200), "\n    | ",
                         std::string(91, ' '), "^\n"));
}

TEST(RenderDiagnosticTest, ALongLineIsCutAroundTheMark) {
  EXPECT_EQ(Render(LongLine(), 150, 160),
            absl::StrCat("a.seq:1:151: error: no [unknown-type]\n  1 | …",
                         LongLine().substr(105, 100), "…\n    | ",
                         std::string(46, ' '), "^^^^^^^^^^\n"));
}

TEST(RenderDiagnosticTest, AMarkLongerThanTheWindowIsCut) {
  EXPECT_EQ(Render(LongLine(), 100, 300),
            absl::StrCat("a.seq:1:101: error: no [unknown-type]\n  1 | …",
                         LongLine().substr(80, 100), "…\n    | ",
                         std::string(21, ' '), std::string(80, '^'), "\n"));
}

TEST(RenderDiagnosticTest, TheEndOfALongLineCanBeMarked) {
  EXPECT_EQ(Render(LongLine(), 300, 300),
            absl::StrCat("a.seq:1:301: error: no [unknown-type]\n  1 | …",
                         LongLine().substr(200), "\n    | ",
                         std::string(101, ' '), "^\n"));
}

TEST(DiagnosticsTest, SortGoesByFileThenPlace) {
  Diagnostics diagnostics;
  diagnostics.Add(At(9, 10, "third"));
  diagnostics.Add(At(2, 8, "second"));
  diagnostics.Add(At(2, 3, "first"));
  Diagnostic other = At(0, 1, "fourth");
  other.span.file = 1;
  diagnostics.Add(other);
  diagnostics.Sort();
  ASSERT_EQ(diagnostics.all().size(), 4u);
  EXPECT_EQ(diagnostics.all()[0].message, "first");
  EXPECT_EQ(diagnostics.all()[1].message, "second");
  EXPECT_EQ(diagnostics.all()[2].message, "third");
  EXPECT_EQ(diagnostics.all()[3].message, "fourth");
}

TEST(DiagnosticsTest, SortKeepsTheFirstOfRepeats) {
  Diagnostics diagnostics;
  diagnostics.Add(At(1, 2, "kept"));
  Diagnostic other_code = At(1, 2, "another code");
  other_code.code = DiagnosticCode::kStackMismatch;
  diagnostics.Add(other_code);
  diagnostics.Add(At(1, 2, "repeat"));
  diagnostics.Add(At(1, 3, "longer"));
  diagnostics.Sort();
  ASSERT_EQ(diagnostics.all().size(), 3u);
  EXPECT_EQ(diagnostics.all()[0].message, "kept");
  EXPECT_EQ(diagnostics.all()[1].message, "another code");
  EXPECT_EQ(diagnostics.all()[2].message, "longer");
}

TEST(DiagnosticsTest, TakesNoMoreThanTheLimit) {
  Diagnostics diagnostics;
  EXPECT_TRUE(diagnostics.empty());
  for (uint32_t i = 0; i < kMaxDiagnostics; ++i) {
    EXPECT_FALSE(diagnostics.full());
    diagnostics.Add(At(i, i));
  }
  EXPECT_TRUE(diagnostics.full());
  diagnostics.Add(At(999, 999));
  EXPECT_EQ(diagnostics.all().size(), kMaxDiagnostics);
}

TEST(DiagnosticCodeTest, RowsAreWellFormed) {
  constexpr absl::string_view kNames[] = {
#define SEQ_DIAGNOSTIC(name, code, summary) code,
#include "interp/diagnostic_code.def"
  };
  std::set<std::string> seen;
  int number = 0;
  for (const absl::string_view name : kNames) {
    const auto code = static_cast<DiagnosticCode>(number++);
    EXPECT_EQ(CodeName(code), name);
    EXPECT_TRUE(seen.insert(std::string(name)).second) << name;
    for (const char c : name) {
      EXPECT_TRUE(c == '-' || absl::ascii_isdigit(c) || absl::ascii_islower(c))
          << name;
    }
    const absl::string_view summary = CodeSummary(code);
    ASSERT_FALSE(summary.empty()) << name;
    EXPECT_TRUE(absl::ascii_isupper(summary[0])) << name;
    EXPECT_EQ(summary.back(), '.') << name;
  }
  EXPECT_EQ(CodeName(DiagnosticCode::kUndefinedWord), "undefined-word");
}

}  // namespace
}  // namespace seq
