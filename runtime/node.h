// Node: one step of the executable tree, and the rules every node obeys.
//
// A node is a pointer to the function that executes it, the node that comes
// next, and the node's own data in a derived struct. To execute a node is to
// call its function; the function does the node's work and then *continues*
// with the next node. Quotations, branches and word bodies are chains of nodes
// entered by pointer; the last node of a chain returns the stack pointer.
//
//     Value* Dup(const Node* node, Value* sp, Strand* strand) {
//       ...
//       SEQ_NEXT(AsWordNode(node), sp, strand);
//     }
//
// SEQ_NEXT, or SEQ_CONTINUE with another node, is a tail call: native stack use
// does not depend on the length of a chain, and a Seq tail call is the same
// jump. Clang promises it (musttail); g++ does it at -O2 in functions that take
// the address of no local variable, which is therefore forbidden in functions
// that continue. Builds that cannot promise it (sanitizers, -O0) define
// SEQ_TRAMPOLINE: there the macro stores the node and returns to the loop in
// Execute.
//
// Conventions for node functions:
//  * `sp` points one past the top of the data stack; sp[-1] is the top.
//  * Operands are checked (kind, and with it depth) before anything is popped,
//    so that on failure the stack still owns every value.
//  * A node that enters another chain without leaving its own (a non-tail call,
//    a loop) does so through CallCode or CallValue in runtime/call.h.
//  * A function that continues holds no object with a destructor at that point.
//
// Design C of the project's measurements: about 0.8 ns a node, half the time of
// a loop over nodes.

#ifndef SEQ_RUNTIME_NODE_H_
#define SEQ_RUNTIME_NODE_H_

#include <cstdint>

#include "runtime/location.h"
#include "runtime/value.h"

namespace seq {

class Strand;
struct Node;
struct WordRow;

using NodeFunction = Value* (*)(const Node* node, Value* sp, Strand* strand);

struct Node {
  NodeFunction run;
  const Node* next;
  SiteId site;
};

// A node that executes a built-in word.
struct WordNode : Node {
  const WordRow* row;
};

inline const WordNode& AsWordNode(const Node* node) {
  return *static_cast<const WordNode*>(node);
}

// The body of a word or quotation. Allocated before its nodes so that calls can
// refer to words that are lowered later.
struct Code {
  const Node* entry = nullptr;
};

namespace internal {
// What lies behind the node. The compiler must not know that it could as well
// take what this was found equal to.
template <typename NodeType>
const NodeType* Behind(const NodeType& node) {
  const NodeType* same;
  asm("" : "=r"(same) : "0"(&node));
  return same + 1;
}
}  // namespace internal

#if defined(SEQ_TRAMPOLINE)

namespace internal {
// Kept out of class Strand so that this header does not need it.
void SetResume(Strand* strand, const Node* node);
}  // namespace internal

#define SEQ_CONTINUE(node_, sp_, strand_)           \
  do {                                              \
    ::seq::internal::SetResume((strand_), (node_)); \
    return (sp_);                                   \
  } while (false)

#else

#if defined(__clang__)
#define SEQ_MUSTTAIL [[clang::musttail]]
#else
#define SEQ_MUSTTAIL
#endif

#define SEQ_CONTINUE(node_, sp_, strand_)                            \
  do {                                                               \
    const ::seq::Node* seq_next_ = (node_);                          \
    SEQ_MUSTTAIL return seq_next_->run(seq_next_, (sp_), (strand_)); \
  } while (false)

#endif

// Continues with `next_`, which mostly lies right behind `node_`, a reference
// to the node as what it is. The address of each node is a load from the node
// before: the processor, which knows from experience where to jump, would wait
// for these loads, one after the other, with all that the nodes do. So the node
// guesses where the next one lies, and does not wait for the load that confirms
// it: up to 1.9 times as fast (decision 026; value speculation, F. Gabbay and
// A. Mendelson, 1998).
#if defined(SEQ_TRAMPOLINE)
#define SEQ_CONTINUE_NEAR(node_, next_, sp_, strand_) \
  SEQ_CONTINUE(next_, sp_, strand_)
#else
#define SEQ_CONTINUE_NEAR(node_, next_, sp_, strand_)                 \
  do {                                                                \
    ::seq::Value* const seq_sp_ = (sp_);                              \
    if (__builtin_expect((next_) == &(node_) + 1, 1)) {               \
      SEQ_CONTINUE(::seq::internal::Behind(node_), seq_sp_, strand_); \
    }                                                                 \
    SEQ_CONTINUE(next_, seq_sp_, strand_);                            \
  } while (false)
#endif

// The same for the node's `next`: how a node usually ends.
#define SEQ_NEXT(node_, sp_, strand_) \
  SEQ_CONTINUE_NEAR(node_, (node_).next, sp_, strand_)

// Goes on in another function for the same node, with a jump: what is unusual
// is done there, so that the usual way needs no stack frame.
#if defined(SEQ_TRAMPOLINE)
#define SEQ_GO_ON_IN(function_, node_, sp_, strand_) \
  return (function_)((node_), (sp_), (strand_))
#else
#define SEQ_GO_ON_IN(function_, node_, sp_, strand_) \
  SEQ_MUSTTAIL return (function_)((node_), (sp_), (strand_))
#endif

// Runs the chain that starts at `node` to its end and returns the stack pointer
// it leaves. Uses native stack; does not check for it (see runtime/call.h).
#if defined(SEQ_TRAMPOLINE)
Value* Execute(const Node* node, Value* sp, Strand* strand);
#else
inline Value* Execute(const Node* node, Value* sp, Strand* strand) {
  return node->run(node, sp, strand);
}
#endif

// The last node of every chain.
Value* ReturnNode(const Node* node, Value* sp, Strand* strand);

namespace internal {
// Out of line, so that the local objects of `kWord` do not keep ThenNext from
// continuing with a jump.
template <NodeFunction kWord>
[[gnu::noinline]] Value* Work(const Node* node, Value* sp, Strand* strand) {
  return kWord(node, sp, strand);
}
}  // namespace internal

// Turns a function that only does a word's work into a node function. `kWord`
// has the signature of a node function and returns the new stack pointer
// without continuing; since it does not continue, it may use local objects
// freely.
template <NodeFunction kWord>
Value* ThenNext(const Node* node, Value* sp, Strand* strand) {
  sp = internal::Work<kWord>(node, sp, strand);
  SEQ_NEXT(AsWordNode(node), sp, strand);
}

}  // namespace seq

#endif  // SEQ_RUNTIME_NODE_H_
