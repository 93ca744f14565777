// The command line, taken apart.
#include "cli/options.h"

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/process_end.h"

namespace seq {
namespace {

class OptionsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    unsetenv("SEQ_STACK_SIZE");
    unsetenv("NO_COLOR");
  }

  // `seq ARGUMENTS…`; what it prints is in out_ and err_.
  std::optional<Options> Parse(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "seq");
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    exit_code_ = -1;
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    std::optional<Options> options = ParseOptions(
        static_cast<int>(arguments.size()), argv.data(), &exit_code_);
    out_ = ::testing::internal::GetCapturedStdout();
    err_ = ::testing::internal::GetCapturedStderr();
    return options;
  }

  // One that must be right, and without a word.
  Options ParseValid(std::vector<std::string> arguments) {
    const std::optional<Options> options = Parse(std::move(arguments));
    EXPECT_TRUE(options.has_value()) << err_;
    EXPECT_EQ(out_ + err_, "");
    return options.value_or(Options());
  }

  void ExpectWrong(std::vector<std::string> arguments) {
    EXPECT_FALSE(Parse(arguments).has_value());
    EXPECT_EQ(exit_code_, kExitUsage);
    EXPECT_EQ(out_, "");
    EXPECT_EQ(err_.rfind("seq: ", 0), 0U) << err_;
    EXPECT_NE(err_.find("--help"), std::string::npos) << err_;
  }

  int exit_code_ = -1;
  std::string out_;
  std::string err_;
};

using Strings = std::vector<std::string>;

TEST_F(OptionsTest, FileAndItsArguments) {
  for (const Strings& prefix : {Strings{}, Strings{"run"}}) {
    Strings line = prefix;
    line.insert(line.end(), {"file.seq", "a", "b c", ""});
    const Options options = ParseValid(line);
    EXPECT_EQ(options.command, Command::kRun);
    EXPECT_EQ(options.files, Strings{"file.seq"});
    EXPECT_EQ(options.arguments, (Strings{"a", "b c", ""}));
    EXPECT_FALSE(options.code.has_value());
    EXPECT_FALSE(options.edition.has_value());
    EXPECT_EQ(options.main_stack.native_bytes, kDefaultMainStackBytes);
    EXPECT_EQ(options.strand_stack.native_bytes, kDefaultStrandStackBytes);
    EXPECT_EQ(options.main_stack.values, kDefaultDataStackValues);
    EXPECT_EQ(options.max_threads, 0U);
  }
}

// Whatever follows the file is the program's, however it looks.
TEST_F(OptionsTest, FlagsBehindTheFileBelongToTheProgram) {
  const Strings flags = {"--edition",    "x",         "-e",         "y",
                         "--help",       "--version", "-h",         "check",
                         "run",          "--",        "-",          "--bogus=1",
                         "--stack-size", "0",         "--color=red"};
  for (const Strings& prefix : {Strings{"file.seq"}, Strings{"run", "file.seq"},
                                Strings{"-"}, Strings{"--color=never", "-"}}) {
    SCOPED_TRACE(::testing::PrintToString(prefix));
    Strings line = prefix;
    line.insert(line.end(), flags.begin(), flags.end());
    const Options options = ParseValid(line);
    EXPECT_EQ(options.files, Strings{prefix.back()});
    EXPECT_EQ(options.arguments, flags);
    EXPECT_FALSE(options.edition.has_value());
    EXPECT_FALSE(options.code.has_value());
  }
}

TEST_F(OptionsTest, ProgramNamedLikeASubcommand) {
  const Options options = ParseValid({"run", "run", "check"});
  EXPECT_EQ(options.files, Strings{"run"});
  EXPECT_EQ(options.arguments, Strings{"check"});
}

TEST_F(OptionsTest, DoubleDashEndsTheOptions) {
  const Options options = ParseValid({"--", "-file.seq", "-e"});
  EXPECT_EQ(options.files, Strings{"-file.seq"});
  EXPECT_EQ(options.arguments, Strings{"-e"});
}

TEST_F(OptionsTest, Seed) {
  EXPECT_FALSE(ParseValid({"file.seq"}).seed.has_value());
  EXPECT_EQ(ParseValid({"--seed", "0", "file.seq"}).seed, 0U);
  EXPECT_EQ(ParseValid({"run", "--seed=18446744073709551615", "f"}).seed,
            UINT64_MAX);
  EXPECT_EQ(ParseValid({"file.seq", "--seed=x"}).arguments,
            Strings{"--seed=x"});
  for (const char* wrong : {"--seed=", "--seed=-1", "--seed=+1", "--seed= 1",
                            "--seed=1.0", "--seed=0x1", "--seed=abc",
                            "--seed=18446744073709551616"}) {
    SCOPED_TRACE(wrong);
    ExpectWrong({wrong, "file.seq"});
    EXPECT_NE(err_.find("from 0 to 18446744073709551615"), std::string::npos);
    ExpectWrong({"test", wrong});
  }
}

