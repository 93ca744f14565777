#include "stdlib/list_words.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/base/optimization.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/node.h"
#include "runtime/operands.h"
#include "runtime/strand.h"
#include "runtime/value.h"
#include "runtime/variant.h"
#include "stdlib/list_slot_words.h"
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

[[gnu::noinline]] Value* PushUnusually(const Node* node, Value* sp,
                                       Strand* strand) {
  RequireList(node, sp, strand, 2, "a list below a value");
  Variant* const list = AsVariant(sp[-2]);
  if (list->size() == Variant::kMaxFields) {
    FailWord(node, sp, strand, "the list is full");
  }
  sp[-2] = VariantValue(Variant::Append(list, sp[-1]));
  return sp - 1;
}

Value* ListPushNode(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_TRUE(sp[-2].kind == ValueKind::kVariant) &&
      ABSL_PREDICT_TRUE(Variant::AppendAtOnce(AsVariant(sp[-2]), sp[-1]))) {
    SEQ_NEXT(AsWordNode(node), sp - 1, strand);
  }
  sp = PushUnusually(node, sp, strand);
  SEQ_NEXT(AsWordNode(node), sp, strand);
}

// Replaces the list in `slot` by its element at `index` and true, or by 0 and
// false if it has none; `slot` + 1 is overwritten.
inline void ReplaceByElement(Value* slot, int64_t index) {
  const bool found = HasElement(slot[0], index);
  if (ABSL_PREDICT_TRUE(found)) {
    Variant::TakeField(AsVariant(slot[0]), static_cast<size_t>(index), slot[0]);
  } else {
    Release(slot[0]);
    slot[0] = Value::Int(0);
  }
  slot[1] = Value::Bool(found);
}

Value* ListGetNode(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 2);
  if (ABSL_PREDICT_FALSE(sp[-1].kind != ValueKind::kInt)) {
    FailOperands(node, sp, strand, 2, "a list below an Int");
  }
  ReplaceByElement(sp - 2, sp[-1].integer);
  SEQ_NEXT(AsWordNode(node), sp, strand);
}

Value* ListFirst(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 1);
  ReplaceByElement(sp - 1, 0);
  return sp + 1;
}

Value* ListLast(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 1);
  const bool is_list = sp[-1].kind == ValueKind::kVariant;
  const size_t size = is_list ? AsVariant(sp[-1])->size() : 0;
  ReplaceByElement(sp - 1, static_cast<int64_t>(size) - 1);
  return sp + 1;
}

Value* ListSetNode(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 3);
  if (ABSL_PREDICT_FALSE(sp[-2].kind != ValueKind::kInt)) {
    FailOperands(node, sp, strand, 3, "a list below an Int and a value");
  }
  const int64_t index = sp[-2].integer;
  const bool found = HasElement(sp[-3], index);
  if (ABSL_PREDICT_TRUE(found)) {
    sp[-3].object =
        Variant::Set(AsVariant(sp[-3]), static_cast<size_t>(index), sp[-1]);
  } else {
    Release(sp[-1]);
  }
  sp[-2] = Value::Bool(found);
  SEQ_NEXT(AsWordNode(node), sp - 1, strand);
}

// Puts `result`, a plain value, in the place of the list on top.
inline void ReplaceList(Value* sp, const Value& result) {
  Variant* const list = AsVariant(sp[-1]);
  CopySlot(sp[-1], result);
  list->DropReference();
}

Value* ListLengthNode(const Node* node, Value* sp, Strand* strand) {
  RequireList(node, sp, strand, 1, "a list");
  const size_t size = AsVariant(sp[-1])->size();
  ReplaceList(sp, Value::Int(static_cast<int64_t>(size)));
  SEQ_NEXT(AsWordNode(node), sp, strand);
}

Value* ListEmptyNode(const Node* node, Value* sp, Strand* strand) {
  RequireList(node, sp, strand, 1, "a list");
  ReplaceList(sp, Value::Bool(AsVariant(sp[-1])->size() == 0));
  SEQ_NEXT(AsWordNode(node), sp, strand);
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
  HeldList(Strand* strand, Variant* list)
      : list_(strand, VariantValue(list)),
        sole_(list->IsSoleReference()),
        shared_(list->shared()) {}

  size_t size() const { return list()->size(); }
  const Value& element(size_t index) const { return list()->field(index); }

  // Puts the element into `to`, which then owns it. If nobody else holds the
  // list, and that cannot change meanwhile, it is moved out, so that the
  // quotation can change the element in place too.
  void Take(size_t index, Value& to) {
    CopySlot(to, list()->field(index));
    if (IsPlain(to)) return;
    if (sole_) {
      list()->mutable_fields()[index] = Value::Int(0);
    } else {
      Retain(to);
    }
  }

  // Puts `element`, which is taken over, into the place of one that has been
  // taken. REQUIRES: the list was unshared.
  void PutBack(size_t index, const Value& element) {
    if (shared_) MarkShared(element);
    CopySlot(list()->mutable_fields()[index], element);
  }

  // Exchanges two elements. REQUIRES: the list was unshared.
  void Swap(size_t a, size_t b) {
    Value* const elements = list()->mutable_fields();
    SwapSlots(elements[a], elements[b]);
  }

  // Gives up the list, cut to `size` elements.
  Variant* ReleaseFirst(size_t size) {
    Value given_up;
    list_.MoveTo(given_up);
    return Variant::Truncate(AsVariant(given_up), size);
  }

 private:
  Variant* list() const { return AsVariant(*list_); }

  HeldValue list_;
  const bool sole_;
  const bool shared_;
};

