#include "runtime/weave.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/call.h"
#include "runtime/run_time_error.h"
#include "runtime/strand_pool.h"
#include "runtime/strand_start.h"

namespace seq {

// What a value of the kind points to: a handle or a context.
class Weave::Reference final : public Object {
 public:
  enum class Role : uint8_t { kHandle, kContext };

  // The caller owns the result, which is shared from the start: values that
  // hold it cross between strands with every weave.
  static Value New(Weave* weave, Role role) {
    auto* reference = new Reference(weave, role);
    reference->set_shared();
    return Value::Counted(ValueKind::kWeave, reference);
  }

  Weave* weave() const { return weave_; }

 private:
  Reference(Weave* weave, Role role) : weave_(weave), role_(role) {
    weave->AddReference();
  }
  ~Reference() override {
    if (role_ == Role::kHandle) weave_->LoseHandles();
    weave_->DropReference();
  }

  Weave* const weave_;
  const Role role_;
};

Weave::Weave(StrandPool* pool, int64_t number, Strand* creator, SiteId site,
             StrandStart* start)
    : pool_(pool),
      number_(number),
      creator_(creator->number()),
      site_(site),
      start_(start) {
  set_shared();
}

Weave::~Weave() {
  if (start_ != nullptr) start_->Delete();
}

Value Weave::Make(Strand* creator, SiteId site, const Value& callable,
                  absl::Span<const Value> stack) {
  StrandPool* const pool = creator->pool();
  auto* weave = new Weave(pool, pool->NumberWeave(), creator, site,
                          StrandStart::New(callable, stack));
  const Value handle = Reference::New(weave, Reference::Role::kHandle);
  weave->DropReference();
  return handle;
}

Weave* Weave::Of(const Value& value) {
  return static_cast<Reference*>(value.object)->weave();
}

void Weave::LoseHandles() {
  // A weave without a body either was never started, and cannot be any more, or
  // has ended. Either way there is nothing to cancel, perhaps not even a pool.
  if (has_body_.load(std::memory_order_acquire)) pool_->CancelWeave(this);
}

void Weave::Cancel() { pool_->CancelWeave(this); }

void Weave::VisitStart(absl::FunctionRef<void(const Value&)> visit) const {
  if (state_ != State::kNotStarted) return;
  visit(start_->callable());
  for (const Value& value : start_->values()) visit(value);
}

WeaveOutcome Weave::Resume(Strand* strand, SiteId site, const Value& sent,
                           Value* answer, const Value* sp) {
  MarkShared(sent);
  const WeaveOutcome outcome =
      pool_->ResumeWeave(strand, this, site, sp, sent, answer);
  if (outcome != WeaveOutcome::kCancelled) return outcome;
  Release(sent);
  *answer = Value::Int(0);
  return WeaveOutcome::kFinished;
}

Value Weave::Yield(Strand* strand, SiteId site, Value* sp, const Value& value) {
  MarkShared(value);
  Value next;
  if (!pool_->YieldFromWeave(strand, site, sp, value, &next)) {
    strand->failed_sp = sp;
    throw WeaveCancelled();
  }
  return next;
}

// --- The body ----------------------------------------------------------------

// Puts the context and the first value onto the stack.
Value* Weave::BeginBody(Strand* strand, Value* sp) {
  *sp++ = Reference::New(this, Reference::Role::kContext);
  CopySlot(*sp++, std::exchange(strand->received, Value::Hole()));
  return sp;
}

void Weave::RequireOnTop(Value* sp, Strand* strand) {
  const Node node = {ReturnNode, nullptr, site_};
  if (sp == strand->stack_base) {
    Fail(&node, sp, strand,
         "strand.weave: the body must end with its weave context on top of the "
         "stack, but its stack is empty");
  }
  if (sp[-1].kind == ValueKind::kWeave && Of(sp[-1]) == this) return;
  const bool other = sp[-1].kind == ValueKind::kWeave;
  Fail(&node, sp, strand,
       absl::StrCat("strand.weave: the body must end with its weave context on "
                    "top of the stack, got ",
                    DescribeValue(sp[-1]), other ? " of another weave" : ""));
}

void Weave::RunBody(Strand* strand) {
  Value* sp;
  try {
    const Code* code;
    {
      const OwnedStrandStart start(std::exchange(start_, nullptr));
      sp = start->MoveStack("strand.weave", strand);
      sp = BeginBody(strand, sp);
      code = PushCaptured(start->callable(), sp);
    }
    sp = Execute(code->entry, sp, strand);
    RequireOnTop(sp, strand);
  } catch (const WeaveCancelled&) {
    sp = strand->failed_sp;
  }
  ReleaseStacks(strand, sp);
  pool_->FinishWeave(strand);
}

}  // namespace seq
