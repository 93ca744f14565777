#include "stdlib/terminal_words.h"

#include <optional>

#include "absl/strings/string_view.h"
#include "runtime/operands.h"
#include "runtime/output.h"
#include "runtime/strand_pool.h"
#include "runtime/terminal.h"
#include "runtime/typed_operands.h"
#include "runtime/wait_outside.h"

namespace seq {
namespace {

// What is written must be out before the terminal changes how it shows it.
void FlushOutput(Strand* strand) {
  Output* const output = strand->pool()->options().output;
  if (output == nullptr) return;
  const SystemCallScope scope(strand);
  output->Flush();  // the next write reports what is wrong
}

Value* RawMode(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<ValueKind::kBool>(node, sp, strand, "Bool");
  FlushOutput(strand);
  SetRawMode(sp[-1].integer != 0);
  return sp - 1;
}

Value* Push(Value* sp, std::optional<unsigned char> byte) {
  *sp = Value::Int(byte.has_value() ? *byte : -1);
  return sp + 1;
}

Value* ReadChar(const Node* node, Value* sp, Strand* strand) {
  return Push(sp, ReadInputByte(WaitForInput(node, strand)));
}

Value* PollChar(const Node*, Value* sp, Strand*) {
  return Push(sp, PollInputByte());
}

Value* Width(const Node*, Value* sp, Strand*) {
  *sp = Value::Int(TerminalWidth());
  return sp + 1;
}

Value* Height(const Node*, Value* sp, Strand*) {
  *sp = Value::Int(TerminalHeight());
  return sp + 1;
}

Value* Flush(const Node*, Value* sp, Strand* strand) {
  FlushOutput(strand);
  return sp;
}

constexpr WordRow Row(absl::string_view name, absl::string_view effect,
                      absl::string_view doc, NodeFunction run) {
  return {.name = name,
          .effect = effect,
          .doc = doc,
          .failure = "",
          .editions = Editions::kCurrent,
          .message_name = "",
          .run = run};
}

constexpr WordRow kRows[] = {
    Row("terminal.raw-mode", "( ..a Bool -- ..a )",
        "Switches the terminal on standard input to raw mode for true, and "
        "back for false; does nothing if there is no terminal.",
        ThenNext<RawMode>),
    Row("terminal.read-char", "( ..a -- ..a Int )",
        "Waits for the next byte of standard input, past the buffer of the "
        "words `io.read-line` and `io.read-n`, and pushes it, or -1 at the end "
        "of input or after an error.",
        ThenNext<ReadChar>),
    Row("terminal.read-char?", "( ..a -- ..a Int )",
        "Does the same without waiting, and pushes -1 if no byte is there.",
        ThenNext<PollChar>),
    Row("terminal.width", "( ..a -- ..a Int )",
        "Pushes the columns of the terminal on standard output, 80 if there is "
        "none.",
        ThenNext<Width>),
    Row("terminal.height", "( ..a -- ..a Int )",
        "Pushes the rows of the terminal on standard output, 24 if there is "
        "none.",
        ThenNext<Height>),
    Row("terminal.flush", "( ..a -- ..a )",
        "Hands everything written so far to the system.", ThenNext<Flush>),
};

}  // namespace

absl::Span<const WordRow> TerminalWords() { return kRows; }

}  // namespace seq
