// Sources that no program should look like. Whatever the file holds, `seq
// check` and `seq` accept it or say in a diagnostic what is wrong with it: exit
// status 0 or 1, in time, never by a signal.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/seq_run.h"

namespace seq::golden {
namespace {

constexpr int kNested = 100000;
constexpr size_t kMegabyte = 1000000;
constexpr const char* kMain = ": main ( -- ) ";

std::string Repeat(const std::string& text, size_t count) {
  std::string all;
  all.reserve(text.size() * count);
  for (size_t i = 0; i < count; ++i) all += text;
  return all;
}

// So many bytes, not lines, of it.
std::string Fill(const std::string& text, size_t bytes) {
  return Repeat(text, bytes / text.size());
}

// The bytes of a literal, NUL bytes included.
template <size_t N>
std::string Bytes(const char (&literal)[N]) {
  return std::string(literal, N - 1);
}

std::string InMain(const std::string& body) { return kMain + body; }

struct Input {
  const char* name;
  std::string text;
  // What a diagnostic must contain; "" if the program is valid.
  const char* message;
};

void PrintTo(const Input& input, std::ostream* out) { *out << input.name; }

class MalformedInputTest : public ::testing::TestWithParam<Input> {};

constexpr const char* kNoMain = "No main word defined";

TEST_P(MalformedInputTest, IsDiagnosed) {
  const Input& input = GetParam();
  const TempDir directory;
  const std::string file = directory.Write("input.seq", input.text);
  for (const bool check : {true, false}) {
    SCOPED_TRACE(check ? "seq check" : "seq");
    const RunResult run =
        RunSeq({check ? "check" : "run", "--edition=classic", file});
    // What is only checked need not have a `main`.
    const bool valid = *input.message == '\0' ||
                       (check && std::string(input.message) == kNoMain);
    ASSERT_EQ(run.status, (ExitStatus{valid ? 0 : 1, 0}))
        << ::testing::PrintToString(run);
    if (!valid) {
      EXPECT_NE(run.err.find(input.message), std::string::npos)
          << ::testing::PrintToString(run);
    }
    EXPECT_EQ(run.err.empty(), valid) << ::testing::PrintToString(run);
    EXPECT_EQ(run.out, "");
  }
}

// The other edition may say something else, but it must say something.
TEST_P(MalformedInputTest, IsDiagnosedInTheCurrentEdition) {
  const TempDir directory;
  const std::string file = directory.Write("input.seq", GetParam().text);
  for (const char* command : {"check", "run"}) {
    SCOPED_TRACE(command);
    const RunResult run = RunSeq({command, "--edition=current", file});
    ASSERT_TRUE(run.status == (ExitStatus{0, 0}) ||
                run.status == (ExitStatus{1, 0}))
        << ::testing::PrintToString(run);
    EXPECT_EQ(run.err.empty(), run.status == (ExitStatus{0, 0}))
        << ::testing::PrintToString(run);
    EXPECT_EQ(run.out, "");
  }
}

std::string Name(const ::testing::TestParamInfo<Input>& input) {
  return input.param.name;
}

const Input kBytes[] = {
    {"Empty", "", kNoMain},
    {"OnlyByteOrderMark", "\xEF\xBB\xBF", "byte-order mark"},
    {"ByteOrderMarkAndProgram", "\xEF\xBB\xBF: main ( -- ) ;",
     "Expected ':' to start word definition"},
    {"ByteOrderMarkAndComment", "\xEF\xBB\xBF# a\n: main ( -- ) ;",
     "Expected ':' to start word definition"},
    {"OnlyWhiteSpace", " \t\r\n\n ", kNoMain},
    {"OnlyComment", "# nothing", kNoMain},
    {"Utf16", Bytes("\xFF\xFE:\0 \0m\0"), "not valid UTF-8"},
    {"Latin1InString", InMain("\"caf\xE9\" write_line ;"), "not valid UTF-8"},
    {"Latin1InComment", "# caf\xE9\n: main ( -- ) ;", "not valid UTF-8"},
    {"Latin1InWord", ": caf\xE9 ( -- ) ; : main ( -- ) ;", "not valid UTF-8"},
    {"CharacterCutAtTheEnd", ": main ( -- ) ; # \xE2\x82", "not valid UTF-8"},
    {"OverlongForm", InMain("\"\xC0\x80\" write_line ;"), "not valid UTF-8"},
    {"Surrogate", InMain("\"\xED\xA0\x80\" write_line ;"), "not valid UTF-8"},
    {"EveryByte",
     [] {
       std::string all;
       for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
       return all;
     }(),
     "not valid UTF-8"},
    {"NulBytes", std::string(1000, '\0'), "error"},
    {"NulByteAsWord", Bytes(": main ( -- ) \0 ;"), "Undefined word"},
    {"NulByteInName", Bytes(": a\0b ( -- ) ; : main ( -- ) ;"), ""},
    {"NulByteInString", Bytes(": main ( -- ) \"a\0b\" drop ;"), ""},
};

const Input kUnclosed[] = {
    {"String", InMain("\"abc ;\n"), "Unclosed string"},
    {"EscapeAtTheEnd", InMain("\"abc\\"), "Unclosed string"},
    {"Quotation", InMain("[ 1 drop ;"), "no `]`"},
    {"QuotationAtTheEnd", InMain("["), "no `]`"},
    {"If", InMain("1 if 2 drop ;"), "no `then`"},
    {"Else", InMain("1 if 2 else 3 ;"), "no `then`"},
    {"Definition", InMain("1 drop"), "no `;`"},
    {"DefinitionBeforeAnother", ": a ( -- ) : main ( -- ) ;", "not closed"},
    {"Colon", ":", "error"},
    {"ColonAndName", ": main", "no `;`"},
    {"Effect", ": main ( Int Int ", "no `)`"},
    {"EffectBeforeSeparator", ": main (", "no `)`"},
    {"QuotationType", ": main ( [ Int -- ) ;", "error"},
    {"QuotationTypeAtTheEnd", ": main ( [ Int -- ", "no `)`"},
    {"ClosureType", ": main ( Closure[", "no `)`"},
    {"Everything", ": main ( -- ) 1 if [ 2 if [ \"", "Unclosed string"},
};

const Input kClosersOnly[] = {
    {"Brackets", Repeat("] ", kNested), "error"},
    {"Parentheses", Repeat(") ", kNested), "error"},
    {"Semicolons", Repeat("; ", kNested), "error"},
    {"Thens", InMain(Repeat("then ", kNested) + ";"), "error"},
    {"Elses", InMain(Repeat("else ", kNested) + ";"), "error"},
    {"BracketsInWord", InMain(Repeat("] ", kNested) + ";"), "error"},
};

const Input kDeep[] = {
    {"Quotations",
     InMain(Repeat("[ ", kNested) + Repeat("] ", kNested) + "drop ;"),
     "nesting exceeds maximum depth"},
    {"QuotationsUnclosed", InMain(Repeat("[ ", kNested)), "nesting exceeds"},
    {"Conditionals",
     InMain(Repeat("1 if ", kNested) + Repeat("then ", kNested) + ";"),
     "nesting exceeds maximum depth"},
    {"ConditionalsInElse",
     InMain(Repeat("1 if else ", kNested) + Repeat("then ", kNested) + ";"),
     "nesting exceeds maximum depth"},
    {"ConditionalsUnclosed", InMain(Repeat("1 if ", kNested)),
     "nesting exceeds"},
    {"Both",
     InMain(Repeat("1 if [ ", kNested) + Repeat("] drop then ", kNested) + ";"),
     "nesting exceeds maximum depth"},
    {"Types",
     ": main ( " + Repeat("[ ", kNested) + Repeat("-- ] ", kNested) + "-- ) ;",
     "nesting exceeds maximum depth"},
    {"TypesUnclosed", ": main ( " + Repeat("[ ", kNested), "error"},
    {"Parentheses", ": main " + Repeat("( ", kNested), "error"},
    {"ParenthesesAndTypes", ": main " + Repeat("( [ [ ", kNested), "error"},
    {"ClosureTypes", ": main ( " + Repeat("Closure[ ", kNested), "error"},
    {"Colons", Repeat(": ", kNested), "error"},
    {"DeepestThatIsAllowed",
     InMain(Repeat("[ ", 999) + Repeat("] ", 999) + "drop ;"), ""},
};

const Input kLong[] = {
    {"LineOfWords", InMain(Fill("1 drop ", kMegabyte) + ";"), ""},
    {"LineOfUndefinedWords", InMain(Fill("nonsense ", kMegabyte) + ";"),
     "Undefined word"},
    {"Word", InMain(std::string(kMegabyte, 'x') + " ;"), "Undefined word"},
    {"WordOfDigits", InMain(std::string(kMegabyte, '1') + " drop ;"), "error"},
    {"Name", ": " + std::string(kMegabyte, 'x') + " ( -- ) ; : main ( -- ) ;",
     ""},
    {"TypeName", ": main ( " + std::string(kMegabyte, 'x') + " -- ) ;",
     "error"},
    {"String", InMain("\"" + std::string(kMegabyte, 'x') + "\" drop ;"), ""},
    {"UnclosedString", InMain("\"" + std::string(kMegabyte, 'x')),
     "Unclosed string"},
    {"Comment", "# " + std::string(kMegabyte, 'x') + "\n: main ( -- ) ;", ""},
    {"ErrorInAMegabyteLine",
     InMain(Fill("1 drop ", kMegabyte) + "nonsense " +
            Fill("1 drop ", kMegabyte) + ";"),
     "Undefined word 'nonsense'"},
    {"ManyErrors", InMain(Fill("drop\n", kMegabyte) + ";"), "error"},
    {"ManyDefinitions", Repeat(": w ( -- ) ;\n", kNested) + ": main ( -- ) ;",
     "defined multiple times"},
    {"EffectOfManyTypes", ": main ( " + Fill("Int ", kMegabyte) + "-- ) ;",
     "error"},
    {"FiftyMegabytesOfComments",
     Fill("# " + std::string(97, 'x') + "\n", 50 * kMegabyte) +
         ": main ( -- ) ;",
     ""},
    {"FiftyMegabytesOfText", Fill("foo bar ", 50 * kMegabyte), "error"},
    {"FiftyMegabytesOfNul", std::string(50 * kMegabyte, '\0'), "error"},
};

INSTANTIATE_TEST_SUITE_P(Bytes, MalformedInputTest, ::testing::ValuesIn(kBytes),
                         Name);
INSTANTIATE_TEST_SUITE_P(Unclosed, MalformedInputTest,
                         ::testing::ValuesIn(kUnclosed), Name);
INSTANTIATE_TEST_SUITE_P(ClosersOnly, MalformedInputTest,
                         ::testing::ValuesIn(kClosersOnly), Name);
INSTANTIATE_TEST_SUITE_P(Deep, MalformedInputTest, ::testing::ValuesIn(kDeep),
                         Name);
INSTANTIATE_TEST_SUITE_P(Long, MalformedInputTest, ::testing::ValuesIn(kLong),
                         Name);

// A message of a megabyte helps nobody, and hides the next one.
TEST(LongWordsTest, AreAbbreviatedInMessages) {
  const TempDir directory;
  const std::string word(kMegabyte, 'x');
  for (const std::string& text :
       {InMain(word + " ;"), InMain(std::string(kMegabyte, '1') + " drop ;"),
        ": main ( " + word + " -- ) ;", InMain("\"" + word),
        ": " + word + " ( -- ) drop ; : main ( -- ) ;"}) {
    const RunResult run = RunSeq({directory.Write("input.seq", text)});
    EXPECT_EQ(run.status, (ExitStatus{1, 0}));
    EXPECT_LE(run.err.size(), size_t{4} << 10) << run.err.substr(0, 200);
  }
}

// --- Files that are none -----------------------------------------------------

class UnreadableFileTest : public ::testing::Test {
 protected:
  // Both commands reject the file and say what the system says.
  void ExpectRejected(const std::string& file, const std::string& reason) {
    for (const bool check : {true, false}) {
      const RunResult run = check ? RunSeq({"check", file}) : RunSeq({file});
      EXPECT_EQ(run.status, (ExitStatus{1, 0}));
      EXPECT_EQ(run.out, "");
      EXPECT_NE(
          run.err.find("Failed to read source file '" + file + "': " + reason),
          std::string::npos)
          << run.err;
    }
  }

