// The `seq` command as its users see it: what it runs, what it says where, and
// how it ends. How the command line is taken apart: options_test.cc.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/seq_run.h"

namespace seq::golden {
namespace {

constexpr const char* kHello = ": main ( -- ) \"hello\" write_line ;\n";
constexpr const char* kBad = ": main ( -- ) nonsense ;\n";

class CliTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& text) {
    return directory_.Write(name, text);
  }

  // Writes a file that can be executed.
  std::string Script(const std::string& name, const std::string& text) {
    const std::string file = Write(name, text);
    EXPECT_EQ(chmod(file.c_str(), 0755), 0);
    return file;
  }

  RunResult Execute(const std::string& file,
                    std::vector<std::string> arguments = {},
                    std::vector<std::string> env = {}) {
    SubprocessOptions options;
    options.argv = std::move(arguments);
    options.argv.insert(options.argv.begin(), file);
    options.env = std::move(env);
    std::string error;
    const auto process = Subprocess::Start(options, &error);
    EXPECT_NE(process, nullptr) << error;
    return process == nullptr ? RunResult() : Finish(*process);
  }

  // Standard output is exactly that, standard error empty, the status 0.
  void ExpectSuccess(const RunResult& run, const std::string& out) {
    EXPECT_EQ(run.status, (ExitStatus{0, 0})) << ::testing::PrintToString(run);
    EXPECT_EQ(run.out, out);
    EXPECT_EQ(run.err, "");
  }

  // Nothing on standard output; `fragment` on standard error.
  void ExpectFailure(const RunResult& run, int code,
                     const std::string& fragment) {
    EXPECT_EQ(run.status, (ExitStatus{code, 0}))
        << ::testing::PrintToString(run);
    EXPECT_EQ(run.out, "");
    EXPECT_NE(run.err.find(fragment), std::string::npos) << run.err;
  }

  const TempDir directory_;
};

// --- What it runs ------------------------------------------------------------

TEST_F(CliTest, RunsAFile) {
  const std::string file = Write("hello.seq", kHello);
  ExpectSuccess(RunSeq({file}), "hello\n");
  ExpectSuccess(RunSeq({"run", file}), "hello\n");
  ExpectSuccess(RunSeq({file, "some", "arguments"}), "hello\n");
}

TEST_F(CliTest, RunsAFileOfAnyName) {
  for (const char* name : {"program", "program.txt", "check", "run", "a b c",
                           "\xC3\xA9t\xC3\xA9.seq", "-dash.seq"}) {
    SCOPED_TRACE(name);
    ExpectSuccess(RunSeq({Write(name, kHello)}), "hello\n");
  }
}

TEST_F(CliTest, RunsStandardInput) {
  ExpectSuccess(RunSeq({"-"}, kHello), "hello\n");
  ExpectSuccess(RunSeq({"run", "-", "x", "--help"}, kHello), "hello\n");
  ExpectFailure(RunSeq({"-"}, kBad), 1, "-:1:15: error: ");
}

TEST_F(CliTest, RunsCode) {
  ExpectSuccess(RunSeq({"-e", kHello}), "hello\n");
  ExpectSuccess(RunSeq({"run", "-e", kHello, "argument"}), "hello\n");
  ExpectSuccess(RunSeq({"-e", ": main ( -- ) read_line write_line ;"}, "in\n"),
                "in\n");
  ExpectFailure(RunSeq({"-e", kBad}), 1, "-e:1:15: error: ");
}

TEST_F(CliTest, FlagsBehindTheFileDoNotConcernIt) {
  const std::string file = Write("hello.seq", kHello);
  ExpectSuccess(RunSeq({file, "--edition", "x", "-e", "y", "--help"}),
                "hello\n");
  ExpectSuccess(RunSeq({"run", file, "--version", "--stack-size=0", "-h"}),
                "hello\n");
}

// --- Scripts -----------------------------------------------------------------

TEST_F(CliTest, ScriptWithTheInterpretersPath) {
  // The kernel takes no more than 255 bytes of a first line.
  const std::string link = "/tmp/seq_cli_test." + std::to_string(getpid());
  ASSERT_EQ(symlink(AbsoluteSeq().c_str(), link.c_str()), 0);
  for (const char* name : {"script", "script.sh", "check"}) {
    SCOPED_TRACE(name);
    const std::string file = Script(name, "#!" + link + "\n" + kHello);
    ExpectSuccess(Execute(file), "hello\n");
    ExpectSuccess(Execute(file, {"--edition", "x", "-e", "y", "--help"}),
                  "hello\n");
  }
  ExpectSuccess(
      Execute(Script("with_run", "#!" + link + " run\n" + kHello), {"--help"}),
      "hello\n");
  unlink(link.c_str());
}

