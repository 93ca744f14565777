#include "stdlib/os_words.h"

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/operands.h"
#include "runtime/process_end.h"
#include "runtime/strand_pool.h"
#include "runtime/string_object.h"
#include "runtime/typed_operands.h"
#include "runtime/utf8.h"
#include "runtime/value.h"
#include "stdlib/file_system.h"
#include "stdlib/path_text.h"

namespace seq {
namespace {

#if defined(__linux__)
constexpr absl::string_view kSystemName = "linux";
#elif defined(__APPLE__)
constexpr absl::string_view kSystemName = "darwin";
#elif defined(__FreeBSD__)
constexpr absl::string_view kSystemName = "freebsd";
#elif defined(__OpenBSD__)
constexpr absl::string_view kSystemName = "openbsd";
#elif defined(__NetBSD__)
constexpr absl::string_view kSystemName = "netbsd";
#else
constexpr absl::string_view kSystemName = "unknown";
#endif

#if defined(__x86_64__)
constexpr absl::string_view kArchitecture = "x86_64";
#elif defined(__aarch64__)
constexpr absl::string_view kArchitecture = "aarch64";
#elif defined(__arm__)
constexpr absl::string_view kArchitecture = "arm";
#elif defined(__i386__)
constexpr absl::string_view kArchitecture = "x86";
#elif defined(__riscv) && __riscv_xlen == 64
constexpr absl::string_view kArchitecture = "riscv64";
#else
constexpr absl::string_view kArchitecture = "unknown";
#endif

// The text of the String on top of the stack, valid as long as the operand.
absl::string_view TopText(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<ValueKind::kString>(node, sp, strand, "String");
  return AsString(sp[-1])->text();
}

// The result of a word that replaces `kCount` operands by a text, if any.
template <size_t kCount>
Value* GiveText(Value* sp, std::optional<absl::string_view> text) {
  return ReplaceWithSuccess<kCount>(sp, MakeString(text.value_or("")),
                                    text.has_value());
}

// --- The environment ---------------------------------------------------------

// Nullopt if there is no such variable or its value is not text.
std::optional<absl::string_view> Variable(absl::string_view name) {
  // The system would take these for the name and a part of the value.
  if (name.find_first_of(absl::string_view("=\0", 2)) !=
      absl::string_view::npos) {
    return std::nullopt;
  }
  const char* const value = std::getenv(std::string(name).c_str());
  if (value == nullptr || FindInvalidUtf8(value).has_value()) {
    return std::nullopt;
  }
  return value;
}

Value* GetEnvironment(const Node* node, Value* sp, Strand* strand) {
  return GiveText<1>(sp, Variable(TopText(node, sp, strand)));
}

Value* HomeDir(const Node*, Value* sp, Strand*) {
  return GiveText<0>(sp, Variable("HOME"));
}

Value* CurrentDir(const Node*, Value* sp, Strand* strand) {
  std::optional<std::string> path;
  {
    const SystemCallScope scope(strand);
    path = WorkingDirectory();
  }
  if (!path.has_value() || FindInvalidUtf8(*path).has_value()) {
    return GiveText<0>(sp, std::nullopt);
  }
  return GiveText<0>(sp, *path);
}

Value* SystemName(const Node*, Value* sp, Strand*) {
  return Replace<0>(sp, MakeString(kSystemName));
}

Value* Architecture(const Node*, Value* sp, Strand*) {
  return Replace<0>(sp, MakeString(kArchitecture));
}

Value* Exit(const Node* node, Value* sp, Strand* strand) {
  constexpr int64_t kMaxStatus = 255;
  RequireKinds<ValueKind::kInt>(node, sp, strand, "Int");
  const int64_t status = sp[-1].integer;
  if (status < 0 || status > kMaxStatus) {
    FailWord(node, sp, strand,
             absl::StrCat("exit code must be in range 0-", kMaxStatus, ", got ",
                          status));
  }
  EndProcess(strand->pool()->options().output, static_cast<int>(status));
}

// --- Paths -------------------------------------------------------------------

FileKind TopKind(const Node* node, Value* sp, Strand* strand) {
  const absl::string_view path = TopText(node, sp, strand);
  const SystemCallScope scope(strand);
  return KindOfFile(path);
}

Value* PathExists(const Node* node, Value* sp, Strand* strand) {
  const FileKind kind = TopKind(node, sp, strand);
  return Replace<1>(sp, Value::Bool(kind != FileKind::kNone));
}

Value* PathIsFile(const Node* node, Value* sp, Strand* strand) {
  const FileKind kind = TopKind(node, sp, strand);
  return Replace<1>(sp, Value::Bool(kind == FileKind::kRegular));
}

Value* PathIsDir(const Node* node, Value* sp, Strand* strand) {
  const FileKind kind = TopKind(node, sp, strand);
  return Replace<1>(sp, Value::Bool(kind == FileKind::kDirectory));
}

Value* Join(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<ValueKind::kString, ValueKind::kString>(node, sp, strand,
                                                       "String operands");
  return Replace<2>(sp, MakeString(JoinPath(AsString(sp[-2])->text(),
                                            AsString(sp[-1])->text())));
}

Value* Parent(const Node* node, Value* sp, Strand* strand) {
  return GiveText<1>(sp, PathParent(TopText(node, sp, strand)));
}

Value* Filename(const Node* node, Value* sp, Strand* strand) {
  return GiveText<1>(sp, PathFilename(TopText(node, sp, strand)));
}

// --- The vocabulary ----------------------------------------------------------

constexpr WordRow kRows[] = {
    {"os.getenv", "( ..a String -- ..a String Bool )",
     "Gives the value of an environment variable and true.",
     "Gives \"\" and false if it is not set or its value is not valid UTF-8.",
     Editions::kCurrent, "", ThenNext<GetEnvironment>},
    {"os.home-dir", "( ..a -- ..a String Bool )",
     "Gives the value of the environment variable HOME and true.",
     "Gives \"\" and false if it is not set.", Editions::kCurrent, "",
     ThenNext<HomeDir>},
    {"os.current-dir", "( ..a -- ..a String Bool )",
     "Gives the absolute path of the working directory and true.",
     "Gives \"\" and false if the system does not know it.", Editions::kCurrent,
     "", ThenNext<CurrentDir>},
    {"os.path-exists", "( ..a String -- ..a Bool )",
     "Tells whether a path leads to a file, a directory or anything else.",
     "Gives false if that cannot be found out.", Editions::kCurrent, "",
     ThenNext<PathExists>},
    {"os.path-is-file", "( ..a String -- ..a Bool )",
     "Tells whether a path leads to a regular file.",
     "Gives false if that cannot be found out.", Editions::kCurrent, "",
     ThenNext<PathIsFile>},
    {"os.path-is-dir", "( ..a String -- ..a Bool )",
     "Tells whether a path leads to a directory.",
     "Gives false if that cannot be found out.", Editions::kCurrent, "",
     ThenNext<PathIsDir>},
    {"os.path-join", "( ..a String String -- ..a String )",
     "Joins two paths with a slash between them; an upper one that begins with "
     "a slash stays alone.",
     "", Editions::kCurrent, "", ThenNext<Join>},
    {"os.path-parent", "( ..a String -- ..a String Bool )",
     "Gives a path without its last component, and true.",
     "Gives \"\" and false for \"\" and the root.", Editions::kCurrent, "",
     ThenNext<Parent>},
    {"os.path-filename", "( ..a String -- ..a String Bool )",
     "Gives the last component of a path, and true.",
     "Gives \"\" and false for \"\", the root, \".\" and what ends in \"..\".",
     Editions::kCurrent, "", ThenNext<Filename>},
    {"os.exit", "( ..a Int -- ..a )",
     "Ends the process at once with the exit status on top.",
     "Fails if the status is not 0 to 255.", Editions::kCurrent, "",
     ThenNext<Exit>},
    {"os.name", "( ..a -- ..a String )",
     "Gives the name of the operating system, such as \"linux\".", "",
     Editions::kCurrent, "", ThenNext<SystemName>},
    {"os.arch", "( ..a -- ..a String )",
     "Gives the name of the processor's architecture, such as \"x86_64\".", "",
     Editions::kCurrent, "", ThenNext<Architecture>},
};

}  // namespace

absl::Span<const WordRow> OsWords() { return kRows; }

}  // namespace seq
