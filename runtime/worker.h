// Worker: one OS thread of the pool and the stacks it lends to strands.
//
// Private to StrandPool. A worker runs one strand after the other; between two
// it waits in the pool's idle list and, after a while, ends.

#ifndef SEQ_RUNTIME_WORKER_H_
#define SEQ_RUNTIME_WORKER_H_

#include <pthread.h>

#include <atomic>

#include "runtime/parker.h"
#include "runtime/stack_region.h"

namespace seq {

class StrandPool;
class Strand;

struct Worker {
  StrandPool* pool = nullptr;
  StackRegion stacks;
  pthread_t thread{};
  // Where it last computed, noted under the pool's mutex when its strand waits
  // or ends. A hint: the system may move it.
  int core = 0;
  // Where the worker's strand, or the idle worker, sleeps.
  Parker parker;
  // Set just before the parker's token is made available, so that a strand may
  // look for it without taking it. A hint.
  std::atomic<bool> unparked{false};
  // The strand to run next; set by the pool, under its mutex, before unparking.
  // A new thread takes it as soon as it is there, so all that concerns the
  // strand comes before, and is visible to the thread.
  std::atomic<Strand*> next{nullptr};
};

}  // namespace seq

#endif  // SEQ_RUNTIME_WORKER_H_
