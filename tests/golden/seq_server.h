// A Seq program that listens on a TCP port, run on a free port of its own,
// and the clients that the server tests drive it with.
//
// The program in testdata/ names a fixed port. A test runs a temporary copy
// in which that number is replaced by a reserved one, so tests may run at the
// same time as each other and as anything else on the machine.
#ifndef TESTS_GOLDEN_SEQ_SERVER_H_
#define TESTS_GOLDEN_SEQ_SERVER_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "tests/golden/subprocess.h"
#include "tests/golden/tcp_client.h"
#include "tests/golden/temp_dir.h"

namespace seq::golden {

// The interpreter under test: $SEQ, set by the BUILD file, else "cli/seq".
std::string SeqBinary();

// A free TCP port, kept from every other program while the object lives: the
// port is bound but not listened on, with address and port reuse allowed, so
// only a server that allows both as well (as Seq must) can bind it too.
// Movable, not copyable. port() is 0 if the system has no port to give.
class PortReservation {
 public:
  PortReservation();
  PortReservation(PortReservation&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), port_(other.port_) {}
  PortReservation& operator=(PortReservation&&) = delete;
  ~PortReservation();

  int port() const { return port_; }

 private:
  int fd_;
  int port_ = 0;
};

// Owns the running server, its port and its temporary program. Thread-safe
// as far as Subprocess is; Connect() may be called from many threads.
class SeqServer {
 public:
  // Starts `program` (a path below the runfiles root) with `written_port`,
  // which must occur in its text exactly once, replaced. `options` may carry
  // limits and environment; its argv, if any, is what goes between the
  // interpreter and the program. On failure returns null and says why in
  // `*error`. Does not wait until the program listens.
  static std::unique_ptr<SeqServer> Start(const std::string& program,
                                          int written_port, std::string* error,
                                          SubprocessOptions options = {});

  SeqServer(const SeqServer&) = delete;
  SeqServer& operator=(const SeqServer&) = delete;

  int port() const { return reservation_.port(); }
  Subprocess& process() { return *process_; }

  // Connects; while the connection is refused, tries again until the deadline
  // or until the server has ended.
  std::optional<TcpClient> Connect(Deadline deadline, std::string* error);

 private:
  SeqServer() = default;

  PortReservation reservation_;
  const TempDir directory_;  // holds the temporary program
  std::unique_ptr<Subprocess> process_;
};

// The clients connect, send nothing, and must read the end of the stream and
// nothing before it. Return "" when all did, else what went wrong first.
std::string ServeInARow(SeqServer& server, int clients, Deadline deadline);
std::string ServeAtOnce(SeqServer& server, int clients, Deadline deadline);

}  // namespace seq::golden

#endif  // TESTS_GOLDEN_SEQ_SERVER_H_
