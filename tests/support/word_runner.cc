#include "tests/support/word_runner.h"

#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/node.h"
#include "runtime/run_time_error.h"
#include "runtime/strand.h"
#include "runtime/string_object.h"

namespace seq {
namespace {

Value MakeValue(const TestValue& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) {
    return Value::Int(*number);
  }
  return MakeString(std::get<std::string>(value));
}

std::vector<Value> MakeValues(const TestStack& stack) {
  std::vector<Value> values;
  values.reserve(stack.size());
  for (const TestValue& value : stack) values.push_back(MakeValue(value));
  return values;
}

TestValue ReadBack(const Value& value) {
  if (value.kind == ValueKind::kInt) return value.integer;
  if (value.kind == ValueKind::kString) {
    const absl::string_view bytes = StringBytes(value);
    return std::string(bytes.data(), bytes.size());
  }
  return absl::StrCat("<", DescribeValue(value), ">");
}

WordOutcome RunOn(Strand* strand, const WordRow& row,
                  absl::Span<const Value> operands) {
  const Node end = {ReturnNode, nullptr, 0};
  WordNode word;
  word.run = row.run;
  word.next = &end;
  word.site = 0;
  word.row = &row;

  Value* sp = strand->stack_base;
  for (const Value& operand : operands) *sp++ = operand;
  WordOutcome outcome;
  try {
    sp = Execute(&word, sp, strand);
  } catch (const RunTimeError& error) {
    outcome.failure = error.message;
    sp = strand->failed_sp;
  }
  for (Value* value = strand->stack_base; value != sp; ++value) {
    outcome.stack.push_back(ReadBack(*value));
    Release(*value);
  }
  return outcome;
}

}  // namespace

StrandPoolOptions TestPoolOptions() {
  StrandPoolOptions options;
  options.permits = 1;
  options.main_stack = {/*native_bytes=*/1 << 20, /*values=*/4096};
  options.strand_stack = options.main_stack;
  return options;
}

const WordRow& FindRow(absl::Span<const WordRow> rows, absl::string_view name) {
  for (const WordRow& row : rows) {
    if (row.name == name) return row;
  }
  std::cerr << "no word is called " << name << "\n";
  std::abort();
}

WordOutcome RunWord(absl::Span<const WordRow> rows, absl::string_view name,
                    const TestStack& operands, StrandPoolOptions options) {
  return RunWordOnValues(rows, name, MakeValues(operands), std::move(options));
}

WordOutcome RunWordOnValues(absl::Span<const WordRow> rows,
                            absl::string_view name,
                            absl::Span<const Value> operands,
                            StrandPoolOptions options) {
  const WordRow& row = FindRow(rows, name);
  WordOutcome outcome;
  StrandPool pool(std::move(options));
  pool.Run([&](Strand* strand) { outcome = RunOn(strand, row, operands); });
  return outcome;
}

WordOutcome RunWordOn(Strand* strand, absl::Span<const WordRow> rows,
                      absl::string_view name, const TestStack& operands) {
  return RunOn(strand, FindRow(rows, name), MakeValues(operands));
}

}  // namespace seq
