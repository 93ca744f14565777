#include "tests/fuzz/program_generator.h"

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "stdlib/vocabularies.h"

namespace seq {
namespace {

// The name of a type as in an effect; "*" is a value nothing is known of.
using TypeName = std::string;
using Types = std::vector<TypeName>;

// A word with an effect of plain types.
struct PlainWord {
  std::string name;
  Types inputs;
  Types outputs;
};

constexpr const char* kConcrete[] = {"Int",    "Float",   "Bool", "String",
                                     "Symbol", "Channel", "Shape"};

bool IsConcrete(const TypeName& type) {
  return std::find(std::begin(kConcrete), std::end(kConcrete), type) !=
         std::end(kConcrete);
}

// Words that reach outside of the program, end it, or wait.
bool IsLeftOut(absl::string_view name) {
  for (const absl::string_view prefix :
       {"file.", "dir.", "net.", "terminal.", "signal.", "io.read", "os.",
        "test.", "time.", "args.", "chan.receive", "strand.", "yield",
        "stack.dump", "fd->", "socket->", "variant.make", "wrap-"}) {
    if (absl::StartsWith(name, prefix)) return true;
  }
  return false;
}

// `( ..a Int Int -- ..a Int )`; false if there are quotations or the like.
bool ParsePlain(absl::string_view effect, PlainWord* word) {
  if (absl::StrContains(effect, "[") || absl::StrContains(effect, "|")) {
    return false;
  }
  Types* side = &word->inputs;
  for (const absl::string_view token :
       absl::StrSplit(effect, ' ', absl::SkipEmpty())) {
    if (token == "--") {
      side = &word->outputs;
    } else if (token != "(" && token != ")" && token != "..a") {
      if (absl::StartsWith(token, "..")) return false;
      side->emplace_back(token);
    }
  }
  return true;
}

std::vector<PlainWord> PlainWords() {
  std::vector<PlainWord> words;
  for (const WordFamily& family : WordFamilies(Edition::kCurrent)) {
    for (const WordRow& row : family.rows) {
      PlainWord word{std::string(row.name), {}, {}};
      if (row.typing != WordTyping::kEffect || IsLeftOut(row.name)) continue;
      if (ParsePlain(row.effect, &word)) words.push_back(std::move(word));
    }
  }
  for (const char* name : {"swap", "dup", "over", "rot", "tuck", "nip"}) {
    const auto known = std::find_if(
        words.begin(), words.end(),
        [name](const PlainWord& word) { return word.name == name; });
    if (known != words.end()) words.push_back(*known);  // twice as likely
  }
  words.push_back({"Make-Dot", {}, {"Shape"}});
  words.push_back({"Make-Line", {"Int", "String"}, {"Shape"}});
  words.push_back({"is-Line?", {"Shape"}, {"Bool"}});
  words.push_back({"Line-name", {"Shape"}, {"String"}});
  return words;
}

class Generator {
 public:
  Generator(const uint8_t* bytes, size_t size) : bytes_(bytes), size_(size) {}

  std::string Run() {
    std::string program =
        "# edition: current\n"
        "union Shape { Dot Line { length: Int name: String } }\n";
    const size_t words = Pick(4);
    for (size_t i = 0; i < words; ++i) absl::StrAppend(&program, Word(i));
    Types stack;
    absl::StrAppend(&program, ": main ( -- )\n ", Body(&stack, 0, 30),
                    Drops(stack.size()), ";\n");
    return program;
  }

 private:
  size_t Pick(size_t choices) {
    if (at_ >= size_) return 0;
    return bytes_[at_++] % choices;
  }

  bool AtEnd() const { return at_ >= size_; }

  static std::string Drops(size_t count) {
    std::string text;
    for (size_t i = 0; i < count; ++i) text += "drop ";
    return text;
  }

  std::string Word(size_t index) {
    PlainWord word{absl::StrCat("w", index), {}, {}};
    const size_t inputs = Pick(3);
    for (size_t i = 0; i < inputs; ++i) {
      word.inputs.push_back(kConcrete[Pick(std::size(kConcrete))]);
    }
    Types stack = word.inputs;
    const std::string body = Body(&stack, 0, 20);
    std::string keep;
    if (!stack.empty() && IsConcrete(stack.back())) {
      word.outputs.push_back(stack.back());
      for (size_t i = 1; i < stack.size(); ++i) keep += "nip ";
    } else {
      keep = Drops(stack.size());
    }
    std::string text = absl::StrCat(": ", word.name, " ( ");
    for (const TypeName& type : word.inputs) absl::StrAppend(&text, type, " ");
    text += "-- ";
    for (const TypeName& type : word.outputs) absl::StrAppend(&text, type, " ");
    absl::StrAppend(&text, ")\n ", body, keep, ";\n");
    words_.push_back(word);
    return text;
  }

  std::string Body(Types* stack, int depth, size_t most) {
    std::string text;
    const size_t items = Pick(most) + 1;
    for (size_t i = 0; i < items && !AtEnd(); ++i) {
      text += Item(stack, depth);
    }
    return text;
  }

  std::string Item(Types* stack, int depth) {
    const size_t kind = Pick(16);
    if (kind < 4 || stack->empty()) return Literal(stack);
    if (kind < 12 || depth > 3) return Call(stack);
    switch (kind) {
      case 12:
        return If(stack, depth);
      case 13:
        return Combinator(stack, depth);
      case 14:
        return Match(stack, depth);
      default:
        return Strand(stack, depth);
    }
  }

