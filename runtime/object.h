// Object: the base of everything a Value can point to.
//
// Counting. An object is born private to the strand that made it and is then
// counted without atomic read-modify-write operations. Before it becomes
// visible to another strand (sent, captured by a spawned closure) it is marked
// shared, with all that is reachable from it, and is from then on counted
// atomically. The mark is never taken back. An atomic copy-and-drop pair costs
// about ten evaluator nodes, a private one a fraction of one node.
//
// Why this is race free: a private object is reachable from one strand only, so
// only that strand's thread touches its count. Marking happens on that thread;
// the operation that publishes the object afterwards (a channel's mutex, the
// pool's mutex) makes the mark visible to the receiving thread before it can
// see the object.
//
// An immortal object (a literal of the program) belongs to whoever made it, is
// valid as long as the program, and is not counted at all.
//
// Destruction never recurses natively: objects that die while another one is
// being destroyed wait in a work list of the thread, except for strings, which
// hold nothing.

#ifndef SEQ_RUNTIME_OBJECT_H_
#define SEQ_RUNTIME_OBJECT_H_

#include <atomic>
#include <cstdint>

#include "absl/functional/function_ref.h"

namespace seq {

struct Value;

class Object {
 public:
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  void AddReference() {
    const Counting counting = counting_.load(std::memory_order_relaxed);
    if (counting == Counting::kPrivate) {
      references_.store(references_.load(std::memory_order_relaxed) + 1,
                        std::memory_order_relaxed);
    } else if (counting == Counting::kShared) {
      references_.fetch_add(1, std::memory_order_relaxed);
    }
  }

  // Frees the object when this was the last reference.
  void DropReference() {
    if (Forget()) DestroyUnreferenced(this);
  }

  // True if the caller holds the only reference, so that a word may change the
  // object in place. REQUIRES: the caller holds a reference.
  bool IsSoleReference() const {
    return references_.load(std::memory_order_acquire) == 1 &&
           counting_.load(std::memory_order_relaxed) != Counting::kImmortal;
  }

  // How many references there are, at this moment; only the caller can know
  // what that says. Immortal objects are not counted: as many as can be. What
  // whoever dropped a reference had done before is seen afterwards.
  uint32_t references() const {
    return counting_.load(std::memory_order_relaxed) == Counting::kImmortal
               ? UINT32_MAX
               : references_.load(std::memory_order_acquire);
  }

  // True if any strand may count this object (shared or immortal).
  bool shared() const {
    return counting_.load(std::memory_order_relaxed) != Counting::kPrivate;
  }

  // Marks this object only; see MarkShared(Value) for the whole graph.
  void set_shared() {
    counting_.store(Counting::kShared, std::memory_order_relaxed);
  }

  // Makes the one existing reference an owner's that outlives every other use;
  // that owner ends the object with DestroyImmortal.
  void set_immortal() {
    counting_.store(Counting::kImmortal, std::memory_order_relaxed);
  }
  void DestroyImmortal() { DestroyUnreferenced(this); }

  // Takes a reference unless the count has already reached zero. For weak
  // tables: REQUIRES the object is shared and its memory is kept alive by the
  // caller (by holding the lock its destructor must take).
  bool TryAddReference();

  // Calls `visit` for every value the object holds. The default holds none.
  // Used for marking and for destruction; `visit` may change the slot.
  virtual void VisitValues(absl::FunctionRef<void(Value&)> visit);

 protected:
  Object() = default;
  virtual ~Object() = default;

  // Frees the memory. Overridden by objects with a trailing array.
  virtual void Free() { delete this; }

  // Does the same if nothing counted would have to be released first, else
  // returns false. Overridden by objects that mostly die like that: the general
  // way takes several times as long.
  virtual bool FreeAlone() { return false; }

 private:
  enum class Counting : uint8_t { kPrivate, kShared, kImmortal };

  // Counts one reference less; true if it was the last one.
  bool Forget() {
    const Counting counting = counting_.load(std::memory_order_relaxed);
    if (counting == Counting::kPrivate) {
      const uint32_t left = references_.load(std::memory_order_relaxed) - 1;
      references_.store(left, std::memory_order_relaxed);
      return left == 0;
    }
    return counting == Counting::kShared &&
           references_.fetch_sub(1, std::memory_order_acq_rel) == 1;
  }
  static void DestroyUnreferenced(Object* object);

  std::atomic<uint32_t> references_{1};
  std::atomic<Counting> counting_{Counting::kPrivate};
};

}  // namespace seq

#endif  // SEQ_RUNTIME_OBJECT_H_
