// A strand of a classic program that uses the words of net/tcp_words.h, and the
// fixture of their tests.

#ifndef SEQ_TESTS_NET_CLASSIC_TCP_PROGRAM_H_
#define SEQ_TESTS_NET_CLASSIC_TCP_PROGRAM_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "runtime/node.h"
#include "runtime/strand.h"
#include "runtime/string_object.h"
#include "runtime/value.h"
#include "tests/net/loopback.h"

namespace seq {

// A strand's stack, and the words applied to it. What is left at the end is
// released.
class ClassicTcpProgram {
 public:
  explicit ClassicTcpProgram(Strand* strand)
      : strand_(strand), sp_(strand->stack_base) {}
  ~ClassicTcpProgram() {
    while (sp_ != strand_->stack_base) Drop();
  }
  ClassicTcpProgram(const ClassicTcpProgram&) = delete;
  ClassicTcpProgram& operator=(const ClassicTcpProgram&) = delete;

  ClassicTcpProgram& Push(int64_t number) { return Push(Value::Int(number)); }
  ClassicTcpProgram& Push(absl::string_view text) {
    return Push(MakeString(text));
  }
  ClassicTcpProgram& Push(const Value& value) {
    *sp_++ = value;
    return *this;
  }
  // Copies the value `depth` below the top.
  ClassicTcpProgram& Pick(size_t depth) {
    const Value value = sp_[-1 - static_cast<ptrdiff_t>(depth)];
    Retain(value);
    return Push(value);
  }
  ClassicTcpProgram& Drop() {
    Release(*--sp_);
    return *this;
  }

  ClassicTcpProgram& Run(absl::string_view word);
  // The message `word` fails with; checks that the stack keeps everything.
  std::string FailureOf(absl::string_view word);

  // The call site of every word.
  static constexpr SiteId kSite = 7;

  size_t depth() const {
    return static_cast<size_t>(sp_ - strand_->stack_base);
  }
  const Value& top() const { return sp_[-1]; }
  // What the value on top is: a number, a text, a listener with a port.
  int64_t number() const;
  std::string text() const;
  uint16_t port() const;
  Strand* strand() const { return strand_; }

 private:
  Strand* const strand_;
  Value* sp_;
};

class ClassicTcpTest : public ::testing::Test {
 protected:
  using Program = ClassicTcpProgram;

  // Lets every test find the numbers 0, 1, 2 ... free in this order, whatever
  // the tests before it did to the table of the process.
  void SetUp() override;

  // Runs `body` as strand 1 of a pool with one permit (a strand that waits must
  // give it up) and waits for all strands to end.
  static void Run(const std::function<void(Program&)>& body);

  // Starts a strand with `value`, which it gets ownership of, on its stack.
  static void Spawn(Strand* spawner, const Value& value,
                    std::function<void(Program&)> body);

  // Leaves a new listener, connected to `client`, below a new socket.
  static void Connect(Program& program, std::optional<LoopbackClient>& client);
};

}  // namespace seq

#endif  // SEQ_TESTS_NET_CLASSIC_TCP_PROGRAM_H_
