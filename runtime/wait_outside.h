// WaitOutside: how a strand at a word gets ready to wait for the outside world.
//
//     stream.Read(buffer, capacity, WaitOutside(node, strand));
//
// What operations that may wait take as `before_wait`: it notes the place and
// gives the permit up, which also hands over what the program has written, so
// that a prompt is seen. Calling it more than once does no harm. To be called
// on the strand's thread; the pool must be there by then.
//
// The object must live until the operation has ended: in a run from a seed its
// destructor waits for the permit, since there only who holds it may go on.
//
// WaitForInput is the same for standard input. In a run from a seed that keeps
// the permit: what comes out then depends on what is read only, not on when.

#ifndef SEQ_RUNTIME_WAIT_OUTSIDE_H_
#define SEQ_RUNTIME_WAIT_OUTSIDE_H_

#include "runtime/node.h"
#include "runtime/strand.h"
#include "runtime/strand_pool.h"

namespace seq {

class WaitOutside {
 public:
  WaitOutside(const Node* node, Strand* strand)
      : node_(node), strand_(strand) {}
  ~WaitOutside() { strand_->pool()->ReturnFromOutside(strand_); }
  WaitOutside(const WaitOutside&) = delete;
  WaitOutside& operator=(const WaitOutside&) = delete;

  void operator()() const {
    strand_->wait_site = node_->site;
    strand_->pool()->LeaveForOutside(strand_);
  }

  // Whether the strand has no permit to lose, so that to try without waiting
  // first would only cost a system call.
  bool at_once() const { return strand_->is_outside(); }

 private:
  const Node* const node_;
  Strand* const strand_;
};

class WaitForInput {
 public:
  WaitForInput(const Node* node, Strand* strand)
      : node_(node), strand_(strand) {}

  void operator()() const {
    strand_->wait_site = node_->site;
    strand_->pool()->LeaveForInput(strand_);
  }

 private:
  const Node* const node_;
  Strand* const strand_;
};

}  // namespace seq

#endif  // SEQ_RUNTIME_WAIT_OUTSIDE_H_
