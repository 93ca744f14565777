#include "stdlib/list_words.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/node.h"
#include "runtime/operands.h"
#include "runtime/strand.h"
#include "runtime/value.h"
#include "runtime/variant.h"
#include "stdlib/private_calls.h"

namespace seq {
namespace {

// --- Operands ----------------------------------------------------------------

// Fails unless the deepest of the word's `count` operands is a variant.
void RequireList(const Node* node, Value* sp, Strand* strand, size_t count,
                 absl::string_view expected) {
  if (sp[-static_cast<ptrdiff_t>(count)].kind != ValueKind::kVariant) {
    FailOperands(node, sp, strand, count, expected);
  }
}

// The same for words with a quotation on top.
void RequireListAndQuotation(const Node* node, Value* sp, Strand* strand,
                             size_t count) {
  constexpr absl::string_view kExpected = "a list below a Quotation or Closure";
  RequireList(node, sp, strand, count, kExpected);
  if (!IsCallable(sp[-1])) FailOperands(node, sp, strand, count, kExpected);
}

// Whether `list` is a variant that has a field `index`.
bool HasElement(const Value& list, int64_t index) {
  return list.kind == ValueKind::kVariant && index >= 0 &&
         static_cast<uint64_t>(index) < AsVariant(list)->size();
}

// --- Words without a quotation -----------------------------------------------

Value* ListMake(const Node*, Value* sp, Strand*) {
  *sp++ = VariantValue(Variant::NewList());
  return sp;
}

Value* ListPush(const Node* node, Value* sp, Strand* strand) {
  RequireList(node, sp, strand, 2, "a list below a value");
  Variant* const list = AsVariant(sp[-2]);
  if (list->size() == Variant::kMaxFields) {
    FailWord(node, sp, strand, "the list is full");
  }
  sp[-2] = VariantValue(Variant::Append(list, sp[-1]));
  return sp - 1;
}

// Replaces the list in `slot` by its element at `index` and true, or by 0 and
// false if it has none; `slot` + 1 is overwritten.
Value* ReplaceByElement(Value* slot, int64_t index) {
  const Value list = slot[0];
  const bool found = HasElement(list, index);
  slot[0] = Value::Int(0);
  if (found) slot[0] = AsVariant(list)->field(static_cast<size_t>(index));
  Retain(slot[0]);
  Release(list);
  slot[1] = Value::Bool(found);
  return slot + 2;
}

Value* ListGet(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 2);
  if (sp[-1].kind != ValueKind::kInt) {
    FailOperands(node, sp, strand, 2, "a list below an Int");
  }
  return ReplaceByElement(sp - 2, sp[-1].integer);
}

Value* ListFirst(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 1);
  return ReplaceByElement(sp - 1, 0);
}

Value* ListLast(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 1);
  const bool is_list = sp[-1].kind == ValueKind::kVariant;
  const size_t size = is_list ? AsVariant(sp[-1])->size() : 0;
  return ReplaceByElement(sp - 1, static_cast<int64_t>(size) - 1);
}

Value* ListSet(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 3);
  if (sp[-2].kind != ValueKind::kInt) {
    FailOperands(node, sp, strand, 3, "a list below an Int and a value");
  }
  const int64_t index = sp[-2].integer;
  const bool found = HasElement(sp[-3], index);
  if (found) {
    sp[-3] = VariantValue(
        Variant::Set(AsVariant(sp[-3]), static_cast<size_t>(index), sp[-1]));
  } else {
    Release(sp[-1]);
  }
  sp[-2] = Value::Bool(found);
  return sp - 1;
}

Value* ListLength(const Node* node, Value* sp, Strand* strand) {
  RequireList(node, sp, strand, 1, "a list");
  const Value list = sp[-1];
  sp[-1] = Value::Int(static_cast<int64_t>(AsVariant(list)->size()));
  Release(list);
  return sp;
}

Value* ListEmpty(const Node* node, Value* sp, Strand* strand) {
  RequireList(node, sp, strand, 1, "a list");
  const Value list = sp[-1];
  sp[-1] = Value::Bool(AsVariant(list)->size() == 0);
  Release(list);
  return sp;
}

