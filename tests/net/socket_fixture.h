// What the tests of net/socket.h share.

#ifndef SEQ_TESTS_NET_SOCKET_FIXTURE_H_
#define SEQ_TESTS_NET_SOCKET_FIXTURE_H_

#include <utility>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "net/socket.h"
#include "tests/net/loopback.h"

namespace seq {

// A listener on a free port.
class SocketTest : public ::testing::Test {
 protected:
  Descriptor AcceptNow() {
    absl::StatusOr<Descriptor> connection = listener_.Accept(NoWait);
    EXPECT_TRUE(connection.ok()) << connection.status();
    return connection.ok() ? *std::move(connection) : Descriptor();
  }

  Listener listener_{ListenOnAllAddresses(0).value()};
};

}  // namespace seq

#endif  // SEQ_TESTS_NET_SOCKET_FIXTURE_H_
