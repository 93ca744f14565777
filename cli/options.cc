#include "cli/options.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cli/version.h"
#include "runtime/process_end.h"

namespace seq {
namespace {

constexpr size_t kMinStackBytes = 16 * 1024;
// No Linux has more (PID_MAX_LIMIT).
constexpr size_t kMaxThreads = size_t{4} << 20;
constexpr uint64_t kMostSchedules = 1'000'000'000;

// What the options of `run` and of the program itself are collected into before
// they are looked at together.
struct Raw {
  std::string code;
  std::string edition;
  std::string color = "auto";
  std::string stack_size;
  std::string format = "text";
  size_t data_stack = kDefaultDataStackValues;
  size_t max_threads = 0;
};

// "65536", "64K", "8M", "1G". Nullopt if it is none of these or too large.
std::optional<size_t> ParseSize(std::string text) {
  text = absl::AsciiStrToUpper(text);
  int shift = 0;
  if (!text.empty()) {
    const char unit = text.back();
    shift = unit == 'K' ? 10 : unit == 'M' ? 20 : unit == 'G' ? 30 : 0;
    if (shift != 0) text.pop_back();
  }
  // SimpleAtoi would also take signs and white space.
  const bool digits =
      std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
  uint64_t number = 0;
  if (!digits || !absl::SimpleAtoi(text, &number) || number == 0) {
    return std::nullopt;
  }
  if (number > (uint64_t{1} << 40) >> shift) return std::nullopt;
  return static_cast<size_t>(number << shift);
}

// A whole number of 64 bits without a sign.
std::optional<uint64_t> ParseSeed(const std::string& text) {
  const bool digits =
      std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
  uint64_t seed = 0;
  if (!digits || !absl::SimpleAtoi(text, &seed)) return std::nullopt;
  return seed;
}

CLI::Option* AddSeedOption(CLI::App* app, Options* options) {
  const auto set = [options](const std::string& text) {
    options->seed = ParseSeed(text);
    if (options->seed.has_value()) return;
    throw CLI::ValidationError(
        "--seed", absl::StrCat("`", text, "` is not a whole number from 0 to ",
                               UINT64_MAX));
  };
  return app
      ->add_option_function<std::string>(
          "--seed", set,
          "Run one strand at a time, in virtual time, switching as the seed "
          "says: the same seed gives the same run")
      ->type_name("N");
}

void AddCommonOptions(CLI::App* app, Raw* raw) {
  app->add_option("--edition", raw->edition,
                  "Language edition: classic or current (default: what the "
                  "file says, else automatic)")
      ->check(CLI::IsMember({"classic", "current"}));
  app->add_option("--color", raw->color,
                  "Colour in messages: auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
}

void AddRunOptions(CLI::App* app, Raw* raw, Options* options) {
  AddCommonOptions(app, raw);
  app->add_option("--stack-size", raw->stack_size,
                  "Native stack of each strand in bytes, with K, M or G "
                  "(default: 256M for the main strand, 64M for others)");
  app->add_option("--data-stack", raw->data_stack,
                  "How many values a strand's data stack may hold")
      ->check(CLI::Range(size_t{64}, size_t{1} << 36))
      ->capture_default_str();
  app->add_option("--max-threads", raw->max_threads,
                  "How many threads to use at most (0, the default: what the "
                  "system allows)")
      ->check(CLI::Range(size_t{0}, kMaxThreads));
  AddSeedOption(app, options);
  app->add_option("-e", raw->code, "Run CODE instead of a file")
      ->type_name("CODE");
  // For tests: each word by its own node. No part of the help.
  app->add_flag("--unfused", options->unfused)->group("");
  // What follows the program's file belongs to the program.
  app->prefix_command();
}

void AddCheckOptions(CLI::App* app, Raw* raw, Options* options) {
  app->prefix_command(false);  // subcommands inherit it
  AddCommonOptions(app, raw);
  app->add_flag("--strict", options->strict,
                "Also warn of what the rules let through although it is dead "
                "or unsound");
  app->add_option("FILE", options->files, "Programs to check")->required();
}

void AddTestOptions(CLI::App* app, Raw* raw, Options* options) {
  app->prefix_command(false);
  TestOptions& test = options->test;
  app->add_option("-f,--filter", test.pattern,
                  "Run only tests whose names contain PATTERN")
      ->type_name("PATTERN");
  app->add_flag("-v,--verbose", test.verbose, "Show how long each test took");
  app->add_option("--format", raw->format,
                  "Form of the report: text, tap, junit or json")
      ->check(CLI::IsMember({"text", "tap", "junit", "json"}))
      ->capture_default_str();
  app->add_option("-j,--jobs", test.jobs,
                  "How many files to run at a time (default: one a processor)")
      ->check(CLI::Range(size_t{1}, size_t{1024}));
  app->add_option("--timeout", test.timeout_seconds,
                  "How many seconds a file may run (0: as long as it likes); "
                  "with seeds, a test with one of them")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
  AddSeedOption(app, options);
  app->add_option("--schedules", test.schedules,
                  "Run each test with the seeds 1 to N, and report the first "
                  "one that makes it fail")
      ->check(CLI::Range(uint64_t{1}, kMostSchedules))
      ->type_name("N");
  app->add_option("PATHS", options->files,
                  "Test files, and directories to search for them (default: "
                  "`.`)");
}

void AddRunTestsOptions(CLI::App* app, Options* options) {
  app->prefix_command(false);
  app->group("");  // no part of the help
  TestRunOptions& run = options->test_run;
  app->add_option("--filter", options->test.pattern);
  app->add_option("--first", run.first)->required();
  app->add_option("--count", run.count)->required();
  app->add_option("--key", run.key)->required();
  app->add_option("--parent", run.parent)->required();
  AddSeedOption(app, options);
  app->add_option("FILE", options->files)->required()->expected(1);
}

TestFormat ParseFormat(const std::string& name) {
  return name == "tap"     ? TestFormat::kTap
         : name == "junit" ? TestFormat::kJunit
         : name == "json"  ? TestFormat::kJson
                           : TestFormat::kText;
}

bool UseColor(const std::string& choice) {
  if (choice != "auto") return choice == "always";
  const char* no_color = std::getenv("NO_COLOR");
  return (no_color == nullptr || *no_color == '\0') && isatty(STDERR_FILENO);
}

void SetStackSize(size_t bytes, Options* options) {
  options->main_stack.native_bytes = std::max(bytes, kMinStackBytes);
  options->strand_stack.native_bytes = std::max(bytes, kMinStackBytes);
}

void ReadEnvironment(Options* options) {
  const char* text = std::getenv("SEQ_STACK_SIZE");
  if (text == nullptr) return;
  const std::optional<size_t> bytes = ParseSize(text);
  if (bytes.has_value()) {
    SetStackSize(*bytes, options);
  } else {
    std::cerr << "Warning: SEQ_STACK_SIZE=" << text
              << " is not a size in bytes; using the default\n";
  }
}

// Fills in `options`; returns a message if something is wrong.
std::string Interpret(const Raw& raw, Options* options) {
  if (!raw.edition.empty()) {
    options->edition =
        raw.edition == "classic" ? Edition::kClassic : Edition::kCurrent;
  }
  options->color = UseColor(raw.color);
  ReadEnvironment(options);
  if (!raw.stack_size.empty()) {
    const std::optional<size_t> bytes = ParseSize(raw.stack_size);
    if (!bytes.has_value()) {
      return absl::StrCat("--stack-size: `", raw.stack_size,
                          "` is not a size like 512K, 64M or 1G");
    }
    SetStackSize(*bytes, options);
  }
  options->main_stack.values = raw.data_stack;
  options->strand_stack.values = raw.data_stack;
  options->max_threads = raw.max_threads;
  options->test.seed = options->seed;
  if (options->seed.has_value() && options->test.schedules > 0) {
    return "--seed and --schedules: only one of them makes sense";
  }
  if (std::isnan(options->test.timeout_seconds)) {
    return "--timeout: not a number of seconds";
  }
  options->test.format = ParseFormat(raw.format);
  return "";
}

// Splits what follows the options into the program's file and its arguments.
std::string TakeProgram(std::vector<std::string> rest, bool has_code,
                        Options* options) {
  const bool no_more_options = !rest.empty() && rest[0] == "--";
  if (no_more_options) rest.erase(rest.begin());
  if (!has_code) {
    if (rest.empty()) return "no program given";
    if (!no_more_options && rest[0].size() > 1 && rest[0][0] == '-') {
      return absl::StrCat("unknown option `", rest[0], "`");
    }
    options->files.push_back(rest[0]);
    rest.erase(rest.begin());
  }
  options->arguments = std::move(rest);
  return "";
}

// Says in the usage line what CLI11 cannot know: everything from the program's
// file on is left alone.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_usage(const CLI::App* app, std::string name) const override {
    if (app->get_parent() != nullptr && app->get_name() != "run") {
      return CLI::Formatter::make_usage(app, name);
    }
    return "Usage: seq [OPTIONS] FILE [ARGS...]     run a program\n"
           "       seq [OPTIONS] -e CODE [ARGS...]  run CODE\n"
           "       seq [OPTIONS] - [ARGS...]        run standard input\n"
           "       seq check [OPTIONS] FILE...      report errors only\n"
           "       seq test [OPTIONS] [PATHS...]    run tests\n"
           "`seq run` may be written for `seq`.\n";
  }
};

}  // namespace