Value* ListReverse(const Node* node, Value* sp, Strand* strand) {
  RequireList(node, sp, strand, 1, "a list");
  Variant* const list = Variant::Unshare(AsVariant(sp[-1]));
  std::reverse(list->mutable_fields(), list->mutable_fields() + list->size());
  sp[-1] = VariantValue(list);
  return sp;
}

// --- Words with a quotation --------------------------------------------------

// A list that a word holds while it runs a quotation.
class HeldList {
 public:
  // Takes over the reference.
  explicit HeldList(Variant* list)
      : list_(list), sole_(list->IsSoleReference()) {}
  ~HeldList() {
    if (list_ != nullptr) list_->DropReference();
  }
  HeldList(const HeldList&) = delete;
  HeldList& operator=(const HeldList&) = delete;

  size_t size() const { return list_->size(); }
  const Value& element(size_t index) const { return list_->field(index); }

  // The element, which the caller then owns. If nobody else holds the list, and
  // that cannot change meanwhile, it is moved out, so that the quotation can
  // change the element in place too.
  Value Take(size_t index) {
    const Value taken = list_->field(index);
    if (sole_) {
      list_->mutable_fields()[index] = Value::Int(0);
    } else {
      Retain(taken);
    }
    return taken;
  }

  // Puts `element`, which is taken over, into the place of another one.
  // REQUIRES: the list was unshared.
  void Put(size_t index, const Value& element) {
    if (list_->shared()) MarkShared(element);
    Value& place = list_->mutable_fields()[index];
    const Value old = place;
    place = element;
    Release(old);
  }

  // Gives up the list, cut to `size` elements.
  Variant* ReleaseFirst(size_t size) {
    Variant* const list = Variant::Truncate(list_, size);
    list_ = nullptr;
    return list;
  }

 private:
  Variant* list_;
  const bool sole_;
};

// Replaces each element by what the quotation makes of it.
Variant* Map(const Value* operands, const Node* node, Value* sp,
             Strand* strand) {
  HeldList list(Variant::Unshare(AsVariant(operands[0])));
  const PrivateCalls calls(operands[1], node, sp, strand);
  for (size_t i = 0; i < list.size(); ++i) {
    Value* top = calls.base();
    *top++ = list.Take(i);
    list.Put(i, calls.TakeResult(calls.Run(top)));
  }
  return list.ReleaseFirst(list.size());
}

Value* ListMap(const Node* node, Value* sp, Strand* strand) {
  RequireListAndQuotation(node, sp, strand, 2);
  sp -= 2;
  *sp = VariantValue(Map(sp, node, sp, strand));
  return sp + 1;
}

// Whether the quotation wants to keep `element`, which stays the caller's.
bool IsWanted(const Value& element, const PrivateCalls& calls) {
  Value* top = calls.base();
  Retain(element);
  *top++ = element;
  const HeldValue wanted(calls.TakeResult(calls.Run(top)));
  if ((*wanted).kind != ValueKind::kBool) {
    calls.Fail(absl::StrCat("quotation must return Bool, got ",
                            DescribeValue(*wanted)));
  }
  return (*wanted).integer != 0;
}

// Moves the elements that the quotation wants to the front.
Variant* Filter(const Value* operands, const Node* node, Value* sp,
                Strand* strand) {
  HeldList list(Variant::Unshare(AsVariant(operands[0])));
  const PrivateCalls calls(operands[1], node, sp, strand);
  size_t kept = 0;
  for (size_t i = 0; i < list.size(); ++i) {
    if (IsWanted(list.element(i), calls)) list.Put(kept++, list.Take(i));
  }
  return list.ReleaseFirst(kept);
}

Value* ListFilter(const Node* node, Value* sp, Strand* strand) {
  RequireListAndQuotation(node, sp, strand, 2);
  sp -= 2;
  *sp = VariantValue(Filter(sp, node, sp, strand));
  return sp + 1;
}

