#include "stdlib/variant_words.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/node.h"
#include "runtime/operands.h"
#include "runtime/strand.h"
#include "runtime/symbol.h"
#include "runtime/value.h"
#include "runtime/variant.h"

namespace seq {
namespace {

// Fails unless the deepest of the word's `count` operands is a variant.
void RequireVariant(const Node* node, Value* sp, Strand* strand, size_t count,
                    absl::string_view expected) {
  if (sp[-static_cast<ptrdiff_t>(count)].kind != ValueKind::kVariant) {
    FailOperands(node, sp, strand, count, expected);
  }
}

// The same for words that take a field of the variant on top.
void RequireFields(const Node* node, Value* sp, Strand* strand) {
  RequireVariant(node, sp, strand, 1, "a variant");
  if (AsVariant(sp[-1])->size() == 0) {
    FailWord(node, sp, strand, "variant has no fields");
  }
}

// Replaces the variant in `slot` by a field.
Value* ReplaceByField(Value* slot, size_t index) {
  Variant::TakeField(AsVariant(*slot), index, *slot);
  return slot + 1;
}

Value* FieldCount(const Node* node, Value* sp, Strand* strand) {
  RequireVariant(node, sp, strand, 1, "a variant");
  Variant* const variant = AsVariant(sp[-1]);
  sp[-1] = Value::Int(static_cast<int64_t>(variant->size()));
  variant->DropReference();
  return sp;
}

Value* Tag(const Node* node, Value* sp, Strand* strand) {
  RequireVariant(node, sp, strand, 1, "a variant");
  Variant* const variant = AsVariant(sp[-1]);
  sp[-1] = SymbolValue(variant->tag());
  Retain(sp[-1]);
  variant->DropReference();
  return sp;
}

[[noreturn, gnu::noinline]] void FailNoField(const Node* node, Value* sp,
                                             Strand* strand) {
  const Variant& variant = *AsVariant(sp[-2]);
  FailWord(
      node, sp, strand,
      absl::StrCat("index out of bounds: ", sp[-1].integer, ", but the ",
                   variant.is_list() ? "list" : "variant", " has ",
                   variant.size(), variant.size() == 1 ? " field" : " fields"));
}

Value* FieldAt(const Node* node, Value* sp, Strand* strand) {
  constexpr absl::string_view kExpected = "a variant below an Int";
  RequireVariant(node, sp, strand, 2, kExpected);
  if (sp[-1].kind != ValueKind::kInt) {
    FailOperands(node, sp, strand, 2, kExpected);
  }
  const int64_t index = sp[-1].integer;
  if (index < 0 || static_cast<uint64_t>(index) >= AsVariant(sp[-2])->size()) {
    FailNoField(node, sp, strand);
  }
  return ReplaceByField(sp - 2, static_cast<size_t>(index));
}

Value* Append(const Node* node, Value* sp, Strand* strand) {
  RequireVariant(node, sp, strand, 2, "a variant below a value");
  Variant* const variant = AsVariant(sp[-2]);
  if (variant->size() == Variant::kMaxFields) {
    FailWord(node, sp, strand, "the variant is full");
  }
  sp[-2] = VariantValue(Variant::Append(variant, sp[-1]));
  return sp - 1;
}

Value* First(const Node* node, Value* sp, Strand* strand) {
  RequireFields(node, sp, strand);
  return ReplaceByField(sp - 1, 0);
}

Value* Last(const Node* node, Value* sp, Strand* strand) {
  RequireFields(node, sp, strand);
  return ReplaceByField(sp - 1, AsVariant(sp[-1])->size() - 1);
}

Value* Init(const Node* node, Value* sp, Strand* strand) {
  RequireFields(node, sp, strand);
  sp[-1] = VariantValue(Variant::DropLast(AsVariant(sp[-1])));
  return sp;
}

// Makes a variant of the tag on top and the `kFields` values below it.
template <size_t kFields>
Value* Make(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, kFields + 1);
  if (sp[-1].kind != ValueKind::kSymbol) {
    FailOperands(node, sp, strand, kFields + 1,
                 kFields == 0 ? "a Symbol" : "fields below a Symbol");
  }
  auto* const tag = static_cast<Symbol*>(sp[-1].object);
  sp -= kFields + 1;
  *sp = VariantValue(Variant::New(tag, absl::MakeConstSpan(sp, kFields)));
  return sp + 1;
}

// The row of a word that makes variants.
constexpr WordRow MakeRow(absl::string_view name, absl::string_view effect,
                          NodeFunction run) {
  return {.name = name,
          .effect = effect,
          .doc =
              "Makes a variant of the symbol on top, its tag, and the values "
              "below it, its fields, the first one deepest.",
          .failure = "",
          .editions = Editions::kCurrent,
          .message_name = "",
          .run = run};
}

constexpr WordRow kRows[] = {
    {.name = "variant.field-count",
     .effect = "( ..a Variant -- ..a Int )",
     .doc = "Replaces a variant by the number of its fields.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<FieldCount>},
    {.name = "variant.tag",
     .effect = "( ..a Variant -- ..a Symbol )",
     .doc = "Replaces a variant by its tag, which is `List` for lists.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<Tag>},
    {.name = "variant.field-at",
     .effect = "( ..a Variant Int -- ..a T )",
     .doc = "Replaces a variant and an index, counted from 0, by that field.",
     .failure = "Fails if there is no such field.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<FieldAt>},
    {.name = "variant.append",
     .effect = "( ..a Variant T -- ..a Variant )",
     .doc = "Adds the value on top to the variant below it as the last field.",
     .failure = "Fails if the variant is full: it has 4294967295 fields.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<Append>},
    {.name = "variant.first",
     .effect = "( ..a Variant -- ..a T )",
     .doc = "Replaces a variant by its first field.",
     .failure = "Fails if there are no fields.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<First>},
    {.name = "variant.last",
     .effect = "( ..a Variant -- ..a T )",
     .doc = "Replaces a variant by its last field.",
     .failure = "Fails if there are no fields.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<Last>},
    {.name = "variant.init",
     .effect = "( ..a Variant -- ..a Variant )",
     .doc = "Removes the last field of a variant.",
     .failure = "Fails if there are no fields.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<Init>},
    MakeRow("variant.make-0", "( ..a Symbol -- ..a Variant )",
            ThenNext<Make<0>>),
    MakeRow("variant.make-1", "( ..a T Symbol -- ..a Variant )",
            ThenNext<Make<1>>),
    MakeRow("variant.make-2", "( ..a T U Symbol -- ..a Variant )",
            ThenNext<Make<2>>),
    MakeRow("variant.make-3", "( ..a T U V Symbol -- ..a Variant )",
            ThenNext<Make<3>>),
    MakeRow("variant.make-4", "( ..a T U V W Symbol -- ..a Variant )",
            ThenNext<Make<4>>),
    MakeRow("variant.make-5", "( ..a T U V W X Symbol -- ..a Variant )",
            ThenNext<Make<5>>),
    MakeRow("variant.make-6", "( ..a T U V W X Y Symbol -- ..a Variant )",
            ThenNext<Make<6>>),
    MakeRow("variant.make-7", "( ..a T U V W X Y Z Symbol -- ..a Variant )",
            ThenNext<Make<7>>),
    MakeRow("variant.make-8", "( ..a T U V W X Y Z A Symbol -- ..a Variant )",
            ThenNext<Make<8>>),
    MakeRow("variant.make-9", "( ..a T U V W X Y Z A B Symbol -- ..a Variant )",
            ThenNext<Make<9>>),
    MakeRow("variant.make-10",
            "( ..a T U V W X Y Z A B C Symbol -- ..a Variant )",
            ThenNext<Make<10>>),
    MakeRow("variant.make-11",
            "( ..a T U V W X Y Z A B C D Symbol -- ..a Variant )",
            ThenNext<Make<11>>),
    MakeRow("variant.make-12",
            "( ..a T U V W X Y Z A B C D E Symbol -- ..a Variant )",
            ThenNext<Make<12>>),
    MakeRow("wrap-0", "( ..a Symbol -- ..a Variant )", ThenNext<Make<0>>),
    MakeRow("wrap-1", "( ..a T Symbol -- ..a Variant )", ThenNext<Make<1>>),
    MakeRow("wrap-2", "( ..a T U Symbol -- ..a Variant )", ThenNext<Make<2>>),
    MakeRow("wrap-3", "( ..a T U V Symbol -- ..a Variant )", ThenNext<Make<3>>),
    MakeRow("wrap-4", "( ..a T U V W Symbol -- ..a Variant )",
            ThenNext<Make<4>>),
    MakeRow("wrap-5", "( ..a T U V W X Symbol -- ..a Variant )",
            ThenNext<Make<5>>),
    MakeRow("wrap-6", "( ..a T U V W X Y Symbol -- ..a Variant )",
            ThenNext<Make<6>>),
    MakeRow("wrap-7", "( ..a T U V W X Y Z Symbol -- ..a Variant )",
            ThenNext<Make<7>>),
    MakeRow("wrap-8", "( ..a T U V W X Y Z A Symbol -- ..a Variant )",
            ThenNext<Make<8>>),
    MakeRow("wrap-9", "( ..a T U V W X Y Z A B Symbol -- ..a Variant )",
            ThenNext<Make<9>>),
    MakeRow("wrap-10", "( ..a T U V W X Y Z A B C Symbol -- ..a Variant )",
            ThenNext<Make<10>>),
    MakeRow("wrap-11", "( ..a T U V W X Y Z A B C D Symbol -- ..a Variant )",
            ThenNext<Make<11>>),
    MakeRow("wrap-12", "( ..a T U V W X Y Z A B C D E Symbol -- ..a Variant )",
            ThenNext<Make<12>>),
};

}  // namespace

absl::Span<const WordRow> VariantWords() { return kRows; }

}  // namespace seq
