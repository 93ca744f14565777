#include "runtime/son.h"

#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/float_text.h"
#include "runtime/map.h"
#include "runtime/numbered_object.h"
#include "runtime/string_escape.h"
#include "runtime/string_object.h"
#include "runtime/symbol.h"
#include "runtime/utf8_repair.h"
#include "runtime/variant.h"

namespace seq {
namespace {

// --- Strings -----------------------------------------------------------------

void AppendString(const StringObject& string, std::string& text) {
  text.push_back('"');
  if (string.text().size() == string.size()) {
    AppendEscaped(string.bytes(), EscapeDigits::kLowerCase, &text);
  } else {
    AppendEscaped(ReplaceInvalidUtf8(std::string(string.bytes())),
                  EscapeDigits::kLowerCase, &text);
  }
  text.push_back('"');
}

void AppendFloat(double number, std::string& text) {
  const std::string digits = FormatFloat(number);
  absl::StrAppend(&text, digits);
  if (std::isfinite(number) && digits.find('.') == std::string::npos) {
    text.append(".0");
  }
}

// --- Values ------------------------------------------------------------------

class SonWriter {
 public:
  SonWriter(SonStyle style, size_t max_bytes, std::string& text)
      : style_(style), max_bytes_(max_bytes), text_(text) {}

  bool Write(const Value& root) {
    Begin(root);
    while (!open_.empty()) {
      if (text_.size() > max_bytes_) return false;
      Advance();
    }
    return text_.size() <= max_bytes_;
  }

 private:
  // A container whose items are being written.
  struct Open {
    const Value* container;
    size_t next = 0;  // the field or entry to write next
    bool in_item = false;
  };

  // Writes a value, or only the head of one that contains others.
  void Begin(const Value& value);
  void BeginVariant(const Value& value);
  // Writes up to the beginning of the next item of the innermost container, or
  // the end of the container.
  void Advance();
  void AdvanceVariant(Open& open);
  void AdvanceMap(Open& open);
  // Starts a new line, or just a new word, `depth` levels deep.
  void Separate(size_t depth);

  const SonStyle style_;
  const size_t max_bytes_;
  std::string& text_;
  std::vector<Open> open_;
};

void SonWriter::Begin(const Value& value) {
  switch (value.kind) {
    case ValueKind::kInt:
      absl::StrAppend(&text_, value.integer);
      return;
    case ValueKind::kFloat:
      AppendFloat(value.real, text_);
      return;
    case ValueKind::kBool:
      text_.append(value.integer != 0 ? "true" : "false");
      return;
    case ValueKind::kString:
      AppendString(*AsString(value), text_);
      return;
    case ValueKind::kSymbol:
      absl::StrAppend(&text_, ":", SymbolName(value));
      return;
    case ValueKind::kSocket:
      absl::StrAppend(
          &text_, static_cast<const NumberedObject*>(value.object)->number());
      return;
    case ValueKind::kVariant:
      BeginVariant(value);
      return;
    case ValueKind::kMap:
      text_.append("map-of");
      open_.push_back({&value});
      return;
    case ValueKind::kQuotation:
      text_.append("<quotation>");
      return;
    case ValueKind::kClosure:
      text_.append("<closure>");
      return;
    case ValueKind::kChannel:
      text_.append("<channel>");
      return;
    case ValueKind::kWeave:
      text_.append("<weave-ctx>");
      return;
    case ValueKind::kHole:
      return;
  }
}

void SonWriter::BeginVariant(const Value& value) {
  const Variant& variant = *AsVariant(value);
  if (variant.is_list()) {
    text_.append("list-of");
  } else {
    absl::StrAppend(&text_, ":", variant.tag()->name());
  }
  open_.push_back({&value});
}

void SonWriter::Advance() {
  Open& open = open_.back();
  if (open.container->kind == ValueKind::kMap) {
    AdvanceMap(open);
  } else {
    AdvanceVariant(open);
  }
}

// Takes care not to touch `open` after the Begin that may move it.
void SonWriter::AdvanceVariant(Open& open) {
  const Variant& variant = *AsVariant(*open.container);
  const size_t depth = open_.size();
  if (open.in_item && variant.is_list()) text_.append(" lv");
  if (open.next < variant.size()) {
    open.in_item = true;
    Separate(depth);
    Begin(variant.field(open.next++));
    return;
  }
  if (!variant.is_list()) {
    if (variant.size() > 0 && style_ == SonStyle::kPretty) Separate(depth - 1);
    absl::StrAppend(&text_, " wrap-", variant.size());
  }
  open_.pop_back();
}

void SonWriter::AdvanceMap(Open& open) {
  const Map& map = *AsMap(*open.container);
  if (open.in_item) text_.append(" kv");
  const size_t at = map.NextEntry(open.next);
  if (at == map.positions()) {
    open_.pop_back();
    return;
  }
  open.in_item = true;
  open.next = at + 1;
  Separate(open_.size());
  Begin(map.KeyAt(at));  // opens nothing: keys contain no values
  text_.push_back(' ');
  Begin(map.ValueAt(at));
}

void SonWriter::Separate(size_t depth) {
  if (style_ == SonStyle::kCompact) {
    text_.push_back(' ');
    return;
  }
  text_.push_back('\n');
  text_.append(2 * depth, ' ');
}

}  // namespace

bool AppendSon(const Value& value, SonStyle style, size_t max_bytes,
               std::string* text) {
  return SonWriter(style, max_bytes, *text).Write(value);
}

}  // namespace seq
