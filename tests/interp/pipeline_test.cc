// pipeline.h, lowering.h and executable.h: from a source file to a tree that
// knows where its nodes stand. What the tree does when it runs is the business
// of the golden programs.

#include "interp/pipeline.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "interp/limits.h"
#include "interp/nodes.h"
#include "runtime/slot_node.h"
#include "tests/interp/checked_program.h"

namespace seq {
namespace {

class PipelineTest : public testing::Test {
 protected:
  std::unique_ptr<Executable> CompileText(
      std::string text, Fusion fusion = Fusion::kOff,
      const Vocabulary& vocabulary = ClassicVocabulary()) {
    const uint32_t file = sources_.Add("test.seq", std::move(text));
    return Compile(sources_, file, vocabulary, {.fusion = fusion},
                   diagnostics_);
  }

  SourceMap sources_;
  Diagnostics diagnostics_;
};

TEST_F(PipelineTest, ValidProgramGivesAnExecutable) {
  const auto executable = CompileText(": main ( -- ) 1 drop ;");
  ASSERT_NE(executable, nullptr);
  EXPECT_TRUE(diagnostics_.empty());
  EXPECT_NE(executable->main()->entry, nullptr);
}

TEST_F(PipelineTest, InvalidProgramGivesDiagnosticsOnly) {
  for (const char* text : {"", ": main ( -- ) \"x ;", ": main ( -- ) foo ;",
                           ": main ( -- ) 1 ;", ": main ( -- ", "main"}) {
    diagnostics_ = Diagnostics();
    EXPECT_EQ(CompileText(text), nullptr) << text;
    EXPECT_FALSE(diagnostics_.empty()) << text;
  }
}

TEST_F(PipelineTest, NodesKnowWhereTheyStand) {
  const auto executable =
      CompileText("# two lines\n: main ( -- ) \"é\" 1 drop drop ;");
  ASSERT_NE(executable, nullptr);
  const Node* push = executable->main()->entry;
  const Location location = executable->Resolve(push->next->site);
  EXPECT_EQ(location.path, "test.seq");
  EXPECT_EQ(location.word, "main");
  EXPECT_EQ(location.line, 2u);
  EXPECT_EQ(location.column, 19u);
}

// What SEQ_NEXT lives on. Quotations, and the nodes that fused runs fall back
// on, lie elsewhere; of two branches, the longer one goes on behind the `if`.
TEST_F(PipelineTest, NodesLieOneBehindTheOther) {
  const struct {
    Fusion fusion;
    const char* body;
    size_t nodes;
  } cases[] = {
      {Fusion::kOff, "1 [ drop ] [ drop ] drop drop drop", 6},
      {Fusion::kOff, "true if else \"a\" [ drop ] drop drop then 1 drop", 8},
      {Fusion::kOff, "true if \"a\" [ drop ] drop drop else then 1 drop", 8},
      {Fusion::kOn,
       "\"abc\" string.length dup i.* 3 i.+ dup i.* int->string io.write-line "
       "\"d\" [ drop ] drop io.write-line",
       8},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.body);
    const auto executable =
        CompileText(absl::StrCat(": main ( -- ) ", test.body, " ;"),
                    test.fusion, CurrentVocabulary());
    ASSERT_NE(executable, nullptr);
    size_t nodes = 1;
    for (const Node* node = executable->main()->entry;
         node->next != executable->return_node(); ++nodes) {
      const Node* next = node->next;
      if (node->run == RunBranch) {
        const auto* branch = static_cast<const BranchNode*>(node);
        next = branch->then_entry == node->next ? branch->else_entry
                                                : branch->then_entry;
      }
      const auto distance = reinterpret_cast<const char*>(next) -
                            reinterpret_cast<const char*>(node);
      EXPECT_GT(distance, 0) << "node " << nodes;
      EXPECT_LE(distance, ptrdiff_t{sizeof(SlotNode)}) << "node " << nodes;
      node = next;
    }
    EXPECT_EQ(nodes, test.nodes);
  }
}

TEST_F(PipelineTest, BuiltInWinsOverDefinition) {
  const auto executable =
      CompileText(": drop ( T -- ) drop ; : main ( -- ) 1 drop ;");
  ASSERT_NE(executable, nullptr);
  const WordRow* row = ClassicVocabulary().Find("drop");
  EXPECT_EQ(executable->main()->entry->next->run, row->run);
}

TEST_F(PipelineTest, LastWordIsATailCall) {
  const auto executable =
      CompileText(": f ( -- ) ; : main ( -- ) f 1 if f else f then ;");
  ASSERT_NE(executable, nullptr);
  const Node* call = executable->main()->entry;
  EXPECT_EQ(call->run, &RunCall);
  const auto* branch = static_cast<const BranchNode*>(call->next->next);
  ASSERT_EQ(branch->run, &RunClassicBranch);
  EXPECT_EQ(branch->then_entry->run, &RunTailCall);
  EXPECT_EQ(branch->else_entry->run, &RunTailCall);
}

TEST_F(PipelineTest, QuotationThatCapturesBecomesAClosure) {
  const auto executable =
      CompileText(": main ( -- ) 1 2 [ drop drop ] spawn drop ;");
  ASSERT_NE(executable, nullptr);
  const Node* node = executable->main()->entry->next->next;
  ASSERT_EQ(node->run, &RunMakeClosure);
  EXPECT_EQ(static_cast<const ClosureNode*>(node)->count, 2u);
}

TEST_F(PipelineTest, LongBodiesCheckForRoom) {
  std::string body;
  for (size_t i = 0; i < 2 * kItemsBetweenRoomChecks; ++i) body += " 1";
  const auto executable = CompileText(": main" + body + " ;");
  ASSERT_NE(executable, nullptr);
  int checks = 0;
  for (const Node* node = executable->main()->entry; node != nullptr;
       node = node->next) {
    if (node->run == &RunCheckRoom) ++checks;
  }
  EXPECT_EQ(checks, 2);
}

// In quadratic time this would take minutes.
TEST_F(PipelineTest, BodiesThatPushMuchAreLoweredInLinearTime) {
  constexpr int kPushes = 300'000;
  std::string text = ": main ( -- ) ";
  for (int i = 0; i < kPushes; ++i) text += "1 ";
  for (int i = 0; i < kPushes; ++i) text += "drop ";
  EXPECT_NE(CompileText(text + ";", Fusion::kOn), nullptr);
}

TEST_F(PipelineTest, AProgramThatIsOnlyCheckedNeedsNoMain) {
  const uint32_t file = sources_.Add("test.seq", ": f ( -- Int ) 1 ;");
  const auto program = CheckSource(sources_, file, ClassicVocabulary(),
                                   {.requires_main = false}, diagnostics_);
  EXPECT_TRUE(diagnostics_.empty());
  ASSERT_EQ(program->parsed.program.words.size(), 1u);
  EXPECT_EQ(program->parsed.program.words[0].name, "f");
}

}  // namespace
}  // namespace seq
