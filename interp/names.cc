#include "interp/names.h"

#include <limits>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "interp/character_class.h"
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

// Why something that reads like a number is taken for the name of a word; empty
// for other names.
std::string NotANumber(absl::string_view name, Edition edition) {
  absl::string_view digits = name;
  if (!absl::ConsumePrefix(&digits, "-")) absl::ConsumePrefix(&digits, "+");
  if (IsDigits(digits)) {
    return absl::StrCat("an Int lies between ",
                        std::numeric_limits<int64_t>::min(), " and ",
                        std::numeric_limits<int64_t>::max());
  }
  const std::pair<absl::string_view, absl::string_view> halves =
      absl::StrSplit(digits, absl::MaxSplits('.', 1));
  if (edition == Edition::kClassic && IsDigits(halves.first) &&
      IsDigits(halves.second)) {
    return "there are no numbers with a fraction, only Ints";
  }
  if (absl::StartsWith(digits, "0x") || absl::StartsWith(digits, "0b")) {
    return edition == Edition::kClassic
               ? "write Ints in decimal"
               : "the sign stands behind the prefix, as in `0x-F`";
  }
  if (!digits.empty() && IsDigits(digits.substr(0, 1)) &&
      absl::c_all_of(digits, [](unsigned char c) {
        return c == '_' || absl::ascii_isdigit(c);
      })) {
    return "numbers are written without `_`";
  }
  return "";
}

// Why something that reads like a part of the syntax is taken for the name of a
// word; empty for other names.
std::string NotSyntax(absl::string_view name, Edition edition) {
  if (edition == Edition::kClassic) {
    if (name != "else" && name != "then") return "";
    return absl::StrCat("there is no open `if` that this `", name,
                        "` could belong to");
  }
  if (name == "(" || name == ")") {
    return "a stack effect stands directly behind the name of its word";
  }
  if (name == "]" || name == "end") {
    return absl::StrCat("there is no open `", name == "]" ? "[" : "match",
                        "` that this `", name, "` could belong to");
  }
  if (name == "->" || name == "{" || name == "}") {
    return "an arm of a `match` starts with the name of a variant, which "
           "starts with an upper-case letter";
  }
  return "";
}

// Whether a union could bring a word of that name with it.
bool CouldBeUnionWord(absl::string_view name) {
  return StartsUpper(name) ||
         (absl::StartsWith(name, "is-") && absl::EndsWith(name, "?"));
}

class NameChecker {
 public:
  NameChecker(const ParsedProgram& parsed, const UnionTable& unions,
              const Vocabulary& vocabulary, Diagnostics& diagnostics)
      : parsed_(parsed),
        unions_(unions),
        vocabulary_(vocabulary),
        diagnostics_(diagnostics) {
    for (const std::string& name : parsed.broken.words) known_.insert(name);
    for (const WordDefinition& word : parsed.program.words) {
      known_.insert(word.name);
    }
  }

  void CheckMain(uint32_t file) {
    if (known_.contains(kMain) || !parsed_.complete) return;
    diagnostics_.Add({.code = DiagnosticCode::kNoMain,
                      .span = {file, 0, 0},
                      .message = "No main word defined",
                      .detail = "",
                      .notes = {},
                      .help = "a program starts at the word `main`: define "
                              "`: main ( -- ) … ;`"});
  }

  void CheckDuplicates() {
    absl::flat_hash_map<absl::string_view, const WordDefinition*> first;
    absl::flat_hash_map<std::pair<absl::string_view, uint32_t>,
                        const WordDefinition*>
        first_of_file;
    for (const WordDefinition& word : parsed_.program.words) {
      const auto [entry, is_new] = first.emplace(word.name, &word);
      const auto [same_file, is_new_there] = first_of_file.try_emplace(
          {absl::string_view(word.name), word.name_span.file}, &word);
      if (!is_new_there) {
        ReportDuplicate(word.name, word.name_span, same_file->second->name_span,
                        "it was first defined here");
      } else if (!is_new) {
        ReportDuplicate(word.name, word.name_span, entry->second->name_span,
                        "it was first defined here");
      } else if (const UnionWord* made = unions_.FindWord(word.name)) {
        ReportDuplicate(word.name, word.name_span, made->variant->name_span,
                        "this variant brings a word of that name with it");
      }
    }
    for (const UnionWord& word : unions_.words()) CheckUnionWord(word);
  }

  void CheckCalls() {
    if (!parsed_.complete) return;
    for (const WordDefinition& word : parsed_.program.words) {
      CheckBody(word.body, word.name);
    }
  }

