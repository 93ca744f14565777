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
#include "runtime/operation.h"

namespace seq {

enum class Edition : uint8_t { kClassic, kCurrent };

// Which editions have a word.
enum class Editions : uint8_t { kClassic = 1, kCurrent = 2, kBoth = 3 };

inline bool Includes(Editions editions, Edition edition) {
  const int bit = edition == Edition::kClassic ? 1 : 2;
  return (static_cast<int>(editions) & bit) != 0;
}

// How the checker types a word. All but the first kind look at what lies on the
// stack; the effect in the row is then what people read, and what holds where
// nothing is known.
enum class WordTyping : uint8_t {
  kEffect,  // by the effect in its row
  kCall,    // runs the quotation on top: by the quotation's effect, if known
  kDip,     // `dip`, `keep`, `bi`, `if`: likewise, each in its own way
  kKeep,
  kBi,
  kIf,
  kPick,  // `pick`, `roll`: by the literal directly before it
  kRoll,
  kToAux,  // moves a value to or from the side stack
  kFromAux,
  kSpawn,  // the child starts on a copy of the stack
  kSugar,  // stands for another word, chosen by the types of two operands
};

// The words that an operator stands for, by the type of both operands; empty
// where there is none.
struct SugarTargets {
  absl::string_view of_ints;
  absl::string_view of_floats;
  absl::string_view of_strings;
};

// The functions of a SlotNode that does what a word does with operands that lie
// anywhere (runtime/slot_node.h). Null for most words.
//
// A word that *borrows* looks at the value in slot `a` and, if it has two
// operands, at the one in `b`, leaves them alone, and pushes its results. One
// that *changes* its first operand does so in slot `a`, takes the others over,
// and pushes what its effect says above the changed value.
struct SlotFunctions {
  NodeFunction run = nullptr;
  // Of a word that pushes a Bool on top: the same without it, for a node that
  // knows where to go on if it is true. Otherwise a word that borrows goes on
  // with `plain`, having pushed nothing, and one that changes with `otherwise`.
  NodeFunction run_without_bool = nullptr;
  bool changes = false;
  bool has_index = false;  // the second operand must be an Int
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
  Editions editions;
  // The name in run-time messages; empty means `name`.
  absl::string_view message_name;
  NodeFunction run;
  // Used instead of `run` where nothing follows the word in its body, so that a
  // word that runs a quotation can leave its own frame first. May be null.
  NodeFunction run_as_tail = nullptr;
  WordTyping typing = WordTyping::kEffect;
  SugarTargets sugar = {};  // kSugar, which has no `run`
  // What lowering may compute without calling `run`; see interp/segment.h.
  Operation operation = Operation::kNone;
  // Of words that can work on their operands where these lie.
  SlotFunctions on_slots = {};
};

inline absl::string_view MessageName(const WordRow& row) {
  return row.message_name.empty() ? row.name : row.message_name;
}

}  // namespace seq

#endif  // SEQ_RUNTIME_WORD_H_
