#include "net/connect.h"

#include <sys/socket.h>

#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "net/socket.h"
#include "tests/net/loopback.h"

namespace seq {
namespace {

using ::testing::HasSubstr;

// A listener whose line is full and which nobody accepts from: the system does
// not answer further attempts.
TEST(ConnectTest, GivesUpAfterTheTime) {
  absl::StatusOr<Descriptor> listener =
      ListenOnAllAddresses(0, {.share_port = false, .backlog = 0});
  ASSERT_TRUE(listener.ok());
  const uint16_t port = LocalPort(*listener);
  const auto addresses = ResolveHost("127.0.0.1", port, NoWait);
  ASSERT_TRUE(addresses.ok());
  std::vector<Descriptor> waiting;
  absl::Status failure;
  while (waiting.size() < 10) {
    absl::StatusOr<Descriptor> connection =
        ConnectTo((*addresses)[0], std::chrono::milliseconds(50), NoWait);
    if (!connection.ok()) {
      failure = connection.status();
      break;
    }
    waiting.push_back(*std::move(connection));
  }
  EXPECT_THAT(failure.message(), HasSubstr("timed out"));
}

TEST(ConnectTest, ResolvesLiteralsWithoutWaiting) {
  const auto no_wait = [] { ADD_FAILURE() << "waits"; };
  const auto four = ResolveHost("127.0.0.1", 80, no_wait);
  ASSERT_TRUE(four.ok());
  ASSERT_EQ(four->size(), 1u);
  EXPECT_EQ((*four)[0].storage.ss_family, AF_INET);
  const auto six = ResolveHost("::1", 80, no_wait);
  ASSERT_TRUE(six.ok());
  EXPECT_EQ((*six)[0].storage.ss_family, AF_INET6);
}

}  // namespace
}  // namespace seq
