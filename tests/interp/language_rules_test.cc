// The rules of the current edition, each as a program that is accepted or
// rejected: language_rules.txt.

#include <fstream>
#include <iterator>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cli/standard_modules.h"
#include "gtest/gtest.h"
#include "interp/pipeline.h"
#include "stdlib/vocabularies.h"

namespace seq {
namespace {

struct Rule {
  int line;
  std::vector<std::string> fragments;  // of the messages; empty: accepted
  std::string program;
};

// How GoogleTest shows it.
void PrintTo(const Rule& rule, std::ostream* out) {
  *out << "line " << rule.line << " of language_rules.txt";
}

// A rule starts with a line `== accepted` or `== rejected: KEY WORDS`, where
// `…` stands for any text; an `accepted: WHY` explains itself. What follows is
// the program, which gets a `main` if it has none.
std::vector<Rule> ReadRules() {
  std::ifstream file("tests/interp/language_rules.txt");
  std::vector<Rule> rules;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    absl::string_view rest = line;
    if (absl::ConsumePrefix(&rest, "== rejected: ")) {
      rules.push_back({number, absl::StrSplit(rest, "…"), ""});
    } else if (absl::StartsWith(rest, "== accepted")) {
      rules.push_back({number, {}, ""});
    } else if (!rules.empty() && !absl::StartsWith(rest, "==")) {
      absl::StrAppend(&rules.back().program, line, "\n");
    }
  }
  return rules;
}

const Vocabulary& CurrentVocabulary() {
  static const Vocabulary* const kVocabulary = [] {
    std::vector<absl::Span<const WordRow>> rows;
    for (const WordFamily& family : WordFamilies(Edition::kCurrent)) {
      rows.push_back(family.rows);
    }
    return new Vocabulary(Edition::kCurrent, rows);
  }();
  return *kVocabulary;
}

// Everything reported about the program; empty if it is accepted.
std::string Messages(std::string program) {
  if (!absl::StrContains(program, ": main")) program += ": main ( -- ) ;\n";
  SourceMap sources;
  const uint32_t file = sources.Add("rule.seq", program);
  Diagnostics diagnostics;
  CompileOptions options;
  options.standard_modules = LoadStandardModule;
  const auto executable =
      Compile(sources, file, CurrentVocabulary(), options, diagnostics);
  EXPECT_EQ(executable == nullptr, !diagnostics.empty());
  std::string messages;
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    absl::StrAppend(&messages, RenderDiagnostic(diagnostic, sources, {}));
  }
  return messages;
}

class LanguageRule : public testing::TestWithParam<Rule> {};

TEST_P(LanguageRule, Holds) {
  const Rule& rule = GetParam();
  const std::string messages = Messages(rule.program);
  if (rule.fragments.empty()) {
    EXPECT_EQ(messages, "") << rule.program;
    return;
  }
  for (const std::string& fragment : rule.fragments) {
    EXPECT_TRUE(absl::StrContains(messages, fragment))
        << rule.program << "\nshould be rejected with: " << fragment
        << "\nreported: " << messages;
  }
}

INSTANTIATE_TEST_SUITE_P(All, LanguageRule, testing::ValuesIn(ReadRules()),
                         [](const testing::TestParamInfo<Rule>& rule) {
                           return absl::StrCat("Line", rule.param.line);
                         });

TEST(LanguageRules, AreThere) { EXPECT_GT(ReadRules().size(), 100u); }

}  // namespace
}  // namespace seq
