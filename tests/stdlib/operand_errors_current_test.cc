// Every word of the current edition checks how many operands it got and of what
// kind, each of them, says so, and leaves them on the stack.

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "runtime/word.h"
#include "stdlib/vocabularies.h"
#include "tests/support/word_runner.h"

namespace seq {
namespace {

// Words that take the same operands and complain in the same way.
struct WordGroup {
  const char* operands;  // kinds, from the bottom to the top; see Sample()
  const char* expected;  // what the complaint wants
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
    {"Any", "",
     "dup drop >aux son.dump son.dump-pretty list.first list.last"},
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
     "string.starts-with string.equal? file.spit file.append os.path-join "
     "test.assert-eq-str"},
    {"String Int", "",
     "string.char-at net.tcp.connect net.tcp.write"},
    {"String Int Int", "", "string.substring"},
    {"Symbol", "Symbol", "symbol->string variant.make-0 wrap-0"},
    {"Symbol Symbol", "", "symbol.="},
    {"List String", "", "string.join"},
    {"List", "a list", "list.length list.empty? list.reverse"},
    {"List", "", "variant.field-count variant.tag variant.first variant.last "
     "variant.init"},
    {"List Any", "", "list.push variant.append"},
    {"Any Int", "", "list.get"},
    {"Any Int Any", "", "list.set"},
    {"List Int", "", "variant.field-at"},
    {"List Quotation", "", "list.map list.filter list.each"},
    {"List Any Quotation", "", "list.fold"},
    {"Map", "a map", "map.keys map.values map.size map.empty?"},
    {"Map Key", "", "map.get map.has? map.remove"},
    {"Map Key Any", "", "map.set"},
    {"Map Quotation", "", "map.each"},
    {"Map Any Quotation", "", "map.fold"},
    {"Any Symbol", "", "variant.make-1 wrap-1"},
    {"Any Any Symbol", "", "variant.make-2 wrap-2"},
    {"Any Any Any Symbol", "", "variant.make-3 wrap-3"},
    {"Any Any Any Any Symbol", "", "variant.make-4 wrap-4"},
    {"Any Any Any Any Any Symbol", "", "variant.make-5 wrap-5"},
    {"Any Any Any Any Any Any Symbol", "", "variant.make-6 wrap-6"},
    {"Any Any Any Any Any Any Any Symbol", "", "variant.make-7 wrap-7"},
    {"Any Any Any Any Any Any Any Any Symbol", "", "variant.make-8 wrap-8"},
    {"Any Any Any Any Any Any Any Any Any Symbol", "", "variant.make-9 wrap-9"},
    {"Any Any Any Any Any Any Any Any Any Any Symbol", "",
     "variant.make-10 wrap-10"},
    {"Any Any Any Any Any Any Any Any Any Any Any Symbol", "",
     "variant.make-11 wrap-11"},
    {"Any Any Any Any Any Any Any Any Any Any Any Any Symbol", "",
     "variant.make-12 wrap-12"},
    {"Quotation", "Quotation or Closure", "call strand.spawn strand.weave"},
    {"Any Quotation", "", "dip keep"},
    {"Any Quotation Quotation", "", "bi"},
    {"Bool Quotation Quotation", "", "if"},
    {"String Quotation", "", "file.for-each-line"},
    {"Channel", "Channel", "chan.receive chan.close"},
    {"Any Channel", "", "chan.send"},
    {"Weave", "Weave", "strand.weave-cancel"},
    {"Weave Any", "", "strand.resume yield"},
};

struct WordCase {
  std::string word;
  std::vector<std::string> operands;
  std::string expected;
};

std::vector<WordCase> AllCases() {
  std::vector<WordCase> cases;
  for (const WordGroup& group : kGroups) {
    const std::vector<std::string> operands =
        absl::StrSplit(group.operands, ' ', absl::SkipEmpty());
    for (absl::string_view word : absl::StrSplit(group.words, ' ')) {
      cases.push_back({std::string(word), operands, group.expected});
    }
  }
  return cases;
}

void PrintTo(const WordCase& test, std::ostream* out) { *out << test.word; }

Value* DoNothing(const Node*, Value* sp, Strand*) { return sp; }

// A value of the kind. Channels and weaves need a strand; no word that wants
// one wants anything else, so that what stands in for them is never right.
Value Sample(absl::string_view kind) {
  if (kind == "Float") return MakeTestValue(2.5);
  if (kind == "Bool") return MakeTestValue(true);
  if (kind == "String") return MakeTestValue("text");
  if (kind == "Symbol") return MakeTestValue(TestSymbol("name"));
  if (kind == "List") return MakeTestValue(TestList({1}));
  if (kind == "Map") return MakeTestValue(TestMap({{1, 2}}));
  if (kind == "Quotation") return TestQuotation<DoNothing>();
  return MakeTestValue(7);
}

Value Wrong(absl::string_view kind) {
  return kind == "Symbol" ? MakeTestValue("wrong")
                          : MakeTestValue(TestSymbol("wrong"));
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

class CurrentOperandErrorsTest : public testing::TestWithParam<WordCase> {};

TEST_P(CurrentOperandErrorsTest, MissingOperandsAreReported) {
  const WordCase& test = GetParam();
  const size_t wanted = test.operands.size();
  for (size_t given = 0; given < wanted; ++given) {
    const TestStack operands(given, TestValue(7));
    const WordOutcome outcome =
        RunWord(RowsWith(test.word), test.word, operands);
    printf("MISS %s %zu: %s\n", test.word.c_str(), given, outcome.failure.c_str());
    EXPECT_EQ(outcome.stack, operands);
  }
}

TEST_P(CurrentOperandErrorsTest, WrongKindsAreReported) {
  const WordCase& test = GetParam();
  for (size_t wrong = 0; wrong < test.operands.size(); ++wrong) {
    if (test.operands[wrong] == "Any") continue;
    std::vector<Value> operands;
    for (size_t i = 0; i < test.operands.size(); ++i) {
      operands.push_back(i == wrong ? Wrong(test.operands[i])
                                    : Sample(test.operands[i]));
    }
    const TestStack before = Read(operands);
    const WordOutcome outcome =
        RunWordOnValues(RowsWith(test.word), test.word, operands);
    printf("WRONG %s %zu: %s\n", test.word.c_str(), wrong, outcome.failure.c_str());
    EXPECT_EQ(outcome.stack, before);
  }
}

INSTANTIATE_TEST_SUITE_P(Words, CurrentOperandErrorsTest,
                         testing::ValuesIn(AllCases()));

}  // namespace
}  // namespace seq
