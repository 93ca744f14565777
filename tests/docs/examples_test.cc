// Runs every program in examples/ that needs no client against the expectation
// files beside it (testdata/README.md describes them; NAME.args, one argument a
// line, is an addition). What one run cannot show is tested by hand below.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/files.h"
#include "tests/golden/golden_case.h"
#include "tests/golden/seq_run.h"
#include "tests/golden/text.h"

namespace seq::docs {
namespace {

namespace fs = std::filesystem;

using golden::ExitStatus;
using golden::RunResult;
using golden::RunSeq;

// Whether the file is a program of its own, not a part of one or a test.
bool HasMain(const std::string& path) {
  return golden::ReadFile(path).value_or("").find("\n: main ") !=
         std::string::npos;
}

std::vector<std::string> Programs() {
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator("examples")) {
    const std::string path = entry.path().string();
    if (path.ends_with(".seq") && HasMain(path) &&
        !fs::exists(golden::Beside(path, ".client"))) {
      paths.push_back(path);
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::vector<std::string> CommandLine(const std::string& program) {
  std::vector<std::string> line = {program};
  const auto text = golden::ReadFile(golden::Beside(program, ".args"));
  for (const std::string& argument : golden::SplitLines(text.value_or(""))) {
    if (!argument.empty()) line.push_back(argument);
  }
  return line;
}

class ExampleTest : public ::testing::TestWithParam<std::string> {};

TEST_P(ExampleTest, DoesWhatIsExpected) {
  std::string error;
  const auto golden = golden::LoadGoldenCase(GetParam(), &error);
  ASSERT_TRUE(golden.has_value()) << error;
  // An example shows something; no output means a forgotten file.
  EXPECT_NE(golden->stdout_bytes, "");
  const RunResult run =
      RunSeq(CommandLine(GetParam()), golden->stdin_bytes.value_or(""));
  EXPECT_EQ(golden::Compare(*golden, {run.out, run.err, run.status}), "");
}

// "examples/lisp/lisp.seq" becomes "lisp_lisp".
std::string TestName(const std::string& path) {
  std::string name = path.substr(sizeof "examples");
  name.resize(name.size() - sizeof ".seq" + 1);
  std::replace_if(
      name.begin(), name.end(),
      [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, ExampleTest, ::testing::ValuesIn(Programs()),
                         [](const auto& test) { return TestName(test.param); });

TEST(JsonPrettyTest, RefusesWhatIsNoJson) {
  for (const std::string text :
       {"", " \n", "[1,]", "[1", "{\"a\" 1}", "{\"a\":}", "{\"a\":1} x", "nul",
        "\"a", "[1 2]", "{1:2}"}) {
    const RunResult run = RunSeq({"examples/json_pretty.seq"}, text);
    EXPECT_EQ(run.status, (ExitStatus{1, 0})) << text;
    EXPECT_EQ(run.out, "") << text;
    EXPECT_EQ(run.err, "json_pretty: malformed JSON\n") << text;
  }
}

TEST(JsonPrettyTest, PrintsSmallDocuments) {
  for (const auto& [text, pretty] :
       std::vector<std::pair<std::string, std::string>>{
           {"null", "null\n"},
           {" true ", "true\n"},
           {"[]", "[]\n"},
           {"{ }", "{}\n"},
           {"[[]]", "[\n  []\n]\n"},
           {"{\"a\":{\"b\":1}}", "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n"}}) {
    const RunResult run = RunSeq({"examples/json_pretty.seq"}, text);
    EXPECT_EQ(run.status, (ExitStatus{0, 0})) << text;
    EXPECT_EQ(run.out, pretty);
  }
}

TEST(LogParserTest, SaysWhatIsMissing) {
  const std::string program = "examples/log_parser.seq";
  const RunResult none = RunSeq({program});
  EXPECT_EQ(none.status, (ExitStatus{2, 0}));
  EXPECT_EQ(none.out, "usage: log_parser.seq FILE\n");
  const RunResult missing = RunSeq({program, "examples/no_such.log"});
  EXPECT_EQ(missing.status, (ExitStatus{1, 0}));
  EXPECT_EQ(missing.out, "cannot read the file\n");
}

TEST(AdventureTest, EndsWithItsInput) {
  const std::string gate = "A gate of rusty iron. The hall lies north of it.\n";
  const RunResult run = RunSeq({"examples/adventure.seq"}, "look");
  EXPECT_EQ(run.status, (ExitStatus{0, 0}));
  EXPECT_EQ(run.out,
            gate + "> look\n" + gate + "> \nThe night falls.\nMoves: 0\n");
}

TEST(AdventureTest, EndsWhenThePlayerQuits) {
  const RunResult run = RunSeq({"examples/adventure.seq"}, "n\nquit\nlook\n");
  EXPECT_EQ(run.status, (ExitStatus{0, 0}));
  EXPECT_TRUE(run.out.ends_with("> quit\nGoodbye.\nMoves: 1\n")) << run.out;
}

TEST(LispTest, SaysThatAFormIsNotComplete) {
  const RunResult run = RunSeq({"examples/lisp/lisp.seq"}, "1\n(+ 1\n");
  EXPECT_EQ(run.status, (ExitStatus{0, 0}));
  EXPECT_EQ(run.out, "1\nerror: the input ends in a form\n");
}

TEST(LispTest, PassesItsOwnTests) {
  const RunResult run = RunSeq({"test", "examples/lisp"});
  EXPECT_EQ(run.status, (ExitStatus{0, 0})) << run.out << run.err;
  EXPECT_NE(run.out.find("12 passed, 0 failed"), std::string::npos) << run.out;
}

}  // namespace
}  // namespace seq::docs
