#include "interp/suggest.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "absl/strings/ascii.h"

namespace seq {
namespace {

struct Alias {
  absl::string_view foreign;
  absl::string_view name;
};

// Sorted by what a reader looks for, not by name; searched from top to bottom.
constexpr Alias kAliases[] = {
    // Operators
    {"+", "add"},
    {"-", "subtract"},
    {"*", "multiply"},
    {"/", "divide"},
    {"==", "="},
    {"!=", "<>"},
    {"&&", "and"},
    {"||", "or"},
    {"!", "not"},
    {"i.+", "add"},
    {"i.-", "subtract"},
    {"i.*", "multiply"},
    {"i./", "divide"},
    {"i.add", "add"},
    {"i.subtract", "subtract"},
    {"i.multiply", "multiply"},
    {"i.divide", "divide"},
    {"i.=", "="},
    {"i.<>", "<>"},
    {"i.<", "<"},
    {"i.>", ">"},
    {"i.<=", "<="},
    {"i.>=", ">="},
    {"sub", "subtract"},
    {"mul", "multiply"},
    {"div", "divide"},
    // Input and output
    {".", "write_line"},
    {"print", "write_line"},
    {"println", "write_line"},
    {"puts", "write_line"},
    {"io.write-line", "write_line"},
    {"io.read-line", "read_line"},
    {"to-string", "int->string"},
    // Text
    {"string.concat", "string-concat"},
    {"string.length", "string-length"},
    {"string.split", "string-split"},
    {"string.contains", "string-contains"},
    {"string.starts-with", "string-starts-with"},
    {"string.empty?", "string-empty"},
    {"string.trim", "string-trim"},
    {"string.to-upper", "string-to-upper"},
    {"string.to-lower", "string-to-lower"},
    // Strands, channels, sockets
    {"strand.spawn", "spawn"},
    {"chan.make", "make-channel"},
    {"chan.send", "send"},
    {"chan.receive", "receive"},
    {"chan.close", "close-channel"},
    {"chan.yield", "yield"},
    {"net.tcp.listen", "tcp-listen"},
    {"net.tcp.accept", "tcp-accept"},
    {"net.tcp.read", "tcp-read"},
    {"net.tcp.write", "tcp-write"},
    {"net.tcp.close", "tcp-close"},
    {"tcp.listen", "tcp-listen"},
    {"tcp.accept", "tcp-accept"},
    {"tcp.read", "tcp-read"},
    {"tcp.write", "tcp-write"},
    {"tcp.close", "tcp-close"},
    // Control
    {"loop", "forever"},
    {"apply", "call"},
};

// Longer names are not compared: nobody misspells them by accident.
constexpr size_t kMaxLength = 64;

std::string Fold(absl::string_view name) {
  std::string folded = absl::AsciiStrToLower(name);
  std::replace(folded.begin(), folded.end(), '_', '-');
  return folded;
}

// Levenshtein distance, or `limit` + 1 if it is larger. The classic two-row
// dynamic programme (Wagner and Fischer, 1974).
size_t Distance(absl::string_view a, absl::string_view b, size_t limit) {
  const size_t longer = std::max(a.size(), b.size());
  if (longer - std::min(a.size(), b.size()) > limit) return limit + 1;
  std::vector<size_t> previous(b.size() + 1);
  std::vector<size_t> current(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replace = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({replace, previous[j] + 1, current[j - 1] + 1});
    }
    std::swap(previous, current);
  }
  return previous[b.size()];
}

}  // namespace

std::vector<absl::string_view> KnownAliases(absl::string_view name) {
  std::vector<absl::string_view> names;
  for (const Alias& alias : kAliases) {
    if (alias.foreign == name) names.push_back(alias.name);
  }
  return names;
}

absl::string_view ClosestName(
    absl::string_view name, const std::vector<absl::string_view>& candidates) {
  if (name.size() > kMaxLength) return {};
  const std::string folded = Fold(name);
  size_t limit = std::min<size_t>(3, name.size() / 3);
  absl::string_view closest;
  for (const absl::string_view candidate : candidates) {
    const size_t distance = Distance(folded, Fold(candidate), limit);
    if (distance > limit || (distance == limit && !closest.empty())) continue;
    closest = candidate;
    limit = distance;
  }
  return closest;
}

}  // namespace seq
