// `seq test` as its users see it: what runs, what is written where, how it
// ends. The formats as such: test_report_test.cc.
#include <signal.h>

#include <algorithm>
// Boost 1.74 warns of itself otherwise.
#define BOOST_BIND_GLOBAL_PLACEHOLDERS
#include <boost/property_tree/json_parser.hpp>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/golden/seq_run.h"

namespace seq::golden {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kRule = "\n========================================\n";

class TestCommandTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& text) {
    return directory_.Write(name, text);
  }

  RunResult Test(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "test");
    SubprocessOptions options;
    options.working_directory = directory_.path();
    return RunSeq(std::move(arguments), "", options);
  }

  // The result of every test of one file, by name.
  std::map<std::string, std::string> Results(const std::string& text,
                                             std::vector<std::string> more = {},
                                             int status = 1) {
    more.insert(more.end(), {"--format=json", Write("test-file.seq", text)});
    const RunResult run = Test(more);
    EXPECT_EQ(run.status, (ExitStatus{status, 0}))
        << ::testing::PrintToString(run);
    std::istringstream json(run.out);
    boost::property_tree::ptree tree;
    read_json(json, tree);
    std::map<std::string, std::string> results;
    for (const auto& file : tree.get_child("files")) {
      for (const auto& test : file.second.get_child("tests")) {
        std::string result = test.second.get<std::string>("result");
        if (result == "failed") {
          result = test.second.get<std::string>("message");
        }
        results[test.second.get<std::string>("name")] = result;
      }
    }
    return results;
  }

  const TempDir directory_;
};

using Map = std::map<std::string, std::string>;

int StatusOf(const RunResult& run) {
  return run.status.has_value() && run.status->signal == 0 ? run.status->code
                                                           : -1;
}

// --- What it writes ----------------------------------------------------------

TEST_F(TestCommandTest, TheReport) {
  Write("test-b.seq",
        "include \"lib/shared\"\n"
        ": test-two ( -- ) two 2 test.assert-eq ;\n"
        ": test-bad ( -- )\n"
        "  13 8 test.assert-eq\n"
        "  \"is\" \"is not\" test.assert-eq-str ;\n"
        ": test-skip ( Int -- Bool ) 0 i.> ;\n");
  Write("a/test-a.seq", ": test-a ( -- ) true test.assert ;\n");
  Write("lib/shared.seq", ": two ( -- Int ) 2 ; : test-not ( -- ) ;\n");
  const RunResult run = Test({});
  EXPECT_EQ(StatusOf(run), 1);
  EXPECT_EQ(run.err, "");
  EXPECT_EQ(run.out,
            "\nRunning tests in ./a/test-a.seq...\n"
            "  test-a ... ok\n"
            "\nRunning tests in ./test-b.seq...\n"
            "  test-bad ... FAILED\n"
            "  test-two ... ok\n"
            "  test-skip ... skipped \xE2\x80\x94 name starts with `test-` but "
            "stack effect is ( Int -- Bool ), not ( -- ). (give it the effect "
            "( -- ) to make it a test, or another name)\n" +
                std::string(kRule) +
                "Results: 2 passed, 1 failed\n"
                "\nTEST FAILURES:\n"
                "\n./test-b.seq::test-bad\n"
                "  test-bad ... FAILED\n"
                "    at line 4: expected 8, got 13\n"
                "    at line 5: assertion failed: strings not equal\n"
                "      expected (6 bytes): \"is not\"\n"
                "      actual   (2 bytes): \"is\"\n"
                "      first differ at byte 2\n"
                "\n");
}

TEST_F(TestCommandTest, EverythingPasses) {
  const std::string file = Write("test-a.seq", ": test-a ( -- ) ;");
  const RunResult run = Test({file});
  EXPECT_EQ(StatusOf(run), 0);
  EXPECT_EQ(run.err, "");
  EXPECT_EQ(run.out, "\nRunning tests in " + file + "...\n  test-a ... ok\n" +
                         kRule + "Results: 1 passed, 0 failed\n");
}

TEST_F(TestCommandTest, DurationsAreReal) {
  Write("test-a.seq",
        ": test-slow ( -- ) 10 time.sleep-ms ; : test-quick ( -- ) ;");
  const std::string out = Test({"-v"}).out;
  EXPECT_THAT(out, ContainsRegex("test-quick ... ok \\([0-9]+ms\\)"));
  // At least what it sleeps.
  EXPECT_THAT(out, ContainsRegex("test-slow ... ok \\([1-9][0-9]+ms\\)"));
}

