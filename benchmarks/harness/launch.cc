// launch SECONDS REPORT PROGRAM ARGUMENTS...: runs a program, at most so long.
//
// Writes "wall-seconds cpu-seconds peak-KiB ending" to the file REPORT; ending
// is "exit N", "signal N" or "timeout". The harness does not start programs
// itself because the peak memory of a process begins with that of the one it
// was forked from: a child of Python could not be seen to take less than
// Python.

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace {

double Now() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

double Seconds(const timeval& time) {
  return time.tv_sec + time.tv_usec * 1e-6;
}

// Waits until a child has changed its state; false if that takes too long.
bool ChildEnds(const sigset_t& child_signals, double deadline) {
  for (;;) {
    const double left = deadline - Now();
    if (left <= 0) return false;
    timespec wait;
    wait.tv_sec = static_cast<time_t>(left);
    wait.tv_nsec = static_cast<long>((left - wait.tv_sec) * 1e9);
    if (sigtimedwait(&child_signals, nullptr, &wait) == SIGCHLD) return true;
    if (errno != EAGAIN && errno != EINTR) return false;
  }
}

void Execute(char** command, const sigset_t& old_signals) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // no program outlives the harness
  sigprocmask(SIG_SETMASK, &old_signals, nullptr);
  execvp(command[0], command);
  std::perror(command[0]);
  _exit(127);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fputs("usage: launch SECONDS REPORT PROGRAM ARGUMENTS...\n", stderr);
    return 2;
  }
  sigset_t child_signals;
  sigset_t old_signals;
  sigemptyset(&child_signals);
  sigaddset(&child_signals, SIGCHLD);
  sigprocmask(SIG_BLOCK, &child_signals, &old_signals);

  const double start = Now();
  const pid_t child = fork();
  if (child < 0) return 1;
  if (child == 0) Execute(argv + 3, old_signals);

  const bool in_time = ChildEnds(child_signals, start + std::atof(argv[1]));
  if (!in_time) kill(child, SIGKILL);
  int status = 0;
  rusage usage;
  if (wait4(child, &status, 0, &usage) != child) return 1;
  const double wall = Now() - start;

  std::FILE* report = std::fopen(argv[2], "w");
  if (report == nullptr) return 1;
  std::fprintf(report, "%.6f %.6f %ld ", wall,
               Seconds(usage.ru_utime) + Seconds(usage.ru_stime),
               usage.ru_maxrss);
  if (!in_time) {
    std::fputs("timeout\n", report);
  } else if (WIFSIGNALED(status)) {
    std::fprintf(report, "signal %d\n", WTERMSIG(status));
  } else {
    std::fprintf(report, "exit %d\n", WEXITSTATUS(status));
  }
  return std::fclose(report) == 0 ? 0 : 1;
}
