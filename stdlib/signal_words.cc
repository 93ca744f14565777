#include "stdlib/signal_words.h"

#include <signal.h>

#include "absl/strings/str_cat.h"
#include "runtime/operands.h"
#include "runtime/signals.h"

namespace seq {
namespace {

// The signal number on top of the stack. Fails if there is none.
int SignalOnTop(const Node* node, Value* sp, Strand* strand) {
  if (sp[-1].kind != ValueKind::kInt) {
    FailOperands(node, sp, strand, 1, "Int");
  }
  const int64_t number = sp[-1].integer;
  if (number < 0 || number >= kSignals) {
    FailWord(node, sp, strand,
             absl::StrCat("invalid signal number ", number,
                          ", expected one from 0 to ", kSignals - 1));
  }
  return static_cast<int>(number);
}

template <SignalAction kAction>
Value* SetAction(const Node* node, Value* sp, Strand* strand) {
  const int number = SignalOnTop(node, sp, strand);
  if (!SetSignalAction(number, kAction)) {
    FailWord(node, sp, strand,
             absl::StrCat("invalid signal number ", number,
                          ": the system does not let a program decide what "
                          "that does"));
  }
  return sp - 1;
}

Value* Received(const Node* node, Value* sp, Strand* strand) {
  sp[-1] = Value::Bool(TakeSignal(SignalOnTop(node, sp, strand)));
  return sp;
}

Value* Pending(const Node* node, Value* sp, Strand* strand) {
  sp[-1] = Value::Bool(SignalPending(SignalOnTop(node, sp, strand)));
  return sp;
}

Value* Clear(const Node* node, Value* sp, Strand* strand) {
  TakeSignal(SignalOnTop(node, sp, strand));
  return sp - 1;
}

template <int kNumber>
Value* PushNumber(const Node*, Value* sp, Strand*) {
  *sp++ = Value::Int(kNumber);
  return sp;
}

constexpr char kOutOfRange[] = "Fails unless the number is from 0 to 31.";
constexpr char kNotAllowed[] =
    "Fails unless the number is from 0 to 31 and the system allows it (not 0, "
    "SIGKILL, SIGSTOP).";

constexpr WordRow RowOfNumber(absl::string_view name, absl::string_view doc,
                              NodeFunction run) {
  return {.name = name,
          .effect = "( ..a -- ..a Int )",
          .doc = doc,
          .failure = "",
          .editions = Editions::kCurrent,
          .message_name = "",
          .run = run};
}

constexpr WordRow kRows[] = {
    {.name = "signal.trap",
     .effect = "( ..a Int -- ..a )",
     .doc = "Lets the signal with this number do nothing but set a flag.",
     .failure = kNotAllowed,
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<SetAction<SignalAction::kTrap>>},
    {.name = "signal.received?",
     .effect = "( ..a Int -- ..a Bool )",
     .doc = "Tells whether a trapped signal has arrived, and forgets it.",
     .failure = kOutOfRange,
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<Received>},
    {.name = "signal.pending?",
     .effect = "( ..a Int -- ..a Bool )",
     .doc = "Tells whether a trapped signal has arrived.",
     .failure = kOutOfRange,
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<Pending>},
    {.name = "signal.default",
     .effect = "( ..a Int -- ..a )",
     .doc = "Lets the signal do what the operating system does by default.",
     .failure = kNotAllowed,
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<SetAction<SignalAction::kDefault>>},
    {.name = "signal.ignore",
     .effect = "( ..a Int -- ..a )",
     .doc = "Lets the signal do nothing at all.",
     .failure = kNotAllowed,
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<SetAction<SignalAction::kIgnore>>},
    {.name = "signal.clear",
     .effect = "( ..a Int -- ..a )",
     .doc = "Forgets that the signal has arrived.",
     .failure = kOutOfRange,
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<Clear>},
    RowOfNumber("signal.SIGINT", "Gives the number of SIGINT.",
                ThenNext<PushNumber<SIGINT>>),
    RowOfNumber("signal.SIGTERM", "Gives the number of SIGTERM.",
                ThenNext<PushNumber<SIGTERM>>),
    RowOfNumber("signal.SIGHUP", "Gives the number of SIGHUP.",
                ThenNext<PushNumber<SIGHUP>>),
    RowOfNumber("signal.SIGPIPE", "Gives the number of SIGPIPE.",
                ThenNext<PushNumber<SIGPIPE>>),
    RowOfNumber("signal.SIGUSR1", "Gives the number of SIGUSR1.",
                ThenNext<PushNumber<SIGUSR1>>),
    RowOfNumber("signal.SIGUSR2", "Gives the number of SIGUSR2.",
                ThenNext<PushNumber<SIGUSR2>>),
    RowOfNumber("signal.SIGCHLD", "Gives the number of SIGCHLD.",
                ThenNext<PushNumber<SIGCHLD>>),
    RowOfNumber("signal.SIGALRM", "Gives the number of SIGALRM.",
                ThenNext<PushNumber<SIGALRM>>),
    RowOfNumber("signal.SIGCONT", "Gives the number of SIGCONT.",
                ThenNext<PushNumber<SIGCONT>>),
};

}  // namespace

absl::Span<const WordRow> SignalWords() { return kRows; }

}  // namespace seq
