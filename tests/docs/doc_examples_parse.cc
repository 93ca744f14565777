#include <cctype>
#include <filesystem>

#include "tests/docs/doc_examples.h"
#include "tests/golden/text.h"

namespace seq::docs {
namespace {

constexpr std::string_view kFence = "```";
constexpr std::string_view kFile = "file ";

std::optional<Kind> KindOf(std::string_view info) {
  if (info == "seq") return Kind::kRuns;
  if (info == "seq fails") return Kind::kFails;
  if (info == "seq rejected") return Kind::kRejected;
  if (info == "seq accepted") return Kind::kAccepted;
  if (info == "seq tests") return Kind::kTests;
  if (info == "seq tests fail") return Kind::kTestsFail;
  return std::nullopt;
}

// One fenced block.
struct Block {
  int line = 0;
  std::string info;  // what follows the opening fence
  std::string body;
};

std::string Place(const std::string& file, int line) {
  return file + ":" + std::to_string(line) + ": ";
}

// Fences are written at the start of a line; nothing in these documents needs
// nested or indented ones.
std::string ParseBlocks(const std::string& file, std::string_view text,
                        std::vector<Block>* blocks) {
  bool open = false;
  int number = 0;
  for (const std::string& line : golden::SplitLines(text)) {
    ++number;
    if (!line.starts_with(kFence)) {
      if (open) blocks->back().body += line + "\n";
    } else if (open) {
      open = false;
    } else {
      open = true;
      blocks->push_back({number, line.substr(kFence.size()), ""});
    }
  }
  if (!open) return "";
  return Place(file, blocks->back().line) + "this fence is never closed\n";
}

// Sets `field`, which belongs to the example before the block. Returns why it
// cannot.
template <typename T>
std::string Attach(const Block& block, std::vector<DocExample>& examples,
                   std::optional<T> DocExample::*field, T value) {
  if (examples.empty()) return "there is no ```seq block before this one";
  DocExample& example = examples.back();
  if (example.kind == Kind::kAccepted) {
    return "the example before is not run, so it has no " + block.info;
  }
  if ((example.*field).has_value()) {
    return "the example before has its " + block.info + " already";
  }
  example.*field = std::move(value);
  return "";
}

// The file belongs to the example before the block.
std::string AttachFile(const Block& block, std::vector<DocExample>& examples) {
  if (examples.empty()) return "there is no ```seq block before this one";
  const std::filesystem::path path(block.info.substr(kFile.size()));
  if (path.empty() || path.is_absolute() || *path.begin() == "..") {
    return "a file lies in the directory of the program or below it";
  }
  examples.back().files.push_back({path.string(), block.body});
  return "";
}

std::string AddBlock(const Block& block, const std::string& file,
                     std::vector<DocExample>& examples) {
  if (const std::optional<Kind> kind = KindOf(block.info)) {
    DocExample& example = examples.emplace_back();
    example.file = file;
    example.line = block.line;
    example.kind = *kind;
    example.program = block.body;
    return "";
  }
  if (block.info == "stdin") {
    return Attach(block, examples, &DocExample::stdin_bytes, block.body);
  }
  if (block.info == "stdout") {
    return Attach(block, examples, &DocExample::stdout_bytes, block.body);
  }
  if (block.info == "stderr") {
    return Attach(block, examples, &DocExample::stderr_lines,
                  golden::SplitLines(block.body));
  }
  if (block.info == "args") {
    return Attach(block, examples, &DocExample::arguments,
                  golden::SplitLines(block.body));
  }
  if (block.info.starts_with(kFile)) return AttachFile(block, examples);
  if (block.info.starts_with("seq")) {
    return "after ```seq only fails, rejected, accepted and tests are known";
  }
  return "";  // a shell command, a grammar: no example
}

// What only shows when all blocks of an example are there.
std::string Objection(const DocExample& example) {
  const bool wants_errors =
      example.kind == Kind::kFails || example.kind == Kind::kRejected;
  const bool has_errors =
      example.stderr_lines.has_value() && !example.stderr_lines->empty();
  if (wants_errors && !has_errors) {
    return "an example that goes wrong needs a ```stderr block";
  }
  if (!wants_errors && has_errors) {
    return "an example that goes well has no ```stderr block";
  }
  return "";
}

}  // namespace

std::string TestName(const DocExample& example) {
  std::string name = std::filesystem::path(example.file).stem().string();
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name + "_" + std::to_string(example.line);
}

void PrintTo(const DocExample& example, std::ostream* out) {
  *out << example.file << ":" << example.line;
}

std::string ParseExamples(const std::string& file, std::string_view text,
                          std::vector<DocExample>* examples) {
  std::vector<Block> blocks;
  std::string errors = ParseBlocks(file, text, &blocks);
  std::vector<DocExample> found;
  for (const Block& block : blocks) {
    const std::string error = AddBlock(block, file, found);
    if (!error.empty()) errors += Place(file, block.line) + error + "\n";
  }
  for (const DocExample& example : found) {
    const std::string error = Objection(example);
    if (!error.empty()) errors += Place(file, example.line) + error + "\n";
  }
  examples->insert(examples->end(), found.begin(), found.end());
  return errors;
}

}  // namespace seq::docs
