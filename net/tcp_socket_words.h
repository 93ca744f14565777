// The TCP words of the current edition: `net.tcp.…`, `fd->socket`,
// `socket->fd`.
//
// A Socket is an Int at run time, a number of SocketNumbers::OfProcess(). What
// does not work gives a failure value, never a run-time error. Words that wait
// for the network give up the strand's permit first
// (StrandPool::LeaveForOutside).

#ifndef SEQ_NET_TCP_SOCKET_WORDS_H_
#define SEQ_NET_TCP_SOCKET_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// The rows; they live as long as the process.
absl::Span<const WordRow> TcpSocketWords();

}  // namespace seq

#endif  // SEQ_NET_TCP_SOCKET_WORDS_H_
