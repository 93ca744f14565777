#include "runtime/internal_error.h"

#include <signal.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>

#include "runtime/process_end.h"
#include "runtime/terminal.h"

namespace seq {
namespace {

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

// Only async-signal-safe functions from here on.

void Say(const char* text) {
  [[maybe_unused]] const ssize_t written =
      write(STDERR_FILENO, text, std::strlen(text));
}

void SayAddress(const void* address) {
  constexpr char kDigits[] = "0123456789abcdef";
  char text[2 * sizeof(uintptr_t) + 1] = {};
  auto rest = reinterpret_cast<uintptr_t>(address);
  for (size_t i = 2 * sizeof(uintptr_t); i > 0; --i) {
    text[i - 1] = kDigits[rest % 16];
    rest /= 16;
  }
  Say(text);
}

const char* NameOf(int signal) {
  switch (signal) {
    case SIGSEGV:
    case SIGBUS:
      return "memory fault";
    case SIGABRT:
      return "aborted";
    default:
      return "invalid operation";
  }
}

void HandleFault(int signal, siginfo_t* info, void*) {
  RestoreTerminal();
  Say("seq: internal error: ");
  Say(NameOf(signal));
  if (signal != SIGABRT) {
    Say(" at address 0x");
    SayAddress(info->si_addr);
  }
  Say("\nThis is a bug in the interpreter, not in the program it runs. Please "
      "report it\nwith the program and what led to it.\n");
  _exit(kExitRunTimeError);
}

void Install() {
  struct sigaction action {};
  action.sa_sigaction = HandleFault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT}) {
    sigaction(signal, &action, nullptr);
  }
}

#else

void Install() {}

#endif

}  // namespace

void ReportInternalErrors() { Install(); }

void UseSignalStack(void* memory, size_t bytes) {
  stack_t stack{};
  stack.ss_sp = memory;
  stack.ss_size = bytes;
  sigaltstack(&stack, nullptr);
}

}  // namespace seq