std::optional<Options> ParseOptions(int argc, char** argv, int* exit_code) {
  CLI::App app("Runs programs of the Seq language.", "seq");
  app.formatter(std::make_shared<HelpFormatter>());
  Raw raw;
  Options options;
  AddRunOptions(&app, &raw, &options);
  app.set_version_flag("--version", std::string(kVersionText));
  CLI::App* run = app.add_subcommand("run", "Run a program");
  AddRunOptions(run, &raw, &options);
  CLI::App* check = app.add_subcommand(
      "check", "Report the errors of programs without running them");
  AddCheckOptions(check, &raw, &options);
  CLI::App* test = app.add_subcommand(
      "test", "Run the words `test-*` of the files `test-*.seq`");
  AddTestOptions(test, &raw, &options);
  CLI::App* run_tests = app.add_subcommand(std::string(kRunTestsCommand));
  AddRunTestsOptions(run_tests, &options);
  app.require_subcommand(0, 1);  // `seq run check` runs a file

  const auto usage_error = [exit_code](absl::string_view message) {
    std::cerr << "seq: " << std::string(message) << "\nTry `seq --help`.\n";
    *exit_code = kExitUsage;
    return std::nullopt;
  };
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& request) {  // help or version
    app.exit(request, std::cout, std::cerr);
    *exit_code = kExitOk;
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    return usage_error(error.what());
  }
  std::string message = Interpret(raw, &options);
  if (!message.empty()) return usage_error(message);
  if (check->parsed() || test->parsed() || run_tests->parsed()) {
    options.command = check->parsed()  ? Command::kCheck
                      : test->parsed() ? Command::kTest
                                       : Command::kRunTests;
    if (test->parsed() && options.files.empty()) options.files = {"."};
    return options;
  }
  CLI::App* source = run->parsed() ? run : &app;
  const bool has_code = source->count("-e") > 0;
  if (has_code) options.code = raw.code;
  message = TakeProgram(source->remaining(), has_code, &options);
  if (!message.empty()) return usage_error(message);
  return options;
}

}  // namespace seq
