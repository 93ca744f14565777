#include "stdlib/file_reader.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "stdlib/file_system.h"

namespace seq {

FileReader::FileReader(absl::string_view path,
                       absl::FunctionRef<void()> before_wait) {
  if (path.find('\0') != absl::string_view::npos) return;
  const std::string name(path);
  if (KindOfFile(path) == FileKind::kFifo) before_wait();
  do {
    descriptor_ = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
  } while (descriptor_ < 0 && errno == EINTR);
  if (is_open() && !FindLimit()) ::close(std::exchange(descriptor_, -1));
}

FileReader::~FileReader() {
  if (is_open()) ::close(descriptor_);
}

bool FileReader::FindLimit() {
  struct stat status;
  if (::fstat(descriptor_, &status) != 0 || S_ISDIR(status.st_mode)) {
    return false;
  }
  // Files that the system makes up while they are read (/proc) have size 0.
  if (S_ISREG(status.st_mode) && status.st_size > 0) {
    limit_ = static_cast<uint64_t>(status.st_size);
  }
  return true;
}

bool FileReader::IsEmptyNow() const {
  pollfd wanted = {descriptor_, POLLIN, 0};
  return ::poll(&wanted, 1, 0) == 0;
}

std::optional<absl::string_view> FileReader::ReadPiece(
    absl::FunctionRef<void()> before_wait) {
  buffer_.resize(kPieceBytes);
  const uint64_t wanted = limit_.has_value()
                              ? std::min<uint64_t>(left(), buffer_.size())
                              : buffer_.size();
  if (wanted == 0) return absl::string_view();
  if (!is_sized() && IsEmptyNow()) before_wait();
  ssize_t count;
  do {
    count = ::read(descriptor_, buffer_.data(), wanted);
  } while (count < 0 && errno == EINTR);
  if (count < 0) return std::nullopt;
  position_ += static_cast<uint64_t>(count);
  if (!limit_.has_value() && count > 0) {
    // An empty file has grown: it does have a size.
    if (!FindLimit()) return std::nullopt;
    if (limit_.has_value()) limit_ = std::max(*limit_, position_);
  }
  return absl::string_view(buffer_.data(), static_cast<size_t>(count));
}

LineReader::Result LineReader::Next(std::string* line,
                                    absl::FunctionRef<void()> before_wait) {
  line->clear();
  for (;;) {
    if (piece_.empty()) {
      const auto piece = file_.ReadPiece(before_wait);
      if (!piece.has_value()) return Result::kError;
      if (piece->empty()) break;
      piece_ = *piece;
    }
    const size_t end = piece_.find('\n');
    const absl::string_view part = piece_.substr(0, end);
    line->append(part.data(), part.size());
    if (end != absl::string_view::npos) {
      piece_.remove_prefix(end + 1);
      if (!line->empty() && line->back() == '\r') line->pop_back();
      line->push_back('\n');
      return Result::kLine;
    }
    piece_ = absl::string_view();
    if (!file_.is_sized() && line->size() > FileReader::kMaxEndless) {
      return Result::kError;
    }
  }
  if (line->empty()) return Result::kEnd;
  line->push_back('\n');
  return Result::kLine;
}

}  // namespace seq
