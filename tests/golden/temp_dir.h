// A directory for the files of one test.
#ifndef TESTS_GOLDEN_TEMP_DIR_H_
#define TESTS_GOLDEN_TEMP_DIR_H_

#include <string>
#include <string_view>

namespace seq::golden {

// Exists as long as the object. What cannot be made or written ends the test
// program. All functions may be called from any thread.
class TempDir {
 public:
  // `base` is where it is made; by default, where Bazel wants it. Other users
  // may look into it; Bazel's place is in root's home, /tmp is not.
  explicit TempDir(const std::string& base = "");
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir();

  const std::string& path() const { return path_; }
  // The path of a file in it.
  std::string File(std::string_view name) const;
  // Writes that file, with the directories it is in, and returns its path.
  std::string Write(std::string_view name, const std::string& bytes) const;

 private:
  std::string path_;
};

}  // namespace seq::golden

#endif  // TESTS_GOLDEN_TEMP_DIR_H_