TEST_F(CliTest, ScriptThroughEnv) {
  if (access("/usr/bin/env", X_OK) != 0) GTEST_SKIP() << "no /usr/bin/env";
  const std::filesystem::path seq = AbsoluteSeq();
  std::filesystem::create_symlink(seq, directory_.File("seq"));
  const std::string path = "PATH=" + directory_.path() + ":/usr/bin:/bin";
  for (const char* line :
       {"#!/usr/bin/env seq\n", "#!/usr/bin/env -S seq run\n",
        "#!/usr/bin/env -S seq run --edition=classic --stack-size 1M\n"}) {
    SCOPED_TRACE(line);
    const std::string file = Script("script", line + std::string(kHello));
    ExpectSuccess(Execute(file, {"--help", "-e", "x"}, {path}), "hello\n");
  }
}

// --- check -------------------------------------------------------------------

TEST_F(CliTest, CheckRunsNothing) {
  ExpectSuccess(RunSeq({"check", Write("hello.seq", kHello)}), "");
}

TEST_F(CliTest, CheckReportsEveryBadFile) {
  const std::string good = Write("good.seq", kHello);
  const std::string bad = Write("bad.seq", kBad);
  const std::string worse = Write("worse.seq", ": main ( -- ) drop");
  const std::string missing = directory_.File("missing.seq");
  ExpectSuccess(RunSeq({"check", good, good}), "");
  const RunResult run = RunSeq({"check", bad, good, missing, worse});
  ExpectFailure(run, 1, bad + ":1:15: error: ");
  ExpectFailure(run, 1, worse + ":1:");
  ExpectFailure(run, 1, "Failed to read source file '" + missing + "'");
  EXPECT_EQ(run.err.find("good.seq"), std::string::npos) << run.err;
}

// --- Editions ----------------------------------------------------------------

TEST_F(CliTest, ClassicEdition) {
  const std::string file = Write("hello.seq", kHello);
  ExpectSuccess(RunSeq({"--edition=classic", file}), "hello\n");
  ExpectSuccess(RunSeq({"--edition", "classic", "check", file}), "");
  ExpectSuccess(
      RunSeq({Write("declared.seq",
                    std::string("#!/bin/seq\n# edition: classic\n") + kHello)}),
      "hello\n");
}

TEST_F(CliTest, CurrentEdition) {
  const std::string current = ": main ( -- ) \"hello\" io.write-line ;\n";
  const std::string file = Write("current.seq", current);
  ExpectSuccess(RunSeq({file}), "hello\n");
  ExpectSuccess(RunSeq({"--edition=current", file}), "hello\n");
  ExpectSuccess(RunSeq({"check", file}), "");
  // A word of the classic edition does not exist there.
  const std::string classic = Write("hello.seq", kHello);
  const std::string declared =
      Write("declared.seq", std::string("# edition: current\n") + kHello);
  for (const RunResult& run :
       {RunSeq({"--edition=current", classic}), RunSeq({declared}),
        RunSeq({"check", "--edition=current", classic}),
        RunSeq({"check", declared})}) {
    ExpectFailure(run, 1, "error: Undefined word 'write_line'");
  }
  // The command line decides.
  ExpectSuccess(RunSeq({"--edition=classic", declared}), "hello\n");
}

TEST_F(CliTest, UnknownEdition) {
  ExpectFailure(
      RunSeq({Write("a.seq", std::string("# edition: future\n") + kHello)}), 1,
      "edition");
  ExpectFailure(RunSeq({"--edition=future", Write("b.seq", kHello)}), 2,
                "seq: --edition: ");
}

// --- Settings ----------------------------------------------------------------

TEST_F(CliTest, StackSize) {
  const auto sum = [this](const std::string& depth) {
    return Write("sum" + depth,
                 ": sum ( Int -- Int )\n"
                 "  dup 0 > if dup 1 subtract sum add else then ;\n"
                 ": main ( -- ) " +
                     depth + " sum int->string write_line ;\n");
  };
  ExpectSuccess(RunSeq({sum("10000")}), "50005000\n");
  ExpectSuccess(RunSeq({"--stack-size=64M", sum("10000")}), "50005000\n");
  const std::string overflow = "call stack overflow";
  ExpectFailure(RunSeq({"--stack-size=1M", sum("100000")}), 70, overflow);
  SubprocessOptions options;
  options.env = {"SEQ_STACK_SIZE=1048576"};
  ExpectFailure(RunSeq({sum("100000")}, "", options), 70, overflow);
}

