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
  // What `| Yield T` names, one for each; current edition only. The checker
  // looks only at whether there are any.
  std::vector<TypeSyntax> yields;
};

// --- Bodies ----------------------------------------------------------------

struct Item;
using Body = std::vector<Item>;

// As written, 64 bits; what an edition makes of it is decided by lowering.
struct IntLiteral {
  int64_t value;
};

struct FloatLiteral {
  double value;
};

struct BoolLiteral {
  bool value;
};

struct StringLiteral {
  std::string bytes;  // escapes already decoded
};

struct SymbolLiteral {
  std::string name;  // without the colon
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

// `if … else … then`, or in the current edition `[ … ] [ … ] if`: two literal
// quotations directly before `if`. Item::span covers the word `if`.
struct Conditional {
  Body then_body;
  Body else_body;
  bool has_else = false;
  Span end;  // the last token: `then`, or `if` of the second form
};

// `>field` in a match arm; `name` is without the `>`.
struct BindingSyntax {
  Span span;
  std::string name;
};

// `Variant -> …` or `Variant { >field … } -> …`.
struct MatchArm {
  std::string variant;
  Span variant_span;
  // Nothing: all fields, in the order of the declaration.
  std::optional<std::vector<BindingSyntax>> bindings;
  Body body;
};

// `match … end`. Item::span covers the word `match`.
struct Match {
  std::vector<MatchArm> arms;
  Span end;  // the keyword `end`
};

struct Item {
  Span span;
  std::variant<IntLiteral, FloatLiteral, BoolLiteral, StringLiteral,
               SymbolLiteral, WordCall, QuotationLiteral, Conditional, Match>
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

struct FieldSyntax {
  std::string name;
  Span name_span;
  std::string type;
  Span type_span;
};

struct VariantSyntax {
  std::string name;
  Span name_span;
  std::vector<FieldSyntax> fields;
};

struct UnionDefinition {
  std::string name;
  Span name_span;
  Span span;  // from `union` to `}`
  std::vector<VariantSyntax> variants;
};

// `include std:name`, `include "path"`, `include ffi:name`.
struct IncludeSyntax {
  enum class Form { kModule, kFile, kForeign };
  Form form = Form::kFile;
  Span span;         // from `include` to the end of the argument
  std::string name;  // of the module or binding; the path as written
};

// One or more files, parsed. Words and unions in the order of the text, file by
// file: a phase may rely on Span::file to tell them apart.
struct Program {
  std::vector<WordDefinition> words;
  std::vector<UnionDefinition> unions;
  std::vector<IncludeSyntax> includes;
  uint32_t quotation_count = 0;
};

}  // namespace seq

#endif  // SEQ_INTERP_AST_H_
