#include "runtime/terminal.h"

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>

#include "runtime/mutex.h"

namespace seq {
namespace {

// --- Mode --------------------------------------------------------------------

// Who switches the mode holds this; the end of the process does not, so that it
// need not wait.
Mutex& ModeMutex() {
  static auto* const mutex = new Mutex();
  return *mutex;
}

// The settings before raw mode: saved once, so that the end of the process can
// read them whatever other threads do.
termios settings_before;
bool saved = false;  // guarded by ModeMutex()
std::atomic<bool> raw{false};

// Sets the mode from whatever process group. A process in the background would
// otherwise be stopped by SIGTTOU.
void SetFromAnywhere(const termios& settings) {
  sigset_t blocked;
  sigset_t before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  while (::tcsetattr(STDIN_FILENO, TCSANOW, &settings) != 0 && errno == EINTR) {
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

bool SaveSettings() {
  if (!saved) {
    saved = ::tcgetattr(STDIN_FILENO, &settings_before) == 0 &&
            std::atexit(RestoreTerminal) == 0;
  }
  return saved;
}

void EnterRawMode() {
  if (raw.load() || !SaveSettings()) return;
  termios settings = settings_before;
  ::cfmakeraw(&settings);
  raw.store(true);  // first: the end may come at any moment
  const bool done = ::tcsetattr(STDIN_FILENO, TCSANOW, &settings) == 0;
  if (!done) raw.store(false);
  // The end has come in between and has not seen the new mode.
  if (done && !raw.load()) SetFromAnywhere(settings_before);
}

// --- Bytes -------------------------------------------------------------------

// Waits up to `timeout_ms` (-1: for ever) until a read would not block.
bool AwaitInput(int timeout_ms) {
  pollfd entry = {STDIN_FILENO, POLLIN, 0};
  for (;;) {
    const int ready = ::poll(&entry, 1, timeout_ms);
    if (ready < 0 && errno == EINTR) continue;
    return ready != 0;
  }
}

enum class Attempt { kByte, kNothing, kEnd };

// Takes a byte if there is one. One thread at a time, so that nobody takes the
// byte between another thread's look and its read.
Attempt TryToRead(unsigned char* byte) {
  static auto* const mutex = new Mutex();
  MutexLock lock(*mutex);
  if (!AwaitInput(0)) return Attempt::kNothing;
  const ssize_t count = ::read(STDIN_FILENO, byte, 1);
  if (count == 1) return Attempt::kByte;
  const bool again =
      count < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK);
  return again ? Attempt::kNothing : Attempt::kEnd;
}

winsize WindowSize() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return {};
  return size;
}

}  // namespace

void SetRawMode(bool want_raw) {
  MutexLock lock(ModeMutex());
  if (want_raw) {
    EnterRawMode();
  } else if (raw.load()) {
    ::tcsetattr(STDIN_FILENO, TCSANOW, &settings_before);
    raw.store(false);
  }
}

void RestoreTerminal() {
  if (raw.exchange(false)) SetFromAnywhere(settings_before);
}

int TerminalWidth() {
  constexpr int kUnknown = 80;
  const int columns = WindowSize().ws_col;
  return columns == 0 ? kUnknown : columns;
}

int TerminalHeight() {
  constexpr int kUnknown = 24;
  const int rows = WindowSize().ws_row;
  return rows == 0 ? kUnknown : rows;
}

std::optional<unsigned char> ReadInputByte(
    absl::FunctionRef<void()> before_wait) {
  bool told = false;
  for (;;) {
    unsigned char byte = 0;
    switch (TryToRead(&byte)) {
      case Attempt::kByte:
        return byte;
      case Attempt::kEnd:
        return std::nullopt;
      case Attempt::kNothing:
        break;
    }
    if (!told) before_wait();
    told = true;
    AwaitInput(-1);
  }
}

std::optional<unsigned char> PollInputByte() {
  unsigned char byte = 0;
  if (TryToRead(&byte) != Attempt::kByte) return std::nullopt;
  return byte;
}

}  // namespace seq