TEST_F(TestCommandTest, Pattern) {
  Write("test-a.seq",
        ": test-one ( -- ) ; : test--x ( -- ) ;"
        ": test-one-skipped ( Int -- ) drop ;"
        ": test-two-skipped ( Int -- ) drop ;");
  const RunResult run = Test({"-f", "one"});
  EXPECT_EQ(StatusOf(run), 0);
  EXPECT_THAT(run.out, HasSubstr("  test-one ... ok\n  test-one-skipped ... "));
  EXPECT_THAT(run.out, Not(HasSubstr("test--x")));
  EXPECT_THAT(run.out, Not(HasSubstr("test-two-skipped")));
  EXPECT_THAT(Test({"--filter=-x"}).out, HasSubstr("  test--x ... ok\n"));
}

TEST_F(TestCommandTest, NamesWithAnyCharacters) {
  const std::vector<std::string> names = {
      "test-'`$(id)",  "test-\\n", "test-\xC3\xA9\xE2\x82\xAC",
      "test-|&<>*?~!", "test-->",  "test-%s"};
  std::string text;
  Map expected;
  for (const std::string& name : names) {
    if (name.find('(') != std::string::npos) continue;
    text += ": " + name + " ( -- ) ;\n";
    expected[name] = "passed";
  }
  EXPECT_EQ(Results(text, {}, 0), expected);
}

// --- Wrong usage and nothing to do -------------------------------------------

TEST_F(TestCommandTest, MisnamedPath) {
  Write("test-a.seq", ": test-a ( -- ) ;");
  const RunResult run = Test({"test-a.seq", "lib.seq"});
  EXPECT_EQ(StatusOf(run), 2);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(run.err, "Test files must be named `test-*.seq`. Got: `lib.seq`\n");
}

TEST_F(TestCommandTest, NoTestsFound) {
  Write("test-main.seq", ": test-a ( -- ) ; : main ( -- ) ;");
  Write("test-none.seq", ": helper ( -- ) ;");
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{}, {"no-such-directory"}, {"-f", "zzz"}}) {
    const RunResult run = Test(arguments);
    EXPECT_EQ(StatusOf(run), 2);
    EXPECT_EQ(run.err, "No tests found\n");
    EXPECT_EQ(run.out, std::string(kRule) + "Results: 0 passed, 0 failed\n");
  }
  Write("test-skip.seq", ": test-a ( Int -- ) drop ;");
  EXPECT_EQ(StatusOf(Test({})), 2);
}

TEST_F(TestCommandTest, WrongOptions) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--format=xml"},
        {"--jobs=0"},
        {"--timeout=-1"},
        {"--timeout=nan"},
        {"--bogus"},
        {"-f"}}) {
    SCOPED_TRACE(arguments[0]);
    const RunResult run = Test(arguments);
    EXPECT_EQ(StatusOf(run), 2);
    EXPECT_THAT(run.err, StartsWith("seq: "));
  }
}

// --- Files that do not compile -----------------------------------------------

TEST_F(TestCommandTest, BadFilesDoNotHideTheOthers) {
  Write("test-1.seq", ": test-a ( -- ) nonsense ;");
  Write("test-2.seq", ": test-a ( -- ");
  Write("test-3.seq", "# edition: classic\n: test-a ( -- ) ;");
  Write("test-4.seq", std::string(": test-a ( -- ) \"\xFF\" drop ;"));
  Write("test-5.seq", "include \"none\"\n: test-a ( -- ) ;");
  Write("test-6.seq", "include \"main\"\n: test-a ( -- ) ;");
  Write("main.seq", ": main ( -- ) ;");
  Write("test-7.seq", ": test-a ( -- ) \"x\" write_line ;");
  Write("test-8.seq", ": test-fine ( -- ) ;");
  const RunResult run = Test({});
  EXPECT_EQ(StatusOf(run), 1);
  EXPECT_THAT(run.out, HasSubstr("  test-fine ... ok\n"));
  EXPECT_THAT(run.out,
              HasSubstr("Results: 1 passed, 0 failed, 7 failed to compile\n\n"
                        "COMPILATION FAILURES:\n\n./test-1.seq:\n  "));
  for (const char* text :
       {"\nFailed to process ./test-1.seq:\n  Compilation error: ",
        "\nFailed to process ./test-2.seq:\n  Parse error: ",
        "\nFailed to process ./test-3.seq:\n  Compilation error: the file "
        "declares the classic edition",
        "\nFailed to process ./test-4.seq:\n  Failed to read file: ",
        "\nFailed to process ./test-5.seq:\n  Compilation error: ",
        "\nFailed to process ./test-6.seq:\n  Compilation error: ",
        "the test runner defines it, too",
        "this looks like the classic edition"}) {
    EXPECT_THAT(run.err, HasSubstr(text));
  }
}

