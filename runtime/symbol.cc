#include "runtime/symbol.h"

#include <array>
#include <cstddef>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "runtime/mutex.h"

namespace seq {
namespace {

// A fraction of the table with its own lock, so that strands that make symbols
// at the same time seldom meet. Entries are weak, except that immortal symbols
// stay for ever: a symbol takes its entry out before its memory goes, so what
// is found under the lock can be looked at, and TryAddReference says whether it
// is still alive. The keys are views of the symbols' own names.
struct Shard {
  Mutex mutex;
  absl::flat_hash_map<absl::string_view, Symbol*> symbols
      ABSL_GUARDED_BY(mutex);
};

// Never destroyed: symbols die until the very end of the process.
Shard& ShardOf(absl::string_view name) {
  constexpr size_t kShards = 16;
  static auto* const shards = new std::array<Shard, kShards>();
  // The high bits: the table itself uses the low ones.
  constexpr int kShift = 8 * sizeof(size_t) - 4;
  return (*shards)[absl::HashOf(name) >> kShift];
}

}  // namespace

Symbol* Symbol::Find(absl::string_view name, bool immortal) {
  Shard& shard = ShardOf(name);
  MutexLock lock(shard.mutex);
  const auto found = shard.symbols.find(name);
  Symbol* symbol = nullptr;
  if (found != shard.symbols.end()) {
    // An immortal one must not be counted upwards only.
    if (found->second->immortal_ || found->second->TryAddReference()) {
      symbol = found->second;
    } else {
      // It is dying on another thread, which waits for the lock or will. The
      // key is part of it, so the entry cannot be kept.
      shard.symbols.erase(found);
    }
  }
  if (symbol == nullptr) {
    symbol = new Symbol(name);
    // The table hands it to any strand.
    symbol->set_shared();
    shard.symbols.emplace(symbol->name(), symbol);
  }
  if (immortal && !symbol->immortal_) {
    // Safe while others count it: the reference just taken is never given
    // back, and whoever still counts downwards has counted upwards before.
    symbol->immortal_ = true;
    symbol->set_immortal();
  }
  return symbol;
}

Symbol* Symbol::Intern(absl::string_view name) { return Find(name, false); }

Symbol* Symbol::InternLiteral(absl::string_view name) {
  return Find(name, true);
}

Symbol* Symbol::List() {
  static Symbol* const list = InternLiteral("List");
  return list;
}

Symbol::~Symbol() {
  Shard& shard = ShardOf(name_);
  MutexLock lock(shard.mutex);
  const auto found = shard.symbols.find(name_);
  // A successor of the same name may have taken its place.
  if (found != shard.symbols.end() && found->second == this) {
    shard.symbols.erase(found);
  }
}

}  // namespace seq
