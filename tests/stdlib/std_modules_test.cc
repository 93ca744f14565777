// The standard modules embedded in the program.

#include "stdlib/std_modules.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace seq {
namespace {

using ::testing::ElementsAre;

TEST(StandardModulesTest, NamesAreThoseOfTheSpecificationInOrder) {
  EXPECT_THAT(
      StandardModuleNames(),
      ElementsAre("control", "fmath", "http", "imath", "json", "list", "loops",
                  "map", "signal", "son", "stack-utils", "yaml", "zipper"));
}

TEST(StandardModulesTest, EveryModuleIsFoundAndIsItsOwnText) {
  for (const absl::string_view name : StandardModuleNames()) {
    const absl::optional<absl::string_view> text = FindStandardModule(name);
    ASSERT_TRUE(text.has_value()) << name;
    EXPECT_TRUE(absl::StartsWith(*text, absl::StrCat("# std:", name, ":")))
        << text->substr(0, 40);
    EXPECT_TRUE(absl::EndsWith(*text, "\n")) << name;
  }
}

TEST(StandardModulesTest, OtherNamesAreNotFound) {
  for (const absl::string_view name :
       {"", "a", "imat", "imathx", "Imath", "std:imath", "imath.seq", "zz"}) {
    EXPECT_FALSE(FindStandardModule(name).has_value()) << name;
  }
}

// A character that the generated C++ spells with an escape must come out right.
TEST(StandardModulesTest, TextIsEmbeddedExactly) {
  const absl::optional<absl::string_view> json = FindStandardModule("json");
  ASSERT_TRUE(json.has_value());
  EXPECT_TRUE(
      absl::StrContains(*json, ": quote-char ( -- String ) \"\\\"\" ;\n"));
  const absl::optional<absl::string_view> http = FindStandardModule("http");
  ASSERT_TRUE(http.has_value());
  EXPECT_TRUE(absl::StrContains(*http, "\"\\r\\n\\r\\n\" string.concat"));
}

}  // namespace
}  // namespace seq
