// Program A, the pattern that once crashed, for 20,000 connections: nothing
// may grow with their number, neither memory nor threads nor descriptors.
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "tests/golden/seq_server.h"

namespace seq::golden {
namespace {

constexpr auto kPatience = std::chrono::minutes(10);
constexpr int kWrittenPort = 8081;
constexpr int kLinesPerConnection = 5;
constexpr int kWarmUp = 2000;
constexpr int kMeasured = 18000;
// Less than 1 KiB for every 100 connections.
constexpr int64_t kMaxGrowthKib = kMeasured / 100;
// A worker or two may be between its last line and its end when we look.
constexpr int64_t kSlack = 4;

struct Usage {
  int64_t resident_kib;
  int64_t threads;
  int64_t descriptors;
};

std::optional<Usage> Measure(const Subprocess& process) {
  const auto resident = process.ResidentKib();
  const auto threads = process.ThreadCount();
  const auto descriptors = process.DescriptorCount();
  if (!resident || !threads || !descriptors) return std::nullopt;
  return Usage{*resident, *threads, *descriptors};
}

// Serves the clients and reads all their lines; "" if everything came.
std::string Serve(SeqServer& server, int clients, Deadline deadline) {
  const std::string error = ServeInARow(server, clients, deadline);
  if (!error.empty()) return error;
  for (int i = 0; i < clients * kLinesPerConnection; ++i) {
    if (!server.process().ReadLine(deadline).has_value()) {
      return "line " + std::to_string(i + 1) + " did not come";
    }
  }
  return "";
}

TEST(ServerSoakTest, NothingGrowsWithTheNumberOfConnections) {
  const Deadline deadline = After(kPatience);
  std::string error;
  const auto server = SeqServer::Start("testdata/servers/a_failing_pattern.seq",
                                       kWrittenPort, &error);
  ASSERT_NE(server, nullptr) << error;

  ASSERT_EQ(Serve(*server, kWarmUp, deadline), "");
  const std::optional<Usage> before = Measure(server->process());
  ASSERT_TRUE(before.has_value());
  ASSERT_EQ(Serve(*server, kMeasured, deadline), "");
  const std::optional<Usage> after = Measure(server->process());
  ASSERT_TRUE(after.has_value());

  EXPECT_LT(after->resident_kib - before->resident_kib, kMaxGrowthKib)
      << "resident: " << before->resident_kib << " KiB after " << kWarmUp
      << " connections, " << after->resident_kib << " KiB in the end";
  EXPECT_LE(after->threads, before->threads + kSlack);
  EXPECT_LE(after->descriptors, before->descriptors + kSlack);
  EXPECT_EQ(server->process().Stderr(), "");
}

}  // namespace
}  // namespace seq::golden
