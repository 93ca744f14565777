// The system call with which a thread sleeps until a word changes.

#ifndef SEQ_RUNTIME_FUTEX_H_
#define SEQ_RUNTIME_FUTEX_H_

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <ctime>

namespace seq {

// Sleeps while `*word` is `expected`, but not longer than `timeout`, if there
// is one; may return early.
inline void FutexWait(std::atomic<uint32_t>* word, uint32_t expected,
                      const timespec* timeout) {
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, timeout, nullptr, 0);
}

inline void FutexWakeOne(std::atomic<uint32_t>* word) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

}  // namespace seq

#endif  // SEQ_RUNTIME_FUTEX_H_
