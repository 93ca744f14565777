#include "docs/module_reference.h"

#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace seq {
namespace {

// The comment that `lines` end with, as running text.
class Comment {
 public:
  void Add(absl::string_view line) {
    line = absl::StripAsciiWhitespace(line);
    absl::StrAppend(&text_, text_.empty() || line.empty() ? "" : " ", line);
    if (line.empty() && first_paragraph_.empty()) first_paragraph_ = text_;
  }
  void Clear() {
    text_.clear();
    first_paragraph_.clear();
  }

  const std::string& text() const { return text_; }
  const std::string& first_paragraph() const {
    return first_paragraph_.empty() ? text_ : first_paragraph_;
  }

 private:
  std::string text_;
  std::string first_paragraph_;
};

// "std:list: words to …" without the module's name, as a sentence.
std::string Intro(absl::string_view paragraph) {
  const std::vector<absl::string_view> parts =
      absl::StrSplit(paragraph, absl::MaxSplits(": ", 1));
  std::string sentence(parts.back());
  if (!sentence.empty()) sentence[0] = absl::ascii_toupper(sentence[0]);
  return sentence;
}

// `line` begins behind the colon of a definition.
ModuleWord ReadWord(absl::string_view line, const Comment& comment) {
  const size_t name_end = line.find(' ');
  const size_t effect_end = line.find(')');
  ModuleWord word{std::string(line.substr(0, name_end)), "", comment.text()};
  if (effect_end != absl::string_view::npos) {
    word.effect = std::string(absl::StripAsciiWhitespace(
        line.substr(name_end, effect_end + 1 - name_end)));
  }
  return word;
}

}  // namespace

ModuleWords ReadModuleWords(absl::string_view text) {
  ModuleWords module;
  Comment comment;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (absl::ConsumePrefix(&line, "#")) {
      comment.Add(line);
      continue;
    }
    if (module.intro.empty()) module.intro = Intro(comment.first_paragraph());
    if (absl::ConsumePrefix(&line, ": ")) {
      module.words.push_back(ReadWord(line, comment));
    }
    comment.Clear();
  }
  return module;
}

}  // namespace seq