  std::string Literal(Types* stack) {
    struct Choice {
      const char* text;
      const char* type;
    };
    static constexpr Choice kChoices[] = {
        {"0", "Int"},
        {"1", "Int"},
        {"-7", "Int"},
        {"4611686018427387904", "Int"},
        {"63", "Int"},
        {"1.5", "Float"},
        {"-0.0", "Float"},
        {"1e308", "Float"},
        {"true", "Bool"},
        {"false", "Bool"},
        {"\"\"", "String"},
        {"\"a,b\"", "String"},
        {"\"h\\xC3\\xA9\"", "String"},
        {"\"\\xFF\"", "String"},
        {":List", "Symbol"},
        {":Line", "Symbol"},
        {"list.make", "*"},
        {"list.make 1 list.push \"x\" list.push", "*"},
        {"map.make 1 2 map.set", "*"},
        {"chan.make", "Channel"},
        {"[ ]", "*"},
        {"3 \"n\" Make-Line", "Shape"},
        {"5 :Line variant.make-1", "*"},
    };
    const Choice& choice = kChoices[Pick(std::size(kChoices))];
    stack->push_back(choice.type);
    return absl::StrCat(choice.text, " ");
  }

  // Whether the operands on `stack` may be given to the word; then the stack is
  // what it leaves.
  static bool Apply(const PlainWord& word, Types* stack) {
    if (stack->size() < word.inputs.size()) return false;
    absl::flat_hash_map<TypeName, TypeName> bound;
    const size_t base = stack->size() - word.inputs.size();
    for (size_t i = 0; i < word.inputs.size(); ++i) {
      const TypeName& found = (*stack)[base + i];
      if (!IsConcrete(word.inputs[i])) {
        bound.emplace(word.inputs[i], found);
      } else if (found != "*" && found != word.inputs[i]) {
        return false;
      }
    }
    stack->resize(base);
    for (const TypeName& output : word.outputs) {
      const auto known = bound.find(output);
      stack->push_back(known != bound.end() ? known->second
                       : IsConcrete(output) ? output
                                            : "*");
    }
    return true;
  }

  std::string Call(Types* stack) {
    static const auto* const kWords = new std::vector<PlainWord>(PlainWords());
    const size_t count = kWords->size() + words_.size();
    const size_t first = Pick(256) * 256 + Pick(256);
    for (size_t i = 0; i < count; ++i) {
      const size_t index = (first + i) % count;
      const PlainWord& word = index < kWords->size()
                                  ? (*kWords)[index]
                                  : words_[index - kWords->size()];
      if (Apply(word, stack)) return absl::StrCat(word.name, " ");
    }
    return "";
  }

  // A quotation body that starts with `inputs` and leaves one value of `type`.
  std::string Quotation(Types inputs, const char* result, int depth) {
    std::string text = absl::StrCat("[ ", Body(&inputs, depth + 1, 6));
    return absl::StrCat(text, Drops(inputs.size()), result, "] ");
  }

  std::string If(Types* stack, int depth) {
    std::string text;
    if (stack->back() == "Bool") {
      stack->pop_back();
    } else {
      text = Pick(2) == 0 ? "true " : "false ";
    }
    return absl::StrCat(text, Quotation({}, "1 ", depth),
                        Quotation({}, "2 ", depth), "if drop ");
  }

  std::string Combinator(Types* stack, int depth) {
    switch (Pick(8)) {
      case 0:
        stack->push_back("*");
        return absl::StrCat("list.make 1 list.push :a list.push ",
                            Quotation({"*"}, "5 ", depth), "list.map ");
      case 1:
        return absl::StrCat("list.make 1 list.push ",
                            Quotation({"*"}, "", depth), "list.each ");
      case 2:
        stack->push_back("Int");
        return absl::StrCat("list.make 1 list.push 0 ",
                            Quotation({"Int", "*"}, "5 ", depth), "list.fold ");
      case 3:
        return absl::StrCat(Quotation({}, "", depth), "dip ");
      case 4:
        return absl::StrCat("7 ", Quotation({"Int"}, "", depth), "keep drop ");
      case 5:
        return absl::StrCat("map.make 1 2 map.set ",
                            Quotation({"*", "*"}, "", depth), "map.each ");
      case 6:
        stack->push_back("Int");
        return "dup >aux 1 aux> drop ";
      default:
        return absl::StrCat("[ 3 ", Quotation({}, "true ", depth),
                            Quotation({}, "", depth), "1 cond drop ] call ");
    }
  }

  std::string Match(Types* stack, int depth) {
    if (stack->back() != "*" && stack->back() != "Shape") return "";
    stack->pop_back();
    Types fields = {"Int", "String"};
    std::string arm = Body(&fields, depth + 1, 6);
    return absl::StrCat("match Dot -> Line -> ", arm, Drops(fields.size()),
                        "end ");
  }

  std::string Strand(Types* stack, int depth) {
    switch (Pick(3)) {
      case 0:
        stack->push_back("Int");
        return absl::StrCat(Quotation({}, "", depth), "strand.spawn ");
      case 1:
        return "[ drop 1 yield drop 2 yield drop ] strand.weave 5 "
               "strand.resume "
               "drop drop strand.weave-cancel ";
      default:
        return "chan.make dup 5 swap chan.send drop chan.receive drop drop ";
    }
  }

  const uint8_t* const bytes_;
  const size_t size_;
  size_t at_ = 0;
  std::vector<PlainWord> words_;
};

}  // namespace

std::string GenerateProgram(const uint8_t* bytes, size_t size) {
  return Generator(bytes, size).Run();
}

}  // namespace seq