TEST_F(OptionsTest, Schedules) {
  const Options plain = ParseValid({"test"});
  EXPECT_FALSE(plain.test.seeded());
  const Options seed = ParseValid({"test", "--seed=7"});
  EXPECT_TRUE(seed.test.seeded());
  EXPECT_EQ(seed.test.seed, 7U);
  EXPECT_EQ(seed.test.schedules, 0U);
  const Options schedules = ParseValid({"test", "--schedules=100"});
  EXPECT_TRUE(schedules.test.seeded());
  EXPECT_EQ(schedules.test.schedules, 100U);
  for (const Strings& wrong :
       {Strings{"test", "--schedules=0"}, Strings{"test", "--schedules=-1"},
        Strings{"test", "--schedules=x"}, Strings{"--schedules=1", "file.seq"},
        Strings{"test", "--schedules=2", "--seed=1"},
        Strings{"--seed=1", "test", "--schedules=2"}}) {
    ExpectWrong(wrong);
  }
}

TEST_F(OptionsTest, Code) {
  for (const Strings& line :
       {Strings{"-e", ": main ( -- ) ;", "a", "b"},
        Strings{"run", "-e", ": main ( -- ) ;", "a", "b"}}) {
    const Options options = ParseValid(line);
    EXPECT_EQ(options.code, ": main ( -- ) ;");
    EXPECT_EQ(options.arguments, (Strings{"a", "b"}));
    EXPECT_TRUE(options.files.empty());
  }
}

TEST_F(OptionsTest, FlagsBehindTheFirstArgumentOfCodeBelongToIt) {
  const Options options = ParseValid({"-e", "code", "a", "--edition", "x"});
  EXPECT_EQ(options.arguments, (Strings{"a", "--edition", "x"}));
}

TEST_F(OptionsTest, Check) {
  const Options options =
      ParseValid({"check", "--edition=classic", "a.seq", "b.seq", "c.seq"});
  EXPECT_EQ(options.command, Command::kCheck);
  EXPECT_EQ(options.files, (Strings{"a.seq", "b.seq", "c.seq"}));
  EXPECT_EQ(options.edition, Edition::kClassic);
}

TEST_F(OptionsTest, StrictCheck) {
  EXPECT_FALSE(ParseValid({"check", "a.seq"}).strict);
  EXPECT_TRUE(ParseValid({"check", "--strict", "a.seq"}).strict);
  ExpectWrong({"check", "--strict=error", "a.seq"});
  ExpectWrong({"--strict", "a.seq"});
}

TEST_F(OptionsTest, TestWithDefaults) {
  const Options options = ParseValid({"test"});
  EXPECT_EQ(options.command, Command::kTest);
  EXPECT_EQ(options.files, Strings{"."});
  EXPECT_EQ(options.test.pattern, "");
  EXPECT_FALSE(options.test.verbose);
  EXPECT_EQ(options.test.format, TestFormat::kText);
  EXPECT_EQ(options.test.jobs, 0U);
  EXPECT_EQ(options.test.timeout_seconds, 60);
}

TEST_F(OptionsTest, Test) {
  const Options options =
      ParseValid({"test", "d", "-f", "pat", "-v", "--format=junit", "--jobs",
                  "3", "--timeout=0.5", "test-a.seq"});
  EXPECT_EQ(options.files, (Strings{"d", "test-a.seq"}));
  EXPECT_EQ(options.test.pattern, "pat");
  EXPECT_TRUE(options.test.verbose);
  EXPECT_EQ(options.test.format, TestFormat::kJunit);
  EXPECT_EQ(options.test.jobs, 3U);
  EXPECT_EQ(options.test.timeout_seconds, 0.5);
  EXPECT_EQ(ParseValid({"test", "--format=tap"}).test.format, TestFormat::kTap);
  EXPECT_EQ(ParseValid({"test", "--format", "json"}).test.format,
            TestFormat::kJson);
  EXPECT_EQ(ParseValid({"test", "--timeout=0"}).test.timeout_seconds, 0);
}

TEST_F(OptionsTest, WrongTestOptions) {
  for (const char* wrong :
       {"--format=xml", "--jobs=0", "--jobs=x", "--timeout=-1", "--timeout=x",
        "--timeout=nan", "--timeout=inf", "--edition=current", "--strict"}) {
    SCOPED_TRACE(wrong);
    ExpectWrong({"test", wrong});
  }
}

// What `seq test` starts is nobody else's business.
TEST_F(OptionsTest, HelpDoesNotMentionTheHiddenCommand) {
  Parse({"--help"});
  EXPECT_NE(out_.find("seq test"), std::string::npos) << out_;
  EXPECT_EQ(out_.find(std::string(kRunTestsCommand)), std::string::npos);
}

