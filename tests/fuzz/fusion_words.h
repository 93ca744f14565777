// What the programs of fusion_generator.h are made of.

#ifndef SEQ_TESTS_FUZZ_FUSION_WORDS_H_
#define SEQ_TESTS_FUZZ_FUSION_WORDS_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace seq {

// The types of the values on the stack, from the bottom up, a letter each: Int,
// Float, Bool, String, and L for a list.
using Types = std::string;

// A word of the program.
struct PlainWord {
  std::string name;
  Types inputs;  // without the number on top that a loop takes
  Types outputs;
  bool is_loop = false;
  bool repeats = false;  // is a loop or calls one
};

// Operations with the same effect, separated by commas.
struct Operations {
  absl::string_view inputs;
  absl::string_view outputs;
  absl::string_view names;
};

// Some stand here twice, to be more likely.
inline constexpr Operations kOperations[] = {
    {"II", "I", "i.+,i.-,i.*,band,bor,bxor,shl,shr,i.% drop,i./ drop"},
    {"II", "B", "i.=,i.<>,i.<,i.>,i.<=,i.>="},
    {"FF", "F", "f.+,f.-,f.*,f./"},
    {"FF", "B", "f.=,f.<>,f.<,f.>,f.<=,f.>="},
    {"II", "IB", "i./,i.%"},
    {"II", "I", "i.+,i.-,i.*"},
    {"II", "I", "+,-,*"},
    {"II", "B", "=,<>,<,>,<=,>="},
    {"FF", "F", "+,-,*,/"},
    {"FF", "B", "<,>,<=,>="},
    {"BB", "B", "and,or"},
    {"I", "I", "negate,bnot"},
    {"I", "F", "int->float"},
    {"F", "I", "float->int"},
    {"B", "B", "not"},
    // Words that lowering does not look into.
    {"SS", "S", "string.concat"},
    {"S", "I", "string.length"},
    {"I", "S", "int->string"},
    {"LI", "I", "list.get drop"},
    {"LI", "IB", "list.get"},
    {"LI", "L", "list.push"},
    {"LS", "L", "list.push"},
    {"LF", "L", "list.push"},
    {"LII", "LB", "list.set"},
    {"LIS", "LB", "list.set"},
    {"LII", "L", "list.set drop"},
    {"L", "I", "list.length"},
    {"MI", "I", "map.get drop"},
    {"MI", "IB", "map.get"},
    {"MS", "I", "map.get drop"},
    {"MII", "M", "map.set"},
    {"MSI", "M", "map.set"},
    {"MIB", "M", "map.set"},
    {"MIS", "M", "map.set"},
};

// `order` says which operands, counted from the deepest, are left.
struct Shuffle {
  absl::string_view name;
  size_t operands;
  absl::string_view order;
};

inline constexpr Shuffle kShuffles[] = {
    {"dup", 1, "00"},   {"drop", 1, ""},     {"swap", 2, "10"},
    {"over", 2, "010"}, {"rot", 3, "120"},   {"nip", 2, "1"},
    {"tuck", 2, "101"}, {"2dup", 2, "0101"}, {"3drop", 3, ""},
};

// The literals of a type, and the word that is not bound to leave that type:
// its effect says so, but what it takes out of a map is one of `unsure_values`.
// Choices are separated by bars.
struct Literals {
  char type;
  absl::string_view name;
  absl::string_view to_string;
  absl::string_view literals;
  absl::string_view unsure;
  absl::string_view unsure_values;
};

inline constexpr Literals kLiterals[] = {
    {'I', "Int", "int->string ",
     "0|1|2|3|-1|7|10|63|-100|1099511627776|2147483647|2147483648|-2147483649|"
     "4611686018427387903|-4611686018427387904",
     "some-int", "5|-3|2|9|1|4|0|20|\"s\"|2.5"},
    {'F', "Float", "float->string ", "0.0|-0.0|1.5|-2.25|3.0|1e10|0.1|1e308",
     "some-float", "0.5|-7.0|2.0|1.0|100.25|1"},
    {'B', "Bool", "if \"T\" else \"F\" then ", "true|false", "some-bool",
     "true|false|true|false|1"},
    {'S', "String", "", "\"a\"|\"bc\"|\"\"", "some-string",
     "\"xyz\"|\"p\"|\"q\"|\"\"|4"},
    {'L', "V", "son.dump ",
     "list.make|list.make 1 list.push 2 list.push|"
     "list.make 7 list.push \"x\" list.push",
     "some-list",
     "list.make 1 list.push|list.make|list.make 3 list.push|list.make 2.5 "
     "list.push|3"},
    {'M', "M", "son.dump ",
     "map.make|map.make 1 2 map.set|map.make 0 \"x\" map.set 1 7 map.set|"
     "map.make \"a\" 3 map.set",
     "some-map", "map.make 1 5 map.set|map.make|map.make \"bc\" 3 map.set|7"},
};

// The bodies of words that do $1 as many times as the number on top says and
// call themselves, $0, for that, or until it is 8. The fourth is no tail call.
inline constexpr absl::string_view kLoops[] = {
    "dup 0 i.> if 1 i.- >aux $1 aux> $0 else drop then ",
    "dup 0 i.= if drop else [ $1 ] dip 1 i.- $0 then ",
    "dup 0 i.<= [ drop ] [ [ $1 ] dip 1 i.- $0 ] if ",
    "dup 1 i.< if drop else 1 i.- $0 $1 then ",
    "dup 7 i.> if drop else [ $1 ] dip 1 i.+ $0 then ",
    "dup 0 i.<> if >aux $1 aux> 1 i.- $0 else drop then ",
};

const Literals& LiteralsOf(char type);

// `: name ( … -- … ) body;`
std::string DefinitionText(const PlainWord& word, const std::string& body);

// Prints everything on the stack, from the top down.
std::string PrintingText(Types stack);

}  // namespace seq

#endif  // SEQ_TESTS_FUZZ_FUSION_WORDS_H_
