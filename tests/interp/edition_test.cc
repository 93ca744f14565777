// edition.h: what a program says, and what its words tell.

#include "interp/edition.h"

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace seq {
namespace {

WordRow Row(absl::string_view name, Editions editions) {
  WordRow row = {};
  row.name = name;
  row.editions = editions;
  return row;
}

class EditionTest : public testing::Test {
 protected:
  EditionTest()
      : rows_{Row("dup", Editions::kBoth), Row("add", Editions::kClassic),
              Row("write_line", Editions::kClassic),
              Row("i.+", Editions::kCurrent)},
        classic_(Edition::kClassic, {absl::MakeSpan(rows_).subspan(0, 3)}),
        current_(Edition::kCurrent, {absl::MakeSpan(rows_).subspan(0, 1),
                                     absl::MakeSpan(rows_).subspan(3, 1)}) {}

  std::optional<Edition> Declared(std::string text) {
    const uint32_t file = sources_.Add("edition.seq", std::move(text));
    return DeclaredEdition(sources_, file, diagnostics_);
  }

  bool IsClassic(std::string text) {
    const uint32_t file = sources_.Add("edition.seq", std::move(text));
    return DetectEdition(sources_, file, classic_, current_) ==
           Edition::kClassic;
  }

  const std::vector<WordRow> rows_;
  const Vocabulary classic_;
  const Vocabulary current_;
  SourceMap sources_;
  Diagnostics diagnostics_;
};

TEST_F(EditionTest, StandsInTheFirstComments) {
  EXPECT_EQ(Declared("# edition: classic\n: main ( -- ) ;"), Edition::kClassic);
  EXPECT_EQ(Declared("# a program\n\n#edition: current\r\n"),
            Edition::kCurrent);
  EXPECT_EQ(Declared(": main ( -- ) ;\n# edition: classic"), std::nullopt);
  EXPECT_EQ(Declared(""), std::nullopt);
  EXPECT_TRUE(diagnostics_.empty());
  EXPECT_EQ(Declared("# edition: fancy"), std::nullopt);
  EXPECT_FALSE(diagnostics_.empty());
}

TEST_F(EditionTest, ProgramsWithoutClassicWordsAreCurrent) {
  EXPECT_FALSE(IsClassic(""));
  EXPECT_FALSE(IsClassic(": main ( -- ) 1 dup i.+ unknown ;"));
  EXPECT_FALSE(IsClassic(": main ( add -- write_line ) ;"));
  EXPECT_FALSE(IsClassic(": main ( -- ) \"add\" ; # add"));
  EXPECT_FALSE(IsClassic(": main ( -- ) :add ;"));
}

TEST_F(EditionTest, AClassicWordMakesAProgramClassic) {
  EXPECT_TRUE(IsClassic(": main ( -- ) \"x\" write_line ;"));
  EXPECT_TRUE(IsClassic(": main 1 2 [ add ] call ;"));
  EXPECT_TRUE(IsClassic(": main ( -- ) 1 if 2 else 3 add then ;"));
  // Even one that does not parse.
  EXPECT_TRUE(IsClassic(": f ( x -- ) [ ; write_line"));
  EXPECT_TRUE(IsClassic(": f ( x add ; : g ( -- ) add ;"));
}

TEST_F(EditionTest, WordsTheProgramDefinesDoNotCount) {
  EXPECT_FALSE(IsClassic(": main ( -- ) 1 2 add ; : add ( Int Int -- ) ;"));
  EXPECT_TRUE(
      IsClassic(": main ( -- ) 1 2 add write_line ; : add ( Int Int -- ) ;"));
}

TEST_F(EditionTest, WhatOnlyTheCurrentEditionHasDecides) {
  EXPECT_FALSE(IsClassic("include std:list\n: main ( -- ) add ;"));
  EXPECT_FALSE(IsClassic(": main ( -- ) add ;\ninclude \"lib\""));
  EXPECT_FALSE(IsClassic("union U { A { add: Int } }\n: f ( -- ) add ;"));
  EXPECT_TRUE(IsClassic(": include ( -- ) ; : f ( -- ) include add ;"));
}

TEST_F(EditionTest, ReportsNothing) {
  EXPECT_FALSE(IsClassic("\xFF"));
  EXPECT_FALSE(IsClassic(": main \"x"));
  EXPECT_TRUE(diagnostics_.empty());
}

}  // namespace
}  // namespace seq
