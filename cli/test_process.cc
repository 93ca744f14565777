#include "cli/test_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

#include "absl/strings/str_cat.h"
#include "runtime/process_end.h"

namespace seq {
namespace {

using Clock = std::chrono::steady_clock;

// How long a process that was asked to end may take for it.
constexpr auto kGrace = std::chrono::seconds(1);

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { Reset(-1); }

  void Reset(int number) {
    if (number_ >= 0) close(number_);
    number_ = number;
  }
  int get() const { return number_; }

 private:
  int number_ = -1;
};

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;

  // Other children that start at the same time do not get its ends.
  bool Open() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    read_end.Reset(ends[0]);
    write_end.Reset(ends[1]);
    return fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
  }
};

// posix_spawn's two kinds of options, released with the object.
class SpawnOptions {
 public:
  SpawnOptions(int out, int err) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null",
                                     O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, err, STDERR_FILENO);
    posix_spawnattr_init(&attributes_);
    sigset_t all;
    sigset_t none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setflags(&attributes_,
                             POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  SpawnOptions(const SpawnOptions&) = delete;
  SpawnOptions& operator=(const SpawnOptions&) = delete;
  ~SpawnOptions() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }

  int Spawn(const std::vector<std::string>& arguments, pid_t* pid) const {
    std::vector<char*> argv;
    for (const std::string& argument : arguments) {
      argv.push_back(const_cast<char*>(argument.c_str()));
    }
    argv.push_back(nullptr);
    return posix_spawn(pid, "/proc/self/exe", &actions_, &attributes_,
                       argv.data(), environ);
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

// A child that runs.
class Child {
 public:
  explicit Child(const ProcessLimits& limits) : limits_(limits) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Returns the error, 0 if there is none.
  int Start(const std::vector<std::string>& arguments) {
    if (!out_.Open() || !err_.Open()) return errno;
    const SpawnOptions options(out_.write_end.get(), err_.write_end.get());
    const int error = options.Spawn(arguments, &pid_);
    out_.write_end.Reset(-1);
    err_.write_end.Reset(-1);
    if (error != 0) return error;
    end_.Reset(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));
    if (end_.get() >= 0) return 0;
    const int no_pidfd = errno;
    Reap(SIGKILL);
    return no_pidfd;
  }

  ProcessResult Wait() {
    if (limits_.timeout.count() > 0) deadline_ = Clock::now() + limits_.timeout;
    while (!Step()) {
    }
    // What was in the pipes when it ended.
    Drain(out_, &result_.out);
    Drain(err_, &result_.err);
    const int status = Reap(0);
    if (!limit_.has_value()) {
      result_.end = WIFEXITED(status) ? ProcessResult::End::kExited
                                      : ProcessResult::End::kKilled;
      result_.code = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
    } else {
      result_.end = *limit_;
    }
    return std::move(result_);
  }

 private:
  // Waits for one thing to happen. Returns whether that was the end.
  bool Step() {
    std::array<pollfd, 3> waits = {{{end_.get(), POLLIN, 0},
                                    {out_.read_end.get(), POLLIN, 0},
                                    {err_.read_end.get(), POLLIN, 0}}};
    const int ready = poll(waits.data(), waits.size(), RemainingMs());
    if (ready < 0) return false;  // a signal
    if (deadline_.has_value() && Clock::now() >= *deadline_) {
      Escalate(ProcessResult::End::kTimedOut);
    }
    if (waits[1].revents != 0) Drain(out_, &result_.out);
    if (waits[2].revents != 0) Drain(err_, &result_.err);
    return waits[0].revents != 0;
  }

  int RemainingMs() const {
    if (!deadline_.has_value()) return -1;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(*deadline_ - Clock::now());
    constexpr int64_t kLongest = 1000 * 1000;
    return static_cast<int>(std::clamp<int64_t>(left.count(), 0, kLongest));
  }

  // The first time asks the child to end, the second time kills it.
  void Escalate(ProcessResult::End why) {
    kill(pid_, limit_.has_value() ? SIGKILL : SIGTERM);
    if (!limit_.has_value()) limit_ = why;
    deadline_ = Clock::now() + kGrace;
  }

  // Takes what there is. What is over the limit is thrown away.
  void Drain(Pipe& pipe, std::string* text) {
    std::array<char, 16 * 1024> bytes;
    // Not without end: others may write more quickly than this reads.
    for (int i = 0; i < 256 && pipe.read_end.get() >= 0; ++i) {
      const ssize_t count =
          read(pipe.read_end.get(), bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0 && errno == EAGAIN) return;
      if (count <= 0) {
        pipe.read_end.Reset(-1);  // poll passes over it
        return;
      }
      const size_t room = limits_.output_bytes - text->size();
      text->append(bytes.data(), std::min(static_cast<size_t>(count), room));
      if (static_cast<size_t>(count) > room && !limit_.has_value()) {
        Escalate(ProcessResult::End::kTooMuch);
      }
    }
  }

  int Reap(int signal) {
    if (signal != 0) kill(pid_, signal);
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
  }

  const ProcessLimits limits_;
  pid_t pid_ = 0;
  Descriptor end_;  // becomes readable when the child has ended
  Pipe out_;
  Pipe err_;
  std::optional<Clock::time_point> deadline_;
  // Which limit it has reached.
  std::optional<ProcessResult::End> limit_;
  ProcessResult result_;
};

}  // namespace

ProcessResult RunSelf(const std::vector<std::string>& arguments,
                      const ProcessLimits& limits) {
  Child child(limits);
  const int error = child.Start(arguments);
  if (error == 0) return child.Wait();
  ProcessResult result;
  result.error = absl::StrCat("cannot start a process: ", strerror(error));
  return result;
}

void DieWithParent(int parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(kExitRunTimeError);
}

}  // namespace seq
