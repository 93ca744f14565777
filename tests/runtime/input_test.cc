#include "runtime/input.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "tests/support/pipe.h"

namespace seq {
namespace {

void Ignore() {}

void MustNotWait() { ADD_FAILURE() << "nothing to wait for"; }

// All lines up to the end of input.
std::vector<std::string> ReadLines(Input& input) {
  std::vector<std::string> lines;
  for (;;) {
    auto line = input.ReadLine(Ignore);
    EXPECT_TRUE(line.ok()) << line.status();
    if (!line.ok() || !line->has_value()) return lines;
    lines.push_back(**std::move(line));
  }
}

using namespace std::string_literals;  // strings with NUL bytes

struct LineCase {
  const char* name;
  std::string text;
  std::vector<std::string> lines;
};

const LineCase kLineCases[] = {
    {"nothing", "", {}},
    {"an empty line", "\n", {"\n"}},
    {"empty lines", "\n\n\n", {"\n", "\n", "\n"}},
    {"lines", "one\ntwo\n", {"one\n", "two\n"}},
    {"no newline at the end", "one\ntwo", {"one\n", "two"}},
    {"one byte", "x", {"x"}},
    {"carriage returns stay", "a\r\n\rb\r", {"a\r\n", "\rb\r"}},
    {"NUL bytes", "a\0b\n\0\n"s, {"a\0b\n"s, "\0\n"s}},
    {"any bytes", "\xFF\xC3\n\x80", {"\xFF\xC3\n", "\x80"}},
};

TEST(InputTest, CutsTextIntoLines) {
  for (const LineCase& test : kLineCases) {
    SCOPED_TRACE(test.name);
    Pipe pipe;
    pipe.Put(test.text);
    pipe.CloseWriteEnd();
    Input input(pipe.read_end());
    EXPECT_EQ(ReadLines(input), test.lines);
    EXPECT_EQ(ReadLines(input), std::vector<std::string>());  // still the end
  }
}

TEST(InputTest, PutsLinesTogetherFromSingleBytes) {
  for (const LineCase& test : kLineCases) {
    SCOPED_TRACE(test.name);
    Pipe pipe;
    Input input(pipe.read_end());
    std::thread writer([&] {
      for (const char byte : test.text) {
        pipe.Put(absl::string_view(&byte, 1));
        while (pipe.Unread() > 0) std::this_thread::yield();
      }
      pipe.CloseWriteEnd();
    });
    EXPECT_EQ(ReadLines(input), test.lines);
    writer.join();
  }
}

TEST(InputTest, LinesMayEndAnywhereInAChunk) {
  std::vector<std::string> lines;
  for (size_t size = 64 * 1024 - 3; size < 64 * 1024 + 3; ++size) {
    lines.push_back(std::string(size, 'x') + "\n");
    lines.emplace_back("\n");
  }
  Pipe pipe;
  Input input(pipe.read_end());
  std::thread writer([&] {
    for (const std::string& line : lines) pipe.Put(line);
    pipe.CloseWriteEnd();
  });
  EXPECT_EQ(ReadLines(input), lines);
  writer.join();
}

TEST(InputTest, AHugeLineTakesLinearTime) {
  constexpr size_t kBytes = 100'000'000;
  Pipe pipe(1 << 20);
  Input input(pipe.read_end());
  std::thread writer([&] {
    const std::string piece(1'000'000, 'x');
    for (size_t i = 0; i < kBytes / piece.size(); ++i) pipe.Put(piece);
    pipe.Put("\nnext\n");
    pipe.CloseWriteEnd();
  });
  auto line = input.ReadLine(Ignore);
  ASSERT_TRUE(line.ok() && line->has_value());
  EXPECT_EQ((*line)->size(), kBytes + 1);
  line = input.ReadLine(Ignore);
  ASSERT_TRUE(line.ok() && line->has_value());
  EXPECT_EQ(**line, "next\n");
  writer.join();
}

TEST(InputTest, GoesOnAfterTheEndIfMoreComes) {
  char path[] = "/tmp/seq_input_test_XXXXXX";
  const int file = ::mkstemp(path);
  ASSERT_GE(file, 0);
  ::unlink(path);
  Input input(file);
  EXPECT_TRUE(ReadLines(input).empty());
  ASSERT_EQ(::pwrite(file, "late\n", 5, 0), 5);
  EXPECT_EQ(ReadLines(input), std::vector<std::string>{"late\n"});
  ::close(file);
}

TEST(InputTest, AnErrorIsReportedInTheSystemsWords) {
  const int directory = ::open("/", O_RDONLY | O_DIRECTORY);
  ASSERT_GE(directory, 0);
  Input input(directory);
  const auto line = input.ReadLine(Ignore);
  ASSERT_FALSE(line.ok());
  EXPECT_EQ(line.status().message(), strerror(EISDIR));
  ::close(directory);
}

TEST(InputTest, ReadsFromANonBlockingDescriptor) {
  Pipe pipe;
  ASSERT_EQ(::fcntl(pipe.read_end(), F_SETFL, O_NONBLOCK), 0);
  Input input(pipe.read_end());
  auto line = input.ReadLine([&] { pipe.Put("late\n"); });
  ASSERT_TRUE(line.ok() && line->has_value());
  EXPECT_EQ(**line, "late\n");
}

// --- Waiting -----------------------------------------------------------------

TEST(InputTest, DoesNotAnnounceAWaitWhenThereIsSomething) {
  Pipe pipe;
  Input input(pipe.read_end());
  pipe.Put("one\ntwo\nthree");
  for (const char* expected : {"one\n", "two\n"}) {
    auto line = input.ReadLine(MustNotWait);
    ASSERT_TRUE(line.ok() && line->has_value());
    EXPECT_EQ(**line, expected);
  }
  pipe.CloseWriteEnd();
  auto last = input.ReadLine(MustNotWait);
  ASSERT_TRUE(last.ok() && last->has_value());
  EXPECT_EQ(**last, "three");
  auto end = input.ReadLine(MustNotWait);
  ASSERT_TRUE(end.ok());
  EXPECT_FALSE(end->has_value());
}

TEST(InputTest, AnnouncesAWaitOnceAndBeforeIt) {
  Pipe pipe;
  Input input(pipe.read_end());
  pipe.Put("first half");
  int calls = 0;
  std::thread writer;
  auto line = input.ReadLine([&] {
    ++calls;
    writer = std::thread([&] {
      for (const char* piece : {", ", "second half", "\n"}) {
        pipe.Put(piece);
        while (pipe.Unread() > 0) std::this_thread::yield();
      }
    });
  });
  writer.join();
  ASSERT_TRUE(line.ok() && line->has_value());
  EXPECT_EQ(**line, "first half, second half\n");
  EXPECT_EQ(calls, 1);
}

TEST(InputTest, AnnouncesWaitingForAnotherReader) {
  Pipe pipe;
  Input input(pipe.read_end());
  std::atomic<bool> first_waits{false};
  std::string first;
  std::thread reader([&] {
    auto line = input.ReadLine([&] { first_waits = true; });
    ASSERT_TRUE(line.ok() && line->has_value());
    first = **line;
  });
  while (!first_waits) std::this_thread::yield();
  auto second = input.ReadLine([&] { pipe.Put("one\ntwo\n"); });
  reader.join();
  ASSERT_TRUE(second.ok() && second->has_value());
  EXPECT_EQ(first, "one\n");
  EXPECT_EQ(**second, "two\n");
}

TEST(InputTest, EveryLineGoesToExactlyOneThread) {
  constexpr int kLines = 4000;
  constexpr int kThreads = 8;
  Pipe pipe(4096);
  Input input(pipe.read_end());
  std::vector<std::atomic<int>> seen(kLines);
  std::vector<std::thread> readers;
  for (int i = 0; i < kThreads; ++i) {
    readers.emplace_back([&] {
      for (const std::string& line : ReadLines(input)) ++seen[std::stoul(line)];
    });
  }
  for (int i = 0; i < kLines; ++i) pipe.Put(std::to_string(i) + "\n");
  pipe.CloseWriteEnd();
  for (std::thread& reader : readers) reader.join();
  for (int i = 0; i < kLines; ++i) EXPECT_EQ(seen[i], 1) << "line " << i;
}

}  // namespace
}  // namespace seq
