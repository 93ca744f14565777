#include "net/text_reader.h"

#include <cstring>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "net/patient_lock.h"
#include "runtime/utf8.h"

namespace seq {
namespace {

// True if `bytes`, which are no character, could become one by further bytes.
bool IsCutCharacter(absl::string_view bytes) {
  constexpr size_t kLongest = 4;
  if (bytes.size() >= kLongest) return false;
  // What can be completed at all can be completed with one of these, repeated:
  // every restriction on a second byte (after E0, ED, F0 and F4) admits the
  // lowest continuation byte or the middle one.
  for (const char filler : {'\x80', '\xA0'}) {
    char completed[kLongest];
    std::memset(completed, filler, kLongest);
    std::memcpy(completed, bytes.data(), bytes.size());
    const Utf8Character character = DecodeUtf8({completed, kLongest});
    if (character.valid && character.bytes > bytes.size()) return true;
  }
  return false;
}

}  // namespace

bool IsInvalidText(const absl::Status& status) {
  // No errno becomes this code.
  return absl::IsDataLoss(status);
}

absl::StatusOr<size_t> TextReader::Fill(Buffer& buffer,
                                        absl::FunctionRef<void()> before_wait,
                                        bool at_once) {
  std::memcpy(buffer, held_, held_size_);
  absl::StatusOr<size_t> count = stream_.Read(
      buffer + held_size_, kMaxPieceBytes - held_size_, before_wait, at_once);
  if (!count.ok()) return count;
  if (*count == 0 && held_size_ > 0) {
    held_size_ = 0;
    return absl::DataLossError(absl::StrCat(
        "the stream ends inside the character at byte ", position_));
  }
  return held_size_ + *count;
}

absl::StatusOr<absl::string_view> TextReader::ReadPiece(
    Buffer& buffer, absl::FunctionRef<void()> before_wait, bool at_once) {
  PatientLock lock(mutex_, before_wait);
  for (;;) {
    const absl::StatusOr<size_t> size = Fill(buffer, before_wait, at_once);
    if (!size.ok()) return size.status();
    const absl::string_view bytes(buffer, *size);
    const size_t whole = FindInvalidUtf8(bytes).value_or(bytes.size());
    const absl::string_view rest = bytes.substr(whole);
    const uint64_t start = std::exchange(position_, position_ + whole);
    held_size_ = 0;
    if (!rest.empty()) {
      if (!IsCutCharacter(rest)) {
        position_ = start + bytes.size();
        return absl::DataLossError(absl::StrCat(
            "no valid character at byte ", start + whole, " of the stream (0x",
            absl::BytesToHexString(rest.substr(0, 1)), ")"));
      }
      held_size_ = rest.size();
      std::memcpy(held_, rest.data(), held_size_);
    }
    if (whole > 0 || bytes.empty()) return bytes.substr(0, whole);
  }
}

}  // namespace seq
