#include "docs/word_examples.h"

#include <cstddef>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "stdlib/std_modules.h"

namespace seq {
namespace {

constexpr absl::string_view kHead = "word\texample\tresult\toutput";

// What the program writes behind an example: this, then the line of
// stack.dump.
std::string Mark(size_t index) { return absl::StrCat("<", index, ">"); }
constexpr absl::string_view kDump = "»";

std::string Objection(const std::vector<absl::string_view>& cells,
                      absl::flat_hash_set<std::string>& seen) {
  if (cells.size() != 4) return "not four cells";
  if (!seen.insert(std::string(cells[0])).second) return "the word again";
  if (cells[1].empty() && (cells[2].empty() || !cells[3].empty())) {
    return "without an example there is a reason, and no output";
  }
  return "";
}

}  // namespace

std::vector<WordExample> ParseWordExamples(absl::string_view text,
                                           std::string* errors) {
  std::vector<WordExample> examples;
  absl::flat_hash_set<std::string> seen;
  size_t number = 0;
  for (const absl::string_view line :
       absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    if (++number == 1) {
      if (line != kHead) absl::StrAppend(errors, "1: no head line\n");
      continue;
    }
    const std::vector<absl::string_view> cells = absl::StrSplit(line, '\t');
    const std::string objection = Objection(cells, seen);
    if (!objection.empty()) {
      absl::StrAppend(errors, number, ": ", objection, "\n");
      continue;
    }
    examples.push_back({std::string(cells[0]), std::string(cells[1]),
                        std::string(cells[2]), std::string(cells[3])});
  }
  return examples;
}

std::string ExampleProgram(const std::vector<WordExample>& examples) {
  std::string program;
  for (const absl::string_view module : StandardModuleNames()) {
    absl::StrAppend(&program, "include std:", module, "\n");
  }
  std::string calls;
  for (size_t i = 0; i < examples.size(); ++i) {
    if (examples[i].program.empty()) continue;
    absl::StrAppend(&program, ": example-", i, " ( -- ) ", examples[i].program,
                    " \"", Mark(i), "\" io.write stack.dump ;\n");
    absl::StrAppend(&calls, "  example-", i, "\n");
  }
  return absl::StrCat(program, ": main ( -- )\n", calls, ";\n");
}

std::vector<WordExample> ExampleResults(
    const std::vector<WordExample>& examples, absl::string_view output) {
  std::vector<WordExample> results;
  for (size_t i = 0; i < examples.size(); ++i) {
    WordExample result = examples[i];
    if (!result.program.empty()) {
      const std::string mark = absl::StrCat(Mark(i), kDump);
      const size_t at = output.find(mark);
      if (at == absl::string_view::npos) return results;
      const absl::string_view written =
          absl::StripTrailingAsciiWhitespace(output.substr(0, at));
      output.remove_prefix(at + mark.size());
      const size_t end = output.find('\n');
      result.output = absl::StrReplaceAll(written, {{"\n", " / "}});
      result.result =
          std::string(absl::StripAsciiWhitespace(output.substr(0, end)));
      output.remove_prefix(end == absl::string_view::npos ? output.size()
                                                          : end + 1);
    }
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace seq
