#include "interp/suggest.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace seq {
namespace {

struct Alias {
  absl::string_view foreign;
  absl::string_view name;
};

// What people write, and the word of either edition that they mean. Sorted by
// what a reader looks for, not by name; searched from top to bottom.
constexpr Alias kAliases[] = {
    // Operators
    {"+", "add"},
    {"-", "subtract"},
    {"*", "multiply"},
    {"/", "divide"},
    {"==", "="},
    {"!=", "<>"},
    {"==", "i.="},
    {"!=", "i.<>"},
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
    {"add", "i.+"},
    {"subtract", "i.-"},
    {"multiply", "i.*"},
    {"divide", "i./"},
    {"sub", "i.-"},
    {"mul", "i.*"},
    {"div", "i./"},
    {"sqrt", "f.sqrt"},
    // Input and output
    {"write_line", "io.write-line"},
    {"read_line", "io.read-line"},
    {".", "write_line"},
    {"print", "write_line"},
    {"println", "write_line"},
    {"puts", "write_line"},
    {"io.write-line", "write_line"},
    {"io.read-line", "read_line"},
    {".", "io.write-line"},
    {"print", "io.write-line"},
    {"println", "io.write-line"},
    {"puts", "io.write-line"},
    {"to-string", "int->string"},
    {"exit", "os.exit"},
    {"sleep", "time.sleep-ms"},
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
    {"string-concat", "string.concat"},
    {"string-length", "string.length"},
    {"string-split", "string.split"},
    {"string-contains", "string.contains"},
    {"string-starts-with", "string.starts-with"},
    {"string-empty", "string.empty?"},
    {"string-trim", "string.trim"},
    {"string-to-upper", "string.to-upper"},
    {"string-to-lower", "string.to-lower"},
    // Strands, channels, sockets
    {"spawn", "strand.spawn"},
    {"make-channel", "chan.make"},
    {"send", "chan.send"},
    {"receive", "chan.receive"},
    {"close-channel", "chan.close"},
    {"tcp-listen", "net.tcp.listen"},
    {"tcp-accept", "net.tcp.accept"},
    {"tcp-read", "net.tcp.read"},
    {"tcp-write", "net.tcp.write"},
    {"tcp-close", "net.tcp.close"},
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

// These got a `net.` in front.
constexpr absl::string_view kMovedToNet[] = {
    "tcp.listen", "tcp.accept",  "tcp.read",         "tcp.write", "tcp.close",
    "udp.bind",   "udp.send-to", "udp.receive-from", "udp.close", "http.get",
    "http.post",  "http.put",    "http.delete",
};

struct ModuleWord {
  absl::string_view name;  // or the start of many, if it ends in `*`
  absl::string_view module;
};

constexpr ModuleWord kModuleWords[] = {
    {"when", "control"},
    {"unless", "control"},
    {"times", "loops"},
    {"each-integer", "loops"},
    {"integer-fold", "loops"},
    {"abs", "imath"},
    {"max", "imath"},
    {"min", "imath"},
    {"gcd", "imath"},
    {"sign", "imath"},
    {"square", "imath"},
    {"clamp", "imath"},
    {"int->bits*", "imath"},
    {"f.abs", "fmath"},
    {"f.max", "fmath"},
    {"f.min", "fmath"},
    {"f.sign", "fmath"},
    {"f.square", "fmath"},
    {"f.neg", "fmath"},
    {"f.clamp", "fmath"},
    {"list-of", "list"},
    {"lv", "list"},
    {"map-of", "map"},
    {"kv", "map"},
    {"2drop", "stack-utils"},
    {"zipper.*", "zipper"},
    {"http-*", "http"},
    {"json-*", "json"},
    {"yaml-*", "yaml"},
    {"signal.trap-shutdown", "signal"},
    {"signal.shutdown-requested?", "signal"},
    {"signal.ignore-sigpipe", "signal"},
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

std::string RenamedTo(absl::string_view name) {
  if (name == "mod") return "i.modulo";
  return std::find(std::begin(kMovedToNet), std::end(kMovedToNet), name) ==
                 std::end(kMovedToNet)
             ? ""
             : absl::StrCat("net.", name);
}

absl::string_view ModuleOf(absl::string_view name) {
  for (const ModuleWord& word : kModuleWords) {
    absl::string_view pattern = word.name;
    if (absl::ConsumeSuffix(&pattern, "*") ? absl::StartsWith(name, pattern)
                                           : name == pattern) {
      return word.module;
    }
  }
  return {};
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

absl::string_view ClosestWithin(
    absl::string_view name, const std::vector<absl::string_view>& candidates,
    size_t limit) {
  if (name.size() > kMaxLength) return {};
  absl::string_view closest;
  for (const absl::string_view candidate : candidates) {
    const size_t distance = Distance(name, candidate, limit);
    if (distance > limit || (distance == limit && !closest.empty())) continue;
    closest = candidate;
    limit = distance;
  }
  return closest;
}

}  // namespace seq