// The accumulator is moved into each call, so that the quotation can change it
// in place.
Value Fold(const Value* operands, const Node* node, Value* sp, Strand* strand) {
  HeldList list(AsVariant(operands[0]));
  Value accumulator = operands[1];
  const PrivateCalls calls(operands[2], node, sp, strand);
  for (size_t i = 0; i < list.size(); ++i) {
    Value* top = calls.base();
    *top++ = accumulator;
    *top++ = list.Take(i);
    accumulator = calls.TakeResult(calls.Run(top));
  }
  return accumulator;
}

Value* ListFold(const Node* node, Value* sp, Strand* strand) {
  RequireListAndQuotation(node, sp, strand, 3);
  sp -= 3;
  *sp = Fold(sp, node, sp, strand);
  return sp + 1;
}

Value* ListEach(const Node* node, Value* sp, Strand* strand) {
  RequireListAndQuotation(node, sp, strand, 2);
  sp -= 2;
  HeldList list(AsVariant(sp[0]));
  const PrivateCalls calls(sp[1], node, sp, strand);
  for (size_t i = 0; i < list.size(); ++i) {
    Value* top = calls.base();
    *top++ = list.Take(i);
    calls.Discard(calls.Run(top));
  }
  return sp;
}

constexpr WordRow kRows[] = {
    {.name = "list.make",
     .effect = "( ..a -- ..a V )",
     .doc = "Pushes an empty list.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<ListMake>},
    {.name = "list.push",
     .effect = "( ..a V T -- ..a V )",
     .doc = "Appends the value on top to the list below it.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<ListPush>},
    {.name = "list.get",
     .effect = "( ..a V Int -- ..a T Bool )",
     .doc = "Replaces a list and an index, counted from 0, by that element and "
            "true, or by 0 and false if there is no such element.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<ListGet>},
    {.name = "list.set",
     .effect = "( ..a V Int T -- ..a V Bool )",
     .doc = "Replaces the element at an index, counted from 0, by the value on "
            "top and pushes true, or leaves the list alone and pushes false if "
            "there is no such element.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<ListSet>},
    {.name = "list.length",
     .effect = "( ..a V -- ..a Int )",
     .doc = "Replaces a list by the number of its elements.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<ListLength>},
    {.name = "list.empty?",
     .effect = "( ..a V -- ..a Bool )",
     .doc = "Tells whether a list has no elements.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<ListEmpty>},
    {.name = "list.reverse",
     .effect = "( ..a V -- ..a V )",
     .doc = "Turns the order of a list's elements round.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<ListReverse>},
    {.name = "list.first",
     .effect = "( ..a V -- ..a T Bool )",
     .doc = "Replaces a list by its first element and true, or by 0 and false "
            "if it is empty.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<ListFirst>},
    {.name = "list.last",
     .effect = "( ..a V -- ..a T Bool )",
     .doc =
         "Replaces a list by its last element and true, or by 0 and false if "
         "it is empty.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<ListLast>},
    {.name = "list.map",
     .effect = "( ..a V [ ..b T -- ..b U ] -- ..a W )",
     .doc = "Runs the quotation with each element on a stack of its own and "
            "makes a list of the results.",
     .failure = "Fails if the quotation leaves nothing.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<ListMap>},
    {.name = "list.filter",
     .effect = "( ..a V [ ..b T -- ..b Bool ] -- ..a W )",
     .doc = "Runs the quotation with each element on a stack of its own and "
            "keeps the elements for which it leaves true.",
     .failure = "Fails if the quotation does not leave a Bool.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<ListFilter>},
    {.name = "list.fold",
     .effect = "( ..a V A [ ..b A T -- ..b A ] -- ..a A )",
     .doc = "Runs the quotation with the accumulator and each element on a "
            "stack of its own, the result being the next accumulator, and "
            "pushes the last one.",
     .failure = "Fails if the quotation leaves nothing.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<ListFold>},
    {.name = "list.each",
     .effect = "( ..a V [ ..b T -- ..b ] -- ..a )",
     .doc = "Runs the quotation with each element on a stack of its own and "
            "forgets what it leaves.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<ListEach>},
};

}  // namespace

absl::Span<const WordRow> ListWords() { return kRows; }

}  // namespace seq
