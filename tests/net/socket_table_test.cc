#include "net/socket_table.h"

#include <fcntl.h>

#include <atomic>
#include <latch>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/value.h"
#include "tests/net/loopback.h"

namespace seq {
namespace {

using SocketRef = ObjectRef<SocketObject>;

// A socket of `table` and its peer.
struct Connection {
  SocketRef socket;
  Stream peer;

  explicit Connection(SocketTable& table)
      : Connection(table, MakeSocketPair()) {}

  // Blocks until the socket's side is closed.
  bool PeerSeesTheEnd() {
    char byte;
    const auto count = peer.Read(&byte, 1, NoWait);
    return count.ok() && *count == 0;
  }

 private:
  Connection(SocketTable& table, std::pair<Descriptor, Descriptor> ends)
      : socket(table.AddSocket(std::move(ends.first))),
        peer(std::move(ends.second)) {}
};

SocketRef MakeSocket(SocketTable& table) {
  return table.AddSocket(MakeSocketPair().first);
}

ObjectRef<ListenerObject> MakeListener(SocketTable& table) {
  return table.AddListener(ListenOnAllAddresses(0).value());
}

SocketRef AnotherReference(const SocketRef& socket) {
  socket->AddReference();
  return SocketRef(socket.get());
}

TEST(SocketTableTest, ListenersAndSocketsAreNumberedSeparatelyFromZero) {
  SocketTable table;
  EXPECT_EQ(MakeListener(table)->number(), 0);
  const SocketRef first = MakeSocket(table);
  EXPECT_EQ(first->number(), 0);
  EXPECT_EQ(MakeListener(table)->number(), 1);
  EXPECT_EQ(MakeSocket(table)->number(), 1);
}

TEST(SocketTableTest, NumberFreedLastIsGivenOutFirst) {
  SocketTable table;
  std::vector<SocketRef> sockets;
  sockets.reserve(5);
  for (int i = 0; i < 5; ++i) sockets.push_back(MakeSocket(table));
  sockets[1]->Close();
  sockets[3]->Close();
  sockets[0] = SocketRef();  // reclaimed
  std::vector<SocketRef> later;
  for (const int64_t expected : {0, 3, 1, 5}) {
    later.push_back(MakeSocket(table));
    EXPECT_EQ(later.back()->number(), expected);
  }
}

TEST(SocketTableTest, ListenersStayWithoutReferences) {
  SocketTable table;
  const uint16_t port = MakeListener(table)->listener().port();
  const auto listener = table.FindListener(0);
  ASSERT_TRUE(listener);
  EXPECT_EQ(listener->listener().port(), port);
}

TEST(SocketTableTest, NumbersThatNothingHasFindNothing) {
  SocketTable table;
  for (const int64_t number :
       {int64_t{-1}, int64_t{0}, int64_t{9999}, INT64_MAX, INT64_MIN}) {
    EXPECT_FALSE(table.FindSocket(number)) << number;
    EXPECT_FALSE(table.FindListener(number)) << number;
  }
}

TEST(SocketTableTest, NumberFindsTheLiveSocket) {
  SocketTable table;
  const SocketRef socket = MakeSocket(table);
  EXPECT_EQ(table.FindSocket(0).get(), socket.get());
}

TEST(SocketTableTest, UnreferencedSocketIsClosedAndItsNumberFreed) {
  SocketTable table;
  Connection connection(table);
  EXPECT_EQ(table.live_sockets(), 1u);
  connection.socket = SocketRef();
  EXPECT_TRUE(connection.PeerSeesTheEnd());
  EXPECT_FALSE(table.FindSocket(0));
  EXPECT_EQ(table.live_sockets(), 0u);
  EXPECT_EQ(MakeSocket(table)->number(), 0);
}

TEST(SocketTableTest, ValuesOnTheStackKeepTheSocket) {
  SocketTable table;
  Connection connection(table);
  const Value value =
      Value::Counted(ValueKind::kSocket, connection.socket.Release());
  MarkShared(value);
  Retain(value);
  Release(value);
  EXPECT_EQ(ClassicInt(value), 0);
  EXPECT_TRUE(table.FindSocket(0));
  Release(value);
  EXPECT_TRUE(connection.PeerSeesTheEnd());
}

TEST(SocketTableTest, PinnedSocketStaysUntilClosed) {
  SocketTable table;
  Connection connection(table);
  const Value value =
      Value::Counted(ValueKind::kSocket, connection.socket.Release());
  EXPECT_EQ(ClassicIntPinned(value), 0);
  EXPECT_EQ(ClassicIntPinned(value), 0);
  Release(value);
  const SocketRef found = table.FindSocket(0);
  ASSERT_TRUE(found);
  ASSERT_TRUE(found->stream().Write("x", NoWait).ok());
  char byte;
  EXPECT_EQ(connection.peer.Read(&byte, 1, NoWait).value(), 1u);
  found->Close();
  EXPECT_TRUE(connection.PeerSeesTheEnd());
  EXPECT_TRUE(found->IsSoleReference()) << "the table has let go";
}

TEST(SocketTableTest, PinningAListenerChangesNothing) {
  SocketTable table;
  MakeListener(table)->Pin();
  EXPECT_TRUE(table.FindListener(0));
}

TEST(SocketTableTest, ClosingActsAtOnceWhoeverHoldsTheObject) {
  SocketTable table;
  Connection connection(table);
  const SocketRef other = AnotherReference(connection.socket);
  other->Close();
  EXPECT_TRUE(connection.PeerSeesTheEnd());
  EXPECT_TRUE(connection.socket->closed());
  EXPECT_FALSE(table.FindSocket(0));
}

TEST(SocketTableTest, ClosedObjectDoesNotTouchTheNextOwnerOfItsNumber) {
  SocketTable table;
  SocketRef old = MakeSocket(table);
  old->Close();
  const SocketRef next = MakeSocket(table);
  ASSERT_EQ(next->number(), old->number());
  old->Close();
  old->Pin();
  EXPECT_TRUE(old->IsSoleReference()) << "a closed socket cannot be pinned";
  old = SocketRef();
  EXPECT_FALSE(next->closed());
  EXPECT_EQ(table.FindSocket(0).get(), next.get());
}

TEST(SocketTableTest, TooManyAreRefusedAndClosed) {
  SocketTable table(/*max_listeners=*/1, /*max_sockets=*/2);
  EXPECT_TRUE(MakeListener(table));
  EXPECT_FALSE(MakeListener(table));
  const SocketRef first = MakeSocket(table);
  SocketRef second = MakeSocket(table);
  Connection refused(table);
  EXPECT_FALSE(refused.socket);
  EXPECT_TRUE(refused.PeerSeesTheEnd());
  second = SocketRef();
  EXPECT_TRUE(MakeSocket(table)) << "the limit is on how many there are now";
}

TEST(SocketTableTest, ClosingDuringAReadGivesTheDescriptorBackAfterIt) {
  SocketTable table;
  Connection connection(table);
  std::latch waiting(1);
  std::thread reader([&] {
    const SocketRef socket = table.FindSocket(0);
    TextReader::Buffer buffer;
    const auto piece = socket->reader().ReadPiece(
        buffer, [&waiting] { waiting.count_down(); });
    EXPECT_TRUE(IsClosed(piece.status())) << piece.status();
  });
  waiting.wait();
  connection.socket->Close();
  EXPECT_EQ(MakeSocket(table)->number(), 0) << "the number is free at once";
  reader.join();
  EXPECT_TRUE(connection.PeerSeesTheEnd());
}

TEST(SocketTableTest, TableClosesPinnedSocketsAndListenersAtItsEnd) {
  std::optional<SocketTable> table(std::in_place);
  Connection connection(*table);
  connection.socket->Pin();
  connection.socket = SocketRef();
  MakeListener(*table);
  table.reset();
  EXPECT_TRUE(connection.PeerSeesTheEnd());
}

TEST(SocketTableTest, TableOfTheProcessIsOne) {
  EXPECT_EQ(&SocketTable::OfProcess(), &SocketTable::OfProcess());
}

// Threads that find, pin, close and drop the same few numbers while others give
// them out again. Every peer must see exactly its own socket's end.
TEST(SocketTableTest, ConcurrentUseOfTheSameNumbers) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 2000;
  SocketTable table;
  std::atomic<bool> done{false};
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&table, i] {
      for (int round = 0; round < kRounds; ++round) {
        Connection connection(table);
        if (round % 3 == 0) connection.socket->Pin();
        const SocketRef twin = AnotherReference(connection.socket);
        if (round % 3 == 0 || (round + i) % 2 == 0) twin->Close();
      }
    });
  }
  std::thread finder([&] {
    while (!done) {
      for (int64_t number = 0; number < kThreads; ++number) {
        const SocketRef found = table.FindSocket(number);
        if (!found) continue;
        EXPECT_EQ(found->number(), number);
      }
    }
  });
  for (std::thread& thread : threads) thread.join();
  done = true;
  finder.join();
  EXPECT_EQ(table.live_sockets(), 0u);
}

}  // namespace
}  // namespace seq
