#include "runtime/utf8_repair.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "runtime/utf8.h"

namespace seq {
namespace {

// How a character of several bytes begins: how many bytes it has and between
// what its second byte lies. The others lie between 0x80 and 0xBF.
struct Lead {
  size_t bytes;
  uint8_t second_low;
  uint8_t second_high;
};

Lead LeadOf(uint8_t first) {
  if (first >= 0xC2 && first <= 0xDF) return {2, 0x80, 0xBF};
  if (first == 0xE0) return {3, 0xA0, 0xBF};
  if (first == 0xED) return {3, 0x80, 0x9F};  // no surrogates
  if (first >= 0xE1 && first <= 0xEF) return {3, 0x80, 0xBF};
  if (first == 0xF0) return {4, 0x90, 0xBF};
  if (first >= 0xF1 && first <= 0xF3) return {4, 0x80, 0xBF};
  if (first == 0xF4) return {4, 0x80, 0x8F};
  return {1, 0, 0};
}

// The size of the invalid sequence `text` begins with.
size_t InvalidPrefix(absl::string_view text) {
  const auto byte = [text](size_t at) {
    return static_cast<uint8_t>(text[at]);
  };
  const Lead lead = LeadOf(byte(0));
  size_t size = 1;
  while (size < lead.bytes && size < text.size()) {
    const uint8_t low = size == 1 ? lead.second_low : 0x80;
    const uint8_t high = size == 1 ? lead.second_high : 0xBF;
    if (byte(size) < low || byte(size) > high) break;
    ++size;
  }
  return size;
}

}  // namespace

std::string ReplaceInvalidUtf8(std::string text) {
  absl::string_view rest = text;
  size_t valid = FindInvalidUtf8(rest).value_or(rest.size());
  if (valid == rest.size()) return text;
  std::string repaired;
  while (valid < rest.size()) {
    repaired.append(rest.data(), valid);
    repaired += "\xEF\xBF\xBD";
    rest.remove_prefix(valid);
    rest.remove_prefix(InvalidPrefix(rest));
    valid = FindInvalidUtf8(rest).value_or(rest.size());
  }
  repaired.append(rest.data(), rest.size());
  return repaired;
}

}  // namespace seq
