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

// --- Failures. Out of line, so that the nodes need no room for messages. -----

[[noreturn, gnu::noinline, gnu::cold]] void FailNoVariant(
    const Node* node, Value* sp, Strand* strand, absl::string_view word) {
  Fail(node, sp, strand,
       Depth(sp, strand) == 0
           ? absl::StrCat(word, ": stack is empty")
           : absl::StrCat(word, ": expected a variant on stack, got ",
                          DescribeValue(sp[-1])));
}

[[noreturn, gnu::noinline, gnu::cold]] void FailTooFewFields(const Node* node,
                                                             Value* sp,
                                                             Strand* strand) {
  const UnionNode& word = AsUnionNode(node);
  Fail(node, sp, strand,
       absl::StrCat(word.name, ": needs ", word.number,
                    word.number == 1 ? " value" : " values",
                    ", but the stack has only ", Depth(sp, strand)));
}

[[noreturn, gnu::noinline, gnu::cold]] void FailNoField(const Node* node,
                                                        Value* sp,
                                                        Strand* strand) {
  const UnionNode& word = AsUnionNode(node);
  const size_t size = AsVariant(sp[-1])->size();
  Fail(node, sp, strand,
       absl::StrCat(word.name,
                    ": field index out of bounds: ", DescribeValue(sp[-1]),
                    " has ", size, size == 1 ? " field" : " fields"));
}

[[noreturn, gnu::noinline, gnu::cold]] void FailNoArm(const Node* node,
                                                      Value* sp,
                                                      Strand* strand) {
  if (sp[-1].kind != ValueKind::kVariant) {
    FailNoVariant(node, sp, strand, "match");
  }
  Fail(node, sp, strand,
       absl::StrCat("match: no arm for ", DescribeValue(sp[-1])));
}

[[noreturn, gnu::noinline, gnu::cold]] void FailFieldCount(
    const Node* node, Value* sp, Strand* strand, const MatchNode::Arm& arm) {
  Fail(
      node, sp, strand,
      absl::StrCat("match: the arm for ", arm.tag->name(), " wants ",
                   arm.field_count, arm.field_count == 1 ? " field" : " fields",
                   ", got ", AsVariant(sp[-1])->size()));
}

// --- Matching ----------------------------------------------------------------

// The arm for the variant on top.
const MatchNode::Arm& FindArm(const Node* node, Value* sp, Strand* strand) {
  if (ABSL_PREDICT_FALSE(sp[-1].kind != ValueKind::kVariant)) {
    FailNoArm(node, sp, strand);
  }
  const Variant& variant = *AsVariant(sp[-1]);
  for (const MatchNode::Arm& arm : static_cast<const MatchNode*>(node)->arms) {
    if (variant.tag() != arm.tag) continue;
    if (ABSL_PREDICT_FALSE(variant.size() < arm.field_count)) {
      FailFieldCount(node, sp, strand, arm);
    }
    return arm;
  }
  FailNoArm(node, sp, strand);
}

}  // namespace

Value* RunMakeVariant(const Node* node, Value* sp, Strand* strand) {
  const UnionNode& word = AsUnionNode(node);
  if (ABSL_PREDICT_FALSE(Depth(sp, strand) < word.number)) {
    FailTooFewFields(node, sp, strand);
  }
  sp -= word.number;
  Variant* const variant =
      Variant::New(word.tag, absl::MakeConstSpan(sp, word.number));
  sp->kind = ValueKind::kVariant;
  sp->object = variant;
  SEQ_NEXT(word, sp + 1, strand);
}

Value* RunTestVariant(const Node* node, Value* sp, Strand* strand) {
  const UnionNode& word = AsUnionNode(node);
  if (ABSL_PREDICT_FALSE(sp[-1].kind != ValueKind::kVariant)) {
    FailNoVariant(node, sp, strand, word.name);
  }
  Variant* const variant = AsVariant(sp[-1]);
  sp[-1].kind = ValueKind::kBool;
  sp[-1].integer = variant->tag() == word.tag ? 1 : 0;
  variant->DropReference();
  SEQ_NEXT(word, sp, strand);
}

Value* RunVariantField(const Node* node, Value* sp, Strand* strand) {
  const UnionNode& word = AsUnionNode(node);
  if (ABSL_PREDICT_FALSE(sp[-1].kind != ValueKind::kVariant)) {
    FailNoVariant(node, sp, strand, word.name);
  }
  if (ABSL_PREDICT_FALSE(word.number >= AsVariant(sp[-1])->size())) {
    FailNoField(node, sp, strand);
  }
  Variant::TakeField(AsVariant(sp[-1]), word.number, sp[-1]);
  SEQ_NEXT(word, sp, strand);
}

Value* RunMatch(const Node* node, Value* sp, Strand* strand) {
  // An arm may push many fields.
  CheckCall(node, sp, strand);
  const MatchNode::Arm& arm = FindArm(node, sp, strand);
  sp = Variant::TakeFields(AsVariant(sp[-1]), arm.fields, sp - 1);
  SEQ_CONTINUE(arm.entry, sp, strand);
}

}  // namespace seq
