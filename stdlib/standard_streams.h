// How words write to standard output.
//
// They use the Output of the strand's pool (StrandPoolOptions), which must be
// there when such a word runs. To be called on the strand's thread.

#ifndef SEQ_STDLIB_STANDARD_STREAMS_H_
#define SEQ_STDLIB_STANDARD_STREAMS_H_

#include "absl/strings/string_view.h"
#include "runtime/node.h"
#include "runtime/strand.h"
#include "runtime/value.h"

namespace seq {

// Writes `first` and then `second` as one unit. Blocks while the reader is slow
// (other strands go on). Ends the process quietly if nobody reads the output
// any more; any other refusal is a run-time error of the word.
void WriteToOutput(const Node* node, Value* sp, Strand* strand,
                   absl::string_view first, absl::string_view second = "");

}  // namespace seq

#endif  // SEQ_STDLIB_STANDARD_STREAMS_H_
