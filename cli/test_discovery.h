// Which files and which words of them `seq test` runs.

#ifndef SEQ_CLI_TEST_DISCOVERY_H_
#define SEQ_CLI_TEST_DISCOVERY_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "interp/ast.h"
#include "interp/diagnostic.h"
#include "interp/source.h"

namespace seq {

// --- Files -------------------------------------------------------------------

// The first of `paths` that names a Seq file which is no test file: it ends in
// `.seq`, and its last part does not begin with `test-`. Null if there is none.
const std::string* FindMisnamedPath(const std::vector<std::string>& paths);

// The regular files called `test-*.seq` among `paths` and anywhere below those
// that are directories, sorted by path, each once. Links to files count, links
// to directories are not followed. Paths that are neither are left out;
// directories that cannot be read are named in `warnings`, one message each.
// Blocks while reading directories.
std::vector<std::string> FindTestFiles(const std::vector<std::string>& paths,
                                       std::vector<std::string>* warnings);

// --- Words -------------------------------------------------------------------

// A word whose name says that it is a test.
struct TestWord {
  std::string name;
  Span name_span;
  // Why it is none all the same; empty if it is one.
  std::string skip_reason;
};

// The test words that file number `file` of `sources` defines itself and whose
// names contain `pattern`, sorted by name. A file with a `main` is a program of
// its own and has none. Errors in the file are reported; what could be read is
// returned. O(size of the file).
std::vector<TestWord> FindTestWords(const SourceMap& sources, uint32_t file,
                                    absl::string_view pattern,
                                    Diagnostics& diagnostics);

}  // namespace seq

#endif  // SEQ_CLI_TEST_DISCOVERY_H_