// --- Tests that end the program ----------------------------------------------

TEST_F(TestCommandTest, EveryTestGetsAResult) {
  EXPECT_EQ(Results(": test-1 ( -- ) ;\n"
                    ": test-2-error ( -- ) -1 time.sleep-ms ;\n"
                    ": test-3 ( -- ) \"unfinished line\" io.write ;\n"
                    ": test-4-exit ( -- ) 0 os.exit ;\n"
                    ": test-5-exit ( -- ) 7 os.exit ;\n"
                    ": test-6-fails ( -- ) false test.assert ;\n"
                    ": test-7-stuck ( -- ) chan.make chan.receive drop drop ;\n"
                    ": test-8 ( -- ) ;\n"),
            (Map{{"test-1", "passed"},
                 {"test-2-error", "the program ended with exit status 70"},
                 {"test-3", "passed"},
                 {"test-4-exit", "the program ended with exit status 0"},
                 {"test-5-exit", "the program ended with exit status 7"},
                 {"test-6-fails", "1 assertion failed"},
                 {"test-7-stuck", "the program ended with exit status 70"},
                 {"test-8", "passed"}}));
}

TEST_F(TestCommandTest, TheReportShowsTheError) {
  Write("test-a.seq",
        ": test-a ( -- ) \"before\" io.write-line\n"
        "  -1 time.sleep-ms ;");
  const RunResult run = Test({});
  EXPECT_EQ(StatusOf(run), 1);
  EXPECT_EQ(run.err, "");
  EXPECT_THAT(run.out,
              HasSubstr("./test-a.seq::test-a\n"
                        "  the program ended with exit status 70\n"
                        "    ./test-a.seq:2:6: run-time error: time.sleep-ms"));
  EXPECT_THAT(run.out, HasSubstr("\n    before\n"));
}

TEST_F(TestCommandTest, TimeoutEndsOneTestOnly) {
  EXPECT_EQ(Results(": spin ( -- ) spin ;\n"
                    ": test-1 ( -- ) ;\n"
                    ": test-2-spins ( -- ) spin ;\n"
                    ": test-3 ( -- ) ;\n",
                    {"--timeout", "3"}),
            (Map{{"test-1", "passed"},
                 {"test-2-spins", "timed out: the file ran longer than 3 s"},
                 {"test-3", "passed"}}));
}

// A program may ignore the polite request.
TEST_F(TestCommandTest, TimeoutOfAProgramThatTrapsSignals) {
  EXPECT_EQ(Results(": spin ( -- ) spin ;\n"
                    ": test-1 ( -- ) 15 signal.ignore spin ;\n"
                    ": test-2 ( -- ) ;\n",
                    {"--timeout", "3"}),
            (Map{{"test-1", "timed out: the file ran longer than 3 s"},
                 {"test-2", "passed"}}));
}

TEST_F(TestCommandTest, EndlessOutput) {
  const Map results = Results(": flood ( -- ) \"" + std::string(1000, 'x') +
                              "\" io.write-line flood ;\n"
                              ": test-1 ( -- ) flood ;\n: test-2 ( -- ) ;\n");
  EXPECT_EQ(results.at("test-1"), "stopped: the file wrote more than 64 MiB");
  EXPECT_EQ(results.at("test-2"), "passed");
}

// A strand that is left behind is noticed only when all tests have run.
TEST_F(TestCommandTest, TheTestThatLeavesAStrandBehindIsFound) {
  EXPECT_EQ(Results(": test-1 ( -- ) ;\n"
                    ": test-2-leaves ( -- )\n"
                    "  [ chan.make chan.receive drop drop ] strand.spawn drop ;"
                    "\n: test-3 ( -- ) ;\n"),
            (Map{{"test-1", "passed"},
                 {"test-2-leaves", "the program ended with exit status 70"},
                 {"test-3", "passed"}}));
}

