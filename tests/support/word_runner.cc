#include "tests/support/word_runner.h"

#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/map.h"
#include "runtime/node.h"
#include "runtime/run_time_error.h"
#include "runtime/strand.h"
#include "runtime/string_object.h"
#include "runtime/symbol.h"
#include "runtime/variant.h"

namespace seq {
namespace {

Value Make(int64_t integer) { return Value::Int(integer); }
Value Make(double real) { return Value::Float(real); }
Value Make(bool truth) { return Value::Bool(truth); }
Value Make(const std::string& bytes) { return MakeString(bytes); }

Value Make(const TestSymbol& symbol) {
  return Value::Counted(ValueKind::kSymbol, Symbol::Intern(symbol.name));
}

Value Make(const TestVariant& variant) {
  return VariantValue(Variant::New(Symbol::Intern(variant.tag),
                                   MakeTestValues(variant.fields)));
}

Value Make(const TestMap& map) {
  Map* made = Map::New();
  for (const auto& [key, value] : map.entries) {
    made = Map::Set(made, MakeTestValue(key), MakeTestValue(value));
  }
  return Value::Counted(ValueKind::kMap, made);
}

TestVariant ReadVariant(const Variant& variant) {
  TestVariant read(std::string(variant.tag()->name()));
  for (size_t i = 0; i < variant.size(); ++i) {
    read.fields.push_back(ReadTestValue(variant.field(i)));
  }
  return read;
}

TestMap ReadMap(const Map& map) {
  TestMap read;
  for (size_t at = map.NextEntry(0); at < map.positions();
       at = map.NextEntry(at + 1)) {
    read.entries.emplace_back(ReadTestValue(map.KeyAt(at)),
                              ReadTestValue(map.ValueAt(at)));
  }
  return read;
}

void Print(std::ostream& out, const TestValue& value) {
  std::visit([&out](const auto& alternative) { out << alternative; }, value);
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
    if (value->kind == ValueKind::kHole) continue;
    outcome.stack.push_back(ReadTestValue(*value));
    Release(*value);
  }
  return outcome;
}

}  // namespace

TestVariant::TestVariant(std::string tag_name) : tag(std::move(tag_name)) {}
TestVariant::TestVariant(std::string tag_name,
                         std::vector<TestValue> field_values)
    : tag(std::move(tag_name)), fields(std::move(field_values)) {}

TestMap::TestMap() = default;
TestMap::TestMap(std::initializer_list<Entry> pairs) : entries(pairs) {}

TestVariant TestList(std::vector<TestValue> elements) {
  return TestVariant("List", std::move(elements));
}

bool operator==(const TestSymbol& a, const TestSymbol& b) {
  return a.name == b.name;
}
bool operator==(const TestVariant& a, const TestVariant& b) {
  return a.tag == b.tag && a.fields == b.fields;
}
bool operator==(const TestMap& a, const TestMap& b) {
  return a.entries == b.entries;
}

std::ostream& operator<<(std::ostream& out, const TestSymbol& symbol) {
  return out << ":" << symbol.name;
}

std::ostream& operator<<(std::ostream& out, const TestVariant& variant) {
  out << variant.tag << "{";
  for (const TestValue& field : variant.fields) Print(out << " ", field);
  return out << " }";
}

std::ostream& operator<<(std::ostream& out, const TestMap& map) {
  out << "Map{";
  for (const auto& [key, value] : map.entries) {
    Print(out << " ", key);
    Print(out << ": ", value);
  }
  return out << " }";
}

Value MakeTestValue(const TestValue& value) {
  return std::visit([](const auto& alternative) { return Make(alternative); },
                    value);
}

std::vector<Value> MakeTestValues(const TestStack& stack) {
  std::vector<Value> values;
  values.reserve(stack.size());
  for (const TestValue& value : stack) values.push_back(MakeTestValue(value));
  return values;
}

TestValue ReadTestValue(const Value& value) {
  switch (value.kind) {
    case ValueKind::kInt:
      return value.integer;
    case ValueKind::kFloat:
      return value.real;
    case ValueKind::kBool:
      return value.integer != 0;
    case ValueKind::kString:
      return std::string(StringBytes(value));
    case ValueKind::kSymbol:
      return TestSymbol(std::string(SymbolName(value)));
    case ValueKind::kVariant:
      return ReadVariant(*AsVariant(value));
    case ValueKind::kMap:
      return ReadMap(*AsMap(value));
    default:
      return absl::StrCat("<", DescribeValue(value), ">");
  }
}

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
  return RunWordOnValues(rows, name, MakeTestValues(operands),
                         std::move(options));
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
  return RunOn(strand, FindRow(rows, name), MakeTestValues(operands));
}

}  // namespace seq
