// Runs every program in examples/ that needs no client against the expectation
// files beside it (testdata/README.md describes them).
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/golden_case.h"
#include "tests/golden/seq_server.h"

namespace seq::docs {
namespace {

namespace fs = std::filesystem;

constexpr auto kPatience = std::chrono::seconds(60);

std::vector<std::string> Programs() {
  std::vector<std::string> paths;
  for (const auto& entry : fs::directory_iterator("examples")) {
    const std::string path = entry.path().string();
    if (path.ends_with(".seq") &&
        !fs::exists(golden::Beside(path, ".client"))) {
      paths.push_back(path);
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

class ExampleTest : public ::testing::TestWithParam<std::string> {};

TEST_P(ExampleTest, DoesWhatIsExpected) {
  std::string error;
  const auto golden = golden::LoadGoldenCase(GetParam(), &error);
  ASSERT_TRUE(golden.has_value()) << error;
  // An example shows something; no output means a forgotten file.
  EXPECT_NE(golden->stdout_bytes, "");
  const golden::SeqCommand command{golden::SeqBinary(), {}};
  const auto run = golden::RunGolden(command, *golden, kPatience, &error);
  ASSERT_TRUE(run.has_value()) << error;
  EXPECT_EQ(golden::Compare(*golden, *run), "");
}

INSTANTIATE_TEST_SUITE_P(All, ExampleTest, ::testing::ValuesIn(Programs()),
                         [](const auto& test) {
                           return fs::path(test.param).stem().string();
                         });

}  // namespace
}  // namespace seq::docs
