// A strand of a program of the current edition that uses the words of
// net/tcp_socket_words.h, and the fixture of their tests.

#ifndef SEQ_TESTS_NET_TCP_PROGRAM_H_
#define SEQ_TESTS_NET_TCP_PROGRAM_H_

#include <cstdint>
#include <functional>
#include <utility>
#include <variant>

#include "gtest/gtest.h"
#include "net/socket_numbers.h"
#include "net/tcp_socket_words.h"
#include "runtime/strand.h"
#include "runtime/strand_pool.h"
#include "tests/support/word_runner.h"

namespace seq {

// The TCP words as a strand of a program uses them.
class TcpProgram {
 public:
  explicit TcpProgram(Strand* strand) : strand_(strand) {}

  TestStack Run(const char* word, const TestStack& operands) const {
    const WordOutcome outcome =
        RunWordOn(strand_, TcpSocketWords(), word, operands);
    EXPECT_EQ(outcome.failure, "") << word;
    return outcome.stack;
  }
  // For words that give an Int (or a Socket) and true.
  int64_t Number(const char* word, const TestStack& operands) const {
    const TestStack results = Run(word, operands);
    EXPECT_EQ(results.size(), 2u);
    EXPECT_EQ(results.back(), TestValue(true)) << word;
    return std::get<int64_t>(results[0]);
  }
  int64_t Listen() const { return Number("net.tcp.listen", {0}); }
  uint16_t Port(int64_t socket) const {
    return static_cast<uint16_t>(Number("net.tcp.local-port", {socket}));
  }
  int64_t Connect(uint16_t port) const {
    return Number("net.tcp.connect", {"127.0.0.1", port});
  }
  int64_t Accept(int64_t listener) const {
    return Number("net.tcp.accept", {listener});
  }
  bool Close(int64_t socket) const {
    return Run("net.tcp.close", {socket}) == TestStack{true};
  }
  void Spawn(std::function<void(TcpProgram)> body) const {
    strand_->pool()->Spawn(
        strand_, 0,
        [body = std::move(body)](Strand* strand) { body(TcpProgram(strand)); });
  }
  // Lets the other strands run.
  void GiveWay() const { strand_->pool()->GiveWay(strand_); }

 private:
  Strand* const strand_;
};

class TcpSocketTest : public ::testing::Test {
 protected:
  using Program = TcpProgram;

  // Runs `body` as strand 1 of a pool with one permit: a strand that waits must
  // give it up.
  static void Run(const std::function<void(Program)>& body) {
    StrandPool pool(TestPoolOptions());
    pool.Run([&body](Strand* strand) { body(Program(strand)); });
  }

  // Tests share the numbers of the process, so each closes what it opens.
  void TearDown() override {
    EXPECT_FALSE(SocketNumbers::OfProcess().FindStream(0));
    EXPECT_FALSE(SocketNumbers::OfProcess().FindListener(0));
  }
};

// What words leave that fail to find a socket or a number, or a text.
inline const TestStack kNoNumber = {0, false};
inline const TestStack kNoText = {"", false};

}  // namespace seq

#endif  // SEQ_TESTS_NET_TCP_PROGRAM_H_
