#include "runtime/excerpt.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/utf8.h"

namespace seq {
namespace {

// How many characters of a source line are shown, and how many of them a long
// mark may fill.
constexpr size_t kWindow = 100;
constexpr size_t kMaxMark = 60;

// How many characters of a word a message shows.
constexpr size_t kMaxWord = 80;

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr absl::string_view kEllipsis = "…";

// Characters that would move the cursor, change the terminal's state or make
// text appear in another order than it stands in the file.
bool IsControl(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 ||
         code == 0x2029 || code == 0x200E || code == 0x200F ||
         (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

// Appends the first character of `text` as it is shown, one column wide.
// Returns how many bytes it takes in `text`.
size_t AppendShown(absl::string_view text, std::string& out) {
  const Utf8Character c = DecodeUtf8(text);
  if (c.code_point == U'\t') {
    out += ' ';
  } else if (!c.valid || IsControl(c.code_point)) {
    absl::StrAppend(&out, kReplacement);
  } else {
    absl::StrAppend(&out, text.substr(0, c.bytes));
  }
  return c.bytes;
}

// Numbers of characters of a line, [begin, end).
struct Columns {
  size_t begin;
  size_t end;
};

// Which characters of a line of `length` to show so that `mark` is among them.
Columns ChooseWindow(size_t length, Columns mark) {
  if (length <= kWindow) return {0, length};
  const size_t marked = std::min(mark.end - mark.begin, kMaxMark);
  const size_t before = (kWindow - marked) / 2;
  const size_t begin =
      std::min(mark.begin > before ? mark.begin - before : 0, length - kWindow);
  return {begin, begin + kWindow};
}

// Where the character before offset `at` starts. REQUIRES: at > 0.
size_t PreviousCharacter(absl::string_view line, size_t at) {
  constexpr size_t kMaxCharacterBytes = 4;
  const size_t first = at > kMaxCharacterBytes ? at - kMaxCharacterBytes : 0;
  const auto continues = [&](size_t i) {
    return (static_cast<unsigned char>(line[i]) & 0xC0) == 0x80;
  };
  --at;
  while (at > first && continues(at)) --at;
  return at;
}

// The part of `line`, [begin, end), that lies within kWindow characters of
// offset `at`. All that is shown is in it, so work does not depend on how long
// the line is.
Columns Surroundings(absl::string_view line, size_t at) {
  Columns part = {at, at};
  for (size_t i = 0; i < kWindow && part.begin > 0; ++i) {
    part.begin = PreviousCharacter(line, part.begin);
  }
  for (size_t i = 0; i < kWindow && part.end < line.size(); ++i) {
    part.end += DecodeUtf8(line.substr(part.end)).bytes;
  }
  return part;
}

// Where each character of `text` starts, and where the last one ends.
std::vector<size_t> CharacterStarts(absl::string_view text) {
  std::vector<size_t> starts = {0};
  while (starts.back() < text.size()) {
    starts.push_back(starts.back() +
                     DecodeUtf8(text.substr(starts.back())).bytes);
  }
  return starts;
}

// The characters that the bytes [begin, end) touch; `end` may lie behind the
// last character. REQUIRES: begin <= starts.back().
Columns CharactersOf(const std::vector<size_t>& starts, size_t begin,
                     size_t end) {
  const auto character_at = [&](size_t offset) {
    return static_cast<size_t>(
        std::lower_bound(starts.begin(), starts.end(), offset) -
        starts.begin());
  };
  return {character_at(begin), std::min(character_at(end), starts.size() - 1)};
}

}  // namespace

std::string ShownText(absl::string_view text) {
  std::string shown;
  while (!text.empty()) text.remove_prefix(AppendShown(text, shown));
  return shown;
}

std::string AbbreviatedText(absl::string_view text) {
  std::string shown;
  size_t word = 0;  // characters since the last space
  while (!text.empty()) {
    const bool space = text[0] == ' ' || text[0] == '\n';
    word = space ? 0 : word + 1;
    if (word <= kMaxWord) {
      text.remove_prefix(AppendShown(text, shown));
    } else {
      if (word == kMaxWord + 1) absl::StrAppend(&shown, kEllipsis);
      text.remove_prefix(DecodeUtf8(text).bytes);
    }
  }
  return shown;
}

Excerpt MakeExcerpt(absl::string_view line, size_t begin, size_t end) {
  begin = std::min(begin, line.size());
  end = std::max(begin, end);
  const Columns part = Surroundings(line, begin);
  const bool cut_before = part.begin > 0;
  const bool cut_behind = part.end < line.size();
  line = line.substr(part.begin, part.end - part.begin);
  const std::vector<size_t> starts = CharacterStarts(line);
  const size_t length = starts.size() - 1;
  const Columns mark =
      CharactersOf(starts, begin - part.begin, end - part.begin);
  const Columns window = ChooseWindow(length, mark);

  Excerpt excerpt;
  excerpt.indent = mark.begin - window.begin;
  if (cut_before || window.begin > 0) {
    absl::StrAppend(&excerpt.text, kEllipsis);
    ++excerpt.indent;
  }
  for (size_t i = window.begin; i < window.end; ++i) {
    AppendShown(line.substr(starts[i]), excerpt.text);
  }
  if (cut_behind || window.end < length) {
    absl::StrAppend(&excerpt.text, kEllipsis);
  }
  // A mark may lie just behind the last character of the line.
  excerpt.carets =
      std::max(std::min(mark.end, window.end), mark.begin + 1) - mark.begin;
  return excerpt;
}

std::string RenderExcerpt(const Excerpt& excerpt, size_t line_number,
                          absl::string_view before_carets,
                          absl::string_view behind_carets) {
  const std::string number = absl::StrCat(line_number);
  return absl::StrCat(absl::StripTrailingAsciiWhitespace(
                          absl::StrCat("  ", number, " | ", excerpt.text)),
                      "\n", std::string(number.size() + 2, ' '), " | ",
                      std::string(excerpt.indent, ' '), before_carets,
                      std::string(excerpt.carets, '^'), behind_carets, "\n");
}

}  // namespace seq
