// Every golden program that starts strands or weaves does the same with every
// schedule: run with seeds, it must write what its files say.
//
// 20 seeds a program; by hand as many as the environment says:
//
//     bazel test //tests/system:explored_goldens_test --test_timeout=10000
//         --test_env=SEQ_SEEDS=1000
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/files.h"
#include "tests/golden/golden_case.h"
#include "tests/golden/seq_run.h"

namespace seq::golden {
namespace {

// The programs of testdata/limits are left out: they take long, and what they
// show does not lie in the schedule.
constexpr const char* kFolders[] = {"testdata/classic", "testdata/current",
                                    "testdata/errors", "testdata/errors_current",
                                    "testdata/scenarios"};

// Does the program do several things at a time, all of them in this process?
// (What others send over a socket comes when it comes.)
bool IsConcurrent(const std::string& text) {
  static const auto* const kStarting = new std::set<std::string>{
      "spawn", "strand.spawn", "strand.weave"};
  bool starts = false;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (word.find("tcp") != std::string::npos) return false;
    starts = starts || kStarting->count(word) > 0;
  }
  return starts;
}

std::vector<std::string> ConcurrentPrograms() {
  std::vector<std::string> programs;
  for (const char* folder : kFolders) {
    std::error_code error;
    for (const auto& entry :
         std::filesystem::directory_iterator(folder, error)) {
      const std::string path = entry.path().string();
      if (entry.path().extension() != ".seq") continue;
      if (std::filesystem::exists(Beside(path, ".client"))) continue;
      const std::optional<std::string> text = ReadFile(path);
      if (text.has_value() && IsConcurrent(*text)) programs.push_back(path);
    }
  }
  std::sort(programs.begin(), programs.end());
  return programs;
}

uint64_t Seeds() {
  const char* const text = std::getenv("SEQ_SEEDS");
  return text == nullptr ? 20 : std::strtoull(text, nullptr, 10);
}

std::string TestName(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param.substr(sizeof("testdata/") - 1);
  name.resize(name.size() - 4);
  std::replace_if(
      name.begin(), name.end(), [](char byte) { return !std::isalnum(byte); },
      '_');
  return name;
}

class ExploredGoldensTest : public ::testing::TestWithParam<std::string> {};

TEST_P(ExploredGoldensTest, EverySeed) {
  std::string error;
  const std::optional<GoldenCase> golden = LoadGoldenCase(GetParam(), &error);
  ASSERT_TRUE(golden.has_value()) << error;
  for (uint64_t seed = 1; seed <= Seeds(); ++seed) {
    const SeqCommand command = {AbsoluteSeq(),
                                {"--seed", std::to_string(seed)}};
    const std::optional<GoldenRun> run =
        RunGolden(command, *golden, kPatience, &error);
    ASSERT_TRUE(run.has_value()) << error;
    ASSERT_EQ(Compare(*golden, *run), "") << "seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(, ExploredGoldensTest,
                         ::testing::ValuesIn(ConcurrentPrograms()), TestName);

// They have been found.
TEST(ConcurrentProgramsTest, ThereAreMany) {
  EXPECT_GT(ConcurrentPrograms().size(), 40U);
}

}  // namespace
}  // namespace seq::golden
