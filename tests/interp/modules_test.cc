// modules.h: what includes find, and in which order.

#include "interp/modules.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/golden/temp_dir.h"
#include "tests/interp/parsed_program.h"

namespace seq {
namespace {

namespace fs = std::filesystem;

class ModulesTest : public testing::Test {
 protected:
  void Write(const std::string& path, const std::string& text) {
    files_.Write(path, text);
  }

  // Parses a file that was written and returns the words of the program.
  std::string Load(const std::string& path) {
    std::ifstream in(directory_ / path);
    return LoadText((directory_ / path).string(),
                    std::string(std::istreambuf_iterator<char>(in), {}));
  }

  std::string LoadText(const std::string& path, std::string text) {
    const uint32_t file = sources_.Add(path, std::move(text));
    parsed_ = ParseProgram(
        sources_, file, Edition::kCurrent,
        [this](absl::string_view name) { return FindModule(name); },
        diagnostics_);
    std::string words;
    for (const WordDefinition& word : parsed_.program.words) {
      absl::StrAppend(&words, words.empty() ? "" : " ", word.name);
    }
    return words;
  }

  // "MESSAGE @ MARKED TEXT in FILE", the directory left out.
  std::string Errors() const {
    std::string errors;
    for (const Diagnostic& diagnostic : diagnostics_.all()) {
      absl::StrAppend(&errors, errors.empty() ? "" : "\n", diagnostic.message,
                      " @ ", sources_.Text(diagnostic.span), " in ",
                      sources_.file(diagnostic.span.file).path());
    }
    const std::string prefix = directory_.string() + "/";
    for (size_t at; (at = errors.find(prefix)) != std::string::npos;) {
      errors.erase(at, prefix.size());
    }
    return errors;
  }

  std::optional<StandardModule> FindModule(absl::string_view name) {
    ++lookups_;
    if (name == "one")
      return StandardModule{"include std:two : one ( -- ) ;", ""};
    if (name == "two")
      return StandardModule{"include std:one : two ( -- ) ;", ""};
    if (name == "bad") return StandardModule{": bad ( x -- ) ;", ""};
    if (name == "relative") return StandardModule{"include \"a\"", ""};
    if (name == "file") {
      return StandardModule{"include \"lib/b\"", directory_.string()};
    }
    return std::nullopt;
  }