  const TempDir directory_{"/tmp"};
};

TEST_F(UnreadableFileTest, Directory) {
  ExpectRejected(directory_.path(), "Is a directory");
}

TEST_F(UnreadableFileTest, Missing) {
  ExpectRejected(directory_.File("none.seq"), "No such file or directory");
}

TEST_F(UnreadableFileTest, BelowAFile) {
  const std::string file = directory_.Write("file", "");
  ExpectRejected(file + "/a.seq", "Not a directory");
}

TEST_F(UnreadableFileTest, LoopOfLinks) {
  const std::string link = directory_.File("link.seq");
  ASSERT_EQ(symlink(link.c_str(), link.c_str()), 0);
  ExpectRejected(link, "Too many levels of symbolic links");
}

TEST_F(UnreadableFileTest, NoPermission) {
  const std::string file = directory_.Write("secret.seq", ": main ( -- ) ;");
  ASSERT_EQ(chmod(file.c_str(), 0), 0);
  if (geteuid() != 0) {
    ExpectRejected(file, "Permission denied");
    return;
  }
  // Root may read everything: become somebody else, with a copy of seq.
  std::error_code error;
  std::filesystem::copy_file(AbsoluteSeq(), directory_.File("seq"), error);
  ASSERT_FALSE(error) << error.message();
  SubprocessOptions options;
  options.argv = {directory_.File("seq"), file};
  options.user = 54321;
  std::string reason;
  const auto process = Subprocess::Start(options, &reason);
  if (process == nullptr) GTEST_SKIP() << "cannot change the user: " << reason;
  const RunResult run = Finish(*process);
  EXPECT_EQ(run.status, (ExitStatus{1, 0}));
  EXPECT_NE(run.err.find("Permission denied"), std::string::npos) << run.err;
}

}  // namespace
}  // namespace seq::golden
