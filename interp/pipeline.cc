#include "interp/pipeline.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "interp/ast.h"
#include "interp/checker.h"
#include "interp/lexer.h"
#include "interp/lowering.h"
#include "interp/names.h"
#include "interp/parser.h"

namespace seq {

std::optional<Edition> DeclaredEdition(const SourceMap& sources, uint32_t file,
                                       Diagnostics& diagnostics) {
  const absl::string_view text = sources.file(file).text();
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = std::min(text.find('\n', at), text.size());
    absl::string_view line =
        absl::StripAsciiWhitespace(text.substr(at, end - at));
    if (!line.empty() && line[0] != '#') break;
    absl::ConsumePrefix(&line, "#");
    line = absl::StripLeadingAsciiWhitespace(line);
    if (absl::ConsumePrefix(&line, "edition:")) {
      const absl::string_view name = absl::StripAsciiWhitespace(line);
      if (name == "classic") return Edition::kClassic;
      if (name == "current") return Edition::kCurrent;
      diagnostics.Add(
          {.code = DiagnosticCode::kEdition,
           .span = {file, static_cast<uint32_t>(at),
                    static_cast<uint32_t>(end)},
           .message = absl::StrCat("there is no edition `", name, "`"),
           .detail = "",
           .notes = {},
           .help = "write `# edition: classic` or `# edition: current`"});
      return std::nullopt;
    }
    at = end + 1;
  }
  return std::nullopt;
}

std::unique_ptr<Executable> Compile(const SourceMap& sources, uint32_t file,
                                    const Vocabulary& vocabulary,
                                    Diagnostics& diagnostics) {
  const std::vector<Token> tokens =
      Lex(sources, file, vocabulary.edition(), diagnostics);
  // Tokens of a file that cannot be cut cleanly say nothing about its words.
  if (!diagnostics.empty()) return nullptr;
  Program program;
  std::vector<std::string> broken_names;
  Parse(tokens, program, broken_names, diagnostics);
  CheckNames(program, file, broken_names, vocabulary, diagnostics);
  const CheckedTypes types =
      CheckTypes(program, sources, vocabulary, diagnostics);
  if (!diagnostics.empty()) return nullptr;
  return Lower(program, types, vocabulary, sources);
}

}  // namespace seq
