// examples/log_parser.seq with a log of 50 MB: the figures are right, and the
// memory does not grow with the log.
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/seq_run.h"

namespace seq::docs {
namespace {

using golden::ExitStatus;
using golden::RunResult;
using golden::RunSeq;

constexpr size_t kSlowest = 5;
constexpr std::array<const char*, 4> kLevels = {"DEBUG", "INFO", "WARN",
                                                "ERROR"};
constexpr std::array<int, 6> kStatuses = {200, 201, 304, 404, 500, 503};

struct Request {
  int ms;
  std::string text;  // method and path
};

// What the program should say about the log written so far.
struct Totals {
  std::map<std::string, int> levels;
  std::map<int, int> statuses;
  int malformed = 0;
  std::vector<Request> slowest;

  void Add(Request request) {
    const auto place = std::upper_bound(
        slowest.begin(), slowest.end(), request,
        [](const Request& a, const Request& b) { return a.ms > b.ms; });
    slowest.insert(place, std::move(request));
    if (slowest.size() > kSlowest) slowest.pop_back();
  }

  std::string Report() {
    std::string text = "levels\n";
    for (const char* level : kLevels) {
      text += Line(level, levels[level]);
    }
    text += Line("malformed", malformed) + "statuses\n";
    for (const auto& [status, count] : statuses) {
      text += Line(std::to_string(status), count);
    }
    text += "slowest\n";
    for (const Request& request : slowest) {
      text += "  " + std::to_string(request.ms) + " ms " + request.text + "\n";
    }
    return text;
  }

  static std::string Line(const std::string& name, int count) {
    return "  " + name + ": " + std::to_string(count) + "\n";
  }
};

// Writes a log of at least that many bytes; every 1000th line is no log line.
Totals WriteLog(const std::string& path, int64_t bytes) {
  std::mt19937 random(7);
  std::ofstream out(path, std::ios::binary);
  Totals totals;
  for (int line = 0; out.tellp() < bytes; ++line) {
    if (line % 1000 == 999) {
      out << "-- rotated --\n";
      ++totals.malformed;
      continue;
    }
    const char* level = kLevels[random() % kLevels.size()];
    const int status = kStatuses[random() % kStatuses.size()];
    const int ms = static_cast<int>(random() % 100000);
    const std::string text = "GET /articles/" + std::to_string(line);
    out << "2025-11-22T10:00:00Z " << level << ' ' << status << ' ' << ms << ' '
        << text << '\n';
    ++totals.levels[level];
    ++totals.statuses[status];
    totals.Add({ms, text});
  }
  return totals;
}

// The most resident memory that any child had until now.
int64_t PeakKib() {
  rusage usage = {};
  getrusage(RUSAGE_CHILDREN, &usage);
  return usage.ru_maxrss;
}

void ExpectRightFigures(const golden::TempDir& directory, int64_t bytes) {
  const std::string path = directory.File("a.log");
  Totals totals = WriteLog(path, bytes);
  const RunResult run = RunSeq({"examples/log_parser.seq", path});
  EXPECT_EQ(run.status, (ExitStatus{0, 0})) << run.err;
  EXPECT_EQ(run.out, totals.Report());
}

TEST(ExampleLogTest, FiftyMegabytesTakeNoMoreMemoryThanOne) {
  const golden::TempDir directory;
  ExpectRightFigures(directory, 1 << 20);
  const int64_t small = PeakKib();
  ASSERT_GT(small, 0);
  ExpectRightFigures(directory, 50 << 20);
  EXPECT_LE(PeakKib() - small, 4096) << small << " KiB for 1 MB";
}

}  // namespace
}  // namespace seq::docs
