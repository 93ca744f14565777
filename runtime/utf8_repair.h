// Makes well-formed UTF-8 out of any bytes.
//
// A pure function, linear in the size of the text.

#ifndef SEQ_RUNTIME_UTF8_REPAIR_H_
#define SEQ_RUNTIME_UTF8_REPAIR_H_

#include <string>

namespace seq {

// `text` with every invalid sequence replaced by one U+FFFD. A sequence that
// begins like a character and breaks off counts as one, as Unicode recommends
// ("maximal subparts"); every other misplaced byte counts by itself.
std::string ReplaceInvalidUtf8(std::string text);

}  // namespace seq

#endif  // SEQ_RUNTIME_UTF8_REPAIR_H_
