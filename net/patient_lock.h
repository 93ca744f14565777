// PatientLock: holds a mutex under which its holder may wait for the network.
//
// Such a mutex can be taken for as long as a peer is slow, so whoever finds it
// taken says so (`before_wait`, see net/socket.h) before queueing up for it.

#ifndef SEQ_NET_PATIENT_LOCK_H_
#define SEQ_NET_PATIENT_LOCK_H_

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "runtime/mutex.h"

namespace seq {

// Holds `mutex` for the lifetime of a scope. Blocks while another thread holds
// it, and calls `before_wait` first in that case only.
class ABSL_SCOPED_LOCKABLE PatientLock {
 public:
  PatientLock(Mutex& mutex, absl::FunctionRef<void()> before_wait)
      ABSL_EXCLUSIVE_LOCK_FUNCTION(mutex)
      : mutex_(mutex) {
    if (mutex_.try_lock()) return;
    before_wait();
    mutex_.lock();
  }
  ~PatientLock() ABSL_UNLOCK_FUNCTION() { mutex_.unlock(); }
  PatientLock(const PatientLock&) = delete;
  PatientLock& operator=(const PatientLock&) = delete;

 private:
  Mutex& mutex_;
};

}  // namespace seq

#endif  // SEQ_NET_PATIENT_LOCK_H_
