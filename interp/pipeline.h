// The way of a program through the front end, in one place:
//
//   source → tokens → syntax tree → names → types → executable tree
//
// Each step is one function; see the headers of lexer, parser, modules, names,
// definitions, checker and lowering. Commands that want to look at a program on
// its way take the steps themselves:
//
//   ParsedProgram parsed = ParseProgram(sources, file, …);       // modules.h
//   auto analyzed = AnalyzeProgram(std::move(parsed), sources, …);
//   if (diagnostics.empty()) executable = LowerProgram(*analyzed, …);

#ifndef SEQ_INTERP_PIPELINE_H_
#define SEQ_INTERP_PIPELINE_H_

#include <cstdint>
#include <memory>
#include <utility>

#include "interp/checker.h"
#include "interp/diagnostic.h"
#include "interp/executable.h"
#include "interp/lowering.h"
#include "interp/modules.h"
#include "interp/names.h"
#include "interp/parser.h"
#include "interp/source.h"
#include "interp/unions.h"
#include "interp/vocabulary.h"

namespace seq {

// A program and what the checks found out about it. Stays where it is made: its
// parts refer to each other.
struct AnalyzedProgram {
  explicit AnalyzedProgram(ParsedProgram from)
      : parsed(std::move(from)), unions(parsed.program) {}
  AnalyzedProgram(const AnalyzedProgram&) = delete;
  AnalyzedProgram& operator=(const AnalyzedProgram&) = delete;

  ParsedProgram parsed;
  UnionTable unions;
  CheckedTypes types;
};

struct CompileOptions {
  StandardModules standard_modules = {};
  bool requires_main = true;
  Fusion fusion = Fusion::kOn;
};

// Checks a program as far as what is known of it allows. It is fit to be
// lowered if and only if nothing was reported, by this or by the steps before
// it. Never null. O(size of the program).
std::unique_ptr<AnalyzedProgram> AnalyzeProgram(ParsedProgram parsed,
                                                const SourceMap& sources,
                                                const Vocabulary& vocabulary,
                                                const NameOptions& options,
                                                Diagnostics& diagnostics);

// REQUIRES: nothing was reported. `sources` and `vocabulary` must outlive the
// result; the program need not.
std::unique_ptr<Executable> LowerProgram(const AnalyzedProgram& program,
                                         const SourceMap& sources,
                                         const Vocabulary& vocabulary,
                                         Fusion fusion);

// The first two steps: parses and checks file number `file` of `sources` and
// all that it includes, which is added to `sources`. Never null. Blocks while
// files are read.
std::unique_ptr<AnalyzedProgram> CheckSource(SourceMap& sources, uint32_t file,
                                             const Vocabulary& vocabulary,
                                             const CompileOptions& options,
                                             Diagnostics& diagnostics);

// All steps. Null if and only if something was reported. `sources` and
// `vocabulary` must outlive the result.
std::unique_ptr<Executable> Compile(SourceMap& sources, uint32_t file,
                                    const Vocabulary& vocabulary,
                                    const CompileOptions& options,
                                    Diagnostics& diagnostics);

}  // namespace seq

#endif  // SEQ_INTERP_PIPELINE_H_