TEST_F(OptionsTest, Editions) {
  EXPECT_EQ(ParseValid({"--edition=classic", "f"}).edition, Edition::kClassic);
  EXPECT_EQ(ParseValid({"--edition", "current", "f"}).edition,
            Edition::kCurrent);
  EXPECT_EQ(ParseValid({"run", "--edition=current", "f"}).edition,
            Edition::kCurrent);
  ExpectWrong({"--edition=old", "f"});
}

TEST_F(OptionsTest, Sizes) {
  const struct {
    const char* text;
    size_t bytes;
  } kSizes[] = {{"1048576", 1 << 20},
                {"512K", 512 << 10},
                {"512k", 512 << 10},
                {"8M", 8 << 20},
                {"1G", size_t{1} << 30}};
  for (const auto& size : kSizes) {
    SCOPED_TRACE(size.text);
    const Options options = ParseValid({"--stack-size", size.text, "f"});
    EXPECT_EQ(options.main_stack.native_bytes, size.bytes);
    EXPECT_EQ(options.strand_stack.native_bytes, size.bytes);
    setenv("SEQ_STACK_SIZE", size.text, 1);
    EXPECT_EQ(ParseValid({"f"}).strand_stack.native_bytes, size.bytes);
    unsetenv("SEQ_STACK_SIZE");
  }
}

TEST_F(OptionsTest, TheOptionBeatsTheEnvironment) {
  setenv("SEQ_STACK_SIZE", "1M", 1);
  EXPECT_EQ(ParseValid({"--stack-size=2M", "f"}).main_stack.native_bytes,
            size_t{2} << 20);
}

// Too little to run anything becomes the least that works.
TEST_F(OptionsTest, TinyStacksAreRaised) {
  EXPECT_GE(ParseValid({"--stack-size=1", "f"}).main_stack.native_bytes,
            size_t{4096});
}

TEST_F(OptionsTest, WrongSizes) {
  for (const char* size : {"0", "", "x", "-1", "1.5M", "8MB", "K", "0K",
                           "99999999999999999999", "9999999G", "8 M"}) {
    SCOPED_TRACE(size);
    if (*size != '\0') ExpectWrong({"--stack-size", size, "f"});
    setenv("SEQ_STACK_SIZE", size, 1);
    const std::optional<Options> options = Parse({"f"});
    ASSERT_TRUE(options.has_value());
    EXPECT_EQ(options->main_stack.native_bytes, kDefaultMainStackBytes);
    EXPECT_EQ(out_, "");
    EXPECT_NE(err_.find("Warning: SEQ_STACK_SIZE=" + std::string(size)),
              std::string::npos)
        << err_;
    unsetenv("SEQ_STACK_SIZE");
  }
}

TEST_F(OptionsTest, DataStackAndThreads) {
  const Options options =
      ParseValid({"--data-stack=1000", "--max-threads", "7", "f"});
  EXPECT_EQ(options.main_stack.values, 1000U);
  EXPECT_EQ(options.strand_stack.values, 1000U);
  EXPECT_EQ(options.max_threads, 7U);
  for (const char* wrong : {"--data-stack=0", "--data-stack=x",
                            "--max-threads=x", "--max-threads=-1"}) {
    SCOPED_TRACE(wrong);
    ExpectWrong({wrong, "f"});
  }
}

TEST_F(OptionsTest, Color) {
  EXPECT_TRUE(ParseValid({"--color=always", "f"}).color);
  EXPECT_FALSE(ParseValid({"--color=never", "f"}).color);
  EXPECT_FALSE(ParseValid({"f"}).color);  // standard error is no terminal
  setenv("NO_COLOR", "1", 1);
  EXPECT_TRUE(ParseValid({"--color=always", "f"}).color);
  ExpectWrong({"--color=red", "f"});
}

TEST_F(OptionsTest, HelpAndVersionGoToStandardOutput) {
  for (const Strings& line :
       {Strings{"--help"}, Strings{"-h"}, Strings{"run", "--help"},
        Strings{"check", "--help"}, Strings{"test", "--help"},
        Strings{"--version"}}) {
    SCOPED_TRACE(::testing::PrintToString(line));
    EXPECT_FALSE(Parse(line).has_value());
    EXPECT_EQ(exit_code_, kExitOk);
    EXPECT_NE(out_, "");
    EXPECT_EQ(err_, "");
  }
}

TEST_F(OptionsTest, WrongUsage) {
  for (const Strings& line :
       {Strings{}, Strings{"run"}, Strings{"check"}, Strings{"--bogus", "f"},
        Strings{"-x", "f"}, Strings{"-e"}, Strings{"--edition"},
        Strings{"check", "--bogus", "f"}, Strings{"check", "-e", "code"},
        Strings{"run", "--bogus", "f"}}) {
    SCOPED_TRACE(::testing::PrintToString(line));
    ExpectWrong(line);
  }
}

}  // namespace
}  // namespace seq
