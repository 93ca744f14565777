#include "stdlib/text_words.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/node.h"
#include "runtime/numbered_object.h"
#include "runtime/operands.h"
#include "runtime/strand.h"
#include "runtime/string_object.h"
#include "runtime/utf8.h"
#include "runtime/value.h"

namespace seq {
namespace {

// --- Operands ----------------------------------------------------------------

// Fails unless the top `count` operands are Strings.
void RequireStrings(const Node* node, Value* sp, Strand* strand, size_t count) {
  for (size_t depth = 0; depth < count; ++depth) {
    RequireString(node, sp, strand, depth, count);
  }
}

// Puts `result`, which the stack takes over, in the place of the top operand.
Value* ReplaceOne(Value* sp, const Value& result) {
  Release(sp[-1]);
  sp[-1] = result;
  return sp;
}

// The same for the top two operands.
Value* ReplaceTwo(Value* sp, const Value& result) {
  Release(sp[-1]);
  return ReplaceOne(sp - 1, result);
}

// One more reference to `value`.
Value Copy(const Value& value) {
  Retain(value);
  return value;
}

// --- Words of two strings ----------------------------------------------------

Value* StringConcat(const Node* node, Value* sp, Strand* strand) {
  RequireStrings(node, sp, strand, 2);
  const absl::string_view first = StringBytes(sp[-2]);
  const absl::string_view second = StringBytes(sp[-1]);
  if (first.empty()) return ReplaceTwo(sp, Copy(sp[-1]));
  if (second.empty()) return ReplaceTwo(sp, Copy(sp[-2]));
  return ReplaceTwo(sp,
                    Value::Counted(ValueKind::kString,
                                   StringObject::Concatenate(first, second)));
}

Value* StringContains(const Node* node, Value* sp, Strand* strand) {
  RequireStrings(node, sp, strand, 2);
  const bool found =
      absl::StrContains(StringBytes(sp[-2]), StringBytes(sp[-1]));
  return ReplaceTwo(sp, Value::Int(found ? 1 : 0));
}

Value* StringStartsWith(const Node* node, Value* sp, Strand* strand) {
  RequireStrings(node, sp, strand, 2);
  const bool found = absl::StartsWith(StringBytes(sp[-2]), StringBytes(sp[-1]));
  return ReplaceTwo(sp, Value::Int(found ? 1 : 0));
}

// --- Words of one string -----------------------------------------------------

Value* StringLength(const Node* node, Value* sp, Strand* strand) {
  RequireStrings(node, sp, strand, 1);
  const size_t bytes = StringBytes(sp[-1]).size();
  return ReplaceOne(sp, Value::Int(static_cast<int64_t>(bytes)));
}

Value* StringEmpty(const Node* node, Value* sp, Strand* strand) {
  RequireStrings(node, sp, strand, 1);
  return ReplaceOne(sp, Value::Int(StringBytes(sp[-1]).empty() ? 1 : 0));
}

Value* StringTrim(const Node* node, Value* sp, Strand* strand) {
  RequireStrings(node, sp, strand, 1);
  const absl::string_view text = StringBytes(sp[-1]);
  const absl::string_view trimmed = TrimUnicodeSpace(text);
  if (trimmed.size() == text.size()) return sp;
  return ReplaceOne(sp, MakeString(trimmed));
}

Value* StringToUpper(const Node* node, Value* sp, Strand* strand) {
  RequireStrings(node, sp, strand, 1);
  return ReplaceOne(sp, MakeString(ToUpperUtf8(StringBytes(sp[-1]))));
}

Value* StringToLower(const Node* node, Value* sp, Strand* strand) {
  RequireStrings(node, sp, strand, 1);
  return ReplaceOne(sp, MakeString(ToLowerUtf8(StringBytes(sp[-1]))));
}

// --- string-split ------------------------------------------------------------

// Walks through the parts of a text, from the first to the last.
class Splitter {
 public:
  Splitter(absl::string_view text, absl::string_view delimiter)
      : text_(text), delimiter_(delimiter) {}

  // The next part, or nullopt after the last one.
  std::optional<absl::string_view> Next() {
    if (done_) return std::nullopt;
    return delimiter_.empty() ? NextCharacter() : NextField();
  }

 private:
  absl::string_view NextField() {
    const size_t end = text_.find(delimiter_);
    done_ = end == absl::string_view::npos;
    const absl::string_view part = text_.substr(0, end);
    if (!done_) text_.remove_prefix(end + delimiter_.size());
    return part;
  }

