#include "stdlib/console_words.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/input.h"
#include "runtime/operands.h"
#include "runtime/strand_pool.h"
#include "runtime/string_object.h"
#include "runtime/utf8.h"
#include "runtime/utf8_repair.h"
#include "runtime/wait_outside.h"
#include "stdlib/standard_streams.h"

namespace seq {
namespace {

// --- Output ------------------------------------------------------------------

Value* Write(const Node* node, Value* sp, Strand* strand) {
  RequireString(node, sp, strand, 0, 1);
  WriteToOutput(node, sp, strand, StringBytes(sp[-1]));
  Release(*--sp);
  return sp;
}

Value* WriteLine(const Node* node, Value* sp, Strand* strand) {
  RequireString(node, sp, strand, 0, 1);
  WriteToOutput(node, sp, strand, StringBytes(sp[-1]), "\n");
  Release(*--sp);
  return sp;
}

// --- Input -------------------------------------------------------------------

Value* ReadLine(const Node* node, Value* sp, Strand* strand) {
  absl::StatusOr<std::optional<std::string>> read =
      strand->pool()->options().input->ReadLine(WaitForInput(node, strand));
  std::string line;
  const bool there =
      read.ok() && read->has_value() && !FindInvalidUtf8(**read).has_value();
  if (there) line = *std::move(*read);
  if (absl::EndsWith(line, "\r\n")) line.erase(line.size() - 2, 1);
  sp[0] = MakeString(line);
  sp[1] = Value::Bool(there);
  return sp + 2;
}

constexpr int64_t kMostBytes = 10 * 1024 * 1024;

Value* ReadN(const Node* node, Value* sp, Strand* strand) {
  if (sp[-1].kind != ValueKind::kInt) {
    FailOperands(node, sp, strand, 1, "Int");
  }
  const int64_t count = sp[-1].integer;
  std::string bytes;
  bool complete = false;
  if (count >= 0 && count <= kMostBytes) {
    bytes = strand->pool()->options().input->ReadN(static_cast<size_t>(count),
                                                   WaitForInput(node, strand));
    complete = bytes.size() == static_cast<size_t>(count);
  }
  sp[-1] = MakeString(ReplaceInvalidUtf8(std::move(bytes)));
  sp[0] = Value::Int(complete ? 1 : 0);
  return sp + 1;
}

// --- Arguments ---------------------------------------------------------------

size_t ArgumentCount(const Strand* strand) {
  const auto* arguments = strand->pool()->options().arguments;
  return arguments == nullptr ? 1 : std::max<size_t>(arguments->size(), 1);
}

// Empty for what is not there or not well-formed.
absl::string_view Argument(const Strand* strand, uint64_t index) {
  const auto* arguments = strand->pool()->options().arguments;
  if (arguments == nullptr || index >= arguments->size()) return "";
  const std::string& argument = (*arguments)[index];
  if (FindInvalidUtf8(argument).has_value()) return "";
  return argument;
}

Value* CountArguments(const Node*, Value* sp, Strand* strand) {
  *sp = Value::Int(static_cast<int64_t>(ArgumentCount(strand)));
  return sp + 1;
}

Value* ArgumentAt(const Node* node, Value* sp, Strand* strand) {
  if (sp[-1].kind != ValueKind::kInt) {
    FailOperands(node, sp, strand, 1, "Int");
  }
  const int64_t index = sp[-1].integer;
  if (index < 0) {
    FailWord(node, sp, strand,
             absl::StrCat("index must be non-negative, got ", index));
  }
  sp[-1] = MakeString(Argument(strand, static_cast<uint64_t>(index)));
  return sp;
}

// --- Rows --------------------------------------------------------------------

constexpr absl::string_view kWriteFailure =
    "Fails if the system refuses the write, and ends the program quietly if "
    "nobody reads the output any more.";

constexpr WordRow kRows[] = {
    {.name = "io.write",
     .effect = "( ..a String -- ..a )",
     .doc = "Writes the bytes of a string to standard output, as one unit.",
     .failure = kWriteFailure,
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<Write>},
    {.name = "io.write-line",
     .effect = "( ..a String -- ..a )",
     .doc = "Writes a string and a newline to standard output, as one unit.",
     .failure = kWriteFailure,
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<WriteLine>},
    {.name = "io.read-line",
     .effect = "( ..a -- ..a String Bool )",
     .doc = "Waits for the next line of standard input and pushes it with its "
            "newline, and true; or an empty string and false at the end of "
            "input, after an error, or if the line is not valid UTF-8.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<ReadLine>},
    {.name = "io.read-n",
     .effect = "( ..a Int -- ..a String Int )",
     .doc =
         "Waits for that many bytes of standard input, at most 10485760, and "
         "pushes them, with U+FFFD for what is not valid UTF-8, and 1; or "
         "what there is and 0 if there are fewer.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<ReadN>},
    {.name = "args.count",
     .effect = "( ..a -- ..a Int )",
     .doc = "Pushes the number of the program's arguments, its name included.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<CountArguments>},
    {.name = "args.at",
     .effect = "( ..a Int -- ..a String )",
     .doc = "Gives the argument with that index, 0 being the program's name; "
            "an empty string if there is none or it is not valid UTF-8.",
     .failure = "Fails if the index is negative.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<ArgumentAt>},
};

}  // namespace

absl::Span<const WordRow> ConsoleWords() { return kRows; }

}  // namespace seq