// Replaces each element by what the quotation makes of it.
Variant* Map(const Value* operands, const Node* node, Value* sp,
             Strand* strand) {
  HeldList list(strand, Variant::Unshare(AsVariant(operands[0])));
  const PrivateCalls calls(operands[1], node, sp, strand);
  for (size_t i = 0; i < list.size(); ++i) {
    Value* const input = calls.base();
    list.Take(i, *input);
    list.PutBack(i, calls.TakeResult(calls.Run(input + 1)));
  }
  return list.ReleaseFirst(list.size());
}

Value* ListMap(const Node* node, Value* sp, Strand* strand) {
  RequireListAndQuotation(node, sp, strand, 2);
  sp -= 2;
  *sp = VariantValue(Map(sp, node, sp, strand));
  return sp + 1;
}

[[noreturn, gnu::noinline]] void FailNoBool(const PrivateCalls& calls,
                                            const Value& result) {
  const HeldValue held(calls.strand(), result);
  calls.Fail(
      absl::StrCat("quotation must return Bool, got ", DescribeValue(result)));
}

// Whether the quotation wants to keep `element`, which stays the caller's.
bool IsWanted(const Value& element, const PrivateCalls& calls) {
  Value* const input = calls.base();
  Retain(element);
  CopySlot(*input, element);
  const Value wanted = calls.TakeResult(calls.Run(input + 1));
  if (ABSL_PREDICT_FALSE(wanted.kind != ValueKind::kBool)) {
    FailNoBool(calls, wanted);
  }
  return wanted.integer != 0;
}

// Moves the elements that the quotation wants to the front.
Variant* Filter(const Value* operands, const Node* node, Value* sp,
                Strand* strand) {
  HeldList list(strand, Variant::Unshare(AsVariant(operands[0])));
  const PrivateCalls calls(operands[1], node, sp, strand);
  size_t kept = 0;
  for (size_t i = 0; i < list.size(); ++i) {
    if (IsWanted(list.element(i), calls)) list.Swap(kept++, i);
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
  HeldList list(strand, AsVariant(operands[0]));
  Value accumulator;
  CopySlot(accumulator, operands[1]);
  const PrivateCalls calls(operands[2], node, sp, strand);
  for (size_t i = 0; i < list.size(); ++i) {
    Value* const inputs = calls.base();
    CopySlot(inputs[0], accumulator);
    list.Take(i, inputs[1]);
    CopySlot(accumulator, calls.TakeResult(calls.Run(inputs + 2)));
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
  HeldList list(strand, AsVariant(sp[0]));
  const PrivateCalls calls(sp[1], node, sp, strand);
  for (size_t i = 0; i < list.size(); ++i) {
    Value* const input = calls.base();
    list.Take(i, *input);
    calls.Discard(calls.Run(input + 1));
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
     .failure = "Fails if the list is full: it has 4294967295 elements.",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ListPushNode,
     .on_slots = {.run = ListPushOnSlots, .changes = true}},
    {.name = "list.get",
     .effect = "( ..a V Int -- ..a T Bool )",
     .doc = "Replaces a list and an index, counted from 0, by that element and "
            "true, or by 0 and false if there is no such element.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ListGetNode,
     .on_slots = {.run = ListGetBorrowing,
                  .run_without_bool = ListGetBorrowingWithoutTrue,
                  .has_index = true}},
    {.name = "list.set",
     .effect = "( ..a V Int T -- ..a V Bool )",
     .doc = "Replaces the element at an index, counted from 0, by the value on "
            "top and pushes true, or leaves the list alone and pushes false if "
            "there is no such element.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ListSetNode,
     .on_slots = {.run = ListSetOnSlots,
                  .run_without_bool = ListSetAndBranch,
                  .changes = true,
                  .has_index = true}},
    {.name = "list.length",
     .effect = "( ..a V -- ..a Int )",
     .doc = "Replaces a list by the number of its elements.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ListLengthNode,
     .on_slots = {.run = ListLengthBorrowing}},
    {.name = "list.empty?",
     .effect = "( ..a V -- ..a Bool )",
     .doc = "Tells whether a list has no elements.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ListEmptyNode},
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
