#include "interp/names.h"

#include <limits>
#include <utility>
#include <variant>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "interp/limits.h"
#include "interp/suggest.h"

namespace seq {
namespace {

constexpr absl::string_view kMain = "main";

std::string DidYouMean(absl::string_view name) {
  return absl::StrCat("did you mean `", name, "`?");
}

bool IsDigits(absl::string_view text) {
  return !text.empty() && absl::c_all_of(text, absl::ascii_isdigit);
}

// Why something that reads like a number or a keyword is taken for the name of
// a word; empty for other names.
std::string NotAWord(absl::string_view name) {
  if (name == "else" || name == "then") {
    return absl::StrCat("there is no open `if` that this `", name,
                        "` could belong to");
  }
  absl::string_view digits = name;
  if (!absl::ConsumePrefix(&digits, "-")) absl::ConsumePrefix(&digits, "+");
  if (IsDigits(digits)) {
    return absl::StrCat("an Int lies between ",
                        std::numeric_limits<int64_t>::min(), " and ",
                        std::numeric_limits<int64_t>::max());
  }
  const std::pair<absl::string_view, absl::string_view> halves =
      absl::StrSplit(digits, absl::MaxSplits('.', 1));
  if (IsDigits(halves.first) && IsDigits(halves.second)) {
    return "there are no numbers with a fraction, only Ints";
  }
  if (absl::ConsumePrefix(&digits, "0x") ||
      absl::ConsumePrefix(&digits, "0b")) {
    return "write Ints in decimal";
  }
  return "";
}

class NameChecker {
 public:
  NameChecker(const Program& program, const std::vector<std::string>& broken,
              const Vocabulary& vocabulary, Diagnostics& diagnostics)
      : program_(program), vocabulary_(vocabulary), diagnostics_(diagnostics) {
    for (const std::string& name : broken) known_.insert(name);
  }

  void CheckDefinitions(uint32_t file) {
    absl::flat_hash_map<absl::string_view, const WordDefinition*> first;
    for (const WordDefinition& word : program_.words) {
      known_.insert(word.name);
      const auto [entry, is_new] = first.emplace(word.name, &word);
      if (!is_new) ReportDuplicate(word, *entry->second);
    }
    if (!known_.contains(kMain)) {
      diagnostics_.Add({.code = DiagnosticCode::kNoMain,
                        .span = {file, 0, 0},
                        .message = "No main word defined",
                        .detail = "",
                        .notes = {},
                        .help = "a program starts at the word `main`: define "
                                "`: main ( -- ) … ;`"});
    }
  }

  void CheckCalls() {
    for (const WordDefinition& word : program_.words) {
      CheckBody(word.body, word.name);
    }
  }

 private:
  void ReportDuplicate(const WordDefinition& word,
                       const WordDefinition& earlier) {
    diagnostics_.Add(
        {.code = DiagnosticCode::kDuplicateWord,
         .span = word.name_span,
         .message =
             absl::StrCat("Word '", word.name, "' is defined multiple times"),
         .detail = "",
         .notes = {{earlier.name_span, "it was first defined here"}},
         .help = "rename one of the two; a word cannot be redefined"});
  }

  void CheckBody(const Body& body, absl::string_view word) {
    for (const Item& item : body) {
      if (const auto* call = std::get_if<WordCall>(&item.node)) {
        CheckCall(*call, item.span, word);
      } else if (const auto* quotation =
                     std::get_if<QuotationLiteral>(&item.node)) {
        CheckBody(quotation->body, word);
      } else if (const auto* conditional =
                     std::get_if<Conditional>(&item.node)) {
        CheckBody(conditional->then_body, word);
        CheckBody(conditional->else_body, word);
      }
    }
  }

  void CheckCall(const WordCall& call, Span span, absl::string_view word) {
    if (vocabulary_.Find(call.name) != nullptr || known_.contains(call.name)) {
      return;
    }
    diagnostics_.Add(
        {.code = DiagnosticCode::kUndefinedWord,
         .span = span,
         .message = absl::StrCat("Undefined word '", call.name,
                                 "' called in word '", word,
                                 "'. Did you forget to define it or misspell a "
                                 "built-in?"),
         .detail = "",
         .notes = {},
         .help = Suggest(call.name)});
  }

  std::string Suggest(absl::string_view name) {
    const std::string reason = NotAWord(name);
    if (!reason.empty()) return reason;
    for (const absl::string_view alias : KnownAliases(name)) {
      if (vocabulary_.Find(alias) != nullptr) return DidYouMean(alias);
    }
    // A program full of unknown words is in another language; do not search the
    // whole vocabulary for each of them.
    if (++suggestions_ > kMaxDiagnostics) return "";
    if (candidates_.empty()) {
      for (const WordRow* row : vocabulary_.rows()) {
        candidates_.push_back(row->name);
      }
      for (const WordDefinition& word : program_.words) {
        candidates_.push_back(word.name);
      }
    }
    const absl::string_view closest = ClosestName(name, candidates_);
    return closest.empty() ? "" : DidYouMean(closest);
  }

  const Program& program_;
  const Vocabulary& vocabulary_;
  Diagnostics& diagnostics_;
  absl::flat_hash_set<std::string> known_;
  std::vector<absl::string_view> candidates_;
  size_t suggestions_ = 0;
};

}  // namespace

void CheckNames(const Program& program, uint32_t file,
                const std::vector<std::string>& broken_names,
                const Vocabulary& vocabulary, Diagnostics& diagnostics) {
  NameChecker checker(program, broken_names, vocabulary, diagnostics);
  checker.CheckDefinitions(file);
  checker.CheckCalls();
}

}  // namespace seq