TEST_F(TestCommandTest, ALineThatSaysOkIsNotEnough) {
  EXPECT_EQ(Results(": test-a ( -- ) \"test-a ... ok\" io.write-line\n"
                    "  false test.assert ;\n"
                    ": test-ab ( -- ) ;\n"
                    ": test-b ( -- ) \"test-c ... ok\" io.write-line ;\n"
                    ": test-c ( -- ) 1 os.exit ;\n"),
            (Map{{"test-a", "1 assertion failed"},
                 {"test-ab", "passed"},
                 {"test-b", "passed"},
                 {"test-c", "the program ended with exit status 1"}}));
}

// --- Surroundings ------------------------------------------------------------

TEST_F(TestCommandTest, StandardInputIsEmpty) {
  EXPECT_EQ(
      Results(": test-a ( -- ) io.read-line test.assert-not drop ;", {}, 0),
      (Map{{"test-a", "passed"}}));
}

// A word `wait` that ends when the file exists.
std::string WaitForFile(const std::string& name) {
  return ": wait ( -- ) \"" + name +
         "\" file.exists? [ ] [ 5 time.sleep-ms wait ] if ;\n";
}

// A word `mark` that makes the file.
std::string MakeFile(const std::string& name) {
  return ": mark ( -- ) \"x\" \"" + name + "\" file.spit test.assert ;\n";
}

// Of two files, the first ends only when the test of the second has run.
TEST_F(TestCommandTest, ResultsAreInFileOrder) {
  std::vector<std::string> marks;
  std::string expected;
  for (const std::string pair : {"1", "2", "3"}) {
    const std::string mark = marks.emplace_back("mark-" + pair);
    Write("test-" + pair + "a.seq",
          WaitForFile(mark) + ": test-a ( -- ) wait ;");
    Write("test-" + pair + "b.seq", MakeFile(mark) + ": test-a ( -- ) mark ;");
    for (const char* file : {"a", "b"}) {
      expected += "\nRunning tests in ./test-" + pair + file +
                  ".seq...\n  test-a ... ok\n";
    }
  }
  for (const char* jobs : {"--jobs=8", "-j3"}) {
    EXPECT_THAT(Test({jobs}).out, StartsWith(expected)) << jobs;
    for (const std::string& mark : marks) {
      EXPECT_TRUE(std::filesystem::remove(directory_.File(mark)));
    }
  }
  for (const std::string& mark : marks) Write(mark, "");
  EXPECT_THAT(Test({"--jobs=1"}).out, StartsWith(expected));
}

// Both files wait for each other: they run at the same time or never end.
TEST_F(TestCommandTest, JobsRunAtTheSameTime) {
  for (const auto& [mine, other] : {std::pair("a", "b"), {"b", "a"}}) {
    Write(
        std::string("test-") + mine + ".seq",
        WaitForFile(other) + MakeFile(mine) + ": test-meet ( -- ) mark wait ;");
  }
  const RunResult run = Test({"--jobs=2", "--timeout=30"});
  EXPECT_EQ(StatusOf(run), 0) << run.out;
}

TEST_F(TestCommandTest, TapIsWrittenForWholeRuns) {
  Write("test-a.seq", ": test-a ( -- ) ; : test-b ( -- ) false test.assert ;");
  const RunResult run = Test({"--format=tap"});
  EXPECT_EQ(StatusOf(run), 1);
  EXPECT_THAT(run.out, StartsWith("TAP version 13\n"
                                  "ok 1 - ./test-a.seq::test-a\n"
                                  "not ok 2 - ./test-a.seq::test-b\n"));
  EXPECT_THAT(run.out, ::testing::EndsWith("\n1..2\n"));
}

TEST_F(TestCommandTest, InterruptEndsEverything) {
  Write("test-a.seq",
        ": spin ( -- ) spin ;\n"
        ": test-a ( -- ) \"x\" \"started\" file.spit drop spin ;");
  SubprocessOptions options;
  options.working_directory = directory_.path();
  const auto process = StartSeq({"test"}, options);
  ASSERT_NE(process, nullptr);
  const Deadline deadline = After(kPatience);
  while (!std::filesystem::exists(directory_.File("started"))) {
    ASSERT_LT(Clock::now(), deadline);
    std::this_thread::yield();
  }
  process->Signal(SIGINT);
  EXPECT_EQ(StatusOf(Finish(*process)), 130);
}

}  // namespace
}  // namespace seq::golden
