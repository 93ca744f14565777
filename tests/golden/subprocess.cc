#include "tests/golden/subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

namespace seq::golden {
namespace {

void MakeNonBlocking(int fd) {
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

// The number after `key` in a /proc file of "Key:   number" lines.
std::optional<int64_t> ProcNumber(pid_t pid, const char* file,
                                  std::string_view key) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/" + file);
  for (std::string word; in >> word;) {
    int64_t number;
    if (word == key && in >> number) return number;
  }
  return std::nullopt;
}

}  // namespace

std::string ExitStatus::ToString() const {
  if (signal == 0) return "exit status " + std::to_string(code);
  return "killed by signal " + std::to_string(signal) + " (" +
         strsignal(signal) + ")";
}

Subprocess::Subprocess(pid_t pid, int stdin_fd, int stdout_fd, int stderr_fd,
                       int wake_fd)
    : pid_(pid), wake_fd_(wake_fd), stdin_fd_(stdin_fd) {
  stdout_.fd = stdout_fd;
  stderr_.fd = stderr_fd;
  for (const int fd : {stdin_fd, stdout_fd, stderr_fd}) MakeNonBlocking(fd);
  pump_ = std::thread([this] { MoveBytes(); });
  waiter_ = std::thread([this] { WaitForChild(); });
}

Subprocess::~Subprocess() {
  // The child is reaped only here, so its number cannot have been given to
  // another process: signals before this point always reach the right one.
  SignalGroup(SIGKILL);
  waiter_.join();
  waitpid(pid_, nullptr, 0);
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  Wake();
  pump_.join();
  for (const int fd : {stdout_.fd, stderr_.fd, stdin_fd_, wake_fd_}) {
    if (fd >= 0) close(fd);
  }
}

void Subprocess::WaitForChild() {
  siginfo_t info = {};
  while (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT) < 0 &&
         errno == EINTR) {
  }
  ExitStatus status;
  (info.si_code == CLD_EXITED ? status.code : status.signal) = info.si_status;
  const std::lock_guard lock(mutex_);
  status_ = status;
  changed_.notify_all();
}

void Subprocess::MoveBytes() {
  // A child that has closed its input must not kill this process.
  sigset_t broken_pipe;
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);

  std::unique_lock lock(mutex_);
  while (!stop_) {
    WritePending();
    // poll() ignores negative descriptors.
    std::array<pollfd, 4> fds = {{
        {wake_fd_, POLLIN, 0},
        {stdout_.ended ? -1 : stdout_.fd, POLLIN, 0},
        {stderr_.ended ? -1 : stderr_.fd, POLLIN, 0},
        {pending_stdin_.empty() ? -1 : stdin_fd_, POLLOUT, 0},
    }};
    lock.unlock();
    poll(fds.data(), fds.size(), -1);
    uint64_t wakes;
    if (fds[0].revents != 0 && read(wake_fd_, &wakes, sizeof wakes) < 0) {
      wakes = 0;  // Another wake-up was faster; the state tells all.
    }
    lock.lock();
    if (fds[1].revents != 0) ReadFrom(stdout_);
    if (fds[2].revents != 0) ReadFrom(stderr_);
  }
}

void Subprocess::ReadFrom(Stream& stream) {
  std::array<char, 65536> buffer;
  const ssize_t count = read(stream.fd, buffer.data(), buffer.size());
  if (count > 0) {
    stream.bytes.append(buffer.data(), static_cast<size_t>(count));
    if (stream.bytes.size() > kMaxOutput) {
      stream.ended = true;
      SignalGroup(SIGKILL);
    }
  } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
    stream.ended = true;
  }
  changed_.notify_all();
}

void Subprocess::WritePending() {
  if (stdin_fd_ < 0) return;
  while (!pending_stdin_.empty()) {
    const ssize_t count =
        write(stdin_fd_, pending_stdin_.data(), pending_stdin_.size());
    if (count >= 0) {
      pending_stdin_.erase(0, static_cast<size_t>(count));
    } else if (errno == EAGAIN) {
      return;
    } else if (errno != EINTR) {
      pending_stdin_.clear();
      close_stdin_ = true;
    }
  }
  if (close_stdin_) close(std::exchange(stdin_fd_, -1));
}

void Subprocess::Wake() {
  const uint64_t one = 1;
  // Fails only when 2^64 wake-ups are pending, that is, never.
  if (write(wake_fd_, &one, sizeof one) < 0) return;
}

void Subprocess::WriteStdin(std::string_view bytes) {
  {
    const std::lock_guard lock(mutex_);
    if (stdin_fd_ < 0 || close_stdin_) return;
    pending_stdin_ += bytes;
  }
  Wake();
}

void Subprocess::CloseStdin() {
  {
    const std::lock_guard lock(mutex_);
    close_stdin_ = true;
  }
  Wake();
}

std::optional<std::string> Subprocess::ReadLine(Deadline deadline) {
  std::unique_lock lock(mutex_);
  size_t end = std::string::npos;
  const bool in_time = changed_.wait_until(lock, deadline, [&] {
    end = stdout_.bytes.find('\n', next_line_);
    return end != std::string::npos || stdout_.ended;
  });
  if (!in_time) return std::nullopt;
  const size_t begin = next_line_;
  if (end != std::string::npos) {
    next_line_ = end + 1;
    return stdout_.bytes.substr(begin, end - begin);
  }
  next_line_ = stdout_.bytes.size();
  if (begin == next_line_) return std::nullopt;
  return stdout_.bytes.substr(begin);
}

std::string Subprocess::Stdout() const {
  const std::lock_guard lock(mutex_);
  return stdout_.bytes;
}

std::string Subprocess::Stderr() const {
  const std::lock_guard lock(mutex_);
  return stderr_.bytes;
}

std::optional<ExitStatus> Subprocess::Wait(Deadline deadline) {
  std::unique_lock lock(mutex_);
  const bool in_time = changed_.wait_until(lock, deadline, [&] {
    return status_.has_value() && stdout_.ended && stderr_.ended;
  });
  return in_time ? status_ : std::nullopt;
}

void Subprocess::Signal(int signal_number) { kill(pid_, signal_number); }

void Subprocess::SignalGroup(int signal_number) { kill(-pid_, signal_number); }

std::optional<int64_t> Subprocess::ResidentKib() const {
  return ProcNumber(pid_, "smaps_rollup", "Rss:");
}

std::optional<int64_t> Subprocess::ThreadCount() const {
  return ProcNumber(pid_, "status", "Threads:");
}

std::optional<int64_t> Subprocess::DescriptorCount() const {
  std::error_code error;
  int64_t count = 0;
  for (std::filesystem::directory_iterator
           it("/proc/" + std::to_string(pid_) + "/fd", error),
       end;
       !error && it != end; it.increment(error)) {
    ++count;
  }
  if (error || count == 0) return std::nullopt;
  return count;
}

}  // namespace seq::golden
