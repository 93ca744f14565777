#include "interp/definitions.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "interp/limits.h"
#include "interp/suggest.h"
#include "runtime/utf8.h"

namespace seq {
namespace {

// The names of types that are no unions; the first ones may be the types of
// fields.
constexpr absl::string_view kTypes[] = {
    "Int", "Float", "Bool", "String", "Channel", "Socket", "Symbol", "Variant"};
constexpr size_t kFieldTypes = 6;

bool IsOneCharacter(absl::string_view name) {
  return DecodeUtf8(name).bytes == name.size();
}

// Knows which names are types.
class TypeNames {
 public:
  // The first `concrete` types of kTypes and the unions of the program.
  TypeNames(const ParsedProgram& parsed, const UnionTable& unions,
            size_t concrete)
      : parsed_(parsed),
        unions_(unions),
        types_(std::begin(kTypes), std::begin(kTypes) + concrete) {}

  // True also if the union may exist where the program could not be read.
  bool Contains(absl::string_view name) const {
    return absl::c_linear_search(types_, name) ||
           unions_.FindUnion(name) != nullptr || !parsed_.complete ||
           absl::c_linear_search(parsed_.broken.unions, name);
  }

  // The type that was probably meant, or an empty view.
  absl::string_view Closest(absl::string_view name) {
    constexpr size_t kMaxDistance = 2;
    if (candidates_.empty()) {
      candidates_ = types_;
      for (const UnionDefinition& definition : parsed_.program.unions) {
        candidates_.push_back(definition.name);
      }
    }
    return ClosestWithin(name, candidates_, kMaxDistance);
  }

 private:
  const ParsedProgram& parsed_;
  const UnionTable& unions_;
  std::vector<absl::string_view> types_;
  std::vector<absl::string_view> candidates_;
};

void Add(Diagnostics& diagnostics, DiagnosticCode code, Span span,
         std::string message, std::string help = "",
         std::vector<Note> notes = {}) {
  diagnostics.Add(
      {code, span, std::move(message), "", std::move(notes), std::move(help)});
}

// --- Unions ------------------------------------------------------------------

// Finds repeats among names; the first one with a name is kept.
class FirstByName {
 public:
  // The place of the first one of that name; null if this is it.
  const Span* Repeats(absl::string_view name, const Span& span) {
    const auto [entry, is_new] = first_.emplace(name, &span);
    return is_new ? nullptr : entry->second;
  }

 private:
  absl::flat_hash_map<absl::string_view, const Span*> first_;
};

class UnionChecker {
 public:
  UnionChecker(const ParsedProgram& parsed, const UnionTable& unions,
               Diagnostics& diagnostics)
      : parsed_(parsed),
        field_types_(parsed, unions, kFieldTypes),
        diagnostics_(diagnostics) {}

  void Run() {
    FirstByName names;
    for (const UnionDefinition& definition : parsed_.program.unions) {
      ReportRepeat(names, definition.name, definition.name_span,
                   DiagnosticCode::kDuplicateWord,
                   absl::StrCat("Union '", definition.name,
                                "' is defined multiple times"));
      Check(definition);
    }
  }

 private:
  void ReportRepeat(FirstByName& names, absl::string_view name,
                    const Span& span, DiagnosticCode code,
                    std::string message) {
    const Span* first = names.Repeats(name, span);
    if (first == nullptr) return;
    Add(diagnostics_, code, span, std::move(message), "",
        {{*first, "it was first defined here"}});
  }

  void Check(const UnionDefinition& definition) {
    FirstByName names;
    for (const VariantSyntax& variant : definition.variants) {
      ReportRepeat(names, variant.name, variant.name_span,
                   DiagnosticCode::kInvalidUnion,
                   absl::StrCat("Duplicate variant name '", variant.name,
                                "' in union '", definition.name, "'"));
      Check(variant, definition);
    }
  }

