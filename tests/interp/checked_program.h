// A program taken through the front end up to the types, for tests.

#ifndef SEQ_TESTS_INTERP_CHECKED_PROGRAM_H_
#define SEQ_TESTS_INTERP_CHECKED_PROGRAM_H_

#include <memory>
#include <string>
#include <vector>

#include "interp/ast.h"
#include "interp/checker.h"
#include "interp/diagnostic.h"
#include "interp/pipeline.h"
#include "interp/source.h"
#include "interp/vocabulary.h"
#include "runtime/word.h"

namespace seq {

// All built-in words of an edition.
const Vocabulary& ClassicVocabulary();
const Vocabulary& CurrentVocabulary();

struct CheckedProgram {
  explicit CheckedProgram(std::string text,
                          Edition edition = Edition::kClassic);

  // Everything that was reported, as a person sees it.
  std::string Rendered() const;
  // The codes of what was reported, in source order.
  std::vector<std::string> Codes() const;

  SourceMap sources;
  Diagnostics diagnostics;
  std::unique_ptr<AnalyzedProgram> analyzed;
  const Program& program;
  const CheckedTypes& types;
};

}  // namespace seq

#endif  // SEQ_TESTS_INTERP_CHECKED_PROGRAM_H_
