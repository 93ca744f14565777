// TextReader: reads a Stream as UTF-8 text, piece by piece.
//
// The network cuts a stream where it likes, also inside a character. The reader
// holds the first bytes of such a character back (three at most) and puts them
// in front of the next piece, so that a program only ever sees whole
// characters.

#ifndef SEQ_NET_TEXT_READER_H_
#define SEQ_NET_TEXT_READER_H_

#include <cstddef>
#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "net/socket.h"
#include "runtime/mutex.h"

namespace seq {

// True if reading failed because the bytes that arrived are no UTF-8.
bool IsInvalidText(const absl::Status& status);

// Thread-safe: a piece goes to one of the threads that read, and pieces follow
// each other in the order of the stream.
class TextReader {
 public:
  // No piece is longer. Part of the language (classic edition, tcp-read).
  static constexpr size_t kMaxPieceBytes = 4096;
  // The room ReadPiece needs.
  using Buffer = char[kMaxPieceBytes];

  // `stream` is borrowed and must outlive the reader.
  explicit TextReader(Stream& stream) : stream_(stream) {}
  TextReader(const TextReader&) = delete;
  TextReader& operator=(const TextReader&) = delete;

  // Returns the next piece: what one read of the system gave, without a last
  // character that is cut. Blocks until there is a whole character. Empty only
  // at the end of the stream, and from then on always. The view points into
  // `buffer`.
  //
  // Waits and fails as Stream::Read does, and with IsInvalidText if a byte
  // cannot belong to any character or the stream ends inside one; the message
  // says at which byte of the stream. The piece is lost then.
  absl::StatusOr<absl::string_view> ReadPiece(
      Buffer& buffer, absl::FunctionRef<void()> before_wait,
      bool at_once = false);

 private:
  // The longest part of a character that can stand at a cut.
  static constexpr size_t kMaxCutBytes = 3;

  // Puts held_ in front of the next bytes of the stream. Returns how many bytes
  // `buffer` holds then; held_size_ itself stays as it is.
  absl::StatusOr<size_t> Fill(Buffer& buffer,
                              absl::FunctionRef<void()> before_wait,
                              bool at_once)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Stream& stream_;
  Mutex mutex_;
  // The bytes of a cut character, and where in the stream it begins.
  char held_[kMaxCutBytes] ABSL_GUARDED_BY(mutex_);
  size_t held_size_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t position_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace seq

#endif  // SEQ_NET_TEXT_READER_H_
