// What tests of strands share: small pools, places for reports, a value that
// says when it is destroyed.
//
// Thread-safety: TestLocations is immutable; a Probe counts atomically.

#ifndef SEQ_TESTS_RUNTIME_POOL_SUPPORT_H_
#define SEQ_TESTS_RUNTIME_POOL_SUPPORT_H_

#include <atomic>
#include <string>
#include <vector>

#include "runtime/location.h"
#include "runtime/object.h"
#include "runtime/strand_pool.h"
#include "runtime/value.h"

namespace seq {

// Site N is the text "callN" in the word "wordN", at test.seq:N:3.
class TestLocations : public LocationTable {
 public:
  TestLocations();
  Location Resolve(SiteId site) const override;

 private:
  static constexpr SiteId kSites = 100;
  std::vector<std::string> words_;
  std::vector<std::string> texts_;
  std::vector<std::string> lines_;
};

// A pool with `permits` and small stacks, whose reports use TestLocations.
StrandPoolOptions SmallPool(int permits);

// An object without contents that counts how many of its kind are gone.
class Probe final : public Object {
 public:
  explicit Probe(std::atomic<int>* destroyed) : destroyed_(destroyed) {}
  ~Probe() override { destroyed_->fetch_add(1); }

 private:
  std::atomic<int>* const destroyed_;
};

// A value that counts in `destroyed` when it is gone; the caller owns it. It
// passes for a String, so nothing may look at its contents.
Value MakeProbe(std::atomic<int>* destroyed);

}  // namespace seq

#endif  // SEQ_TESTS_RUNTIME_POOL_SUPPORT_H_
