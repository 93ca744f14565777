#include "stdlib/slot_words.h"

namespace seq {

Value* StackForBorrowing(const SlotNode& node, Value* sp, size_t operands) {
  if (HasForm(node, kComesFirst)) return sp;
  Value* end = &At(sp, node.delta);
  const Value first = At(sp, node.a);
  const Value second =
      HasForm(node, kWithConstant) ? Value::Int(node.integer) : At(sp, node.b);
  Retain(first);
  CopySlot(*end++, first);
  if (operands == 2) {
    Retain(second);
    CopySlot(*end++, second);
  }
  return end;
}

Value* StackForChanging(const SlotNode& node, Value* sp, size_t operands) {
  if (HasForm(node, kComesFirst)) return sp;
  Value* end = &At(sp, node.delta);
  const Value first = At(sp, node.a);
  Value second = Value::Hole();
  if (operands == 3) TakeSecond(node, sp, second);
  Value last;
  TakeLast(node, sp, last);
  Retain(first);
  CopySlot(*end++, first);
  if (operands == 3) CopySlot(*end++, second);
  CopySlot(*end++, last);
  return end;
}

}  // namespace seq
