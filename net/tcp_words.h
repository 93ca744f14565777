// The TCP words of the classic edition: tcp-listen, tcp-accept, tcp-read,
// tcp-write, tcp-close.
//
// Programs see listeners and sockets as Ints. How a word takes its operand:
//
//  * A value that holds an object of the kind the word works on means that
//    object, even if its number has been given to another one since.
//  * Everything else means a number. That goes for a plain Int (one that was
//    computed) and also for a value of the other kind, because listeners and
//    sockets are numbered separately: `tcp-close` on the value of listener 2
//    closes socket 2 if there is one, and never a listener.
//
// The sockets are those of SocketTable::OfProcess(). Words that wait for the
// network give up the strand's permit first (StrandPool::LeaveForOutside).

#ifndef SEQ_NET_TCP_WORDS_H_
#define SEQ_NET_TCP_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows; they live as long as the process.
absl::Span<const WordRow> ClassicTcpWords();

}  // namespace seq

#endif  // SEQ_NET_TCP_WORDS_H_
