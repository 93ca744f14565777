// The names in the effect of a built-in word that only moves and names single
// values: no quotation types.

#ifndef SEQ_INTERP_EFFECT_NAMES_H_
#define SEQ_INTERP_EFFECT_NAMES_H_

#include <vector>

#include "absl/strings/string_view.h"

namespace seq {

// Of "( ..a T U -- ..a U T )": T U, and U T.
struct EffectNames {
  std::vector<absl::string_view> inputs;
  std::vector<absl::string_view> outputs;
};

// The views point into `effect`, which is written as in the example: with
// brackets, and a row variable on each side.
EffectNames NamesInEffect(absl::string_view effect);

}  // namespace seq

#endif  // SEQ_INTERP_EFFECT_NAMES_H_
