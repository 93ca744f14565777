// Runs a program in a small Lisp: cuts it into tokens, reads lists, evaluates
// them.

#include <cctype>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace {

struct Nil {};
struct Symbol {
  std::string name;
};
struct Pair;
struct Lambda;

// The built-in functions.
enum class Operation {
  kAdd,
  kSubtract,
  kMultiply,
  kLess,
  kEqual,
  kCons,
  kHead,
  kTail,
  kEmptyTest
};

using Value =
    std::variant<Nil, std::int64_t, bool, Symbol, std::shared_ptr<const Pair>,
                 Operation, std::shared_ptr<const Lambda>>;
using Env = std::unordered_map<std::string, Value>;

struct Pair {
  Value head;
  Value tail;
};

struct Lambda {
  Value params;
  Value body;
  Env env;
};

Value MakePair(Value head, Value tail) {
  return std::make_shared<const Pair>(Pair{std::move(head), std::move(tail)});
}

const Pair& AsPair(const Value& value) {
  return *std::get<std::shared_ptr<const Pair>>(value);
}
const Value& First(const Value& list) { return AsPair(list).head; }
const Value& Second(const Value& list) { return First(AsPair(list).tail); }
bool IsNil(const Value& value) { return std::holds_alternative<Nil>(value); }

// --- The reader
// --------------------------------------------------------------------

std::vector<std::string> Tokenise(std::string_view text) {
  std::string spaced;
  for (char character : text) {
    if (character == '(' || character == ')' || character == '\'') {
      spaced += ' ';
      spaced += character;
      spaced += ' ';
    } else {
      spaced += character;
    }
  }
  std::vector<std::string> tokens;
  std::istringstream words(spaced);
  for (std::string token; words >> token;) tokens.push_back(token);
  return tokens;
}

Value ReadList(const std::vector<std::string>& tokens, std::size_t& index);

Value ReadValue(const std::vector<std::string>& tokens, std::size_t& index) {
  const std::string& token = tokens[index++];
  if (token == "(") return ReadList(tokens, index);
  if (token == "'")
    return MakePair(Symbol{"quote"}, MakePair(ReadValue(tokens, index), Nil{}));
  if (std::isdigit(static_cast<unsigned char>(token[0])))
    return std::stoll(token);
  return Symbol{token};
}

Value ReadList(const std::vector<std::string>& tokens, std::size_t& index) {
  if (tokens[index] == ")") {
    ++index;
    return Nil{};
  }
  Value head = ReadValue(tokens, index);
  return MakePair(std::move(head), ReadList(tokens, index));
}

// --- Built-in functions
// ------------------------------------------------------------

Env InitialGlobals() {
  return {{"+", Operation::kAdd},          {"-", Operation::kSubtract},
          {"*", Operation::kMultiply},     {"<", Operation::kLess},
          {"=", Operation::kEqual},        {"cons", Operation::kCons},
          {"car", Operation::kHead},       {"cdr", Operation::kTail},
          {"null?", Operation::kEmptyTest}};
}

Value Operate(Operation operation, const Value& operands) {
  const auto first = [&operands] {
    return std::get<std::int64_t>(First(operands));
  };
  const auto second = [&operands] {
    return std::get<std::int64_t>(Second(operands));
  };
  switch (operation) {
    case Operation::kAdd:
      return first() + second();
    case Operation::kSubtract:
      return first() - second();
    case Operation::kMultiply:
      return first() * second();
    case Operation::kLess:
      return first() < second();
    case Operation::kEqual:
      return first() == second();
    case Operation::kCons:
      return MakePair(First(operands), Second(operands));
    case Operation::kHead:
      return First(First(operands));
    case Operation::kTail:
      return AsPair(First(operands)).tail;
    case Operation::kEmptyTest:
      return IsNil(First(operands));
  }
  return Nil{};
}

// --- The evaluator
// -----------------------------------------------------------------

Value Eval(const Value& value, const Env& globals, const Env& locals);

Value EvalAll(const Value& expressions, const Env& globals, const Env& locals) {
  if (IsNil(expressions)) return Nil{};
  Value head = Eval(First(expressions), globals, locals);
  return MakePair(std::move(head),
                  EvalAll(AsPair(expressions).tail, globals, locals));
}

Env Bind(const Value& params, const Value& operands, const Env& env) {
  Env locals = env;
  const Value* operand = &operands;
  for (const Value* param = &params; !IsNil(*param);
       param = &AsPair(*param).tail) {
    locals[std::get<Symbol>(First(*param)).name] = First(*operand);
    operand = &AsPair(*operand).tail;
  }
  return locals;
}

Value Apply(const Value& called, const Value& operands, const Env& globals) {
  if (const auto* operation = std::get_if<Operation>(&called))
    return Operate(*operation, operands);
  const Lambda& lambda = *std::get<std::shared_ptr<const Lambda>>(called);
  return Eval(lambda.body, globals, Bind(lambda.params, operands, lambda.env));
}

Value EvalForm(const Pair& form, const Env& globals, const Env& locals) {
  const Value& tail = form.tail;
  if (const auto* symbol = std::get_if<Symbol>(&form.head)) {
    if (symbol->name == "if") {
      const bool condition = std::get<bool>(Eval(First(tail), globals, locals));
      return Eval(condition ? Second(tail) : Second(AsPair(tail).tail), globals,
                  locals);
    }
    if (symbol->name == "quote") return First(tail);
    if (symbol->name == "lambda") {
      return std::make_shared<const Lambda>(
          Lambda{First(tail), Second(tail), locals});
    }
  }
  const Value called = Eval(form.head, globals, locals);
  return Apply(called, EvalAll(tail, globals, locals), globals);
}

Value Eval(const Value& value, const Env& globals, const Env& locals) {
  if (const auto* symbol = std::get_if<Symbol>(&value)) {
    const auto found = locals.find(symbol->name);
    return found != locals.end() ? found->second : globals.at(symbol->name);
  }
  if (const auto* pair = std::get_if<std::shared_ptr<const Pair>>(&value)) {
    return EvalForm(**pair, globals, locals);
  }
  return value;
}

// --- Programs
// ----------------------------------------------------------------------

constexpr std::string_view kProgram = R"(
   (define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
   (define (range a b) (if (= a b) '() (cons a (range (+ a 1) b))))
   (define (map f items)
     (if (null? items) '() (cons (f (car items)) (map f (cdr items)))))
   (define (sum items) (if (null? items) 0 (+ (car items) (sum (cdr items)))))
   (define (adder n) (lambda (m) (+ m n)))
   (sum (map (adder 10) (map (lambda (n) (* n n)) (range 0 100))))
   (fib 25)
)";

void RunForm(const Value& form, Env& globals) {
  const auto* symbol = std::get_if<Symbol>(&First(form));
  if (symbol != nullptr && symbol->name == "define") {
    const Pair& signature = AsPair(Second(form));
    const Value& body = Second(AsPair(form).tail);
    globals[std::get<Symbol>(signature.head).name] =
        std::make_shared<const Lambda>(Lambda{signature.tail, body, {}});
  } else {
    std::cout << std::get<std::int64_t>(Eval(form, globals, {})) << "\n";
  }
}

}  // namespace

int main() {
  const std::vector<std::string> tokens = Tokenise(kProgram);
  Env globals = InitialGlobals();
  for (std::size_t index = 0; index < tokens.size();)
    RunForm(ReadValue(tokens, index), globals);
}
