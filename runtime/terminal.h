// Terminal: the mode and size of the terminal the process runs on, and single
// bytes from it.
//
// The settings that a terminal had before raw mode come back however the
// process ends: EndProcess and its relatives call RestoreTerminal, and so does
// the normal end of the process.
//
// Thread-safe.

#ifndef SEQ_RUNTIME_TERMINAL_H_
#define SEQ_RUNTIME_TERMINAL_H_

#include <optional>

#include "absl/functional/function_ref.h"

namespace seq {

// Switches the terminal on standard input to raw mode (bytes arrive one by one,
// nothing is echoed or translated, no key is a signal) or back to the settings
// it had. Does nothing if it is in that mode already or is no terminal.
void SetRawMode(bool raw);

// SetRawMode(false) for the end of the process: takes no lock and never stops
// the process, even in the background. Safe in a signal handler.
void RestoreTerminal();

// The size of the terminal on standard output; 80 and 24 if there is none or it
// does not know.
int TerminalWidth();
int TerminalHeight();

// The next byte of standard input, past any buffer, or nullopt at the end of
// input or after an error. `before_wait` is called, at most once and without
// any lock held, before the thread waits.
std::optional<unsigned char> ReadInputByte(
    absl::FunctionRef<void()> before_wait);

// The same if it is there already; nullopt too if it is not. Does not wait.
std::optional<unsigned char> PollInputByte();

}  // namespace seq

#endif  // SEQ_RUNTIME_TERMINAL_H_
