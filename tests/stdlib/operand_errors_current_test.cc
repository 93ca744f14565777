// Every word of the current edition checks how many operands it got and of what
// kind, each of them, says so, and leaves them on the stack.

#include <iterator>
#include <ostream>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "runtime/node.h"
#include "runtime/value.h"
#include "runtime/word.h"
#include "stdlib/vocabularies.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

// Words that take the same operands and complain in the same way.
struct WordGroup {
  const char* operands;  // kinds, from the bottom to the top; see Sample()
  const char* expected;  // what the complaint says it wanted
  const char* words;
};

const WordGroup kGroups[] = {
    {"", "",
     "io.read-line args.count stack.dump int-bits f.pi f.e f.tau list.make "
     "map.make chan.make chan.yield os.home-dir os.current-dir os.name os.arch "
     "signal.SIGINT signal.SIGTERM signal.SIGHUP signal.SIGPIPE "
     "signal.SIGUSR1 signal.SIGUSR2 signal.SIGCHLD signal.SIGALRM "
     "signal.SIGCONT terminal.read-char terminal.read-char? terminal.width "
     "terminal.height terminal.flush time.now time.nanos test.finish "
     "test.has-failures test.pass-count test.fail-count aux>"},
    {"Any", "", "dup drop >aux son.dump son.dump-pretty list.first list.last"},
    {"Any Any", "", "swap over nip tuck 2dup"},
    {"Any Any Any", "", "rot 3drop"},
    {"Int", "Int",
     "io.read-n args.at pick roll cond i.neg negate bnot popcount clz ctz "
     "int->float int.to-bytes-i32-be int->string char->string os.exit "
     "signal.trap signal.received? signal.pending? signal.default "
     "signal.ignore signal.clear time.sleep-ms net.tcp.listen net.tcp.accept "
     "net.tcp.local-port net.tcp.read net.tcp.close fd->socket socket->fd"},
    {"Int Int", "two Ints",
     "i.add i.subtract i.multiply i.divide i.modulo i.pow i.+ i.- i.* i./ i.% "
     "i.= i.<> i.< i.> i.<= i.>= i.eq i.neq i.lt i.gt i.lte i.gte band bor "
     "bxor shl shr test.assert-eq"},
    {"Float", "Float",
     "f.sqrt f.cbrt f.exp f.ln f.log10 f.log2 f.sin f.cos f.tan f.asin f.acos "
     "f.atan f.floor f.ceil f.round f.trunc float->int float->string "
     "float.to-bytes-f32-be"},
    {"Float Float", "two Floats",
     "f.add f.subtract f.multiply f.divide f.+ f.- f.* f./ f.= f.<> f.< f.> "
     "f.<= f.>= f.eq f.neq f.lt f.gt f.lte f.gte f.pow f.atan2"},
    {"Bool", "Bool", "not terminal.raw-mode test.assert test.assert-not"},
    {"Bool Bool", "two Bools", "and or"},
    {"String", "String",
     "io.write io.write-line string->int string->float string->symbol "
     "string.length string.byte-length string.empty? string.trim "
     "string.chomp string.to-upper string.to-lower string.json-escape "
     "file.slurp file.exists? file.delete file.size dir.exists? dir.make "
     "dir.delete dir.list os.getenv os.path-exists os.path-is-file "
     "os.path-is-dir os.path-parent os.path-filename test.init "
     "test.set-name test.fail"},
    {"String String", "String operands",
     "string.concat string.find string.split string.contains "
     "string.starts-with string.equal? file.spit file.append os.path-join"},
    {"String String", "two Strings", "test.assert-eq-str"},
    {"String Int", "String and Int",
     "string.char-at net.tcp.connect net.tcp.write"},
    {"String Int Int", "String, Int and Int", "string.substring"},
    {"Symbol", "Symbol", "symbol->string"},
    {"Symbol Symbol", "two Symbols", "symbol.="},
    {"List", "a list", "list.length list.empty? list.reverse"},
    {"List", "a variant",
     "variant.field-count variant.tag variant.first variant.last "
     "variant.init"},
    {"List Any", "a list below a value", "list.push"},
    {"List Any", "a variant below a value", "variant.append"},
    {"List Int", "a variant below an Int", "variant.field-at"},
    {"Any Int", "a list below an Int", "list.get"},
    {"Any Int Any", "a list below an Int and a value", "list.set"},
    {"List Quotation", "a list below a Quotation or Closure",
     "list.map list.filter list.each"},
    {"List Any Quotation", "a list below a Quotation or Closure", "list.fold"},
    {"Map", "a map", "map.keys map.values map.size map.empty?"},
    {"Map Key", "a map below a key", "map.get map.has? map.remove"},
    {"Map Key Any", "a map below a key and a value", "map.set"},
    {"Map Quotation", "a map below a Quotation or Closure", "map.each"},
    {"Map Any Quotation", "a map below a Quotation or Closure", "map.fold"},
    {"Quotation", "Quotation or Closure", "call strand.spawn strand.weave"},
    {"Any Quotation", "Quotation or Closure above a value", "dip keep"},
    {"Any Quotation Quotation", "two Quotations or Closures", "bi"},
    {"Bool Quotation Quotation", "Bool below two Quotations or Closures", "if"},
    {"String Quotation", "String and Quotation or Closure",
     "file.for-each-line"},
    {"Channel", "Channel", "chan.receive chan.close"},
    {"Any Channel", "a value below a Channel", "chan.send"},
    {"Weave", "Weave", "strand.weave-cancel"},
    {"Weave Any", "a Weave below a value", "strand.resume"},
};

