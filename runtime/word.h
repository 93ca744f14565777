// WordRow: everything there is to know about a built-in word, said once.
//
// A vocabulary is an array of rows in stdlib/ or net/. The checker parses the
// effect with the parser of user effects; help, reference manual, "did you
// mean" and tests read the same row; lowering takes the function. To add a
// word, add a row.

#ifndef SEQ_RUNTIME_WORD_H_
#define SEQ_RUNTIME_WORD_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "runtime/node.h"

namespace seq {

enum class Edition : uint8_t { kClassic, kCurrent };

// How the checker types a word.
enum class WordTyping : uint8_t {
  kEffect,  // by the effect in its row
  kCall,    // runs the quotation on top: by the quotation's effect, if known
};

struct WordRow {
  absl::string_view name;
  // In Seq's notation, e.g. "( ..a Int Int -- ..a Int )". Rows are written out;
  // a quotation parameter with an empty input side `[ -- ..b ]` wants an empty
  // stack and so captures everything its literal needs.
  absl::string_view effect;
  // One sentence, starting with a verb, ending with a full stop.
  absl::string_view doc;
  // What the word does when it cannot go on; empty if it cannot fail beyond
  // missing or wrong operands.
  absl::string_view failure;
  Edition edition;
  // The name in run-time messages; empty means `name`.
  absl::string_view message_name;
  NodeFunction run;
  // Used instead of `run` where nothing follows the word in its body, so that a
  // word that runs a quotation can leave its own frame first. May be null.
  NodeFunction run_as_tail = nullptr;
  WordTyping typing = WordTyping::kEffect;
};

inline absl::string_view MessageName(const WordRow& row) {
  return row.message_name.empty() ? row.name : row.message_name;
}

}  // namespace seq

#endif  // SEQ_RUNTIME_WORD_H_
