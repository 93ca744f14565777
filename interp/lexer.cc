#include "interp/lexer.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "runtime/utf8.h"

namespace seq {
namespace {

// --- Lexical rules -----------------------------------------------------------

// What a byte outside strings and comments does.
enum class ByteClass : uint8_t {
  kWord,        // belongs to a word
  kWhiteSpace,  // ends a word
  kDelimiter,   // is a token by itself
  kQuote,       // starts a string
  kComment,     // starts a comment
  kNonAscii,    // first byte of a longer character: white space or a word's
};

// What differs between the editions.
struct LexicalRules {
  std::array<ByteClass, 256> classes;
  // Whether a word that is exactly this starts a comment; 0 for none.
  char comment_word;
};

constexpr LexicalRules MakeRules(const char* delimiters, char comment,
                                 char comment_word) {
  LexicalRules rules{};
  for (size_t i = 0; i < 256; ++i) {
    rules.classes[i] = i < 0x80 ? ByteClass::kWord : ByteClass::kNonAscii;
  }
  for (const char c : {' ', '\t', '\n', '\v', '\f', '\r'}) {
    rules.classes[static_cast<unsigned char>(c)] = ByteClass::kWhiteSpace;
  }
  for (; *delimiters != 0; ++delimiters) {
    rules.classes[static_cast<unsigned char>(*delimiters)] =
        ByteClass::kDelimiter;
  }
  rules.classes['"'] = ByteClass::kQuote;
  if (comment != 0) {
    rules.classes[static_cast<unsigned char>(comment)] = ByteClass::kComment;
  }
  rules.comment_word = comment_word;
  return rules;
}

constexpr LexicalRules kClassicRules = MakeRules("():;[]", 0, '#');
constexpr LexicalRules kCurrentRules = MakeRules("():;[]{},", '#', 0);

const LexicalRules& RulesOf(Edition edition) {
  return edition == Edition::kClassic ? kClassicRules : kCurrentRules;
}

bool IsWhiteSpace(absl::string_view character) {
  return TrimUnicodeSpace(character).empty();
}

// --- The lexer ---------------------------------------------------------------

class Lexer {
 public:
  Lexer(absl::string_view text, uint32_t file, const LexicalRules& rules,
        Diagnostics& diagnostics)
      : text_(text), file_(file), rules_(rules), diagnostics_(diagnostics) {}

  std::vector<Token> Run() {
    if (ValidateEncoding()) {
      if (absl::StartsWith(text_, "#!")) SkipComment();
      while (at_ < text_.size()) Step();
    }
    at_ = text_.size();
    Emit(TokenKind::kEndOfFile, at_);
    return std::move(tokens_);
  }

 private:
  ByteClass ClassAt(size_t at) const {
    return rules_.classes[static_cast<unsigned char>(text_[at])];
  }

  absl::string_view CharacterAt(size_t at) const {
    const absl::string_view rest = text_.substr(at);
    return rest.substr(0, DecodeUtf8(rest).bytes);
  }

  Span SpanFrom(size_t begin, size_t end) const {
    return {file_, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }

  // The token from `begin` to the current place.
  void Emit(TokenKind kind, size_t begin) {
    tokens_.push_back({kind, SpanFrom(begin, at_),
                       text_.substr(begin, at_ - begin), PlaceOf(begin)});
    at_new_line_ = false;
  }

  // Of the token that starts at `begin` and is about to be emitted.
  LinePlace PlaceOf(size_t begin) const {
    if (!at_new_line_) return LinePlace::kInside;
    return begin == 0 || text_[begin - 1] == '\n' ? LinePlace::kLineStart
                                                  : LinePlace::kIndented;
  }

  // Passes over one token, comment or white-space character.
  void Step() {
    switch (ClassAt(at_)) {
      case ByteClass::kWhiteSpace:
        if (text_[at_] == '\n') at_new_line_ = true;
        ++at_;
        return;
      case ByteClass::kComment:
        SkipComment();
        return;
      case ByteClass::kQuote:
        LexString();
        return;
      case ByteClass::kDelimiter:
        ++at_;
        Emit(TokenKind::kWord, at_ - 1);
        return;
      case ByteClass::kNonAscii: {
        const absl::string_view character = CharacterAt(at_);
        if (IsWhiteSpace(character)) {
          at_ += character.size();
        } else {
          LexWord();
        }
        return;
      }
      case ByteClass::kWord:
        LexWord();
        return;
    }
  }

  // To the line feed or the end of the file.
  void SkipComment() {
    const size_t line_feed = text_.find('\n', at_);
    at_ = line_feed == absl::string_view::npos ? text_.size() : line_feed;
  }

  void LexWord() {
    const size_t begin = at_;
    while (at_ < text_.size()) {
      const ByteClass byte_class = ClassAt(at_);
      if (byte_class == ByteClass::kWord) {
        ++at_;
      } else if (byte_class == ByteClass::kNonAscii) {
        const absl::string_view character = CharacterAt(at_);
        if (IsWhiteSpace(character)) break;
        at_ += character.size();
      } else {
        break;
      }
    }
    if (rules_.comment_word != 0 && at_ - begin == 1 &&
        text_[begin] == rules_.comment_word) {
      SkipComment();
      return;
    }
    Emit(TokenKind::kWord, begin);
  }

  void LexString() {
    const size_t begin = at_;
    size_t end = text_.find_first_of("\"\\", begin + 1);
    while (end != absl::string_view::npos && text_[end] == '\\') {
      // A backslash makes the next character, whatever it is, part of the
      // string.
      end = text_.find_first_of("\"\\", end + 2);
    }
    if (end == absl::string_view::npos) {
      ReportUnclosedString(begin);
      at_ = text_.size();
      return;
    }
    at_ = end + 1;
    Emit(TokenKind::kString, begin);
  }

  // Returns false after a report.
  bool ValidateEncoding() {
    const std::optional<size_t> invalid = FindInvalidUtf8(text_);
    if (!invalid.has_value()) return true;
    const size_t bad = *invalid;
    diagnostics_.Add(
        {DiagnosticCode::kInvalidUtf8,
         SpanFrom(bad, bad + 1),
         absl::StrFormat("the file is not valid UTF-8 text: byte 0x%02X",
                         static_cast<unsigned char>(text_[bad])),
         "",
         {},
         "save the file as UTF-8"});
    return false;
  }

  // The quote that is missing is often that of an earlier string: then what
  // was meant as that string's end starts another, and so on to the end of the
  // file. Such a string runs over a line break.
  void ReportUnclosedString(size_t begin) {
    std::vector<Note> notes;
    for (const Token& token : tokens_) {
      if (token.kind == TokenKind::kString &&
          absl::StrContains(token.text, "\n")) {
        notes.push_back({SpanFrom(token.span.begin, token.span.begin + 1),
                         "this string runs over several lines; perhaps its "
                         "closing quote is missing"});
        break;
      }
    }
    diagnostics_.Add({DiagnosticCode::kUnclosedString,
                      SpanFrom(begin, begin + 1),
                      "Unclosed string literal - missing closing quote", "",
                      std::move(notes), ""});
  }

  const absl::string_view text_;
  const uint32_t file_;
  const LexicalRules& rules_;
  Diagnostics& diagnostics_;
  size_t at_ = 0;
  bool at_new_line_ = true;  // no token since the last line break
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> Lex(const SourceMap& sources, uint32_t file, Edition edition,
                       Diagnostics& diagnostics) {
  return Lexer(sources.file(file).text(), file, RulesOf(edition), diagnostics)
      .Run();
}

}  // namespace seq
