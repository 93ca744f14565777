// The effects of all words a program can call, as the checker needs them.

#ifndef SEQ_INTERP_CHECKER_EFFECTS_H_
#define SEQ_INTERP_CHECKER_EFFECTS_H_

#include <deque>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "interp/ast.h"
#include "interp/effect.h"
#include "interp/source.h"
#include "interp/types.h"
#include "interp/unions.h"
#include "interp/vocabulary.h"

namespace seq {

// A word as its callers see it. A built-in wins over a definition of its name.
struct Callee {
  enum class Kind { kUnknown, kBuiltIn, kDefined, kUnion };
  Kind kind = Kind::kUnknown;
  const WordRow* row = nullptr;                // kBuiltIn
  const WordDefinition* definition = nullptr;  // kDefined
  // Null for a definition without a declared effect and for operators that
  // stand for other words. A template: instantiate it before use.
  const Effect* effect = nullptr;
};

// Effects are built when a word is first called. Not thread-safe.
class WordEffects {
 public:
  WordEffects(const Program& program, const UnionTable& unions,
              const Vocabulary& vocabulary);

  Callee Find(absl::string_view name, RowRule rule);
  bool IsBuiltIn(absl::string_view name) const {
    return vocabulary_.Find(name) != nullptr;
  }
  const WordRow* FindRow(absl::string_view name) const {
    return vocabulary_.Find(name);
  }
  const UnionTable& unions() const { return unions_; }

 private:
  const Effect* OfUnion(const UnionWord& word);
  const Effect* BuiltIn(const WordRow& row);
  const Effect* Defined(const WordDefinition& word, RowRule rule);

  const UnionTable& unions_;
  const Vocabulary& vocabulary_;
  TypeArena arena_;
  std::deque<Effect> effects_;
  absl::flat_hash_map<absl::string_view, const WordDefinition*> definitions_;
  absl::flat_hash_map<const WordRow*, const Effect*> built_in_;
  absl::flat_hash_map<const UnionWord*, const Effect*> of_unions_;
  absl::flat_hash_map<const WordDefinition*, const Effect*> defined_[3];
};

}  // namespace seq

#endif  // SEQ_INTERP_CHECKER_EFFECTS_H_
