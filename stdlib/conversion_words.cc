#include "stdlib/conversion_words.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/operands.h"
#include "runtime/string_object.h"
#include "runtime/symbol.h"
#include "runtime/typed_operands.h"
#include "runtime/utf8.h"

namespace seq {
namespace {

constexpr ValueKind kInt = ValueKind::kInt;
constexpr ValueKind kString = ValueKind::kString;
constexpr ValueKind kSymbol = ValueKind::kSymbol;

// --- Ints --------------------------------------------------------------------

Value* IntToString(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<kInt>(node, sp, strand, "Int");
  return Replace<1>(sp, MakeString(absl::AlphaNum(sp[-1].integer).Piece()));
}

// White space, a sign, decimal digits, white space; 64 bits.
std::optional<int64_t> ParseInt(absl::string_view text) {
  text = TrimUnicodeSpace(text);
  absl::string_view digits = text;
  if (!digits.empty() && (digits[0] == '+' || digits[0] == '-')) {
    digits.remove_prefix(1);
  }
  int64_t number = 0;
  if (digits.empty() ||
      !std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit) ||
      !absl::SimpleAtoi(text, &number)) {
    return std::nullopt;
  }
  return number;
}

Value* StringToInt(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<kString>(node, sp, strand, "String");
  const std::optional<int64_t> number = ParseInt(AsString(sp[-1])->text());
  const int64_t wrapped = WrapInt(static_cast<uint64_t>(number.value_or(0)));
  return ReplaceWithSuccess<1>(sp, Value::Int(wrapped), number.has_value());
}

bool IsScalarValue(int64_t code_point) {
  return code_point >= 0 && code_point <= 0x10FFFF &&
         (code_point < 0xD800 || code_point > 0xDFFF);
}

Value* CharToString(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<kInt>(node, sp, strand, "Int");
  std::string text;
  if (IsScalarValue(sp[-1].integer)) {
    AppendUtf8(static_cast<char32_t>(sp[-1].integer), &text);
  }
  return Replace<1>(sp, MakeString(text));
}

// --- Symbols -----------------------------------------------------------------

Value* SymbolToString(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<kSymbol>(node, sp, strand, "Symbol");
  return Replace<1>(sp, MakeString(SymbolName(sp[-1])));
}

Value* StringToSymbol(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<kString>(node, sp, strand, "String");
  Symbol* const symbol = Symbol::Intern(StringBytes(sp[-1]));
  return Replace<1>(sp, Value::Counted(kSymbol, symbol));
}

// Symbols of one name are one object.
Value* SymbolEqual(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<kSymbol, kSymbol>(node, sp, strand, "two Symbols");
  const bool equal = sp[-2].object == sp[-1].object;
  return Replace<2>(sp, Value::Bool(equal));
}

// --- Rows --------------------------------------------------------------------

constexpr WordRow Row(absl::string_view name, absl::string_view effect,
                      absl::string_view doc, NodeFunction run) {
  return {.name = name,
          .effect = effect,
          .doc = doc,
          .failure = "",
          .editions = Editions::kCurrent,
          .message_name = "",
          .run = run};
}

constexpr WordRow kRows[] = {
    Row("int->string", "( ..a Int -- ..a String )",
        "Writes a number in decimal, with a minus sign if it is negative.",
        ThenNext<IntToString>),
    Row("string->int", "( ..a String -- ..a Int Bool )",
        "Reads a decimal number of at most 64 bits, white space around it "
        "aside, and pushes it, wrapped, and true, or 0 and false if the string "
        "is none.",
        ThenNext<StringToInt>),
    Row("char->string", "( ..a Int -- ..a String )",
        "Gives the character with that code point as a string; an empty one if "
        "there is no such character.",
        ThenNext<CharToString>),
    Row("symbol->string", "( ..a Symbol -- ..a String )",
        "Gives the name of a symbol, without the colon.",
        ThenNext<SymbolToString>),
    Row("string->symbol", "( ..a String -- ..a Symbol )",
        "Gives the symbol whose name is the string.", ThenNext<StringToSymbol>),
    Row("symbol.=", "( ..a Symbol Symbol -- ..a Bool )",
        "Tells whether both symbols have the same name.",
        ThenNext<SymbolEqual>),
};

}  // namespace

absl::Span<const WordRow> ConversionWords() { return kRows; }

}  // namespace seq
