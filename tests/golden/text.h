// Lines and differences of program output, for readable test reports. Pure
// functions; thread-safe.
#ifndef TESTS_GOLDEN_TEXT_H_
#define TESTS_GOLDEN_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

namespace seq::golden {

// The lines of a text without their newlines. An unfinished last line counts;
// the empty text has no lines.
std::vector<std::string> SplitLines(std::string_view text);

// One hunk in the style of `diff -u` that spans every difference, with three
// lines of context; "" if the texts are equal. Control characters are shown
// as escapes, and a missing final newline is pointed out.
std::string Diff(std::string_view expected, std::string_view actual);

}  // namespace seq::golden

#endif  // TESTS_GOLDEN_TEXT_H_
