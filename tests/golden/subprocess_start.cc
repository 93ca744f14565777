// Subprocess::Start: everything between the options and the running child.
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "tests/golden/subprocess.h"

namespace seq::golden {
namespace {

// Both ends of a pipe; closes what nobody has taken.
class Pipe {
 public:
  Pipe() : ok_(pipe2(ends_.data(), O_CLOEXEC) == 0) {}
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    CloseEnd(0);
    CloseEnd(1);
  }

  bool ok() const { return ok_; }
  int read_end() const { return ends_[0]; }
  int write_end() const { return ends_[1]; }
  int TakeReadEnd() { return std::exchange(ends_[0], -1); }
  int TakeWriteEnd() { return std::exchange(ends_[1], -1); }
  void CloseWriteEnd() { CloseEnd(1); }

 private:
  void CloseEnd(int which) {
    if (ends_[which] >= 0) close(std::exchange(ends_[which], -1));
  }

  std::array<int, 2> ends_ = {-1, -1};
  const bool ok_;
};

// Everything the child needs between fork and exec, made before the fork:
// in between only async-signal-safe calls are allowed.
struct ChildPlan {
  std::vector<char*> argv;
  std::vector<char*> env;
  const SubprocessOptions* options;
  pid_t parent;
  int stdin_fd;
  int stdout_fd;
  int stderr_fd;
  int error_fd;  // close-on-exec; errno is written here if anything fails
};

std::vector<std::string> MergedEnvironment(
    const std::vector<std::string>& extra) {
  std::vector<std::string> merged = extra;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::string_view name = text.substr(0, text.find('=') + 1);
    bool replaced = false;
    for (const std::string& other : extra) {
      if (other.starts_with(name)) replaced = true;
    }
    if (!replaced) merged.emplace_back(text);
  }
  return merged;
}

std::vector<char*> Pointers(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (std::string& text : strings) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

bool Limit(__rlimit_resource resource, const std::optional<uint64_t>& limit) {
  if (!limit.has_value()) return true;
  const rlimit both = {*limit, *limit};
  return setrlimit(resource, &both) == 0;
}

bool BecomeUser(const std::optional<uid_t>& user) {
  if (!user.has_value()) return true;
  return setgroups(0, nullptr) == 0 && setgid(*user) == 0 && setuid(*user) == 0;
}

// The state a shell gives its children, whatever the test runner ignores.
void ResetSignals() {
  for (const int number : {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGPIPE}) {
    signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

bool PrepareChild(const ChildPlan& plan) {
  if (setpgid(0, 0) != 0) return false;
  ResetSignals();
  const SubprocessOptions& options = *plan.options;
  if (!options.working_directory.empty() &&
      chdir(options.working_directory.c_str()) != 0) {
    return false;
  }
  if (!Limit(RLIMIT_NPROC, options.max_processes) ||
      !Limit(RLIMIT_NOFILE, options.max_descriptors) ||
      !BecomeUser(options.user)) {
    return false;
  }
  // Not earlier: a change of the user takes it back.
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return false;
  if (getppid() != plan.parent) _exit(127);  // The parent died just now.
  return dup2(plan.stdin_fd, STDIN_FILENO) >= 0 &&
         dup2(plan.stdout_fd, STDOUT_FILENO) >= 0 &&
         dup2(plan.stderr_fd, STDERR_FILENO) >= 0;
}

[[noreturn]] void BecomeChild(const ChildPlan& plan) {
  if (PrepareChild(plan)) {
    execve(plan.argv[0], plan.argv.data(), plan.env.data());
  }
  const int error = errno;
  // Nothing can be done if this fails; the parent then sees the exit status.
  if (write(plan.error_fd, &error, sizeof error) < 0) _exit(126);
  _exit(127);
}

// The errno the child reports, or 0 when it has become the program.
int ErrorOfChild(int fd) {
  int error = 0;
  ssize_t count;
  do {
    count = read(fd, &error, sizeof error);
  } while (count < 0 && errno == EINTR);
  return count == sizeof error ? error : 0;
}

std::string Describe(const std::string& what, int error) {
  return what + ": " + std::strerror(error);
}

}  // namespace

std::unique_ptr<Subprocess> Subprocess::Start(const SubprocessOptions& options,
                                              std::string* error) {
  std::vector<std::string> argv = options.argv;
  argv[0] = std::filesystem::absolute(argv[0]).string();
  std::vector<std::string> env = MergedEnvironment(options.env);

  Pipe in, out, err, report;
  const int wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (!in.ok() || !out.ok() || !err.ok() || !report.ok() || wake_fd < 0) {
    *error = Describe("pipes for " + argv[0], errno);
    if (wake_fd >= 0) close(wake_fd);
    return nullptr;
  }
  const ChildPlan plan = {Pointers(argv),  Pointers(env),     &options,
                          getpid(),        in.read_end(),     out.write_end(),
                          err.write_end(), report.write_end()};
  const pid_t pid = fork();
  if (pid == 0) BecomeChild(plan);
  const int fork_error = errno;
  report.CloseWriteEnd();
  const int start_error =
      pid < 0 ? fork_error : ErrorOfChild(report.read_end());
  if (start_error != 0) {
    *error = Describe("cannot start " + argv[0], start_error);
    if (pid > 0) waitpid(pid, nullptr, 0);
    close(wake_fd);
    return nullptr;
  }
  return std::unique_ptr<Subprocess>(new Subprocess(
      pid, in.TakeWriteEnd(), out.TakeReadEnd(), err.TakeReadEnd(), wake_fd));
}

}  // namespace seq::golden
