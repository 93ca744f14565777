#include "tests/runtime/pool_support.h"

#include "absl/strings/str_cat.h"

namespace seq {

TestLocations::TestLocations() {
  for (SiteId site = 0; site < kSites; ++site) {
    words_.push_back(absl::StrCat("word", site));
    texts_.push_back(absl::StrCat("call", site));
    lines_.push_back(absl::StrCat("  call", site, " end"));
  }
}

Location TestLocations::Resolve(SiteId site) const {
  const SiteId index = site < kSites ? site : 0;
  Location location;
  location.path = "test.seq";
  location.line = index;
  location.column = 3;
  location.line_text = lines_[index];
  location.begin = 2;
  location.end = 2 + static_cast<uint32_t>(texts_[index].size());
  location.word = words_[index];
  location.text = texts_[index];
  return location;
}

StrandPoolOptions SmallPool(int permits) {
  static const TestLocations* const locations = new TestLocations();
  StrandPoolOptions options;
  options.permits = permits;
  options.main_stack = {/*native_bytes=*/256 * 1024, /*values=*/1024};
  options.strand_stack = options.main_stack;
  options.locations = locations;
  return options;
}

Value MakeProbe(std::atomic<int>* destroyed) {
  return Value::Counted(ValueKind::kString, new Probe(destroyed));
}

}  // namespace seq
