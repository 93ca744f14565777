// names.h and suggest.h: what exists, and what was meant.

#include "interp/names.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interp/suggest.h"
#include "tests/interp/checked_program.h"

namespace seq {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string HelpFor(const std::string& word) {
  const CheckedProgram program(": helper ( -- ) ; : main ( -- ) " + word +
                               " ;");
  return program.diagnostics.empty() ? "no error"
                                     : program.diagnostics.all()[0].help;
}

TEST(NamesTest, EveryUndefinedCallIsReported) {
  const CheckedProgram program(
      ": f [ foo ] 1 if bar else baz then ; : main ( -- ) foo ;");
  EXPECT_THAT(program.Codes(), ElementsAre("undefined-word", "undefined-word",
                                           "undefined-word", "undefined-word"));
  EXPECT_THAT(program.Rendered(),
              HasSubstr("Undefined word 'bar' called in word 'f'. Did you "
                        "forget to define it or misspell a built-in?"));
}

TEST(NamesTest, MainMustExist) {
  EXPECT_THAT(CheckedProgram(": f ( -- ) ;").Rendered(),
              HasSubstr("No main word defined"));
  EXPECT_THAT(CheckedProgram("").Codes(), ElementsAre("no-main"));
}

TEST(NamesTest, DuplicatesShowTheFirstDefinition) {
  const CheckedProgram program(
      ": f ( -- ) ; : main ( -- ) f ; : f ( -- ) ; : f ( -- ) ;");
  EXPECT_THAT(program.Codes(), ElementsAre("duplicate-word", "duplicate-word"));
  EXPECT_THAT(program.Rendered(), HasSubstr("1:3: note: it was first defined"));
}

TEST(NamesTest, WordsWithSyntaxErrorsAreNotUndefined) {
  const CheckedProgram program(": f ( int -- ) drop ; : main ( -- ) 1 f ;");
  EXPECT_THAT(program.Rendered(), Not(HasSubstr("Undefined")));
}

TEST(NamesTest, SuggestsWhatWasMeant) {
  EXPECT_EQ(HelpFor("write-line"), "did you mean `write_line`?");
  EXPECT_EQ(HelpFor("Write_Line"), "did you mean `write_line`?");
  EXPECT_EQ(HelpFor("make_channel"), "did you mean `make-channel`?");
  EXPECT_EQ(HelpFor("helpr"), "did you mean `helper`?");
  EXPECT_EQ(HelpFor("+"), "did you mean `add`?");
  EXPECT_EQ(HelpFor("chan.send"), "did you mean `send`?");
  EXPECT_EQ(HelpFor("frobnicate"), "");
}

TEST(NamesTest, ExplainsWhatIsNoNumberOrKeyword) {
  EXPECT_THAT(HelpFor("-9223372036854775809"),
              HasSubstr("an Int lies between"));
  EXPECT_THAT(HelpFor("+1.25"), HasSubstr("fraction"));
  EXPECT_THAT(HelpFor("0xFF"), HasSubstr("decimal"));
  EXPECT_THAT(HelpFor("then"), HasSubstr("no open `if`"));
}

TEST(SuggestTest, ClosestNameIsNearAndUnique) {
  const std::vector<absl::string_view> names = {"add", "drop", "tcp-read",
                                                "tcp-write"};
  EXPECT_EQ(ClosestName("tcp-raed", names), "tcp-read");
  EXPECT_EQ(ClosestName("tcp_write", names), "tcp-write");
  EXPECT_EQ(ClosestName("ad", names), "");  // too short to guess
  EXPECT_EQ(ClosestName("drip", names), "drop");
  EXPECT_EQ(ClosestName("entirely-else", names), "");
  EXPECT_EQ(ClosestName(std::string(1000, 'a'), names), "");
}

TEST(SuggestTest, AliasesAreExact) {
  EXPECT_THAT(KnownAliases("*"), ElementsAre("multiply"));
  EXPECT_THAT(KnownAliases("multiply"), ElementsAre("i.*"));
  EXPECT_THAT(KnownAliases("i.multiply"), ElementsAre("multiply"));
  EXPECT_THAT(KnownAliases("dup"), IsEmpty());
}

TEST(SuggestTest, ClosestWithinTakesTheFirstOfTheNearest) {
  const std::vector<absl::string_view> names = {"Int", "String", "Strong"};
  EXPECT_EQ(ClosestWithin("Strng", names, 2), "String");
  EXPECT_EQ(ClosestWithin("Strang", names, 2), "String");
  EXPECT_EQ(ClosestWithin("Stron", names, 2), "Strong");
  EXPECT_EQ(ClosestWithin("List", names, 2), "");
  EXPECT_EQ(ClosestWithin("Strangely", names, 2), "");
  EXPECT_EQ(ClosestWithin("Int", {}, 2), "");
}

TEST(SuggestTest, KnowsModulesAndRetiredNames) {
  EXPECT_EQ(ModuleOf("when"), "control");
  EXPECT_EQ(ModuleOf("json-parse"), "json");
  EXPECT_EQ(ModuleOf("int->bits-padded"), "imath");
  EXPECT_EQ(ModuleOf("f.abs"), "fmath");
  EXPECT_EQ(ModuleOf("f.absolute"), "");
  EXPECT_EQ(RenamedTo("mod"), "i.modulo");
  EXPECT_EQ(RenamedTo("udp.receive-from"), "net.udp.receive-from");
  EXPECT_EQ(RenamedTo("tcp.connect"), "");
}

}  // namespace
}  // namespace seq