 private:
  // Two unions with one name or two variants with one name in a union are
  // reported as such, and one word of two variants with one name is enough.
  void CheckUnionWord(const UnionWord& word) {
    const UnionWord& first = *unions_.FindWord(word.name);
    if (&first == &word || first.definition->name == word.definition->name) {
      return;
    }
    if (first.variant->name == word.variant->name &&
        word.kind != UnionWord::Kind::kMake) {
      return;
    }
    ReportDuplicate(word.name, word.variant->name_span,
                    first.variant->name_span,
                    "this variant brings a word of that name with it, too");
  }

  void ReportDuplicate(absl::string_view name, Span span, Span earlier,
                       std::string note) {
    // Of two files, the one that includes the other is the one to change.
    if (earlier.file < span.file) {
      std::swap(span, earlier);
      note = "the other definition is in an included file";
    }
    diagnostics_.Add(
        {.code = DiagnosticCode::kDuplicateWord,
         .span = span,
         .message = absl::StrCat("Word '", name, "' is defined multiple times"),
         .detail = "",
         .notes = {{earlier, std::move(note)}},
         .help = "rename one of the two; a word cannot be redefined"});
  }

  // Bodies nest at most kMaxNesting deep.
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
      } else if (const auto* match = std::get_if<Match>(&item.node)) {
        for (const MatchArm& arm : match->arms) CheckBody(arm.body, word);
      }
    }
  }

  bool IsKnown(absl::string_view name) const {
    return vocabulary_.Find(name) != nullptr || known_.contains(name) ||
           unions_.FindWord(name) != nullptr ||
           (!parsed_.broken.unions.empty() && CouldBeUnionWord(name));
  }

  void CheckCall(const WordCall& call, Span span, absl::string_view word) {
    if (IsKnown(call.name)) return;
    const std::string renamed =
        vocabulary_.edition() == Edition::kCurrent ? RenamedTo(call.name) : "";
    diagnostics_.Add(
        {.code = DiagnosticCode::kUndefinedWord,
         .span = span,
         .message =
             renamed.empty()
                 ? absl::StrCat("Undefined word '", call.name,
                                "' called in word '", word,
                                "'. Did you forget to define it or misspell a "
                                "built-in?")
                 : absl::StrCat("'", call.name, "' was renamed to '", renamed,
                                "' in v7.0"),
         .detail = "",
         .notes = {},
         .help = renamed.empty() ? Suggest(call.name) : ""});
  }

  std::string Suggest(absl::string_view name) {
    const Edition edition = vocabulary_.edition();
    for (const std::string& reason :
         {NotANumber(name, edition), NotSyntax(name, edition)}) {
      if (!reason.empty()) return reason;
    }
    if (edition == Edition::kCurrent && !ModuleOf(name).empty() &&
        !IncludesModule(ModuleOf(name))) {
      return absl::StrCat("write `include std:", ModuleOf(name),
                          "` for the module that defines it");
    }
    for (const absl::string_view alias : KnownAliases(name)) {
      if (vocabulary_.Find(alias) != nullptr) return DidYouMean(alias);
    }
    // A program full of unknown words is in another language; do not search the
    // whole vocabulary for each of them.
    if (++suggestions_ > kMaxDiagnostics) return "";
    if (candidates_.empty()) CollectCandidates();
    const absl::string_view closest = ClosestName(name, candidates_);
    return closest.empty() ? "" : DidYouMean(closest);
  }

  bool IncludesModule(absl::string_view name) const {
    return absl::c_any_of(
        parsed_.program.includes, [name](const IncludeSyntax& include) {
          return include.form == IncludeSyntax::Form::kModule &&
                 include.name == name;
        });
  }

  void CollectCandidates() {
    for (const WordRow* row : vocabulary_.rows()) {
      candidates_.push_back(row->name);
    }
    for (const WordDefinition& word : parsed_.program.words) {
      candidates_.push_back(word.name);
    }
    for (const UnionWord& word : unions_.words()) {
      candidates_.push_back(word.name);
    }
  }

  const ParsedProgram& parsed_;
  const UnionTable& unions_;
  const Vocabulary& vocabulary_;
  Diagnostics& diagnostics_;
  absl::flat_hash_set<std::string> known_;
  std::vector<absl::string_view> candidates_;
  size_t suggestions_ = 0;
};

}  // namespace

void CheckNames(const ParsedProgram& parsed, const UnionTable& unions,
                const Vocabulary& vocabulary, const NameOptions& options,
                Diagnostics& diagnostics) {
  NameChecker checker(parsed, unions, vocabulary, diagnostics);
  checker.CheckDuplicates();
  if (options.requires_main) checker.CheckMain(options.main_file);
  checker.CheckCalls();
}

}  // namespace seq
