#include "stdlib/file_words.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "runtime/call.h"
#include "runtime/operands.h"
#include "runtime/strand_pool.h"
#include "runtime/string_object.h"
#include "runtime/symbol.h"
#include "runtime/typed_operands.h"
#include "runtime/utf8.h"
#include "runtime/value.h"
#include "runtime/variant.h"
#include "runtime/wait_outside.h"
#include "stdlib/file_reader.h"
#include "stdlib/file_system.h"

namespace seq {
namespace {

// The path on top of the stack, valid as long as the operand.
absl::string_view TopPath(const Node* node, Value* sp, Strand* strand) {
  RequireKinds<ValueKind::kString>(node, sp, strand, "String");
  return AsString(sp[-1])->text();
}

// Pops the path and pushes what `ask` says about it.
template <typename Ask>
Value* AskAboutPath(const Node* node, Value* sp, Strand* strand, Ask ask) {
  const absl::string_view path = TopPath(node, sp, strand);
  bool answer;
  {
    const SystemCallScope scope(strand);
    answer = ask(path);
  }
  return Replace<1>(sp, Value::Bool(answer));
}

// --- Whole files -------------------------------------------------------------

// All that is left of `file` as a string the caller owns; null on failure.
StringObject* ReadToEnd(FileReader& file, const WaitOutside& wait) {
  StringObject* contents = StringObject::TryReserve(file.left());
  if (contents == nullptr) return nullptr;
  for (;;) {
    const auto piece = file.ReadPiece(wait);
    if (piece.has_value() && piece->empty()) return contents;
    const bool endless =
        !file.is_sized() && contents->size() > FileReader::kMaxEndless;
    if (!piece.has_value() || endless) break;
    contents = StringObject::Append(contents, *piece);
  }
  contents->DropReference();
  return nullptr;
}

StringObject* ReadFile(absl::string_view path, const Node* node,
                       Strand* strand) {
  const WaitOutside wait(node, strand);
  const SystemCallScope scope(strand);
  FileReader file(path, wait);
  return file.is_open() ? ReadToEnd(file, wait) : nullptr;
}

Value* Slurp(const Node* node, Value* sp, Strand* strand) {
  StringObject* contents = ReadFile(TopPath(node, sp, strand), node, strand);
  const bool success = contents != nullptr;
  if (!success) contents = StringObject::New("");
  return ReplaceWithSuccess<1>(sp, Value::Counted(ValueKind::kString, contents),
                               success);
}

Value* WriteContents(const Node* node, Value* sp, Strand* strand,
                     WriteMode mode) {
  RequireKinds<ValueKind::kString, ValueKind::kString>(node, sp, strand,
                                                       "String operands");
  bool success;
  {
    const WaitOutside wait(node, strand);
    const SystemCallScope scope(strand);
    success =
        WriteFile(AsString(sp[-1])->text(), StringBytes(sp[-2]), mode, wait);
  }
  return Replace<2>(sp, Value::Bool(success));
}

Value* Spit(const Node* node, Value* sp, Strand* strand) {
  return WriteContents(node, sp, strand, WriteMode::kReplace);
}

Value* Append(const Node* node, Value* sp, Strand* strand) {
  return WriteContents(node, sp, strand, WriteMode::kAppend);
}

Value* FileExists(const Node* node, Value* sp, Strand* strand) {
  return AskAboutPath(node, sp, strand, [](absl::string_view path) {
    return KindOfFile(path) != FileKind::kNone;
  });
}

Value* Delete(const Node* node, Value* sp, Strand* strand) {
  return AskAboutPath(node, sp, strand, DeleteFile);
}

Value* Size(const Node* node, Value* sp, Strand* strand) {
  const absl::string_view path = TopPath(node, sp, strand);
  std::optional<int64_t> size;
  {
    const SystemCallScope scope(strand);
    size = SizeOfFile(path);
  }
  const int64_t number = WrapInt(static_cast<uint64_t>(size.value_or(0)));
  return ReplaceWithSuccess<1>(sp, Value::Int(number), size.has_value());
}

// --- Lines -------------------------------------------------------------------

// An open file and where its lines are; closed by a run-time error, too.
class Lines {
 public:
  Lines(absl::string_view path, const Node* node, Strand* strand)
      : node_(node), strand_(strand) {
    const WaitOutside wait(node, strand);
    const SystemCallScope scope(strand);
    reader_.emplace(path, wait);
  }

  // The next line, which the caller owns; nullopt at the end or if there is
  // none that is text (see failed()).
  std::optional<Value> Next() {
    LineReader::Result result = LineReader::Result::kError;
    if (reader_->is_open()) {
      const WaitOutside wait(node_, strand_);
      const SystemCallScope scope(strand_);
      result = reader_->Next(&line_, wait);
    }
    failed_ = result == LineReader::Result::kError ||
              FindInvalidUtf8(line_).has_value();
    if (failed_ || result == LineReader::Result::kEnd) return std::nullopt;
    return MakeString(line_);
  }
  bool failed() const { return failed_; }

