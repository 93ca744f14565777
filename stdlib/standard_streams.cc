#include "stdlib/standard_streams.h"

#include "absl/strings/str_cat.h"
#include "runtime/operands.h"
#include "runtime/output.h"
#include "runtime/process_end.h"
#include "runtime/strand_pool.h"

namespace seq {
namespace {

Output::Result WriteUnit(Output& output, Strand* strand,
                         absl::string_view first, absl::string_view second) {
  const SystemCallScope scope(strand);
  return output.Write(first, second);
}

}  // namespace

void WriteToOutput(const Node* node, Value* sp, Strand* strand,
                   absl::string_view first, absl::string_view second) {
  Output& output = *strand->pool()->options().output;
  switch (WriteUnit(output, strand, first, second)) {
    case Output::Result::kOk:
      return;
    case Output::Result::kClosed:
      EndProcessQuietly();
    case Output::Result::kFailed:
      FailWord(
          node, sp, strand,
          absl::StrCat("cannot write to standard output: ", output.error()));
  }
}

}  // namespace seq
