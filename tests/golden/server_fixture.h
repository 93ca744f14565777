// What tests of server programs share: the server, and clients that ask it.
//
//     class MyTest : public ServerTest { ... };
//     TEST_F(MyTest, Greets) {
//       ASSERT_NO_FATAL_FAILURE(StartServer("testdata/x.seq", 8080));
//       EXPECT_EQ(Ask("hello"), "HELLO");
//     }
//
// Connect and Ask may be called from any thread.
#ifndef TESTS_GOLDEN_SERVER_FIXTURE_H_
#define TESTS_GOLDEN_SERVER_FIXTURE_H_

#include <memory>
#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "tests/golden/seq_run.h"
#include "tests/golden/seq_server.h"

namespace seq::golden {

class ServerTest : public ::testing::Test {
 protected:
  // SeqServer::Start; a failure is fatal to the calling test. Does not wait
  // until the program listens.
  void StartServer(const std::string& program, int written_port,
                   SubprocessOptions options = {});

  // A connected client; fails the test and returns nothing if there is none.
  std::optional<TcpClient> Connect();

  // What the server answers to `request` until it closes. Fails the test and
  // returns what went wrong if the request cannot be sent or the answer read.
  std::string Ask(const std::string& request);

  // The server has nothing to complain of, and ends when it is interrupted.
  void ExpectEndOnInterrupt();

  const Deadline deadline_ = After(kPatience);
  std::unique_ptr<SeqServer> server_;
};

}  // namespace seq::golden

#endif  // TESTS_GOLDEN_SERVER_FIXTURE_H_
