// One program in a child process, with everything it writes captured: what fuzz
// targets do with programs they generate.
//
// Blocks until the child has ended; it is stopped after some seconds.

#ifndef SEQ_TESTS_FUZZ_CHILD_RUN_H_
#define SEQ_TESTS_FUZZ_CHILD_RUN_H_

#include <string>

#include "interp/lowering.h"

namespace seq {

struct ChildRun {
  int wait_status = 0;  // as waitpid gives it
  std::string output;
  std::string errors;

  // Whether the child ended as no program may make it end: by a signal, which
  // is also what happens if it runs on, or with an internal error or a report
  // of a sanitizer.
  bool crashed() const;
  // All of it, for a person to read.
  std::string Describe() const;
};

bool operator==(const ChildRun& a, const ChildRun& b);

// Loads `text` and runs it, with empty standard input and small stacks. Ends
// this process if there is no child to be had.
ChildRun RunInChild(const std::string& text, Fusion fusion = Fusion::kOn);

}  // namespace seq

#endif  // SEQ_TESTS_FUZZ_CHILD_RUN_H_
