// Symbol: an interned name, `:name` in programs and the tag of every variant.
//
// There is one object per name, so equal symbols are the same pointer. Symbols
// that a program writes down are immortal; those it makes at run time
// (`string->symbol`) are freed with their last reference, so a server that
// makes symbols out of requests stays flat.
//
// The table of names is one per process, split into a few shards with a mutex
// each. Thread-safe; Intern blocks only for such a mutex.

#ifndef SEQ_RUNTIME_SYMBOL_H_
#define SEQ_RUNTIME_SYMBOL_H_

#include <string>

#include "absl/strings/string_view.h"
#include "runtime/object.h"
#include "runtime/value.h"

namespace seq {

class Symbol final : public Object {
 public:
  // The symbol of that name (any bytes). The caller owns a reference.
  // O(size of the name).
  static Symbol* Intern(absl::string_view name);
  // The same for a name in a program: immortal from now on, so nothing is
  // counted and the result is valid for ever.
  static Symbol* InternLiteral(absl::string_view name);
  // The tag of lists, immortal.
  static Symbol* List();

  absl::string_view name() const { return name_; }

 private:
  explicit Symbol(absl::string_view name) : name_(name) {}
  ~Symbol() override;
  static Symbol* Find(absl::string_view name, bool immortal);

  const std::string name_;
  bool immortal_ = false;  // guarded by the mutex of the symbol's shard
};

// Takes over the caller's reference.
inline Value SymbolValue(Symbol* symbol) {
  return Value::Counted(ValueKind::kSymbol, symbol);
}

// The name of a symbol value. REQUIRES: value.kind == kSymbol. The view is
// valid as long as the value is retained.
inline absl::string_view SymbolName(const Value& value) {
  return static_cast<const Symbol*>(value.object)->name();
}

}  // namespace seq

#endif  // SEQ_RUNTIME_SYMBOL_H_
