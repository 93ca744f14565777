// Channels of the current edition.

#ifndef SEQ_STDLIB_CHANNEL_WORDS_H_
#define SEQ_STDLIB_CHANNEL_WORDS_H_

#include "absl/types/span.h"
#include "runtime/word.h"

namespace seq {

// Needs StrandPoolOptions::channels.
absl::Span<const WordRow> ChannelWords();

}  // namespace seq

#endif  // SEQ_STDLIB_CHANNEL_WORDS_H_
