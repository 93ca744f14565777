// Standard input and output that are closed, full, slow or broken.
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "tests/golden/seq_run.h"
#include "tests/golden/seq_server.h"

namespace seq::golden {
namespace {

constexpr const char* kWriteForEver =
    ": main ( -- ) [ \"line\" write_line ] forever ;";

class StandardStreamsTest : public ::testing::Test {
 protected:
  std::string Program(const std::string& text) {
    return directory_.Write("program.seq", text);
  }

  void ExpectWriteError(const RunResult& run) {
    EXPECT_EQ(run.status, (ExitStatus{70, 0})) << ::testing::PrintToString(run);
    EXPECT_NE(run.err.find("cannot write to standard output"),
              std::string::npos)
        << run.err;
  }

  const TempDir directory_;
};

// --- Nobody reads any more ---------------------------------------------------

// The status of the pipe's last command hides seq's: a file keeps it.
TEST_F(StandardStreamsTest, ReaderThatClosesEndsTheProgramQuietly) {
  const std::string status = directory_.File("status");
  const RunResult run =
      RunShell("{ \"$@\"; echo $? > " + status + "; } | head -1",
               {Program(kWriteForEver)});
  EXPECT_EQ(run.status, (ExitStatus{0, 0}));
  EXPECT_EQ(run.out, "line\n");
  EXPECT_EQ(run.err, "");
  EXPECT_EQ(RunShell("cat " + status, {}).out, "0\n");
}

TEST_F(StandardStreamsTest, ReaderThatClosesEndsOtherStrandsToo) {
  const RunResult run = RunShell(
      "\"$@\" | head -1", {Program(": busy ( -- ) [ ] forever ;\n"
                                   ": main ( -- ) [ busy ] spawn drop\n"
                                   "  [ \"line\" write_line ] forever ;")});
  EXPECT_EQ(run.out, "line\n");
  EXPECT_EQ(run.err, "");
}

// All the output is still gathered when the program ends.
TEST_F(StandardStreamsTest, ReaderThatIsGoneBeforeTheEnd) {
  const std::string status = directory_.File("status");
  const std::string fifo = directory_.File("fifo");
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  // The reader opens the fifo and is gone before seq starts.
  const RunResult run =
      RunShell(": < " + fifo + " & exec 3> " + fifo + "; wait; \"$@\" >&3",
               {Program(": main ( -- ) \"late\" write_line ;")});
  EXPECT_EQ(run.status, (ExitStatus{0, 0})) << run.err;
  EXPECT_EQ(run.err, "");
}

// --- Output that fails -------------------------------------------------------

TEST_F(StandardStreamsTest, FullDeviceAtTheEnd) {
  ExpectWriteError(RunShell("\"$@\" > /dev/full",
                            {Program(": main ( -- ) \"x\" write_line ;")}));
}

TEST_F(StandardStreamsTest, FullDeviceInTheMiddle) {
  ExpectWriteError(RunShell("\"$@\" > /dev/full", {Program(kWriteForEver)}));
}

TEST_F(StandardStreamsTest, FullDeviceWhileAStrandWaits) {
  ExpectWriteError(
      RunShell("\"$@\" > /dev/full",
               {Program(": worker ( Int -- ) receive drop \"x\" write_line ;\n"
                        ": main ( -- ) make-channel dup [ worker ] spawn drop\n"
                        "  1 swap send \"y\" write_line ;")}));
}

// Like /dev/null: who closes it does not want it.
TEST_F(StandardStreamsTest, OutputNotOpenAtAll) {
  const RunResult run =
      RunShell("\"$@\" >&-", {Program(": main ( -- ) \"x\" write_line ;")});
  EXPECT_EQ(run.status, (ExitStatus{0, 0})) << run.err;
  EXPECT_EQ(run.err, "");
}

// A socket must not become descriptor 1 and get what the program prints.
TEST_F(StandardStreamsTest, ClosedStreamsAreNotTakenOverBySockets) {
  const PortReservation port;
  const std::string program =
      Program(": main ( -- ) " + std::to_string(port.port()) +
              " tcp-listen tcp-accept \"not for the client\" write_line\n"
              "  dup tcp-read over tcp-write tcp-close ;");
  SubprocessOptions options;
  options.argv = {"/bin/sh", "-c",          "exec \"$@\" <&- >&- 2>&-",
                  "sh",      AbsoluteSeq(), program};
  std::string error;
  const auto process = Subprocess::Start(options, &error);
  ASSERT_NE(process, nullptr) << error;
  const Deadline deadline = After(kPatience);
  auto client = TcpClient::Connect(port.port(), deadline, &error);
  // Refused until the program listens.
  while (!client.has_value() && Clock::now() < deadline &&
         !process->Wait(After(std::chrono::milliseconds(2))).has_value()) {
    client = TcpClient::Connect(port.port(), deadline, &error);
  }
  ASSERT_TRUE(client.has_value()) << error;
  ASSERT_TRUE(client->SendAll("for the client", deadline));
  EXPECT_EQ(client->ReadToEnd(deadline), "for the client");
  EXPECT_EQ(process->Wait(deadline), (ExitStatus{0, 0}));
}

TEST_F(StandardStreamsTest, ErrorOutputClosed) {
  const RunResult run = RunShell(
      "\"$@\" 2>&-",
      {Program(": main ( -- ) \"before\" write_line 1 0 divide drop ;")});
  EXPECT_EQ(run.status, (ExitStatus{70, 0}));
  EXPECT_EQ(run.out, "before\n");
}

// --- A slow reader -----------------------------------------------------------

// One strand is stuck on a full pipe; meanwhile another serves a client.
// Everything arrives in the end, in order and whole.
TEST_F(StandardStreamsTest, FullPipeDelaysNobodyElse) {
  const std::string fifo = directory_.File("fifo");
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  const PortReservation port;
  const std::string program = Program(
      ": line ( Int -- Int ) dup int->string write_line 1 add ;\n"
      ": printer ( -- ) 0 [ line ] 200000 times drop ;\n"
      ": main ( -- ) [ printer ] spawn drop\n  " +
      std::to_string(port.port()) +
      " tcp-listen tcp-accept dup tcp-read over tcp-write tcp-close ;");
  SubprocessOptions options;
  options.argv = {"/bin/sh", "-c",          "exec \"$@\" > " + fifo,
                  "sh",      AbsoluteSeq(), program};
  std::string error;
  const auto process = Subprocess::Start(options, &error);
  ASSERT_NE(process, nullptr) << error;
  const int reader = open(fifo.c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_GE(reader, 0);

  const Deadline deadline = After(kPatience);
  // Asked again and again, because nothing tells when a pipe is full.
  pollfd writer = {open(fifo.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC),
                   POLLOUT, 0};
  ASSERT_GE(writer.fd, 0);
  while (poll(&writer, 1, 0) == 1 && Clock::now() < deadline &&
         !process->Wait(After(std::chrono::milliseconds(1))).has_value()) {
  }
  close(writer.fd);
  auto client = TcpClient::Connect(port.port(), deadline, &error);
  ASSERT_TRUE(client.has_value()) << error;
  ASSERT_TRUE(client->SendAll("while the pipe is full", deadline));
  EXPECT_EQ(client->ReadToEnd(deadline), "while the pipe is full");

  std::string all;
  char buffer[1000];
  for (ssize_t count; (count = read(reader, buffer, sizeof buffer)) > 0;) {
    all.append(buffer, static_cast<size_t>(count));
  }
  close(reader);
  std::string expected;
  for (int i = 0; i < 200000; ++i) expected += std::to_string(i) + "\n";
  EXPECT_TRUE(all == expected) << all.size() << " bytes";
  EXPECT_EQ(process->Wait(deadline), (ExitStatus{0, 0})) << process->Stderr();
}

// --- Standard input ----------------------------------------------------------

constexpr const char* kEcho =
    ": main ( -- ) read_line write_line read_line write_line ;";

TEST_F(StandardStreamsTest, InputThatEndsGivesEmptyLines) {
  const RunResult run = RunSeq({Program(kEcho)}, "last line without newline");
  EXPECT_EQ(run.status, (ExitStatus{0, 0}));
  EXPECT_EQ(run.out, "last line without newline\n\n");
}

TEST_F(StandardStreamsTest, InputNotOpenAtAll) {
  const RunResult run = RunShell("\"$@\" <&-", {Program(kEcho)});
  EXPECT_EQ(run.status, (ExitStatus{0, 0})) << run.err;
  EXPECT_EQ(run.out, "\n\n");  // an end of input
}

TEST_F(StandardStreamsTest, InputIsADirectory) {
  const RunResult run = RunShell("\"$@\" < /", {Program(kEcho)});
  EXPECT_EQ(run.status, (ExitStatus{70, 0}));
  EXPECT_NE(run.err.find("read_line: failed to read from stdin"),
            std::string::npos)
      << run.err;
}

}  // namespace
}  // namespace seq::golden
