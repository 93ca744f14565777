// `seq check --strict`: each warning, where it stands, and that it stays one.
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interp/diagnostic.h"
#include "tests/golden/seq_run.h"

namespace seq::golden {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kUnions =
    "union Opt { Some { v: Int } None }\n"
    "union Res { Fine { v: Int } Wrong { why: String } }\n"
    ": app ( Int [ Int -- Int ] -- Int ) call ;\n";

class StrictTest : public ::testing::Test {
 protected:
  // What is said about a program that is accepted.
  std::string Warnings(const std::string& text, bool strict = true) {
    const std::string file = directory_.Write("program.seq", text);
    const RunResult run =
        strict ? RunSeq({"check", "--strict", file}) : RunSeq({"check", file});
    EXPECT_EQ(run.status, (ExitStatus{0, 0})) << run.err;
    EXPECT_EQ(run.out, "");
    return run.err;
  }

  const TempDir directory_;
};

struct Case {
  DiagnosticCode code;
  std::string text;
  std::string place;
};

const Case kCases[] = {
    {DiagnosticCode::kDeadDefinition, ": dup ( Int -- ) drop ;\n", ":1:3: "},
    {DiagnosticCode::kMatchOperand,
     absl::StrCat(kUnions,
                  ": f ( Int -- Int ) match Some { >v } -> None -> 0 end ;\n"),
     ":4:20: "},
    {DiagnosticCode::kCaptureType,
     absl::StrCat(kUnions, ": f ( -- Int ) 7 \"x\" [ i.- ] app ;\n"),
     ":4:22: "},
    {DiagnosticCode::kRowRule,
     "# edition: classic\n"
     ": two ( Int -- Int Int ) dup ;\n"
     ": third ( Int -- Int ) rot ;\n"
     ": main ( -- ) 1 2 3 third drop drop drop ;\n",
     ":3:"},
};

TEST_F(StrictTest, EveryWarningIsProvoked) {
  const auto provoked = [](DiagnosticCode code) {
    for (const Case& one : kCases) {
      if (one.code == code) return true;
    }
    return false;
  };
#define SEQ_DIAGNOSTIC(name, code, summary) \
  EXPECT_FALSE(IsWarning(DiagnosticCode::k##name)) << code;
#define SEQ_WARNING(name, code, summary)                   \
  EXPECT_TRUE(IsWarning(DiagnosticCode::k##name)) << code; \
  EXPECT_TRUE(provoked(DiagnosticCode::k##name)) << code;
#include "interp/diagnostic_code.def"
}

TEST_F(StrictTest, WarnsWhereItIs) {
  for (const Case& one : kCases) {
    const std::string err = Warnings(one.text);
    EXPECT_THAT(err, HasSubstr(absl::StrCat("program.seq", one.place)));
    EXPECT_THAT(err, HasSubstr(": warning: "));
    EXPECT_THAT(err, HasSubstr(absl::StrCat(" [", CodeName(one.code), "]\n")));
    EXPECT_THAT(err, Not(HasSubstr(": error: ")));
    EXPECT_EQ(Warnings(one.text, /*strict=*/false), "");
  }
}

TEST_F(StrictTest, NothingToWarnOf) {
  for (const char* text : {
           ": f ( Opt -- Int ) match Some { >v } -> None -> 0 end ;",
           ": f ( V -- Int ) list.first drop match Some -> None -> 0 end ;",
           ": f ( -- Int ) 7 4 [ i.- ] app ;",
           ": f ( -- Int ) 7 \"x\" [ drop ] app ;",
           ": f ( Opt -- ) [ drop ] strand.spawn drop drop ;",
       }) {
    SCOPED_TRACE(text);
    const std::string file =
        directory_.Write("program.seq", absl::StrCat(kUnions, text, "\n"));
    EXPECT_THAT(RunSeq({"check", "--strict", file}).err,
                Not(HasSubstr("warning")));
  }
}

TEST_F(StrictTest, MatchOfAnotherUnionAndForeignArms) {
  EXPECT_THAT(
      Warnings(absl::StrCat(kUnions,
                            ": f ( Opt -- Int )\n"
                            "  match Fine -> Wrong -> drop 0 end ;\n")),
      HasSubstr("5:3: warning: 'Fine' is a variant of Res, but the value is "
                "Opt [match-operand]"));
  EXPECT_THAT(Warnings(absl::StrCat(kUnions,
                                    ": f ( Opt -- Int )\n"
                                    "  match Some -> None -> 0\n"
                                    "  Fine -> end ;\n")),
              HasSubstr("6:3: warning: 'Fine' is a variant of Res"));
}

// Captured values lie on top when the closure runs, whatever the checker
// matched the body with.
TEST_F(StrictTest, CaptureByTheOrderOfTheRun) {
  EXPECT_THAT(
      Warnings(absl::StrCat(
          kUnions, ": f ( -- Int ) 7 \"x\" [ drop string.length ] app ;\n")),
      HasSubstr("this quotation captures String where its body takes Int"));
}

TEST_F(StrictTest, ErrorsDecideTheStatus) {
  const std::string file = directory_.Write(
      "program.seq", ": dup ( -- ) ;\n: f ( -- ) nonsense ;\n");
  const RunResult run = RunSeq({"check", "--strict", file});
  EXPECT_EQ(run.status, (ExitStatus{1, 0}));
  EXPECT_THAT(run.err, HasSubstr("[dead-definition]"));
  EXPECT_THAT(run.err, HasSubstr("[undefined-word]"));
}

TEST_F(StrictTest, ModulesOfTheStandardLibraryAreNotTheUsers) {
  EXPECT_EQ(Warnings("include std:json\ninclude std:yaml\ninclude std:http\n"
                     "include std:zipper\ninclude std:list\n"
                     ": f ( -- ) ;\n"),
            "");
}

TEST_F(StrictTest, ColorOfALabel) {
  const std::string file = directory_.Write("program.seq", ": dup ( -- ) ;\n");
  EXPECT_THAT(RunSeq({"check", "--strict", "--color=always", file}).err,
              HasSubstr("\x1b[1;33mwarning\x1b[0m: "));
}

}  // namespace
}  // namespace seq::golden
