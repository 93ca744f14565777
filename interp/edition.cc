#include "interp/edition.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "interp/lexer.h"
#include "interp/token_cursor.h"

namespace seq {
namespace {

// The names a file calls and those it defines, as far as its tokens tell: what
// is wrong with the program must not decide what language it is in.
struct NamesOfFile {
  std::vector<absl::string_view> called;
  absl::flat_hash_set<absl::string_view> defined;
  bool has_unions_or_includes = false;
};

// Passes over a stack effect, or what stands where one would.
void SkipEffect(TokenCursor& cursor) {
  while (!cursor.AtEnd() && !cursor.At(";") && !cursor.At(")")) cursor.Next();
}

NamesOfFile CollectNames(const std::vector<Token>& tokens) {
  NamesOfFile names;
  TokenCursor cursor(tokens, Edition::kCurrent);
  while (!cursor.AtEnd()) {
    if (cursor.AtDefinition() && !cursor.At(":")) {
      names.has_unions_or_includes = true;
    }
    const Token& token = cursor.Next();
    if (Is(token, ":")) {
      names.defined.insert(cursor.Next().text);
      if (cursor.At("(")) SkipEffect(cursor);
    } else if (token.kind == TokenKind::kWord) {
      names.called.push_back(token.text);
    }
  }
  return names;
}

}  // namespace

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

Edition DetectEdition(const SourceMap& sources, uint32_t file,
                      const Vocabulary& classic, const Vocabulary& current) {
  Diagnostics unused;
  const NamesOfFile names =
      CollectNames(Lex(sources, file, Edition::kCurrent, unused));
  if (names.has_unions_or_includes) return Edition::kCurrent;
  const bool is_classic =
      absl::c_any_of(names.called, [&](absl::string_view name) {
        return classic.Find(name) != nullptr && current.Find(name) == nullptr &&
               !names.defined.contains(name);
      });
  return is_classic ? Edition::kClassic : Edition::kCurrent;
}

}  // namespace seq
