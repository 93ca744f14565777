// A classic program taken through the front end up to the types, for tests.

#ifndef SEQ_TESTS_INTERP_CHECKED_PROGRAM_H_
#define SEQ_TESTS_INTERP_CHECKED_PROGRAM_H_

#include <string>
#include <vector>

#include "interp/ast.h"
#include "interp/checker.h"
#include "interp/diagnostic.h"
#include "interp/source.h"
#include "interp/vocabulary.h"

namespace seq {

// All built-in words of the classic edition.
const Vocabulary& ClassicVocabulary();

struct CheckedProgram {
  explicit CheckedProgram(std::string text);

  // Everything that was reported, as a person sees it.
  std::string Rendered() const;
  // The codes of what was reported, in source order.
  std::vector<std::string> Codes() const;

  SourceMap sources;
  Program program;
  Diagnostics diagnostics;
  CheckedTypes types;
};

}  // namespace seq

#endif  // SEQ_TESTS_INTERP_CHECKED_PROGRAM_H_
