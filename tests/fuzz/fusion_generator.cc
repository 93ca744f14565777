#include "tests/fuzz/fusion_generator.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/substitute.h"
#include "tests/fuzz/fusion_words.h"

namespace seq {
namespace {

// More than one letter: more likely.
constexpr absl::string_view kTypes = "IIIIIFFBSLLM";

constexpr int kMaxDepth = 2;
constexpr size_t kMaxOutputs = 6;

class Generator {
 public:
  Generator(const uint8_t* bytes, size_t size) : bytes_(bytes), size_(size) {}

  std::string Run() {
    std::string program = "# edition: current\n";
    for (const char type : absl::string_view("IFBSLM")) {
      absl::StrAppend(&program, UnsureWord(LiteralsOf(type)));
    }
    const size_t words = Pick(6);
    for (size_t i = 0; i < words; ++i) {
      absl::StrAppend(&program, Pick(4) == 3 ? Loop(i) : Word(i));
    }
    Types stack;
    const std::string body = Body(&stack, 5 + Pick(46), 0);
    absl::StrAppend(&program, ": main ( -- )\n ", body, PrintingText(stack),
                    ";\n");
    return program;
  }

 private:
  size_t Pick(size_t choices) {
    if (at_ >= size_) return 0;
    return bytes_[at_++] % choices;
  }

  // --- Words -----------------------------------------------------------------

  std::string UnsureWord(const Literals& of) {
    return absl::StrCat(": ", of.unsure, " ( -- ", of.name, " ) map.make 1 ",
                        PickFrom(of.unsure_values, '|'),
                        " map.set 1 map.get drop ;\n");
  }

  absl::string_view PickFrom(absl::string_view choices, char separator) {
    const std::vector<absl::string_view> all =
        absl::StrSplit(choices, separator);
    return all[Pick(all.size())];
  }

  std::string Word(size_t index) {
    PlainWord word{absl::StrCat("w", index), PickTypes(Pick(4)), {}};
    Types stack = word.inputs;
    repeats_ = false;
    std::string body = Body(&stack, 1 + Pick(10), 0);
    if (stack.size() > kMaxOutputs) {
      body += Fit(&stack, stack.substr(0, kMaxOutputs));
    }
    word.outputs = stack;
    word.repeats = repeats_;
    words_.push_back(word);
    return DefinitionText(word, body);
  }

  // A word that does something as many times as the number on top says.
  std::string Loop(size_t index) {
    const std::string name = absl::StrCat("w", index);
    const Types types = PickTypes(1 + Pick(3));
    Types stack = types;
    const absl::string_view form = kLoops[Pick(std::size(kLoops))];
    known_from_ = types.size();  // some bodies are in quotations
    in_loop_ = true;
    std::string body = Body(&stack, 1 + Pick(8), 1);
    known_from_ = 0;
    in_loop_ = false;
    body += Fit(&stack, types);
    words_.push_back({name, types, types, true, true});
    return DefinitionText(words_.back(), absl::Substitute(form, name, body));
  }

  // --- Bodies ----------------------------------------------------------------

  Types PickTypes(size_t count) {
    Types types;
    while (types.size() < count) types += kTypes[Pick(kTypes.size())];
    return types;
  }

  // Makes the stack `wanted`: keeps what agrees, puts literals over it.
  std::string Fit(Types* stack, const Types& wanted) {
    std::string text;
    while (stack->size() > wanted.size() || !wanted.starts_with(*stack)) {
      text += "drop ";
      stack->pop_back();
    }
    while (stack->size() < wanted.size()) {
      text += Literal(stack, wanted[stack->size()]);
    }
    return text;
  }

  std::string Literal(Types* stack, char type) {
    stack->push_back(type);
    const Literals& of = LiteralsOf(type);
    const bool unsure = Pick(6) == 5;
    return absl::StrCat(unsure ? of.unsure : PickFrom(of.literals, '|'), " ");
  }

  // Leaves the side stack as it was.
  std::string Body(Types* stack, size_t items, int depth) {
    std::string text;
    Types aux;
    for (size_t i = 0; i < items && at_ < size_; ++i) {
      known_from_ = std::min(known_from_, stack->size());
      text += Item(stack, &aux, depth);
    }
    for (; !aux.empty(); aux.pop_back()) {
      text += "aux> ";
      stack->push_back(aux.back());
    }
    return text;
  }

  std::string Item(Types* stack, Types* aux, int depth) {
    const size_t kind = Pick(32);
    if (kind < 6 || stack->empty()) {
      return Literal(stack, kTypes[Pick(kTypes.size())]);
    }
    if (kind < 13) return Rearrange(stack);
    if (kind < 15) return PickOrRoll(stack);
    if (kind < 17) return Aside(stack, aux);
    if (kind < 26) return Operate(stack);
    if (kind < 29) return Call(stack);
    return depth < kMaxDepth ? Block(stack, depth) : Operate(stack);
  }

  std::string Rearrange(Types* stack) {
    const Shuffle& shuffle = kShuffles[Pick(std::size(kShuffles))];
    if (stack->size() < shuffle.operands) return "";
    const Types taken = stack->substr(stack->size() - shuffle.operands);
    stack->resize(stack->size() - shuffle.operands);
    for (const char digit : shuffle.order) {
      stack->push_back(taken[static_cast<size_t>(digit - '0')]);
    }
    return absl::StrCat(shuffle.name, " ");
  }

