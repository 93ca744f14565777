#include "interp/unify.h"

#include <algorithm>
#include <cstdint>

#include "absl/container/flat_hash_set.h"
#include "interp/limits.h"

namespace seq {
namespace {

// Decides whether an unbound variable or row, `cell`, may be bound to
// something: not if it occurs there. Lowers levels on the way, so that what the
// cell is bound to is no more recent than the cell.
class Admission {
 public:
  Admission(const void* cell, uint32_t level) : cell_(cell), level_(level) {}

  bool Admits(Type* in) {
    in = Resolve(in);
    if (in == cell_) return false;
    if (in->level < level_) return true;
    if (IsCallableType(in) && !AdmitsCallable(in)) return false;
    in->level = level_;
    return true;
  }

  bool Admits(Stack* in) {
    Stack* const top = Resolve(in);
    Stack* at = top;
    for (; MayHold(at); at = Resolve(at->below)) {
      if (!Admits(at->type)) return false;
    }
    if (at == cell_) return false;
    // Only now: a level may never be lower than what lies below.
    for (at = top; MayHold(at); at = Resolve(at->below)) at->level = level_;
    at->level = std::min(at->level, level_);
    return true;
  }

 private:
  bool MayHold(const Stack* at) const {
    return at->level >= level_ && at->kind == Stack::Kind::kItem;
  }

  bool AdmitsCallable(const Type* in) {
    // A type may occur in many places of another.
    if (!seen_.insert(in).second) return true;
    if (nesting_ == kMaxInferredNesting) return false;
    ++nesting_;
    const bool admitted =
        Admits(in->effect.inputs) && Admits(in->effect.outputs);
    --nesting_;
    return admitted;
  }

  const void* const cell_;
  const uint32_t level_;
  int nesting_ = 0;
  absl::flat_hash_set<const Type*> seen_;
};

bool FailTypes(Type* expected, Type* found, UnifyFailure& failure) {
  failure.reason = UnifyFailure::Reason::kTypes;
  failure.expected = expected;
  failure.found = found;
  return false;
}

// Whether two types without variables in them go together.
bool Agree(const Type* a, const Type* b) {
  if (a->kind == TypeKind::kUnion && b->kind == TypeKind::kUnion) {
    return a->definition == b->definition;
  }
  const auto is_tagged = [](const Type* type) {
    return type->kind == TypeKind::kVariant || type->kind == TypeKind::kUnion;
  };
  return a->kind == b->kind || (is_tagged(a) && is_tagged(b));
}

// Cell is Type or Stack.
template <typename Cell>
bool Bind(Cell* variable, Cell* to, UnifyFailure& failure) {
  if (!Admission(variable, variable->level).Admits(to)) {
    failure.reason = UnifyFailure::Reason::kInfinite;
    return false;
  }
  variable->binding = to;
  return true;
}

}  // namespace

bool Unify(Type* expected, Type* found, UnifyFailure& failure) {
  expected = Resolve(expected);
  found = Resolve(found);
  if (expected == found) return true;
  if (expected->kind == TypeKind::kVariable) {
    return Bind(expected, found, failure);
  }
  if (found->kind == TypeKind::kVariable) {
    return Bind(found, expected, failure);
  }
  if (!IsCallableType(expected) || !IsCallableType(found)) {
    return Agree(expected, found) || FailTypes(expected, found, failure);
  }
  if (failure.nesting == kMaxInferredNesting) return true;
  ++failure.nesting;
  const bool equal =
      Unify(expected->effect.inputs, found->effect.inputs, failure) &&
      Unify(expected->effect.outputs, found->effect.outputs, failure);
  --failure.nesting;
  // A mismatch inside is reported as one between the two quotation types:
  // people think of the whole quotation.
  return equal || FailTypes(expected, found, failure);
}

bool Unify(Stack* expected, Stack* found, UnifyFailure& failure) {
  for (;;) {
    expected = Resolve(expected);
    found = Resolve(found);
    if (expected == found) return true;
    if (IsFlexibleRow(expected)) return Bind(expected, found, failure);
    if (IsFlexibleRow(found)) return Bind(found, expected, failure);
    if (expected->kind == Stack::Kind::kClosed &&
        found->kind == Stack::Kind::kClosed) {
      return true;
    }
    if (expected->kind != Stack::Kind::kItem ||
        found->kind != Stack::Kind::kItem) {
      failure.reason = UnifyFailure::Reason::kShape;
      return false;
    }
    if (!Unify(expected->type, found->type, failure)) {
      failure.expected_origin = expected->origin;
      failure.origin = found->origin;
      return false;
    }
    expected = expected->below;
    found = found->below;
  }
}

}  // namespace seq
