#include "interp/literals.h"

#include <algorithm>
#include <charconv>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "interp/character_class.h"
#include "runtime/utf8.h"

namespace seq {
namespace {

bool IsDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c));
}

// Removes digits from the front and returns how many there were.
size_t ConsumeDigits(absl::string_view* text) {
  size_t count = 0;
  while (count < text->size() && IsDigit((*text)[count])) ++count;
  text->remove_prefix(count);
  return count;
}

void ConsumeSign(absl::string_view* text) {
  if (!absl::ConsumePrefix(text, "-")) absl::ConsumePrefix(text, "+");
}

// Sign, digits with at most one point among them, exponent; a point or an
// exponent is there.
bool IsFloat(absl::string_view text) {
  ConsumeSign(&text);
  size_t digits = ConsumeDigits(&text);
  const bool has_point = absl::ConsumePrefix(&text, ".");
  if (has_point) digits += ConsumeDigits(&text);
  if (digits == 0) return false;
  if (text.empty()) return has_point;
  if (!absl::ConsumePrefix(&text, "e") && !absl::ConsumePrefix(&text, "E")) {
    return false;
  }
  ConsumeSign(&text);
  return ConsumeDigits(&text) > 0 && text.empty();
}

// The value of `text`, all of it; from_chars takes a minus sign but no plus
// sign.
std::optional<int64_t> ParseInteger(absl::string_view text, int radix) {
  if (absl::ConsumePrefix(&text, "+") && !text.empty() && text[0] == '-') {
    return std::nullopt;
  }
  int64_t value;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value, radix);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return value;
}

// The character that `\c` in a string stands for.
std::optional<char> EscapedCharacter(char c) {
  switch (c) {
    case '"':
    case '\\':
      return c;
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return std::nullopt;
  }
}

int HexDigit(char c) {
  if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) return -1;
  return IsDigit(c) ? c - '0' : absl::ascii_tolower(c) - 'a' + 10;
}

class StringDecoder {
 public:
  StringDecoder(const Token& token, Edition edition, Diagnostics& diagnostics)
      : token_(token),
        // Without the quotes.
        text_(token.text.substr(1, token.text.size() - 2)),
        edition_(edition),
        diagnostics_(diagnostics) {}

  std::string Run() {
    while (at_ < text_.size()) {
      const size_t backslash = std::min(text_.find('\\', at_), text_.size());
      bytes_.append(text_.data() + at_, backslash - at_);
      at_ = backslash;
      if (at_ < text_.size()) DecodeEscape();
    }
    return std::move(bytes_);
  }

 private:
  // The text is at a backslash; the lexer guarantees a character behind it.
  void DecodeEscape() {
    const char c = text_[at_ + 1];
    if (const auto plain = EscapedCharacter(c)) {
      bytes_ += *plain;
      at_ += 2;
    } else if (c == 'x' && edition_ == Edition::kCurrent) {
      DecodeByte();
    } else {
      const size_t size = 1 + DecodeUtf8(text_.substr(at_ + 1)).bytes;
      Report(
          size, "Unknown escape sequence",
          absl::StrCat(" in string literal. Supported: \\\" \\\\ \\n \\r \\t",
                       edition_ == Edition::kCurrent ? " \\xHH" : ""));
    }
  }

  // `\xHH`: one byte.
  void DecodeByte() {
    size_t size = 2;
    // A backslash starts the next escape.
    while (size < 4 && at_ + size < text_.size() && text_[at_ + size] != '\\') {
      size += DecodeUtf8(text_.substr(at_ + size)).bytes;
    }
    const absl::string_view digits = text_.substr(at_ + 2, size - 2);
    const int high = digits.size() < 2 ? -1 : HexDigit(digits[0]);
    const int low = digits.size() < 2 ? -1 : HexDigit(digits[1]);
    if (digits.size() < 2) {
      Report(size, "Incomplete hex escape sequence",
             " in string literal: `\\x` takes two hex digits");
    } else if (high < 0 || low < 0) {
      Report(size, "Invalid hex escape sequence",
             " in string literal: `\\x` takes two hex digits");
    } else {
      bytes_ += static_cast<char>(high * 16 + low);
      at_ += size;
    }
  }

  // Passes over the `size` bytes of a bad escape, which stay as they are.
  void Report(size_t size, absl::string_view what, absl::string_view advice) {
    const absl::string_view escape = text_.substr(at_, size);
    const uint32_t begin = token_.span.begin + 1 + static_cast<uint32_t>(at_);
    diagnostics_.Add(
        {DiagnosticCode::kUnknownEscape,
         {token_.span.file, begin, begin + static_cast<uint32_t>(size)},
         absl::StrCat(what, " '", escape, "'", advice),
         "",
         {},
         ""});
    bytes_.append(escape.data(), escape.size());
    at_ += size;
  }

  const Token& token_;
  const absl::string_view text_;
  const Edition edition_;
  Diagnostics& diagnostics_;
  size_t at_ = 0;
  std::string bytes_;
};

}  // namespace

std::optional<int64_t> ParseIntLiteral(absl::string_view text) {
  absl::string_view digits = text;
  ConsumeSign(&digits);
  if (ConsumeDigits(&digits) == 0 || !digits.empty()) return std::nullopt;
  return ParseInteger(text, 10);
}

std::optional<double> ParseFloatLiteral(absl::string_view text) {
  double value;
  if (!IsFloat(text) || !absl::SimpleAtod(text, &value)) return std::nullopt;
  return value;
}

int RadixOf(absl::string_view text) {
  if (text.size() < 2 || text[0] != '0') return 0;
  switch (absl::ascii_tolower(static_cast<unsigned char>(text[1]))) {
    case 'x':
      return 16;
    case 'b':
      return 2;
    default:
      return 0;
  }
}

std::optional<int64_t> ParseRadixLiteral(absl::string_view text) {
  return ParseInteger(text.substr(2), RadixOf(text));
}

std::string SymbolNameError(absl::string_view name) {
  if (IsDigit(name[0])) return "Symbol name cannot start with a digit";
  while (!name.empty()) {
    const Utf8Character c = DecodeUtf8(name);
    const bool is_sign =
        c.bytes == 1 &&
        absl::string_view("-_.?!").find(name[0]) != absl::string_view::npos;
    if (!is_sign && !IsLetterOrDigit(c.code_point)) {
      return absl::StrCat("Symbol name contains invalid character '",
                          name.substr(0, c.bytes), "'");
    }
    name.remove_prefix(c.bytes);
  }
  return "";
}

std::string DecodeString(const Token& token, Edition edition,
                         Diagnostics& diagnostics) {
  return StringDecoder(token, edition, diagnostics).Run();
}

}  // namespace seq
