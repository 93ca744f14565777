#include "stdlib/sugar_words.h"

#include "absl/strings/string_view.h"

namespace seq {
namespace {

constexpr WordRow Sugar(absl::string_view name, absl::string_view effect,
                        absl::string_view doc, SugarTargets targets) {
  return {.name = name,
          .effect = effect,
          .doc = doc,
          .failure = "",
          .editions = Editions::kCurrent,
          .message_name = "",
          .run = nullptr,
          .run_as_tail = nullptr,
          .typing = WordTyping::kSugar,
          .sugar = targets};
}

constexpr absl::string_view kArithmetic =
    "( ..a Int Int -- ..a Int ) | ( ..a Float Float -- ..a Float )";
constexpr absl::string_view kComparison =
    "( ..a Int Int -- ..a Bool ) | ( ..a Float Float -- ..a Bool )";

constexpr WordRow kRows[] = {
    Sugar("+",
          "( ..a Int Int -- ..a Int ) | ( ..a Float Float -- ..a Float ) | "
          "( ..a String String -- ..a String )",
          "Stands for `i.+`, `f.+` or `string.concat`, by the types of the two "
          "values on top.",
          {"i.+", "f.+", "string.concat"}),
    Sugar("-", kArithmetic,
          "Stands for `i.-` or `f.-`, by the types of the two values on top.",
          {"i.-", "f.-", ""}),
    Sugar("*", kArithmetic,
          "Stands for `i.*` or `f.*`, by the types of the two values on top.",
          {"i.*", "f.*", ""}),
    Sugar("/",
          "( ..a Int Int -- ..a Int Bool ) | ( ..a Float Float -- ..a Float )",
          "Stands for `i./`, which pushes a Bool too, or `f./`, by the types "
          "of the two values on top.",
          {"i./", "f./", ""}),
    Sugar("%", "( ..a Int Int -- ..a Int Bool )",
          "Stands for `i.%` if two Ints are on top.", {"i.%", "", ""}),
    Sugar("=",
          "( ..a Int Int -- ..a Bool ) | ( ..a Float Float -- ..a Bool ) | "
          "( ..a String String -- ..a Bool )",
          "Stands for `i.=`, `f.=` or `string.equal?`, by the types of the two "
          "values on top.",
          {"i.=", "f.=", "string.equal?"}),
    Sugar("<>", kComparison,
          "Stands for `i.<>` or `f.<>`, by the types of the two values on top.",
          {"i.<>", "f.<>", ""}),
    Sugar("<", kComparison,
          "Stands for `i.<` or `f.<`, by the types of the two values on top.",
          {"i.<", "f.<", ""}),
    Sugar(">", kComparison,
          "Stands for `i.>` or `f.>`, by the types of the two values on top.",
          {"i.>", "f.>", ""}),
    Sugar("<=", kComparison,
          "Stands for `i.<=` or `f.<=`, by the types of the two values on top.",
          {"i.<=", "f.<=", ""}),
    Sugar(">=", kComparison,
          "Stands for `i.>=` or `f.>=`, by the types of the two values on top.",
          {"i.>=", "f.>=", ""}),
};

}  // namespace

absl::Span<const WordRow> SugarWords() { return kRows; }

}  // namespace seq