TEST_F(CliTest, UnusableStackSizeInTheEnvironmentIsAWarning) {
  const std::string file = Write("hello.seq", kHello);
  for (const char* size : {"0", "garbage", "-5", "1e6"}) {
    SubprocessOptions options;
    options.env = {std::string("SEQ_STACK_SIZE=") + size};
    const RunResult run = RunSeq({file}, "", options);
    EXPECT_EQ(run.status, (ExitStatus{0, 0}));
    EXPECT_EQ(run.out, "hello\n");
    EXPECT_EQ(run.err.rfind(std::string("Warning: SEQ_STACK_SIZE=") + size, 0),
              0U)
        << run.err;
  }
}

TEST_F(CliTest, ColorOnlyWhenAsked) {
  const std::string file = Write("bad.seq", kBad);
  const std::string escape = "\x1b[";
  EXPECT_NE(RunSeq({"--color=always", file}).err.find(escape),
            std::string::npos);
  EXPECT_NE(RunSeq({"check", "--color=always", file}).err.find(escape),
            std::string::npos);
  for (const char* choice : {"--color=auto", "--color=never"}) {
    EXPECT_EQ(RunSeq({choice, file}).err.find(escape), std::string::npos);
  }
}

// `script` gives the command a terminal.
TEST_F(CliTest, ColorOnATerminalUnlessNoColor) {
  if (access("/usr/bin/script", X_OK) != 0) GTEST_SKIP() << "no script";
  const std::string file = Write("bad.seq", kBad);
  const std::string command =
      "script -qec '" + AbsoluteSeq() + " " + file + "' /dev/null < /dev/null";
  const std::string escape = "\x1b[";
  EXPECT_NE(RunShell("NO_COLOR= " + command, {}).out.find(escape),
            std::string::npos);
  EXPECT_EQ(RunShell("NO_COLOR=1 " + command, {}).out.find(escape),
            std::string::npos);
}

// --- What it says where ------------------------------------------------------

TEST_F(CliTest, HelpAndVersion) {
  const RunResult help = RunSeq({"--help"});
  EXPECT_EQ(help.status, (ExitStatus{0, 0}));
  EXPECT_EQ(help.err, "");
  for (const char* text : {"Usage: seq", "--edition", "--stack-size", "check",
                           "seq test", "--max-threads", "-e"}) {
    EXPECT_NE(help.out.find(text), std::string::npos) << text;
  }
  const RunResult version = RunSeq({"--version"});
  ExpectSuccess(version, version.out);
  EXPECT_EQ(version.out.rfind("seq ", 0), 0U) << version.out;
}

TEST_F(CliTest, WrongUsage) {
  for (const std::vector<std::string>& line :
       {std::vector<std::string>{}, {"run"}, {"check"}, {"--bogus"}, {"-e"}}) {
    SCOPED_TRACE(::testing::PrintToString(line));
    ExpectFailure(RunSeq(line), 2, "Try `seq --help`");
  }
}

TEST_F(CliTest, OnlyTheProgramWritesToStandardOutput) {
  const RunResult run =
      RunSeq({"-e", ": main ( -- ) \"before\" write_line 1 0 divide drop ;"});
  EXPECT_EQ(run.status, (ExitStatus{70, 0}));
  EXPECT_EQ(run.out, "before\n");
  EXPECT_NE(run.err.find("run-time error: divide: division by zero"),
            std::string::npos);
}

TEST_F(CliTest, PathsAreRelativeToWhereTheUserStands) {
  Write("hello.seq", kHello);
  SubprocessOptions options;
  options.env = {"BUILD_WORKING_DIRECTORY=" + directory_.path()};
  ExpectSuccess(RunSeq({"hello.seq"}, "", options), "hello\n");
  ExpectSuccess(RunSeq({"check", "hello.seq"}, "", options), "");
  SubprocessOptions inside;
  inside.working_directory = directory_.path();
  ExpectSuccess(RunSeq({"hello.seq"}, "", inside), "hello\n");
  options.env = {"BUILD_WORKING_DIRECTORY=" + directory_.File("none")};
  const RunResult run = RunSeq({"hello.seq"}, "", options);
  EXPECT_NE(run.status, (ExitStatus{0, 0}));
  EXPECT_NE(run.err, "") << "silent";
}

}  // namespace
}  // namespace seq::golden
