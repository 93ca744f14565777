// The four formats of `seq test`, read back by others' parsers where there are
// any.
#include "cli/test_report.h"

// Boost 1.74 warns of itself otherwise.
#define BOOST_BIND_GLOBAL_PLACEHOLDERS
#include <boost/property_tree/json_parser.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace seq {
namespace {

using boost::property_tree::ptree;
using ::testing::HasSubstr;
using ::testing::Not;

// Everything that has a meaning somewhere, and bytes that are no text.
const char kNasty[] = "<&>\"'\\ # ]]> \x01\x1b[31m\xFF\xC3\xA9\t\r\nend";
const char kReadable[] =
    "<&>\"'\\ # ]]> \xEF\xBF\xBD\xEF\xBF\xBD[31m\xEF\xBF\xBD\xC3\xA9\t\r\nend";

FileResult Sample() {
  FileResult file;
  file.path = "d/test-a.seq";
  file.duration = std::chrono::milliseconds(1234);
  TestResult passed;
  passed.name = "test-good";
  passed.duration = std::chrono::microseconds(2600);
  TestResult failed;
  failed.name = "test-<bad>";
  failed.status = TestStatus::kFailed;
  failed.reason = kNasty;
  failed.details = {"test-<bad> ... FAILED", "  at line 6: expected 8, got 13"};
  failed.output = kNasty;
  TestResult skipped;
  skipped.name = "test-skip";
  skipped.status = TestStatus::kSkipped;
  skipped.reason = "because";
  file.tests = {passed, failed, skipped};
  return file;
}

FileResult Broken() {
  FileResult file;
  file.path = "d/test-b.seq";
  file.problem = "Parse error: one\n  two";
  return file;
}

class TestReportTest : public ::testing::Test {
 protected:
  std::string Report(TestFormat format, const std::vector<FileResult>& files,
                     bool verbose = false) {
    TestOptions options;
    options.format = format;
    options.verbose = verbose;
    std::ostringstream out;
    std::ostringstream err;
    const auto reporter = MakeTestReporter(options, out, err);
    for (const FileResult& file : files) reporter->File(file);
    TestTotals totals = CountResults(files);
    totals.duration = std::chrono::seconds(2);
    reporter->End(files, totals);
    err_ = err.str();
    return out.str();
  }
  std::string err_;
};

TEST_F(TestReportTest, Text) {
  EXPECT_EQ(Report(TestFormat::kText, {Sample(), Broken()}),
            "\n"
            "Running tests in d/test-a.seq...\n"
            "  test-good ... ok\n"
            "  test-<bad> ... FAILED\n"
            "  test-skip ... skipped \xE2\x80\x94 because\n"
            "\n"
            "========================================\n"
            "Results: 1 passed, 1 failed, 1 failed to compile\n"
            "\n"
            "TEST FAILURES:\n"
            "\n"
            "d/test-a.seq::test-<bad>\n"
            "  test-<bad> ... FAILED\n"
            "    at line 6: expected 8, got 13\n"
            "\n"
            "\n"
            "COMPILATION FAILURES:\n"
            "\n"
            "d/test-b.seq:\n"
            "  Parse error: one\n"
            "    two\n"
            "\n");
  EXPECT_EQ(err_,
            "\nFailed to process d/test-b.seq:\n  Parse error: one\n    two\n");
}

TEST_F(TestReportTest, TextWithDurations) {
  const std::string text =
      Report(TestFormat::kText, {Sample()}, /*verbose=*/true);
  EXPECT_THAT(text, HasSubstr("  test-good ... ok (3ms)\n"));
  EXPECT_THAT(text, HasSubstr("  test-<bad> ... FAILED (0ms)\n"));
  EXPECT_THAT(text, HasSubstr("\nResults: 1 passed, 1 failed\n"));
}

TEST_F(TestReportTest, TextOfNothing) {
  EXPECT_EQ(Report(TestFormat::kText, {FileResult()}),
            "\n========================================\n"
            "Results: 0 passed, 0 failed\n");
}

TEST_F(TestReportTest, Tap) {
  const std::string text = Report(TestFormat::kTap, {Sample(), Broken()});
  EXPECT_THAT(text,
              ::testing::StartsWith("TAP version 13\n"
                                    "ok 1 - d/test-a.seq::test-good\n"
                                    "not ok 2 - d/test-a.seq::test-<bad>\n"
                                    "  ---\n"));
  EXPECT_THAT(text, HasSubstr("\n    - \"  at line 6: expected 8, got 13\"\n"
                              "  ...\n"
                              "ok 3 - d/test-a.seq::test-skip # SKIP because\n"
                              "not ok 4 - d/test-b.seq\n"));
  EXPECT_THAT(text, ::testing::EndsWith("\n1..4\n"));
  // The nasty message did not break its line.
  EXPECT_THAT(text, HasSubstr("\\r\\nend\"\n  severity: fail\n"));
  EXPECT_EQ(err_, "");
  EXPECT_EQ(Report(TestFormat::kTap, {}),
            "TAP version 13\n1..0 # SKIP No tests found\n");
}

TEST_F(TestReportTest, TapNamesAreNoDirectives) {
  FileResult file = Sample();
  file.path = "d # TODO\n\\x/test-a.seq";
  EXPECT_THAT(Report(TestFormat::kTap, {file}),
              HasSubstr("ok 1 - d \\# TODO \\\\x/test-a.seq::test-good\n"));
}

TEST_F(TestReportTest, Junit) {
  std::istringstream text(Report(TestFormat::kJunit, {Sample(), Broken()}));
  ptree tree;
  read_xml(text, tree);
  const ptree& all = tree.get_child("testsuites");
  EXPECT_EQ(all.get<int>("<xmlattr>.tests"), 4);
  EXPECT_EQ(all.get<int>("<xmlattr>.failures"), 1);
  EXPECT_EQ(all.get<int>("<xmlattr>.errors"), 1);
  EXPECT_EQ(all.get<int>("<xmlattr>.skipped"), 1);
  EXPECT_EQ(all.get<std::string>("<xmlattr>.time"), "2.000");
  std::vector<std::string> cases;
  for (const auto& [name, suite] : all) {
    if (name != "testsuite") continue;
    for (const auto& [tag, test] : suite) {
      if (tag == "testcase") {
        cases.push_back(test.get<std::string>("<xmlattr>.name"));
        EXPECT_EQ(test.get<std::string>("<xmlattr>.classname"),
                  suite.get<std::string>("<xmlattr>.name"));
      }
    }
  }
  EXPECT_THAT(cases, ::testing::ElementsAre("test-good", "test-<bad>",
                                            "test-skip", "compilation"));
}

TEST_F(TestReportTest, JunitKeepsTextAsFarAsXmlCan) {
  const std::string report = Report(TestFormat::kJunit, {Sample()});
  std::istringstream text(report);
  ptree tree;
  read_xml(text, tree);
  const ptree& suite = tree.get_child("testsuites.testsuite");
  bool found = false;
  for (const auto& [tag, test] : suite) {
    if (tag != "testcase" || test.count("failure") == 0) continue;
    found = true;
    EXPECT_EQ(test.get<std::string>("failure.<xmlattr>.message"), kReadable);
    EXPECT_EQ(test.get<std::string>("system-out"), kReadable);
    EXPECT_EQ(test.get<std::string>("failure"),
              "test-<bad> ... FAILED\n  at line 6: expected 8, got 13");
  }
  EXPECT_TRUE(found);
  EXPECT_THAT(report, Not(HasSubstr("\x1b")));
}

TEST_F(TestReportTest, Json) {
  std::istringstream text(Report(TestFormat::kJson, {Sample(), Broken()}));
  ptree tree;
  read_json(text, tree);
  EXPECT_EQ(tree.get<int>("passed"), 1);
  EXPECT_EQ(tree.get<int>("failed"), 1);
  EXPECT_EQ(tree.get<int>("skipped"), 1);
  EXPECT_EQ(tree.get<int>("failed_to_compile"), 1);
  EXPECT_EQ(tree.get<int>("duration_ms"), 2000);
  const ptree& files = tree.get_child("files");
  ASSERT_EQ(files.size(), 2U);
  const ptree& first = files.front().second;
  EXPECT_EQ(first.get<std::string>("path"), "d/test-a.seq");
  EXPECT_TRUE(first.get<bool>("compiled"));
  EXPECT_EQ(first.get<int>("duration_ms"), 1234);
  ASSERT_EQ(first.get_child("tests").size(), 3U);
  auto test = first.get_child("tests").begin();
  EXPECT_EQ(test->second.get<std::string>("result"), "passed");
  EXPECT_EQ(test->second.get<int>("duration_ms"), 3);
  ++test;
  EXPECT_EQ(test->second.get<std::string>("result"), "failed");
  EXPECT_EQ(test->second.get_child("details").size(), 2U);
  const std::string output = test->second.get<std::string>("output");
  EXPECT_THAT(output, HasSubstr("<&>\"'\\ # ]]> \x01\x1b[31m\xEF\xBF\xBD"));
  EXPECT_THAT(output, HasSubstr("\t\r\nend"));
  ++test;
  EXPECT_EQ(test->second.get<std::string>("message"), "because");
  const ptree& second = files.back().second;
  EXPECT_FALSE(second.get<bool>("compiled"));
  EXPECT_EQ(second.get<std::string>("message"), Broken().problem);
  EXPECT_TRUE(second.get_child("tests").empty());
}

TEST_F(TestReportTest, NothingIsStillValid) {
  std::istringstream json(Report(TestFormat::kJson, {}));
  std::istringstream xml(Report(TestFormat::kJunit, {}));
  ptree tree;
  read_json(json, tree);
  EXPECT_TRUE(tree.get_child("files").empty());
  read_xml(xml, tree);
  EXPECT_EQ(tree.get<int>("testsuites.<xmlattr>.tests"), 0);
}

}  // namespace
}  // namespace seq