 private:
  const Node* const node_;
  Strand* const strand_;
  std::optional<LineReader> reader_;
  std::string line_;
  bool failed_ = false;
};

Value* ForEachLine(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 2);
  if (sp[-2].kind != ValueKind::kString || !IsCallable(sp[-1])) {
    FailOperands(node, sp, strand, 2, "String and Quotation or Closure");
  }
  Lines lines(AsString(sp[-2])->text(), node, strand);
  const HeldValue body(strand, *--sp);
  sp = Pop<1>(sp);
  while (const std::optional<Value> line = lines.Next()) {
    *sp++ = *line;
    sp = CallValue(*body, node, sp, strand);
    if (strand->pool()->HasRunnable()) strand->pool()->GiveWay(strand);
  }
  *sp++ = Value::Bool(!lines.failed());
  return sp;
}

// --- Directories -------------------------------------------------------------

Value* DirExists(const Node* node, Value* sp, Strand* strand) {
  return AskAboutPath(node, sp, strand, [](absl::string_view path) {
    return KindOfFile(path) == FileKind::kDirectory;
  });
}

Value* DirMake(const Node* node, Value* sp, Strand* strand) {
  return AskAboutPath(node, sp, strand, MakeDirectories);
}

Value* DirDelete(const Node* node, Value* sp, Strand* strand) {
  return AskAboutPath(node, sp, strand, DeleteDirectory);
}

Value* DirList(const Node* node, Value* sp, Strand* strand) {
  const absl::string_view path = TopPath(node, sp, strand);
  std::optional<std::vector<std::string>> names;
  {
    const SystemCallScope scope(strand);
    names = ListDirectory(path);
  }
  std::vector<Value> entries;
  if (names.has_value()) {
    entries.reserve(names->size());
    for (const std::string& name : *names) entries.push_back(MakeString(name));
  }
  return ReplaceWithSuccess<1>(
      sp, VariantValue(Variant::New(Symbol::List(), entries)),
      names.has_value());
}

// --- The vocabulary ----------------------------------------------------------

constexpr WordRow kRows[] = {
    {"file.slurp", "( ..a String -- ..a String Bool )",
     "Reads a whole file and gives its bytes and true.",
     "Gives \"\" and false if the file cannot be read.", Editions::kCurrent, "",
     ThenNext<Slurp>},
    {"file.spit", "( ..a String String -- ..a Bool )",
     "Makes the lower string the contents of the file named by the upper one.",
     "Gives false if the file cannot be opened or fully written.",
     Editions::kCurrent, "", ThenNext<Spit>},
    {"file.append", "( ..a String String -- ..a Bool )",
     "Writes the lower string behind the contents of the file named by the "
     "upper one, which is made if there is none.",
     "Gives false if the file cannot be opened or fully written.",
     Editions::kCurrent, "", ThenNext<Append>},
    {"file.exists?", "( ..a String -- ..a Bool )",
     "Tells whether a path leads to a file, a directory or anything else.",
     "Gives false if that cannot be found out.", Editions::kCurrent, "",
     ThenNext<FileExists>},
    {"file.delete", "( ..a String -- ..a Bool )", "Removes a file or a link.",
     "Gives false if there is none, it is a directory, or it cannot be "
     "removed.",
     Editions::kCurrent, "", ThenNext<Delete>},
    {"file.size", "( ..a String -- ..a Int Bool )",
     "Gives the size of a file in bytes and true.",
     "Gives 0 and false if the path cannot be examined.", Editions::kCurrent,
     "", ThenNext<Size>},
    {"file.for-each-line", "( ..a String [ ..a String -- ..a ] -- ..a Bool )",
     "Runs the quotation on every line of a file, each ending in one newline, "
     "and gives true.",
     "Gives false at once if the file cannot be opened or read, or at the "
     "first line that is not valid UTF-8.",
     Editions::kCurrent, "", ThenNext<ForEachLine>},
    {"dir.exists?", "( ..a String -- ..a Bool )",
     "Tells whether a path leads to a directory.",
     "Gives false if that cannot be found out.", Editions::kCurrent, "",
     ThenNext<DirExists>},
    {"dir.make", "( ..a String -- ..a Bool )",
     "Makes a directory and those above it, unless it exists, and gives true.",
     "Gives false if there is a file in the way or the system refuses.",
     Editions::kCurrent, "", ThenNext<DirMake>},
    {"dir.delete", "( ..a String -- ..a Bool )", "Removes an empty directory.",
     "Gives false if it is missing, not empty, or no directory.",
     Editions::kCurrent, "", ThenNext<DirDelete>},
    {"dir.list", "( ..a String -- ..a V Bool )",
     "Gives the List of the names in a directory that are valid UTF-8, and "
     "true.",
     "Gives an empty List and false if the directory cannot be read.",
     Editions::kCurrent, "", ThenNext<DirList>},
};

}  // namespace

absl::Span<const WordRow> FileWords() { return kRows; }

}  // namespace seq
