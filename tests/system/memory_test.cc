// Scenarios 1, 9, 10 and 19: memory stays flat.
//
// The programs print a mark, before which everything is warm, and marks after
// many rounds; at each we measure and send a line to let them go on. Bounds
// are what a leak of a few bytes in every round would exceed.
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/seq_run.h"
#include "tests/golden/seq_server.h"

namespace seq::golden {
namespace {

constexpr int64_t kMaxThreadGrowth = 4;  // one may be about to retire

// What the process uses at its next mark; then lets it go on.
struct Usage {
  int64_t resident_kib = -1;
  int64_t threads = -1;
};

Usage MeasureAtMark(Subprocess& process, const std::string& mark) {
  Usage usage;
  usage.resident_kib = ResidentAtMark(process, mark);
  usage.threads = process.ThreadCount().value_or(-1);
  process.WriteStdin("\n");
  return usage;
}

void ExpectFlat(const Usage& before, const Usage& after, int64_t bound_kib,
                int64_t thread_growth = kMaxThreadGrowth) {
  ASSERT_GE(before.resident_kib, 0);
  ASSERT_GE(after.resident_kib, 0);
  EXPECT_LE(after.resident_kib - before.resident_kib, bound_kib)
      << before.resident_kib << " KiB, then " << after.resident_kib;
  EXPECT_LE(after.threads, before.threads + thread_growth);
}

// Main does not wait for its workers here, so how many are on their way at a
// mark varies, and with it memory and threads; each takes some hundred bytes. A
// thread kept by one round in ten thousand would still show.
TEST(MemoryTest, Scenario01Forever) {
  const auto process = StartSeq({"testdata/scenarios/s01_forever.seq"});
  ASSERT_NE(process, nullptr);
  Usage before;
  for (int rounds = 100000; rounds <= 300000; rounds += 100000) {
    before = MeasureAtMark(*process, std::to_string(rounds));
  }
  // On a busy machine a mark can find tens of thousands of workers on their
  // way: the least of the last marks counts, what is kept shows in all of them.
  Usage after;
  for (int rounds = 400000; rounds <= 1000000; rounds += 100000) {
    const Usage now = MeasureAtMark(*process, std::to_string(rounds));
    const bool counts = rounds >= 800000;
    if (counts &&
        (after.resident_kib < 0 || now.resident_kib < after.resident_kib)) {
      after = now;
    }
  }
  // Less than 50 bytes for each of 500,000 rounds; a channel takes more.
  ExpectFlat(before, after, 24 << 10, /*thread_growth=*/64);
  EXPECT_EQ(process->Stderr(), "");
}

// Each round is awaited: nothing varies.
TEST(MemoryTest, Scenario01AMillionRounds) {
  const auto process = StartSeq({"testdata/scenarios/s01_million_rounds.seq"});
  ASSERT_NE(process, nullptr);
  MeasureAtMark(*process, "mark");
  const Usage before = MeasureAtMark(*process, "mark");
  const Usage after = MeasureAtMark(*process, "mark");
  ExpectFlat(before, after, 512);
  EXPECT_EQ(Finish(*process).status, (ExitStatus{0, 0}));
  EXPECT_EQ(process->Stdout(), "mark\nmark\nmark\n42000000\n");
}

TEST(MemoryTest, Scenario09TemporaryStrings) {
  const auto process =
      StartSeq({"testdata/scenarios/s09_temporary_strings.seq"});
  ASSERT_NE(process, nullptr);
  const Usage before = MeasureAtMark(*process, "mark");
  const Usage after = MeasureAtMark(*process, "mark");
  // 10,000 strands of 150 strings: one lost in 100 strands would show.
  ExpectFlat(before, after, 512);
  EXPECT_EQ(Finish(*process).status, (ExitStatus{0, 0}));
}

// All at once, so the number of threads in use at the same time varies; each
// has some pages of its own.
TEST(MemoryTest, Scenario10ManyStrings) {
  const auto process = StartSeq({"testdata/scenarios/s10_many_strings.seq"});
  ASSERT_NE(process, nullptr);
  MeasureAtMark(*process, "mark");
  const Usage before = MeasureAtMark(*process, "mark");
  const Usage after = MeasureAtMark(*process, "mark");
  // 10,000 strands: less than 200 bytes each.
  ExpectFlat(before, after, 2 << 10);
  EXPECT_EQ(Finish(*process).status, (ExitStatus{0, 0}));
}

// --- Scenario 19 -----------------------------------------------------------

constexpr const char* kRequest =
    "GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n";
constexpr const char* kResponse =
    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\necho";

// "" if the server answered that many requests as it should.
std::string Request(SeqServer& server, int count, Deadline deadline) {
  for (int i = 0; i < count; ++i) {
    std::string error;
    std::optional<TcpClient> client = server.Connect(deadline, &error);
    if (!client.has_value()) return error;
    if (!client->SendAll(kRequest, deadline)) return client->error();
    const std::optional<std::string> response = client->ReadToEnd(deadline);
    if (response != kResponse) {
      return "got " + response.value_or(client->error());
    }
  }
  return "";
}

// The same, by several clients at the same time.
std::string RequestAtOnce(SeqServer& server, int clients, int count_each,
                          Deadline deadline) {
  std::vector<std::string> errors(static_cast<size_t>(clients));
  std::vector<std::thread> threads;
  for (std::string& error : errors) {
    threads.emplace_back([&server, &error, count_each, deadline] {
      error = Request(server, count_each, deadline);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& error : errors) {
    if (!error.empty()) return error;
  }
  return "";
}

TEST(MemoryTest, Scenario19HttpServerServesTenThousandRequests) {
  const Deadline deadline = After(kPatience);
  std::string error;
  const auto server =
      SeqServer::Start("testdata/scenarios/s19_http_server.seq", 18119, &error);
  ASSERT_NE(server, nullptr) << error;
  ASSERT_EQ(RequestAtOnce(*server, 8, 250, deadline), "");
  ASSERT_EQ(Request(*server, 1, deadline), "");
  Subprocess& process = server->process();
  const auto before = process.ResidentKib();
  const auto descriptors = process.DescriptorCount();
  ASSERT_EQ(RequestAtOnce(*server, 8, 625, deadline), "");
  ASSERT_EQ(Request(*server, 5000, deadline), "");
  const auto after = process.ResidentKib();
  ASSERT_TRUE(before && after && descriptors);
  EXPECT_LE(*after - *before, 1024) << *before << " KiB, then " << *after;
  EXPECT_LE(process.DescriptorCount().value_or(1 << 20), *descriptors + 2);
  EXPECT_EQ(process.Stderr(), "");
}

}  // namespace
}  // namespace seq::golden