  // An empty delimiter is found before, between and after all characters.
  absl::string_view NextCharacter() {
    if (!started_ || text_.empty()) {
      done_ = started_;
      started_ = true;
      return absl::string_view();
    }
    const absl::string_view part = text_.substr(0, DecodeUtf8(text_).bytes);
    text_.remove_prefix(part.size());
    return part;
  }

  absl::string_view text_;  // not yet walked through
  const absl::string_view delimiter_;
  bool started_ = false;
  bool done_ = false;
};

size_t CountParts(absl::string_view text, absl::string_view delimiter) {
  Splitter splitter(text, delimiter);
  size_t parts = 0;
  while (splitter.Next().has_value()) ++parts;
  return parts;
}

// Counts the parts first, so that nothing has been made when there is no room
// for them. They must end below the stack's limit: what lies beyond belongs to
// pushes that nobody checks (StackRegion::kRedZoneValues).
Value* StringSplit(const Node* node, Value* sp, Strand* strand) {
  RequireStrings(node, sp, strand, 2);
  const Value text = sp[-2];
  const Value delimiter = sp[-1];
  const size_t parts = CountParts(StringBytes(text), StringBytes(delimiter));
  const auto room = static_cast<ptrdiff_t>(strand->stack_limit - sp);
  const auto growth = static_cast<ptrdiff_t>(parts) - 1;
  if (growth > 0 && growth > room) {
    FailWord(node, sp, strand,
             absl::StrCat("data stack overflow: no room for ", parts,
                          " parts, the stack of one strand holds ",
                          strand->stack_limit - strand->stack_base,
                          " values (--data-stack changes that)"));
  }
  sp -= 2;
  if (parts == 1) {
    *sp++ = Copy(text);
  } else {
    Splitter splitter(StringBytes(text), StringBytes(delimiter));
    while (const auto part = splitter.Next()) *sp++ = MakeString(*part);
  }
  *sp++ = Value::Int(static_cast<int64_t>(parts));
  Release(text);
  Release(delimiter);
  return sp;
}

// --- Numbers -----------------------------------------------------------------

Value* IntToString(const Node* node, Value* sp, Strand* strand) {
  const std::optional<int64_t> number = ClassicInt(sp[-1]);
  if (!number.has_value()) FailOperands(node, sp, strand, 1, "Int");
  return ReplaceOne(sp, MakeString(absl::AlphaNum(*number).Piece()));
}

// --- The vocabulary ----------------------------------------------------------

constexpr WordRow kRows[] = {
    {"string-concat", "( ..a String String -- ..a String )",
     "Joins two strings, the upper one behind the lower one.", "",
     Editions::kClassic, "string_concat", ThenNext<StringConcat>},
    {"string-length", "( ..a String -- ..a Int )",
     "Gives the number of bytes in a string.", "", Editions::kClassic,
     "string_length", ThenNext<StringLength>},
    {"string-split", "( ..a String String -- ..b Int )",
     "Cuts a text at every occurrence of the delimiter on top and pushes the "
     "parts, the last one uppermost, and above them their number.",
     "Fails if the data stack has no room for the parts.", Editions::kClassic,
     "string_split", ThenNext<StringSplit>},
    {"string-contains", "( ..a String String -- ..a Int )",
     "Gives 1 if the upper string occurs somewhere in the lower one, else 0.",
     "", Editions::kClassic, "string_contains", ThenNext<StringContains>},
    {"string-starts-with", "( ..a String String -- ..a Int )",
     "Gives 1 if the lower string begins with the upper one, else 0.", "",
     Editions::kClassic, "string_starts_with", ThenNext<StringStartsWith>},
    {"string-empty", "( ..a String -- ..a Int )",
     "Gives 1 if a string has no bytes, else 0.", "", Editions::kClassic,
     "string_empty", ThenNext<StringEmpty>},
    {"string-trim", "( ..a String -- ..a String )",
     "Removes Unicode white space from both ends of a string.", "",
     Editions::kClassic, "string_trim", ThenNext<StringTrim>},
    {"string-to-upper", "( ..a String -- ..a String )",
     "Turns all letters of a string into capitals, by the full Unicode "
     "mapping.",
     "", Editions::kClassic, "string_to_upper", ThenNext<StringToUpper>},
    {"string-to-lower", "( ..a String -- ..a String )",
     "Turns all letters of a string into small ones, by the full Unicode "
     "mapping.",
     "", Editions::kClassic, "string_to_lower", ThenNext<StringToLower>},
    {"int->string", "( ..a Int -- ..a String )",
     "Writes a number in decimal, with a minus sign if it is negative.", "",
     Editions::kClassic, "int_to_string", ThenNext<IntToString>},
};

}  // namespace

absl::Span<const WordRow> ClassicTextWords() { return kRows; }

}  // namespace seq
