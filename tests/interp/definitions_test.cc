// definitions.h: unions, the types in effects, the effect of `main`.

#include "interp/definitions.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/interp/named_program.h"

namespace seq {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string ErrorsOf(std::string text) { return NamedProgram(text).Errors(); }

// --- Unions ------------------------------------------------------------------

TEST(UnionsTest, FieldsHaveBasicTypesOrUnions) {
  EXPECT_EQ(ErrorsOf("union U { A { a: Int b: Float c: Bool d: String "
                     "e: Channel f: Socket g: U h: V } }\nunion V { B }"),
            "");
  EXPECT_EQ(ErrorsOf("union Tagged { T { tag: Symbol v: Variant t: X } }"),
            "Unknown type 'Symbol' in field 'tag' of variant 'T' in union "
            "'Tagged' @ Symbol\n"
            "Unknown type 'Variant' in field 'v' of variant 'T' in union "
            "'Tagged' @ Variant\n"
            "Unknown type 'X' in field 't' of variant 'T' in union 'Tagged' "
            "@ X");
}

TEST(UnionsTest, UnknownFieldTypesAreSuggested) {
  EXPECT_EQ(NamedProgram("union U { A { a: Strng } }").Help(),
            "did you mean `String`?");
  EXPECT_THAT(NamedProgram("union U { A { a: Whatever } }").Help(),
              HasSubstr("basic type"));
}

TEST(UnionsTest, NamesAreUnique) {
  EXPECT_EQ(ErrorsOf("union U { A }\nunion U { B }"),
            "Union 'U' is defined multiple times @ U");
  EXPECT_EQ(ErrorsOf("union U { A }\nunion U { A }"),
            "Union 'U' is defined multiple times @ U");
  EXPECT_EQ(ErrorsOf("union U { A A { x: Int } }"),
            "Duplicate variant name 'A' in union 'U' @ A");
  EXPECT_EQ(ErrorsOf("union U { A { x: Int x: Int } }"),
            "Duplicate field name 'x' in variant 'A' @ x");
  EXPECT_EQ(ErrorsOf("union U { A { x: Int } B { x: Int } }"), "");
}

TEST(UnionsTest, TwelveFieldsAreTheMost) {
  const auto with_fields = [](int count) {
    std::string text = "union U { A { ";
    for (int i = 0; i < count; ++i) absl::StrAppend(&text, "f", i, ": Int ");
    return text + "} }";
  };
  EXPECT_EQ(ErrorsOf(with_fields(12)), "");
  EXPECT_EQ(ErrorsOf(with_fields(13)),
            "Variant 'A' in union 'U' has 13 fields, but the maximum is 12 "
            "@ A");
}

// --- Effects -----------------------------------------------------------------

TEST(EffectsTest, KnowTheTypes) {
  EXPECT_EQ(ErrorsOf(": f ( Int Float Bool String Symbol Channel Socket "
                     "Variant T Ä U2 [ V -- Closure[ U2 -- ] ] -- ) ;\n"
                     "union U2 { A }"),
            "");
  // What yields is not looked at.
  EXPECT_EQ(ErrorsOf(": f ( -- | Yield Whatever ) ;"), "");
}

TEST(EffectsTest, UnknownTypesAreReported) {
  const NamedProgram program(
      ": f ( -- ) g ;\n: g ( List -- [ Flaot -- Closure[ -- Shap ] ] ) ;\n"
      "union Shape { A }");
  EXPECT_EQ(program.Errors(),
            "In word 'g': unknown type 'List' in stack effect @ List\n"
            "In word 'g': unknown type 'Flaot' in stack effect. Did you mean "
            "'Float'? @ Flaot\n"
            "In word 'g': unknown type 'Shap' in stack effect. Did you mean "
            "'Shape'? @ Shap");
  EXPECT_THAT(program.unusable, ElementsAre(1u));
  EXPECT_THAT(program.Help(), HasSubstr("have no type of their own"));
}

TEST(EffectsTest, TypesOfBrokenUnionsAreKnown) {
  EXPECT_EQ(ErrorsOf("union Shape { }\n: f ( Shape -- ) ;"),
            "Union 'Shape' must have at least one variant @ Shape");
}

TEST(EffectsTest, EveryWordHasOne) {
  const NamedProgram program(": f ( -- ) two ;\n: two 2 drop ;");
  EXPECT_EQ(program.Errors(),
            "Word 'two' is missing a stack effect declaration @ two");
  EXPECT_THAT(program.unusable, ElementsAre(1u));
}

TEST(MainTest, TakesNothingAndLeavesAnIntAtMost) {
  for (const char* effect :
       {"( -- )", "( -- Int )", "( ..a -- ..b Int )", "( ..rest -- )"}) {
    EXPECT_EQ(ErrorsOf(absl::StrCat(": main ", effect, " ;")), "") << effect;
  }
  for (const char* effect :
       {"( -- String )", "( Int -- )", "( T -- )", "( -- Int Int )", "( -- T )",
        "( -- [ -- ] )", "( [ -- ] -- )"}) {
    const NamedProgram program(absl::StrCat(": main ", effect, " ;"));
    EXPECT_EQ(
        program.Errors(),
        absl::StrCat("Word 'main' has an invalid stack effect @ ", effect));
    EXPECT_THAT(program.unusable, IsEmpty());
  }
}

}  // namespace
}  // namespace seq
