#include "stdlib/io_words.h"

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "runtime/input.h"
#include "runtime/node.h"
#include "runtime/operands.h"
#include "runtime/strand.h"
#include "runtime/strand_pool.h"
#include "runtime/string_object.h"
#include "runtime/utf8.h"
#include "runtime/value.h"
#include "runtime/wait_outside.h"
#include "stdlib/standard_streams.h"

namespace seq {
namespace {

Value* WriteLine(const Node* node, Value* sp, Strand* strand) {
  RequireString(node, sp, strand, 0, 1);
  WriteToOutput(node, sp, strand, StringBytes(sp[-1]), "\n");
  Release(*--sp);
  return sp;
}

// `line` without its newline and a carriage return before it.
absl::string_view StripLineEnd(absl::string_view line) {
  if (absl::ConsumeSuffix(&line, "\n")) absl::ConsumeSuffix(&line, "\r");
  return line;
}

Value* ReadLine(const Node* node, Value* sp, Strand* strand) {
  const absl::StatusOr<std::optional<std::string>> read =
      strand->pool()->options().input->ReadLine(WaitForInput(node, strand));
  if (!read.ok()) {
    FailWord(
        node, sp, strand,
        absl::StrCat("failed to read from stdin: ", read.status().message()));
  }
  const absl::string_view line =
      read->has_value() ? StripLineEnd(**read) : absl::string_view();
  const std::optional<size_t> invalid = FindInvalidUtf8(line);
  if (invalid.has_value()) {
    FailWord(node, sp, strand,
             absl::StrCat("failed to read from stdin: byte ", *invalid + 1,
                          " of the line is not valid UTF-8"));
  }
  *sp++ = MakeString(line);
  return sp;
}

constexpr WordRow kRows[] = {
    {"write_line", "( ..a String -- ..a )",
     "Writes a string and a newline to standard output, as one unit.",
     "Fails if the system refuses the write, and ends the program quietly if "
     "nobody reads the output any more.",
     Editions::kClassic, "", ThenNext<WriteLine>},
    {"read_line", "( ..a -- ..a String )",
     "Waits for the next line of standard input and pushes it without its line "
     "end, or an empty string at the end of input.",
     "Fails if the system cannot read or the line is not valid UTF-8.",
     Editions::kClassic, "", ThenNext<ReadLine>},
};

}  // namespace

absl::Span<const WordRow> ClassicIoWords() { return kRows; }

}  // namespace seq