  void Check(const VariantSyntax& variant, const UnionDefinition& definition) {
    if (variant.fields.size() > kMaxFields) {
      Add(diagnostics_, DiagnosticCode::kInvalidUnion, variant.name_span,
          absl::StrCat("Variant '", variant.name, "' in union '",
                       definition.name, "' has ", variant.fields.size(),
                       " fields, but the maximum is ", kMaxFields));
    }
    FirstByName names;
    for (const FieldSyntax& field : variant.fields) {
      ReportRepeat(names, field.name, field.name_span,
                   DiagnosticCode::kInvalidUnion,
                   absl::StrCat("Duplicate field name '", field.name,
                                "' in variant '", variant.name, "'"));
      if (field_types_.Contains(field.type)) continue;
      const absl::string_view meant = field_types_.Closest(field.type);
      Add(diagnostics_, DiagnosticCode::kUnknownType, field.type_span,
          absl::StrCat("Unknown type '", field.type, "' in field '", field.name,
                       "' of variant '", variant.name, "' in union '",
                       definition.name, "'"),
          meant.empty() ? "a field has a basic type or a union's"
                        : absl::StrCat("did you mean `", meant, "`?"));
    }
  }

  const ParsedProgram& parsed_;
  TypeNames field_types_;
  Diagnostics& diagnostics_;
};

// --- Effects -----------------------------------------------------------------

// What to write for a value that has no type of its own.
std::string UntypedHelp(absl::string_view name) {
  for (const absl::string_view untyped : {"List", "Map", "Ctx", "Handle"}) {
    if (name == untyped) {
      return "lists, maps and weave handles have no type of their own: write a "
             "type variable, one upper-case letter";
    }
  }
  return "a type variable is one upper-case letter";
}

class EffectChecker {
 public:
  EffectChecker(const ParsedProgram& parsed, const UnionTable& unions,
                Diagnostics& diagnostics)
      : types_(parsed, unions, std::size(kTypes)), diagnostics_(diagnostics) {}

  // Whether the word's effect can be used.
  bool Check(const WordDefinition& word) {
    if (!word.effect.has_value()) {
      Add(diagnostics_, DiagnosticCode::kMissingEffect, word.name_span,
          absl::StrCat("Word '", word.name,
                       "' is missing a stack effect declaration"),
          absl::StrCat("write `: ", word.name, " ( … -- … )`"));
      return false;
    }
    ok_ = true;
    CheckSides(*word.effect, word.name);
    if (word.name == "main") CheckMain(word);
    return ok_;
  }

 private:
  // Nested types are bounded by kMaxTypeNesting.
  void CheckSides(const EffectSyntax& effect, absl::string_view word) {
    for (const SideSyntax* side : {&effect.inputs, &effect.outputs}) {
      for (const TypeSyntax& type : side->types) {
        if (type.form == TypeSyntax::Form::kName) {
          CheckName(type, word);
        } else {
          CheckSides(*type.signature, word);
        }
      }
    }
  }

  void CheckName(const TypeSyntax& type, absl::string_view word) {
    if (IsOneCharacter(type.name) || types_.Contains(type.name)) return;
    ok_ = false;
    const absl::string_view meant = types_.Closest(type.name);
    Add(diagnostics_, DiagnosticCode::kUnknownType, type.span,
        absl::StrCat(
            "In word '", word, "': unknown type '", type.name,
            "' in stack effect",
            meant.empty() ? "" : absl::StrCat(". Did you mean '", meant, "'?")),
        meant.empty() ? UntypedHelp(type.name) : "");
  }

  void CheckMain(const WordDefinition& word) {
    const std::vector<TypeSyntax>& outputs = word.effect->outputs.types;
    const bool exits = outputs.size() == 1 &&
                       outputs[0].form == TypeSyntax::Form::kName &&
                       outputs[0].name == "Int";
    if (word.effect->inputs.types.empty() && (outputs.empty() || exits)) return;
    Add(diagnostics_, DiagnosticCode::kInvalidMain, word.effect->span,
        "Word 'main' has an invalid stack effect",
        "a program starts on an empty stack: write `( -- )`, or `( -- Int )` "
        "to give an exit status");
  }

  TypeNames types_;
  Diagnostics& diagnostics_;
  bool ok_ = true;
};

}  // namespace

void CheckUnions(const ParsedProgram& parsed, const UnionTable& unions,
                 Diagnostics& diagnostics) {
  UnionChecker(parsed, unions, diagnostics).Run();
}

std::vector<size_t> CheckEffects(const ParsedProgram& parsed,
                                 const UnionTable& unions,
                                 Diagnostics& diagnostics) {
  EffectChecker checker(parsed, unions, diagnostics);
  std::vector<size_t> unusable;
  const std::vector<WordDefinition>& words = parsed.program.words;
  for (size_t i = 0; i < words.size(); ++i) {
    if (!checker.Check(words[i])) unusable.push_back(i);
  }
  return unusable;
}

}  // namespace seq
