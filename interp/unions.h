// UnionTable: the unions of a program and the words they bring with them.
//
// For every variant `V { f: T … }` of a union `U` there are, as ordinary words,
//
//   Make-V  ( T … -- U )      builds the value, the last field on top
//   is-V?   ( U -- Bool )     tests the tag
//   V-f     ( U -- T )        gives the field at f's position, whatever the tag
//
// Immutable after construction, thread-safe. Refers to the Program, which must
// outlive it.

#ifndef SEQ_INTERP_UNIONS_H_
#define SEQ_INTERP_UNIONS_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "interp/ast.h"

namespace seq {

// A word that a union brings with it.
struct UnionWord {
  enum class Kind : uint8_t { kMake, kTest, kField };
  Kind kind;
  std::string name;
  const UnionDefinition* definition;
  const VariantSyntax* variant;
  size_t field = 0;  // kField: its position
};

struct UnionVariant {
  const UnionDefinition* definition = nullptr;
  const VariantSyntax* variant = nullptr;
};

class UnionTable {
 public:
  // Of several unions, variants or words with one name the first one counts.
  explicit UnionTable(const Program& program);
  UnionTable(const UnionTable&) = delete;
  UnionTable& operator=(const UnionTable&) = delete;

  // Null, or null members, if there is none of that name. O(1).
  const UnionDefinition* FindUnion(absl::string_view name) const;
  UnionVariant FindVariant(absl::string_view name) const;
  const UnionWord* FindWord(absl::string_view name) const;

  // All words, in the order of the definitions, duplicates included.
  const std::deque<UnionWord>& words() const { return words_; }
  // The names of all unions.
  const absl::flat_hash_map<absl::string_view, const UnionDefinition*>& unions()
      const {
    return unions_;
  }

 private:
  void AddWord(UnionWord word);

  std::deque<UnionWord> words_;
  absl::flat_hash_map<absl::string_view, const UnionDefinition*> unions_;
  absl::flat_hash_map<absl::string_view, UnionVariant> variants_;
  absl::flat_hash_map<absl::string_view, const UnionWord*> by_name_;
};

}  // namespace seq

#endif  // SEQ_INTERP_UNIONS_H_
