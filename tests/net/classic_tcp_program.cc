#include "tests/net/classic_tcp_program.h"

#include <utility>
#include <vector>

#include "net/socket_table.h"
#include "net/tcp_words.h"
#include "runtime/numbered_object.h"
#include "runtime/run_time_error.h"
#include "runtime/strand_pool.h"
#include "runtime/word.h"
#include "tests/support/word_runner.h"

namespace seq {

ClassicTcpProgram& ClassicTcpProgram::Run(absl::string_view word) {
  Node end{ReturnNode, nullptr, 0};
  WordNode node;
  node.row = &FindRow(ClassicTcpWords(), word);
  node.run = node.row->run;
  node.next = &end;
  node.site = kSite;
  sp_ = Execute(&node, sp_, strand_);
  return *this;
}

std::string ClassicTcpProgram::FailureOf(absl::string_view word) {
  try {
    Run(word);
  } catch (const RunTimeError& error) {
    EXPECT_EQ(strand_->failed_sp, sp_);
    EXPECT_EQ(error.site, kSite);
    return error.message;
  }
  return "no failure";
}

int64_t ClassicTcpProgram::number() const { return ClassicInt(top()).value(); }

std::string ClassicTcpProgram::text() const {
  EXPECT_EQ(top().kind, ValueKind::kString);
  return std::string(StringBytes(top()));
}

uint16_t ClassicTcpProgram::port() const {
  auto* object = static_cast<AnySocketObject*>(top().object);
  return static_cast<ListenerObject*>(object)->listener().port();
}

void ClassicTcpTest::SetUp() {
  constexpr size_t kAll = SocketTable::kMaxSockets;
  std::vector<ObjectRef<SocketObject>> by_number(kAll);
  for (size_t i = 0; i < kAll; ++i) {
    auto socket = SocketTable::OfProcess().AddSocket(Descriptor());
    ASSERT_TRUE(socket) << "a test before has left a socket open";
    const auto number = static_cast<size_t>(socket->number());
    by_number[number] = std::move(socket);
  }
  while (!by_number.empty()) by_number.pop_back();
}

void ClassicTcpTest::Run(const std::function<void(Program&)>& body) {
  StrandPool pool(TestPoolOptions());
  pool.Run([&body](Strand* strand) {
    Program program(strand);
    body(program);
  });
}

void ClassicTcpTest::Spawn(Strand* spawner, const Value& value,
                           std::function<void(Program&)> body) {
  MarkShared(value);
  spawner->pool()->Spawn(spawner, 0,
                         [value, body = std::move(body)](Strand* strand) {
                           Program program(strand);
                           program.Push(value);
                           body(program);
                         });
}

void ClassicTcpTest::Connect(Program& program,
                             std::optional<LoopbackClient>& client) {
  program.Push(0).Run("tcp-listen");
  client.emplace(program.port());
  program.Pick(0).Run("tcp-accept");
}

}  // namespace seq
