#include "tests/fuzz/fusion_words.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"

namespace seq {
namespace {

std::string Names(const Types& types) {
  std::string text;
  for (const char type : types) {
    absl::StrAppend(&text, LiteralsOf(type).name, " ");
  }
  return text;
}

}  // namespace

const Literals& LiteralsOf(char type) {
  return *std::find_if(
      std::begin(kLiterals), std::end(kLiterals),
      [type](const Literals& literals) { return literals.type == type; });
}

std::string DefinitionText(const PlainWord& word, const std::string& body) {
  const Types count = word.is_loop ? "I" : "";
  return absl::StrCat(": ", word.name, " ( ", Names(word.inputs + count), "-- ",
                      Names(word.outputs), ")\n ", body, ";\n");
}

std::string PrintingText(Types stack) {
  std::string text;
  for (; !stack.empty(); stack.pop_back()) {
    absl::StrAppend(&text, LiteralsOf(stack.back()).to_string,
                    "io.write-line ");
  }
  return text;
}

}  // namespace seq
