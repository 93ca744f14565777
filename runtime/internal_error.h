// Internal errors: faults of the interpreter itself, not of a Seq program.
//
// Nothing a program does should lead here. If it happens all the same, the
// process says that it is our fault and ends with status 70 instead of dying
// from a signal without a word. A terminal in raw mode gets its settings back.
// What the program had written but the system had not taken yet is lost: after
// a fault nothing can be trusted to hand it over.

#ifndef SEQ_RUNTIME_INTERNAL_ERROR_H_
#define SEQ_RUNTIME_INTERNAL_ERROR_H_

#include <cstddef>

namespace seq {

// Handles SIGSEGV, SIGBUS, SIGILL, SIGFPE and SIGABRT (and with it uncaught C++
// exceptions) from now on. Call once, at the start. Does nothing in sanitizer
// builds, whose own reports say more.
void ReportInternalErrors();

// Lets the calling thread report an internal error even when it has run out of
// its own stack: `memory` is used then. It must outlive the thread.
void UseSignalStack(void* memory, size_t bytes);

}  // namespace seq

#endif  // SEQ_RUNTIME_INTERNAL_ERROR_H_
