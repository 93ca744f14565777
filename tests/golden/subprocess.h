// A child process under test: started with pipes on its standard streams,
// watched with deadlines, and always cleaned up.
//
// Ownership: a Subprocess owns its child. The child leads a process group of
// its own; the destructor kills whatever is left of that group and reaps it.
// If the thread that called Start() ends, or the test dies, the kernel kills
// the child too, so start children from a thread that outlives them.
//
// Threads: two internal threads serve a child, one that moves bytes (so the
// child never stalls on a full pipe, read or not) and one that waits for its
// end. All methods may be called from any thread, except that a Subprocess
// must not be destroyed while another thread is still inside a method.
//
// What blocks: only the methods that take a deadline, and no longer than that.
#ifndef TESTS_GOLDEN_SUBPROCESS_H_
#define TESTS_GOLDEN_SUBPROCESS_H_

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace seq::golden {

using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;

// The deadline that lies `patience` from now.
inline Deadline After(Clock::duration patience) {
  return Clock::now() + patience;
}

struct SubprocessOptions {
  // The program (no PATH search; relative to the parent's working directory)
  // and its arguments. Must not be empty.
  std::vector<std::string> argv;
  // "NAME=value" entries, added to or replacing the parent's environment.
  std::vector<std::string> env;
  // Where the child runs; empty: where the parent runs.
  std::string working_directory;
  // RLIMIT_NOFILE: how many descriptors the child may have open.
  std::optional<uint64_t> max_descriptors;
  // RLIMIT_NPROC: how many threads the child's user may have in all. The
  // kernel does not apply it to root.
  std::optional<uint64_t> max_processes;
  // The user (and group) to become; needs root. RLIMIT_NPROC and unreadable
  // files mean something then.
  std::optional<uid_t> user;
};

// How a child ended: `signal` is 0 unless a signal killed it.
struct ExitStatus {
  int code = 0;
  int signal = 0;

  bool operator==(const ExitStatus&) const = default;
  // "exit status 70" or "killed by signal 9 (Killed)".
  std::string ToString() const;
};

// How GoogleTest shows it.
inline void PrintTo(const ExitStatus& status, std::ostream* out) {
  *out << status.ToString();
}

class Subprocess {
 public:
  // A child that writes more than this to one stream is killed.
  static constexpr size_t kMaxOutput = size_t{64} << 20;

  // Starts a child. On failure (no such program, no more processes ...)
  // returns null and says why in `*error`.
  static std::unique_ptr<Subprocess> Start(const SubprocessOptions& options,
                                           std::string* error);

  Subprocess(const Subprocess&) = delete;
  Subprocess& operator=(const Subprocess&) = delete;
  ~Subprocess();

  pid_t pid() const { return pid_; }

  // Queues bytes for the child's standard input; never blocks. Bytes the
  // child does not read before it ends are dropped.
  void WriteStdin(std::string_view bytes);
  // Ends the child's standard input after what is queued.
  void CloseStdin();

  // The next line of standard output, without its newline; waits for it until
  // the deadline. A last line without newline counts once the stream has
  // ended. Nothing at the end of the stream or when the deadline has passed.
  std::optional<std::string> ReadLine(Deadline deadline);
  // All of standard output and standard error received so far, lines already
  // read included.
  std::string Stdout() const;
  std::string Stderr() const;

  // Waits until the child has ended and both its streams are read to the end.
  // Nothing when the deadline passes first. May be called again.
  std::optional<ExitStatus> Wait(Deadline deadline);

  // Sends a signal to the child alone, or to its whole group. Harmless when
  // it has already ended.
  void Signal(int signal_number);
  void SignalGroup(int signal_number);

  // From /proc; nothing once the child has ended. Resident memory is counted
  // page by page: the cheaper VmRSS of /proc/PID/status may be off by some
  // hundred KiB per thread.
  std::optional<int64_t> ResidentKib() const;
  std::optional<int64_t> ThreadCount() const;
  std::optional<int64_t> DescriptorCount() const;

 private:
  // One output stream of the child.
  struct Stream {
    int fd = -1;
    std::string bytes;
    bool ended = false;
  };

  // Takes over the parent's ends of the pipes and starts the two threads.
  Subprocess(pid_t pid, int stdin_fd, int stdout_fd, int stderr_fd,
             int wake_fd);

  void MoveBytes();     // body of pump_
  void WaitForChild();  // body of waiter_
  void ReadFrom(Stream& stream);
  void WritePending();
  void Wake();

  const pid_t pid_;
  const int wake_fd_;  // eventfd: tells pump_ to look at the state again

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_ (the descriptors are closed by pump_ only).
  Stream stdout_;
  Stream stderr_;
  int stdin_fd_;
  std::string pending_stdin_;
  bool close_stdin_ = false;
  bool stop_ = false;
  size_t next_line_ = 0;
  std::optional<ExitStatus> status_;

  std::thread pump_;
  std::thread waiter_;
};

}  // namespace seq::golden

#endif  // TESTS_GOLDEN_SUBPROCESS_H_