  const golden::TempDir files_;
  const fs::path directory_{files_.path()};
  SourceMap sources_;
  Diagnostics diagnostics_;
  ParsedProgram parsed_;
  int lookups_ = 0;
};

TEST_F(ModulesTest, FilesComeDepthFirstInTheOrderOfIncludes) {
  Write("main.seq",
        "include \"a\"\n: main ( -- ) ; include \"d\" union U { V }");
  Write("a.seq", "include \"b\" include \"c\" : a ( -- ) ;");
  Write("b.seq", ": b ( -- ) [ ] ; union W { X }");
  Write("c.seq", ": c ( -- ) [ ] ;");
  Write("d.seq", ": d ( -- ) [ ] ;");
  EXPECT_EQ(Load("main.seq"), "main a b c d");
  EXPECT_EQ(Errors(), "");
  EXPECT_TRUE(parsed_.complete);
  EXPECT_EQ(parsed_.program.unions.size(), 2u);
  EXPECT_EQ(parsed_.program.includes.size(), 4u);
  EXPECT_EQ(parsed_.program.quotation_count, 3u);
}

TEST_F(ModulesTest, PathsAreRelativeToTheIncludingFile) {
  Write("src/main.seq", "include \"../lib/a\" : main ( -- ) ;");
  Write("lib/a.seq", "include \"sub/b\" : a ( -- ) ;");
  Write("lib/sub/b.seq", "include \"../a\" : b ( -- ) ;");
  EXPECT_EQ(Load("src/main.seq"), "main a b");
  EXPECT_EQ(Errors(), "");
  EXPECT_EQ(sources_.file(2).path(), (directory_ / "lib/sub/b.seq").string());
}

TEST_F(ModulesTest, EveryFileIsReadOnce) {
  Write("main.seq",
        "include \"a\" include \"./a\" include \"sub/../a\" include \"b\"\n"
        "include \"link\" : main ( -- ) ;");
  Write("sub/x.seq", "");
  Write("a.seq", "include \"b\" include \"main\" : a ( -- ) ;");
  Write("b.seq", "include \"a\" include \"b\" : b ( -- ) ;");
  fs::create_symlink(directory_ / "a.seq", directory_ / "link.seq");
  EXPECT_EQ(Load("main.seq"), "main a b");
  EXPECT_EQ(Errors(), "");
}

TEST_F(ModulesTest, StandardModulesAreNamed) {
  EXPECT_EQ(LoadText("-e",
                     "include std:one include std:two include std:one "
                     ": main ( -- ) ;"),
            "main one two");
  EXPECT_EQ(Errors(), "");
  EXPECT_EQ(lookups_, 2);
  EXPECT_EQ(sources_.file(1).path(), "<stdlib:one>");
}

TEST_F(ModulesTest, StandardModulesMayBeFiles) {
  Write("lib/b.seq", ": b ( -- ) ;");
  EXPECT_EQ(LoadText("-e", "include std:file"), "b");
  EXPECT_EQ(Errors(), "");
}

TEST_F(ModulesTest, ErrorsShowTheirFile) {
  Write("main.seq", "include \"a\" include std:bad : main ( y -- ) ;");
  Write("a.seq", ": a ( z -- ) ;");
  EXPECT_EQ(Load("main.seq"), "");
  EXPECT_EQ(Errors(),
            "Unknown type: 'y' @ y in main.seq\n"
            "Unknown type: 'z' @ z in a.seq\n"
            "Unknown type: 'x' @ x in <stdlib:bad>");
  EXPECT_TRUE(parsed_.complete);
  EXPECT_EQ(absl::StrJoin(parsed_.broken.words, " "), "main a bad");
}

TEST_F(ModulesTest, MissingModulesAreReported) {
  Write("main.seq",
        "include std:nope include \"gone\" include \"sub/gone\"\n"
        "include std:../x include \"dir\" : main ( -- ) ;");
  fs::create_directories(directory_ / "dir.seq");
  EXPECT_EQ(Load("main.seq"), "main");
  EXPECT_EQ(Errors(),
            "Standard library module 'nope' not found @ include std:nope in "
            "main.seq\n"
            "Include file 'gone' not found at gone.seq @ include \"gone\" in "
            "main.seq\n"
            "Include file 'sub/gone' not found at sub/gone.seq @ include "
            "\"sub/gone\" in main.seq\n"
            "Standard library module '../x' not found @ include std:../x in "
            "main.seq\n"
            "Failed to read source file 'dir.seq': Is a directory @ include "
            "\"dir\" in main.seq");
  EXPECT_FALSE(parsed_.complete);
}

TEST_F(ModulesTest, BadPathsAreRefused) {
  Write("main.seq", "include \"\" include \"/etc/x\" : main ( -- ) ;");
  EXPECT_EQ(Load("main.seq"), "main");
  EXPECT_EQ(Errors(),
            "Include path cannot be empty @ include \"\" in main.seq\n"
            "Include path '/etc/x' is absolute: paths cannot be absolute @ "
            "include \"/etc/x\" in main.seq");
}

TEST_F(ModulesTest, PathsHaveNoEscapes) {
  Write("main.seq", "include \"a\\n\" : main ( -- ) ;");
  Write("a\\n.seq", ": a ( -- ) ;");
  EXPECT_EQ(Load("main.seq"), "main a");
  EXPECT_EQ(Errors(), "");
}

TEST_F(ModulesTest, ForeignFunctionsAreNotThere) {
  EXPECT_EQ(LoadText("x", "include ffi:foo include ffi:libedit"), "");
  EXPECT_EQ(Errors(),
            "FFI library 'foo' not found. Available: libedit @ include ffi:foo "
            "in x\n"
            "FFI library 'libedit' cannot be used: foreign functions are not "
            "available in this version @ include ffi:libedit in x");
}

TEST_F(ModulesTest, AModuleThatIsNoFileIncludesNone) {
  EXPECT_EQ(LoadText("x", "include std:relative"), "");
  EXPECT_EQ(Errors(),
            "Include file 'a' not found: a built-in module is no file @ "
            "include \"a\" in <stdlib:relative>");
}

TEST_F(ModulesTest, FilesThatCannotBeCutAreLeftOut) {
  Write("main.seq", "include \"a\" include \"b\" : main ( -- ) ;");
  Write("a.seq", ": a ( -- ) \"x ;");
  Write("b.seq", ": b ( -- ) ;");
  EXPECT_EQ(Load("main.seq"), "main b");
  EXPECT_EQ(Errors(),
            "Unclosed string literal - missing closing quote @ \" in a.seq");
  EXPECT_FALSE(parsed_.complete);
}

// A chain that recursion could not follow.
TEST_F(ModulesTest, ChainsMayBeLong) {
  constexpr int kLength = 3000;
  for (int i = 0; i < kLength; ++i) {
    Write(absl::StrCat("m", i, ".seq"),
          absl::StrCat("include \"m", i + 1, "\""));
  }
  Write(absl::StrCat("m", kLength, ".seq"), ": end-of-chain ( -- ) ;");
  EXPECT_EQ(Load("m0.seq"), "end-of-chain");
  EXPECT_EQ(Errors(), "");
}

TEST_F(ModulesTest, ClassicProgramsHaveNoIncludes) {
  const uint32_t file = sources_.Add("x", "include std:one : main ( -- ) ;");
  parsed_ = ParseProgram(sources_, file, Edition::kClassic, {}, diagnostics_);
  EXPECT_EQ(Errors(),
            "Expected ':' to start word definition, got 'include' @ include "
            "in x\n"
            "Unexpected ':' inside a word definition @ : in x");
}

}  // namespace
}  // namespace seq