// The words whose complaints have a form of their own, and tests too.
const char* const kSpecialWords[] = {"string.join", "yield"};

struct WordCase {
  std::string word;
  std::vector<std::string> operands;
  std::string expected;
};

// `variant.make-0`, `wrap-0` and so on, up to 12 fields below a tag.
void AddMakers(std::vector<WordCase>& cases) {
  std::vector<std::string> operands = {"Symbol"};
  for (int fields = 0; fields <= 12; ++fields) {
    const char* expected = fields == 0 ? "a Symbol" : "fields below a Symbol";
    for (const char* maker : {"variant.make-", "wrap-"}) {
      cases.push_back({absl::StrCat(maker, fields), operands, expected});
    }
    operands.insert(operands.begin(), "Any");
  }
}

std::vector<WordCase> AllCases() {
  std::vector<WordCase> cases;
  for (const WordGroup& group : kGroups) {
    const std::vector<std::string> operands =
        absl::StrSplit(group.operands, ' ', absl::SkipEmpty());
    for (absl::string_view word : absl::StrSplit(group.words, ' ')) {
      cases.push_back({std::string(word), operands, group.expected});
    }
  }
  AddMakers(cases);
  return cases;
}

void PrintTo(const WordCase& test, std::ostream* out) { *out << test.word; }

Value* DoNothing(const Node*, Value* sp, Strand*) { return sp; }

// A value as an operand, and as messages describe it.
struct Operand {
  Value value;
  const char* description;
};

// A value of the kind. Channels and weaves belong to a running program: what
// stands in for them is never right, and no word looks at it that wants more.
Operand Sample(absl::string_view kind) {
  if (kind == "Float") return {MakeTestValue(2.5), "Float 2.5"};
  if (kind == "Bool") return {MakeTestValue(true), "Bool true"};
  if (kind == "String") return {MakeTestValue("text"), "String \"text\""};
  if (kind == "Symbol") {
    return {MakeTestValue(TestSymbol("name")), "Symbol :name"};
  }
  if (kind == "List") return {MakeTestValue(TestList({1})), "List of 1"};
  if (kind == "Map") return {MakeTestValue(TestMap({{1, 2}})), "Map of 1"};
  if (kind == "Quotation") return {TestQuotation<DoNothing>(), "Quotation"};
  return {MakeTestValue(7), "Int 7"};
}

// A value that is not of the kind.
Operand Wrong(absl::string_view kind) {
  if (kind == "Symbol") return {MakeTestValue("wrong"), "String \"wrong\""};
  return {MakeTestValue(TestSymbol("wrong")), "Symbol :wrong"};
}

absl::Span<const WordRow> RowsWith(absl::string_view word) {
  for (const WordFamily& family : WordFamilies(Edition::kCurrent)) {
    for (const WordRow& row : family.rows) {
      if (row.name == word) return family.rows;
    }
  }
  return {};
}

TestStack Read(const std::vector<Value>& values) {
  TestStack stack;
  for (const Value& value : values) stack.push_back(ReadTestValue(value));
  return stack;
}

