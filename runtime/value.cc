#include "runtime/value.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "runtime/float_text.h"
#include "runtime/map.h"
#include "runtime/numbered_object.h"
#include "runtime/string_object.h"
#include "runtime/symbol.h"
#include "runtime/variant.h"

namespace seq {
namespace {

// The beginning of `bytes`, fit for a message.
std::string Abbreviate(absl::string_view bytes) {
  constexpr size_t kMostBytes = 40;
  return absl::StrCat(absl::Utf8SafeCEscape(bytes.substr(0, kMostBytes)),
                      bytes.size() > kMostBytes ? "…" : "");
}

}  // namespace

absl::string_view KindName(ValueKind kind) {
  switch (kind) {
#define SEQ_VALUE_KIND(name, text) \
  case ValueKind::k##name:         \
    return text;
#include "runtime/value_kind.def"
  }
  return "?";
}

void MarkShared(const Value& value) {
  if (!IsCounted(value) || value.object->shared()) return;
  std::vector<Object*> pending = {value.object};
  value.object->set_shared();
  while (!pending.empty()) {
    Object* object = pending.back();
    pending.pop_back();
    object->VisitValues([&pending](Value& child) {
      if (!IsCounted(child) || child.object->shared()) return;
      child.object->set_shared();
      pending.push_back(child.object);
    });
  }
}

std::string DescribeValue(const Value& value) {
  switch (value.kind) {
    case ValueKind::kInt:
      return absl::StrCat("Int ", value.integer);
    case ValueKind::kFloat:
      return absl::StrCat("Float ", FormatFloat(value.real));
    case ValueKind::kBool:
      return value.integer != 0 ? "Bool true" : "Bool false";
    case ValueKind::kSymbol:
      return absl::StrCat("Symbol :", Abbreviate(SymbolName(value)));
    case ValueKind::kVariant: {
      const Variant& variant = *AsVariant(value);
      return variant.is_list()
                 ? absl::StrCat("List of ", variant.size())
                 : absl::StrCat("Variant ", Abbreviate(variant.tag()->name()));
    }
    case ValueKind::kMap:
      return absl::StrCat("Map of ", AsMap(value)->size());
    case ValueKind::kString:
      return absl::StrCat("String \"", Abbreviate(StringBytes(value)), "\"");
    case ValueKind::kChannel:
    case ValueKind::kSocket: {
      const auto* object = static_cast<const NumberedObject*>(value.object);
      if (object->opaque()) break;
      return absl::StrCat("Int ", object->number());
    }
    case ValueKind::kQuotation:
    case ValueKind::kClosure:
    case ValueKind::kWeave:
    case ValueKind::kHole:
      break;
  }
  return std::string(KindName(value.kind));
}

}  // namespace seq
