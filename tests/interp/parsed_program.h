// ParsedProgram: a program as the parser sees it, as text that tests compare.

#ifndef SEQ_TESTS_INTERP_PARSED_PROGRAM_H_
#define SEQ_TESTS_INTERP_PARSED_PROGRAM_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "interp/ast.h"
#include "interp/diagnostic.h"
#include "interp/lexer.h"
#include "interp/parser.h"
#include "interp/source.h"

namespace seq {

// --- Trees as text -----------------------------------------------------------

inline std::string Show(const EffectSyntax& effect);

inline std::string Show(const TypeSyntax& type) {
  if (type.form == TypeSyntax::Form::kName) return type.name;
  return absl::StrCat(
      type.form == TypeSyntax::Form::kClosure ? "Closure[" : "[",
      Show(*type.signature), "]");
}

inline std::string Show(const SideSyntax& side) {
  std::vector<std::string> parts;
  if (side.row.has_value()) parts.push_back(".." + side.row->name);
  for (const TypeSyntax& type : side.types) parts.push_back(Show(type));
  return absl::StrJoin(parts, " ");
}

// Without the brackets around it.
inline std::string Show(const EffectSyntax& effect) {
  std::string yields;
  for (const TypeSyntax& type : effect.yields) {
    absl::StrAppend(&yields, " | ", Show(type));
  }
  return absl::StrCat(Show(effect.inputs), "--", Show(effect.outputs), yields);
}

inline std::string Show(const Body& body);

struct ItemShower {
  std::string operator()(const IntLiteral& node) const {
    return absl::StrCat("#", node.value);
  }
  std::string operator()(const FloatLiteral& node) const {
    return absl::StrCat("#", node.value, "f");
  }
  std::string operator()(const SymbolLiteral& node) const {
    return ":" + node.name;
  }
  std::string operator()(const BoolLiteral& node) const {
    return node.value ? "#true" : "#false";
  }
  std::string operator()(const StringLiteral& node) const {
    return absl::StrCat("\"", node.bytes, "\"");
  }
  std::string operator()(const WordCall& node) const { return node.name; }
  std::string operator()(const QuotationLiteral& node) const {
    return absl::StrCat("[", node.id, ": ", Show(node.body), "]");
  }
  std::string operator()(const Conditional& node) const {
    return absl::StrCat(
        "if(", Show(node.then_body), ")",
        node.has_else ? absl::StrCat("else(", Show(node.else_body), ")") : "");
  }
  std::string operator()(const Match& node) const {
    std::vector<std::string> arms;
    for (const MatchArm& arm : node.arms) {
      std::string bindings;
      if (arm.bindings.has_value()) {
        for (const BindingSyntax& binding : *arm.bindings) {
          absl::StrAppend(&bindings, ">", binding.name, " ");
        }
        bindings = absl::StrCat("{ ", bindings, "}");
      }
      arms.push_back(
          absl::StrCat(arm.variant, bindings, "(", Show(arm.body), ")"));
    }
    return absl::StrCat("match(", absl::StrJoin(arms, " "), ")");
  }
};

inline std::string Show(const Body& body) {
  std::vector<std::string> parts;
  for (const Item& item : body) {
    parts.push_back(std::visit(ItemShower(), item.node));
  }
  return absl::StrJoin(parts, " ");
}

inline std::string Show(const WordDefinition& word) {
  return absl::StrCat(word.name, " ",
                      word.effect.has_value()
                          ? absl::StrCat("(", Show(*word.effect), ") ")
                          : "",
                      "= ", Show(word.body));
}

// `U = A{x:Int y:U} B{}`
inline std::string Show(const UnionDefinition& definition) {
  std::vector<std::string> variants;
  for (const VariantSyntax& variant : definition.variants) {
    std::vector<std::string> fields;
    for (const FieldSyntax& field : variant.fields) {
      fields.push_back(absl::StrCat(field.name, ":", field.type));
    }
    variants.push_back(
        absl::StrCat(variant.name, "{", absl::StrJoin(fields, " "), "}"));
  }
  return absl::StrCat(definition.name, " = ", absl::StrJoin(variants, " "));
}

// One file, lexed and parsed.
struct Parsed {
  explicit Parsed(std::string text, Edition edition = Edition::kClassic) {
    sources.Add("a.seq", std::move(text));
    const auto tokens = Lex(sources, 0, edition, diagnostics);
    Parse(tokens, edition, program, broken, diagnostics);
  }

  std::string Words() const {
    std::vector<std::string> words;
    for (const WordDefinition& word : program.words) {
      words.push_back(Show(word));
    }
    return absl::StrJoin(words, "\n");
  }

  std::string Unions() const {
    std::vector<std::string> unions;
    for (const UnionDefinition& definition : program.unions) {
      unions.push_back(Show(definition));
    }
    return absl::StrJoin(unions, "\n");
  }

  // "MESSAGE @ MARKED TEXT", one line per error.
  std::string Errors() const {
    std::vector<std::string> errors;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
      errors.push_back(absl::StrCat(diagnostic.message, " @ ",
                                    sources.Text(diagnostic.span)));
    }
    return absl::StrJoin(errors, "\n");
  }

  std::string Rendered() const {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
      text += RenderDiagnostic(diagnostic, sources, {});
    }
    return text;
  }

  SourceMap sources;
  Diagnostics diagnostics;
  Program program;
  BrokenDefinitions broken;
};

// A named case of a parameterised test.
struct ParseCase {
  std::string name;
  std::string text;
  std::string words;
};

// Names the cases of INSTANTIATE_TEST_SUITE_P.
inline constexpr auto kNameOf = [](const auto& test) {
  return test.param.name;
};

}  // namespace seq

#endif  // SEQ_TESTS_INTERP_PARSED_PROGRAM_H_