class CurrentOperandErrorsTest : public testing::TestWithParam<WordCase> {
 protected:
  // Runs the word with the operand at `wrong` being of another kind.
  static void ExpectComplaint(const WordCase& test, size_t wrong) {
    std::vector<Value> values;
    std::vector<std::string> descriptions;
    for (size_t i = 0; i < test.operands.size(); ++i) {
      const Operand operand =
          i == wrong ? Wrong(test.operands[i]) : Sample(test.operands[i]);
      values.push_back(operand.value);
      descriptions.push_back(operand.description);
    }
    const std::string complaint =
        test.operands[wrong] == "Key"
            ? "key must be Int, String, or Bool, got Symbol :wrong"
            : absl::StrCat("expected ", test.expected, " on stack, got ",
                           absl::StrJoin(descriptions, ", "));
    const TestStack before = Read(values);
    const WordOutcome outcome =
        RunWordOnValues(RowsWith(test.word), test.word, values);
    EXPECT_EQ(outcome.failure, absl::StrCat(test.word, ": ", complaint));
    EXPECT_EQ(outcome.stack, before);
  }
};

TEST_P(CurrentOperandErrorsTest, MissingOperandsAreReported) {
  const WordCase& test = GetParam();
  const size_t wanted = test.operands.size();
  for (size_t given = 0; given < wanted; ++given) {
    const TestStack operands(given, TestValue(7));
    const WordOutcome outcome =
        RunWord(RowsWith(test.word), test.word, operands);
    const std::string complaint =
        given == 0
            ? "stack is empty"
            : absl::StrCat("needs ", wanted, " values, but the stack has only ",
                           given, given == 1 ? " value" : " values");
    EXPECT_EQ(outcome.failure, absl::StrCat(test.word, ": ", complaint));
    EXPECT_EQ(outcome.stack, operands);
  }
}

TEST_P(CurrentOperandErrorsTest, WrongKindsAreReported) {
  const WordCase& test = GetParam();
  for (size_t wrong = 0; wrong < test.operands.size(); ++wrong) {
    if (test.operands[wrong] != "Any") ExpectComplaint(test, wrong);
  }
}

INSTANTIATE_TEST_SUITE_P(Words, CurrentOperandErrorsTest,
                         testing::ValuesIn(AllCases()));

// A word, operands that are wrong for it, and what it then says.
struct SpecialCase {
  const char* word;
  TestStack operands;
  const char* failure;
};

TEST(SpecialOperandErrorsTest, AreReported) {
  const SpecialCase kCases[] = {
      {"string.join", {}, "string.join: stack is empty"},
      {"string.join",
       {","},
       "string.join: needs 2 values, but the stack has only 1 value"},
      {"string.join",
       {7, ","},
       "string.join: expected a list below the separator, got Int 7"},
      {"string.join",
       {TestList({1}), 7},
       "string.join: expected String operands on stack, got List of 1, Int 7"},
      {"yield",
       {},
       "yield: expected WeaveCtx on stack below a value, but the stack has "
       "only 0 values"},
      {"yield",
       {7},
       "yield: expected WeaveCtx on stack below a value, but the stack has "
       "only 1 value"},
      {"yield",
       {7, "a"},
       "yield: expected WeaveCtx on stack, got Int 7, "
       "String \"a\""},
  };
  for (const SpecialCase& test : kCases) {
    const WordOutcome outcome =
        RunWord(RowsWith(test.word), test.word, test.operands);
    EXPECT_EQ(outcome.failure, test.failure);
    EXPECT_EQ(outcome.stack, test.operands);
  }
}

// Operators are no words at run time: the checker replaces them.
TEST(CurrentOperandErrorsTableTest, HasEveryWordOnce) {
  absl::flat_hash_set<std::string> tested;
  for (const WordCase& test : AllCases()) {
    EXPECT_TRUE(tested.insert(test.word).second) << test.word;
  }
  tested.insert(std::begin(kSpecialWords), std::end(kSpecialWords));
  for (const WordFamily& family : WordFamilies(Edition::kCurrent)) {
    for (const WordRow& row : family.rows) {
      if (row.typing == WordTyping::kSugar) continue;
      EXPECT_EQ(tested.erase(std::string(row.name)), 1u)
          << "no operands are known for `" << row.name << "`";
    }
  }
  EXPECT_TRUE(tested.empty()) << *tested.begin() << " is no word";
}

}  // namespace
}  // namespace seq
