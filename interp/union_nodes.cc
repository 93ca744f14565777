#include "interp/union_nodes.h"

#include "absl/base/optimization.h"
#include "absl/strings/str_cat.h"
#include "runtime/call.h"
#include "runtime/operands.h"
#include "runtime/run_time_error.h"
#include "runtime/variant.h"

namespace seq {
namespace {

const UnionNode& AsUnionNode(const Node* node) {
  return *static_cast<const UnionNode*>(node);
}

[[noreturn]] void FailNoVariant(const Node* node, Value* sp, Strand* strand,
                                absl::string_view word) {
  Fail(node, sp, strand,
       Depth(sp, strand) == 0
           ? absl::StrCat(word, ": stack is empty")
           : absl::StrCat(word, ": expected a variant on stack, got ",
                          DescribeValue(sp[-1])));
}

[[gnu::noinline]] Value* MakeVariant(const Node* node, Value* sp,
                                     Strand* strand) {
  const UnionNode& word = AsUnionNode(node);
  if (Depth(sp, strand) < word.number) {
    Fail(node, sp, strand,
         absl::StrCat(word.name, ": needs ", word.number,
                      word.number == 1 ? " value" : " values",
                      ", but the stack has only ", Depth(sp, strand)));
  }
  sp -= word.number;
  *sp = VariantValue(
      Variant::New(word.tag, absl::MakeConstSpan(sp, word.number)));
  return sp + 1;
}

[[gnu::noinline]] Value* TakeField(const Node* node, Value* sp,
                                   Strand* strand) {
  const UnionNode& word = AsUnionNode(node);
  if (sp[-1].kind != ValueKind::kVariant) {
    FailNoVariant(node, sp, strand, word.name);
  }
  const Value whole = sp[-1];
  const Variant& variant = *AsVariant(whole);
  if (word.number >= variant.size()) {
    Fail(node, sp, strand,
         absl::StrCat(word.name, ": field index out of bounds: ",
                      DescribeValue(whole), " has ", variant.size(),
                      variant.size() == 1 ? " field" : " fields"));
  }
  sp[-1] = variant.field(word.number);
  Retain(sp[-1]);
  Release(whole);
  return sp;
}

// Whether the top of the stack has the tag.
bool HasTag(const Value& value, const Symbol* tag) {
  return AsVariant(value)->tag() == tag;
}

[[noreturn]] void FailNoArm(const Node* node, Value* sp, Strand* strand) {
  Fail(node, sp, strand,
       absl::StrCat("match: no arm for ", DescribeValue(sp[-1])));
}

[[noreturn]] void FailFieldCount(const Node* node, Value* sp, Strand* strand,
                                 const MatchNode::Arm& arm) {
  Fail(
      node, sp, strand,
      absl::StrCat("match: the arm for ", arm.tag->name(), " wants ",
                   arm.field_count, arm.field_count == 1 ? " field" : " fields",
                   ", got ", AsVariant(sp[-1])->size()));
}

const MatchNode::Arm& FindArm(const Node* node, Value* sp, Strand* strand) {
  if (sp[-1].kind != ValueKind::kVariant) {
    FailNoVariant(node, sp, strand, "match");
  }
  for (const MatchNode::Arm& arm : static_cast<const MatchNode*>(node)->arms) {
    if (!HasTag(sp[-1], arm.tag)) continue;
    if (AsVariant(sp[-1])->size() != arm.field_count) {
      FailFieldCount(node, sp, strand, arm);
    }
    return arm;
  }
  FailNoArm(node, sp, strand);
}

// What continuing needs; see runtime/node.h.
struct Target {
  const Node* entry;
  Value* sp;
};

[[gnu::noinline]] Target EnterArm(const Node* node, Value* sp, Strand* strand) {
  // An arm may push many fields.
  CheckCall(node, sp, strand);
  const MatchNode::Arm& arm = FindArm(node, sp, strand);
  const Value whole = *--sp;
  const Value* const fields = AsVariant(whole)->fields();
  for (const uint32_t field : arm.fields) {
    Retain(fields[field]);
    *sp++ = fields[field];
  }
  Release(whole);
  return {arm.entry, sp};
}

}  // namespace

Value* RunMakeVariant(const Node* node, Value* sp, Strand* strand) {
  sp = MakeVariant(node, sp, strand);
  SEQ_CONTINUE(node->next, sp, strand);
}

Value* RunTestVariant(const Node* node, Value* sp, Strand* strand) {
  const UnionNode& word = AsUnionNode(node);
  if (ABSL_PREDICT_FALSE(sp[-1].kind != ValueKind::kVariant)) {
    FailNoVariant(node, sp, strand, word.name);
  }
  const bool has_tag = HasTag(sp[-1], word.tag);
  Release(sp[-1]);
  sp[-1] = Value::Bool(has_tag);
  SEQ_CONTINUE(node->next, sp, strand);
}

Value* RunVariantField(const Node* node, Value* sp, Strand* strand) {
  sp = TakeField(node, sp, strand);
  SEQ_CONTINUE(node->next, sp, strand);
}

Value* RunMatch(const Node* node, Value* sp, Strand* strand) {
  const Target target = EnterArm(node, sp, strand);
  SEQ_CONTINUE(target.entry, target.sp, strand);
}

}  // namespace seq
