// The abstract syntax tree: what the parser found, before anything is known
// about types or names.
//
// Plain data. A tree owns its children; spans refer to the program's SourceMap.
// Nesting is bounded by kMaxNesting (interp/limits.h), so recursive walks are
// safe.

#ifndef SEQ_INTERP_AST_H_
#define SEQ_INTERP_AST_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "interp/source.h"

namespace seq {

// --- Stack effects ---------------------------------------------------------

struct EffectSyntax;

// A type as written: a name, or a quotation or closure with its own effect.
struct TypeSyntax {
  enum class Form { kName, kQuotation, kClosure };
  Form form = Form::kName;
  Span span;
  std::string name;                         // kName
  std::unique_ptr<EffectSyntax> signature;  // kQuotation, kClosure
};

// A row variable, `..name`; `name` is without the dots.
struct RowSyntax {
  Span span;
  std::string name;
};

// One side of an effect; the last type is the top of the stack.
struct SideSyntax {
  std::vector<TypeSyntax> types;
  std::optional<RowSyntax> row;
};

struct EffectSyntax {
  Span span;  // from the opening to the closing bracket
  SideSyntax inputs;
  SideSyntax outputs;
};

// --- Bodies ----------------------------------------------------------------

struct Item;
using Body = std::vector<Item>;

struct IntLiteral {
  int64_t value;
};

struct BoolLiteral {
  bool value;
};

struct StringLiteral {
  std::string bytes;  // escapes already decoded
};

struct WordCall {
  std::string name;
};

struct QuotationLiteral {
  Body body;
  // Numbers the quotations of a program from 0, in source order; phases attach
  // what they learn about a quotation by this number.
  uint32_t id;
};

// `if … else … then`. Item::span covers the keyword `if`.
struct Conditional {
  Body then_body;
  Body else_body;
  bool has_else = false;
  Span end;  // the keyword `then`
};

struct Item {
  Span span;
  std::variant<IntLiteral, BoolLiteral, StringLiteral, WordCall,
               QuotationLiteral, Conditional>
      node;
};

// --- Definitions -----------------------------------------------------------

struct WordDefinition {
  std::string name;
  Span name_span;
  Span span;  // from `:` to `;`
  std::optional<EffectSyntax> effect;
  Body body;
};

struct Program {
  std::vector<WordDefinition> words;
  uint32_t quotation_count = 0;
};

}  // namespace seq

#endif  // SEQ_INTERP_AST_H_