  std::string PickOrRoll(Types* stack) {
    const size_t known = stack->size() - known_from_;
    if (known == 0) return "";
    const size_t index = Pick(std::min<size_t>(known, 5));
    const size_t at = stack->size() - 1 - index;
    const char type = (*stack)[at];
    const bool rolls = Pick(2) == 1;
    if (rolls) stack->erase(at, 1);
    stack->push_back(type);
    return absl::StrCat(index, rolls ? " roll " : " pick ");
  }

  std::string Aside(Types* stack, Types* aux) {
    const bool takes_back = !aux->empty() && Pick(2) == 1;
    if (!takes_back && stack->size() == known_from_) return "";
    Types* const from = takes_back ? aux : stack;
    (takes_back ? stack : aux)->push_back(from->back());
    from->pop_back();
    return takes_back ? "aux> " : ">aux ";
  }

  // An operation whose operands are there, but for a literal on top.
  std::string Operate(Types* stack) {
    std::string text;
    if (Pick(3) == 2) text = Literal(stack, stack->back());
    const size_t first = Pick(std::size(kOperations));
    for (size_t i = 0; i < std::size(kOperations); ++i) {
      const Operations& operations =
          kOperations[(first + i) % std::size(kOperations)];
      if (!absl::EndsWith(*stack, operations.inputs)) continue;
      // What `+` and the like mean depends on the types.
      const size_t base = stack->size() - operations.inputs.size();
      if (base < known_from_ && !absl::ascii_isalpha(operations.names[0])) {
        continue;
      }
      stack->resize(base);
      absl::StrAppend(stack, operations.outputs);
      return absl::StrCat(text, PickFrom(operations.names, ','), " ");
    }
    return text;
  }

  // A call of a word; what operands are not there are pushed.
  std::string Call(Types* stack) {
    if (words_.empty()) return Operate(stack);
    const PlainWord& word = words_[Pick(words_.size())];
    // Loops in loops could take too long.
    if (word.repeats && in_loop_) return Operate(stack);
    repeats_ = repeats_ || word.repeats;
    std::string text;
    if (!absl::EndsWith(*stack, word.inputs)) {
      for (const char type : word.inputs) text += Literal(stack, type);
    }
    stack->resize(stack->size() - word.inputs.size());
    *stack += word.outputs;
    if (word.is_loop) absl::StrAppend(&text, Pick(8), " ");
    return absl::StrCat(text, word.name, " ");
  }

  // --- Quotations ------------------------------------------------------------

  std::string Quotation(Types* stack, int depth) {
    const size_t outer = std::exchange(known_from_, stack->size());
    const std::string body = Body(stack, Pick(6), depth + 1);
    known_from_ = outer;
    return absl::StrCat("[ ", body, "] ");
  }

  std::string Block(Types* stack, int depth) {
    const char kept = stack->back();
    std::string text;
    switch (Pick(8)) {
      case 0:
        return Quotation(stack, depth) + "call ";
      case 1:
        stack->pop_back();
        text = Quotation(stack, depth) + "dip ";
        stack->push_back(kept);
        return text;
      case 2:
        text = Quotation(stack, depth) + "keep ";
        stack->push_back(kept);
        return text;
      case 3:
        text = Quotation(stack, depth);
        stack->push_back(kept);
        return absl::StrCat(text, Quotation(stack, depth), "bi ");
      default:
        return Conditional(stack, depth);
    }
  }

  std::string Conditional(Types* stack, int depth) {
    std::string text;
    if (stack->back() == 'I') {
      const bool less = Pick(2) == 0;
      text = absl::StrCat("dup ", Pick(5), less ? " i.< " : " i.> ");
    } else {
      if (stack->back() != 'B') text = Literal(stack, 'B');
      stack->pop_back();
    }
    Types other = *stack;
    const bool quoted = Pick(2) == 1;
    const size_t outer = known_from_;
    if (quoted) known_from_ = stack->size();
    std::string then_body = Body(stack, Pick(6), depth + 1);
    if (quoted) known_from_ = other.size();
    std::string else_body = Body(&other, Pick(6), depth + 1);
    known_from_ = outer;
    if (*stack != other) {
      const auto [end, other_end] = std::mismatch(stack->begin(), stack->end(),
                                                  other.begin(), other.end());
      const Types wanted = Types(stack->begin(), end) + PickTypes(Pick(3));
      then_body += Fit(stack, wanted);
      else_body += Fit(&other, wanted);
    }
    return absl::StrCat(text, quoted ? "[ " : "if ", then_body,
                        quoted ? "] [ " : "else ", else_body,
                        quoted ? "] if " : "then ");
  }

  const uint8_t* const bytes_;
  const size_t size_;
  size_t at_ = 0;
  // Where on the stack the values begin that the checker knows the types of in
  // the quotation that is being written; some words work with those only.
  size_t known_from_ = 0;
  bool in_loop_ = false;  // which is being written
  bool repeats_ = false;  // the word that is being written
  std::vector<PlainWord> words_;
};

}  // namespace

std::string GenerateFusionProgram(const uint8_t* bytes, size_t size) {
  return Generator(bytes, size).Run();
}

}  // namespace seq
