#include "stdlib/son_words.h"

#include <string>

#include "runtime/node.h"
#include "runtime/operands.h"
#include "runtime/son.h"
#include "runtime/strand.h"
#include "runtime/string_object.h"
#include "runtime/value.h"
#include "stdlib/standard_streams.h"

namespace seq {
namespace {

// Appends the text of `value` to `text`, which may not become too long.
void AppendSonOrFail(const Value& value, SonStyle style, const Node* node,
                     Value* sp, Strand* strand, std::string& text) {
  if (AppendSon(value, style, kMaxSonBytes, &text)) return;
  FailWord(node, sp, strand, "the text is longer than 256 MiB");
}

template <SonStyle kStyle>
Value* Dump(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 1);
  std::string text;
  AppendSonOrFail(sp[-1], kStyle, node, sp, strand, text);
  Release(sp[-1]);
  sp[-1] = MakeString(text);
  return sp;
}

Value* StackDump(const Node* node, Value* sp, Strand* strand) {
  std::string line = "»";
  for (const Value* value = strand->stack_base; value != sp; ++value) {
    line.push_back(' ');
    AppendSonOrFail(*value, SonStyle::kCompact, node, sp, strand, line);
  }
  WriteToOutput(node, sp, strand, line, "\n");
  while (sp > strand->stack_base) Release(*--sp);
  return sp;
}

constexpr WordRow kRows[] = {
    {.name = "son.dump",
     .effect = "( ..a T -- ..a String )",
     .doc = "Replaces a value by its SON text, on one line.",
     .failure = "Fails if the text is longer than 256 MiB.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<Dump<SonStyle::kCompact>>},
    {.name = "son.dump-pretty",
     .effect = "( ..a T -- ..a String )",
     .doc = "Replaces a value by its SON text, an element a line, indented by "
            "two spaces a level.",
     .failure = "Fails if the text is longer than 256 MiB.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<Dump<SonStyle::kPretty>>},
    {.name = "stack.dump",
     .effect = "( ..a -- ..b )",
     .doc = "Writes `»` and the SON text of all values on the stack, from the "
            "bottom to the top, as one line to standard output, and empties "
            "the stack.",
     .failure =
         "Fails if the text is longer than 256 MiB or the system refuses "
         "the write, and ends the program quietly if nobody reads the "
         "output any more.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<StackDump>},
};

}  // namespace

absl::Span<const WordRow> SonWords() { return kRows; }

}  // namespace seq
