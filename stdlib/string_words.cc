#include "stdlib/string_words.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "runtime/float_text.h"
#include "runtime/operands.h"
#include "runtime/son.h"
#include "runtime/string_object.h"
#include "runtime/symbol.h"
#include "runtime/typed_operands.h"
#include "runtime/utf8.h"
#include "runtime/value.h"
#include "runtime/variant.h"
#include "stdlib/json_escape.h"
#include "stdlib/string_search.h"

namespace seq {
namespace {

void RequireOne(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<ValueKind::kString>(node, sp, strand, "String");
}

void RequireTwo(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<ValueKind::kString, ValueKind::kString>(node, sp, strand,
                                                       "String operands");
}

// One more reference to `value`.
Value Copy(const Value& value) {
  Retain(value);
  return value;
}

Value CountOf(size_t count) { return Value::Int(WrapInt(count)); }

// --- Bytes -------------------------------------------------------------------

Value* Concat(const Node* node, Value* sp, Strand* strand) {
  RequireTwo(node, sp, strand);
  if (StringBytes(sp[-1]).empty()) return Pop<1>(sp);
  if (StringBytes(sp[-2]).empty()) return Replace<2>(sp, Copy(sp[-1]));
  // Consumes the lower operand, in place if nobody else has it.
  sp[-2].object = StringObject::Append(AsString(sp[-2]), StringBytes(sp[-1]));
  return Pop<1>(sp);
}

Value* ByteLength(const Node* node, Value* sp, Strand* strand) {
  RequireOne(node, sp, strand);
  return Replace<1>(sp, CountOf(StringBytes(sp[-1]).size()));
}

Value* IsEmpty(const Node* node, Value* sp, Strand* strand) {
  RequireOne(node, sp, strand);
  return Replace<1>(sp, Value::Bool(StringBytes(sp[-1]).empty()));
}

Value* IsEqual(const Node* node, Value* sp, Strand* strand) {
  RequireTwo(node, sp, strand);
  const bool equal = StringBytes(sp[-2]) == StringBytes(sp[-1]);
  return Replace<2>(sp, Value::Bool(equal));
}

Value* Contains(const Node* node, Value* sp, Strand* strand) {
  RequireTwo(node, sp, strand);
  const auto found = FindBytes(StringBytes(sp[-2]), StringBytes(sp[-1]));
  return Replace<2>(sp, Value::Bool(found.has_value()));
}

Value* StartsWith(const Node* node, Value* sp, Strand* strand) {
  RequireTwo(node, sp, strand);
  const bool found = absl::StartsWith(StringBytes(sp[-2]), StringBytes(sp[-1]));
  return Replace<2>(sp, Value::Bool(found));
}

Value* Chomp(const Node* node, Value* sp, Strand* strand) {
  RequireOne(node, sp, strand);
  absl::string_view line = StringBytes(sp[-1]);
  if (!absl::ConsumeSuffix(&line, "\n")) return sp;
  absl::ConsumeSuffix(&line, "\r");
  return Replace<1>(sp, MakeString(line));
}

// --- Characters --------------------------------------------------------------

Value* Length(const Node* node, Value* sp, Strand* strand) {
  RequireOne(node, sp, strand);
  return Replace<1>(sp, CountOf(AsString(sp[-1])->characters()));
}

// The code point of the character with that index, or -1.
int64_t CodePointAt(const StringObject& string, int64_t index) {
  if (index < 0 || static_cast<size_t>(index) >= string.characters()) return -1;
  const size_t offset = string.OffsetOf(static_cast<size_t>(index));
  return DecodeUtf8(string.bytes().substr(offset)).code_point;
}

Value* CharAt(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<ValueKind::kString, ValueKind::kInt>(node, sp, strand,
                                                    "String and Int");
  const int64_t code_point = CodePointAt(*AsString(sp[-2]), sp[-1].integer);
  return Replace<2>(sp, Value::Int(code_point));
}

// Up to `length` characters from the one with the index `start`.
absl::string_view Characters(const StringObject& string, int64_t start,
                             int64_t length) {
  const size_t count = string.characters();
  if (start < 0 || length < 0 || static_cast<size_t>(start) >= count) return "";
  const auto first = static_cast<size_t>(start);
  const size_t taken = std::min(static_cast<size_t>(length), count - first);
  const size_t begin = string.OffsetOf(first);
  const size_t end = string.OffsetOf(first + taken);
  return string.bytes().substr(begin, end - begin);
}

Value* Substring(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<ValueKind::kString, ValueKind::kInt, ValueKind::kInt>(
      node, sp, strand, "String, Int and Int");
  const StringObject& string = *AsString(sp[-3]);
  const absl::string_view part =
      Characters(string, sp[-2].integer, sp[-1].integer);
  if (part.size() == string.size()) return Pop<2>(sp);
  return Replace<3>(sp, MakeString(part));
}

Value* Find(const Node* node, Value* sp, Strand* strand) {
  RequireTwo(node, sp, strand);
  const StringObject& string = *AsString(sp[-2]);
  const absl::string_view text = string.text();
  const auto found = FindBytes(text, AsString(sp[-1])->text());
  if (!found.has_value()) return Replace<2>(sp, Value::Int(-1));
  const size_t index =
      string.is_ascii() ? *found : CountUtf8(text.substr(0, *found));
  return Replace<2>(sp, CountOf(index));
}

Value* Trim(const Node* node, Value* sp, Strand* strand) {
  RequireOne(node, sp, strand);
  const StringObject& string = *AsString(sp[-1]);
  const absl::string_view trimmed = TrimUnicodeSpace(string.text());
  if (trimmed.size() == string.size()) return sp;
  return Replace<1>(sp, MakeString(trimmed));
}

Value* ToUpper(const Node* node, Value* sp, Strand* strand) {
  RequireOne(node, sp, strand);
  return Replace<1>(sp, MakeString(ToUpperUtf8(AsString(sp[-1])->text())));
}

Value* ToLower(const Node* node, Value* sp, Strand* strand) {
  RequireOne(node, sp, strand);
  return Replace<1>(sp, MakeString(ToLowerUtf8(AsString(sp[-1])->text())));
}

Value* JsonEscape(const Node* node, Value* sp, Strand* strand) {
  RequireOne(node, sp, strand);
  return Replace<1>(sp, MakeString(EscapeForJson(AsString(sp[-1])->text())));
}

// --- Lists -------------------------------------------------------------------

size_t CountParts(ByteSplitter splitter) {
  size_t parts = 0;
  while (splitter.Next().has_value()) ++parts;
  return parts;
}

// Counts the parts first: searching twice costs less than making room for them
// little by little, and the list has the size it needs.
Value* Split(const Node* node, Value* sp, Strand* strand) {
  RequireTwo(node, sp, strand);
  ByteSplitter splitter(StringBytes(sp[-2]), StringBytes(sp[-1]));
  Variant* parts = Variant::NewList(CountParts(splitter));
  while (const auto part = splitter.Next()) {
    parts = Variant::Append(parts, MakeString(*part));
  }
  return Replace<2>(sp, VariantValue(parts));
}

// False if the text becomes too long.
bool AppendTextOf(const Value& value, std::string* text) {
  switch (value.kind) {
    case ValueKind::kString:
      absl::StrAppend(text, StringBytes(value));
      break;
    case ValueKind::kInt:
      absl::StrAppend(text, value.integer);
      break;
    case ValueKind::kFloat:
      absl::StrAppend(text, FormatFloat(value.real));
      break;
    case ValueKind::kBool:
      absl::StrAppend(text, value.integer != 0 ? "true" : "false");
      break;
    case ValueKind::kSymbol:
      absl::StrAppend(text, ":", SymbolName(value));
      break;
    default:
      return AppendSon(value, SonStyle::kCompact, text->size() + kMaxSonBytes,
                       text);
  }
  return true;
}

// How long the text of a list of Strings is, with a separator of that size;
// nothing if it has other elements too.
std::optional<size_t> JoinedSize(const Variant& list, size_t separator) {
  size_t size = list.size() == 0 ? 0 : (list.size() - 1) * separator;
  for (size_t i = 0; i < list.size(); ++i) {
    if (list.field(i).kind != ValueKind::kString) return std::nullopt;
    size += AsString(list.field(i))->size();
  }
  return size;
}

StringObject* JoinStrings(const Variant& list, absl::string_view separator,
                          size_t size) {
  return StringObject::Make(size, [&list, separator](char* to) {
    for (size_t i = 0; i < list.size(); ++i) {
      if (i > 0) to = std::copy(separator.begin(), separator.end(), to);
      const absl::string_view bytes = StringBytes(list.field(i));
      to = std::copy(bytes.begin(), bytes.end(), to);
    }
  });
}

// The same for a list that needs not be of Strings.
StringObject* JoinTexts(const Node* node, Value* sp, Strand* strand) {
  const Variant& list = *AsVariant(sp[-2]);
  std::string text;
  for (size_t i = 0; i < list.size(); ++i) {
    if (i > 0) absl::StrAppend(&text, StringBytes(sp[-1]));
    if (!AppendTextOf(list.field(i), &text)) {
      FailWord(node, sp, strand,
               absl::StrCat("the text of element ", i, " is too long"));
    }
  }
  return StringObject::New(text);
}

Value* Join(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 2);
  if (sp[-2].kind != ValueKind::kVariant) {
    FailWord(node, sp, strand,
             absl::StrCat("expected a list below the separator, got ",
                          DescribeValue(sp[-2])));
  }
  RequireString(node, sp, strand, 0, 2);
  const Variant& list = *AsVariant(sp[-2]);
  const absl::string_view separator = StringBytes(sp[-1]);
  const std::optional<size_t> size = JoinedSize(list, separator.size());
  StringObject* const text = size.has_value()
                                 ? JoinStrings(list, separator, *size)
                                 : JoinTexts(node, sp, strand);
  return Replace<2>(sp, Value::Counted(ValueKind::kString, text));
}

// --- The vocabulary ----------------------------------------------------------

constexpr WordRow kRows[] = {
    {"string.concat", "( ..a String String -- ..a String )",
     "Joins two strings, the upper one behind the lower one.", "",
     Editions::kCurrent, "", ThenNext<Concat>},
    {"string.length", "( ..a String -- ..a Int )",
     "Gives the number of characters (Unicode scalar values) in a string.",
     "Gives 0 if the string is not valid UTF-8.", Editions::kCurrent, "",
     ThenNext<Length>},
    {"string.byte-length", "( ..a String -- ..a Int )",
     "Gives the number of bytes in a string.", "", Editions::kCurrent, "",
     ThenNext<ByteLength>},
    {"string.char-at", "( ..a String Int -- ..a Int )",
     "Gives the code point of the character with the index on top, counted "
     "from 0.",
     "Gives -1 if there is no such character or the string is not valid UTF-8.",
     Editions::kCurrent, "", ThenNext<CharAt>},
    {"string.substring", "( ..a String Int Int -- ..a String )",
     "Takes a number of characters (on top) from the one with an index (below) "
     "on, fewer if the string ends before.",
     "Gives \"\" if the index lies beyond the end, one of the numbers is "
     "negative, or the string is not valid UTF-8.",
     Editions::kCurrent, "", ThenNext<Substring>},
    {"string.find", "( ..a String String -- ..a Int )",
     "Gives the index of the character where the upper string first occurs in "
     "the lower one.",
     "Gives -1 if it does not occur; an operand that is not valid UTF-8 counts "
     "as \"\".",
     Editions::kCurrent, "", ThenNext<Find>},
    {"string.split", "( ..a String String -- ..a V )",
     "Cuts the lower string at every occurrence of the upper one and gives the "
     "List of the parts; an empty delimiter cuts around every byte.",
     "", Editions::kCurrent, "", ThenNext<Split>},
    {"string.join", "( ..a V String -- ..a String )",
     "Joins the texts of a list's elements with the separator on top between "
     "them.",
     "Fails if there is no list below the separator, or the text of an element "
     "is too long.",
     Editions::kCurrent, "", ThenNext<Join>},
    {"string.contains", "( ..a String String -- ..a Bool )",
     "Tells whether the upper string occurs somewhere in the lower one.", "",
     Editions::kCurrent, "", ThenNext<Contains>},
    {"string.starts-with", "( ..a String String -- ..a Bool )",
     "Tells whether the lower string begins with the upper one.", "",
     Editions::kCurrent, "", ThenNext<StartsWith>},
    {"string.empty?", "( ..a String -- ..a Bool )",
     "Tells whether a string has no bytes.", "", Editions::kCurrent, "",
     ThenNext<IsEmpty>},
    {"string.equal?", "( ..a String String -- ..a Bool )",
     "Tells whether two strings have the same bytes.", "", Editions::kCurrent,
     "", ThenNext<IsEqual>},
    {"string.trim", "( ..a String -- ..a String )",
     "Removes Unicode white space from both ends of a string.",
     "Gives \"\" if the string is not valid UTF-8.", Editions::kCurrent, "",
     ThenNext<Trim>},
    {"string.chomp", "( ..a String -- ..a String )",
     "Removes one newline from the end of a string, with a carriage return "
     "before it.",
     "", Editions::kCurrent, "", ThenNext<Chomp>},
    {"string.to-upper", "( ..a String -- ..a String )",
     "Turns all letters of a string into capitals, by the full Unicode "
     "mapping.",
     "Gives \"\" if the string is not valid UTF-8.", Editions::kCurrent, "",
     ThenNext<ToUpper>},
    {"string.to-lower", "( ..a String -- ..a String )",
     "Turns all letters of a string into small ones, by the full Unicode "
     "mapping.",
     "Gives \"\" if the string is not valid UTF-8.", Editions::kCurrent, "",
     ThenNext<ToLower>},
    {"string.json-escape", "( ..a String -- ..a String )",
     "Escapes quotes, backslashes and control characters for the inside of a "
     "JSON string.",
     "Gives \"\" if the string is not valid UTF-8.", Editions::kCurrent, "",
     ThenNext<JsonEscape>},
};

}  // namespace

absl::Span<const WordRow> StringWords() { return kRows; }

}  // namespace seq
