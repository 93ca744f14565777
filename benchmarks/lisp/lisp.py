"""Runs a program in a small Lisp: finds tokens, reads lists, evaluates them.

Values: ints, bools, symbols (str), None at the end of lists, pairs (tuple of
head and tail), Python functions and lambdas."""

import re


class Lambda:
    __slots__ = ("params", "body", "env")

    def __init__(self, params, body, env):
        self.params = params
        self.body = body
        self.env = env


# --- The reader ---------------------------------------------------------------


def tokenise(text):
    return re.findall(r"[()']|[^\s()']+", text)


def read_value(tokens, index):
    """The value that begins at the index, and the index behind it."""
    token = tokens[index]
    if token == "(":
        return read_list(tokens, index + 1)
    if token == "'":
        value, behind = read_value(tokens, index + 1)
        return ("quote", (value, None)), behind
    return (int(token) if token.isdigit() else token), index + 1


def read_list(tokens, index):
    if tokens[index] == ")":
        return None, index + 1
    head, behind = read_value(tokens, index)
    tail, behind = read_list(tokens, behind)
    return (head, tail), behind


# --- Built-in functions -------------------------------------------------------


def initial_globals():
    return {
        "+": lambda operands: operands[0] + operands[1][0],
        "-": lambda operands: operands[0] - operands[1][0],
        "*": lambda operands: operands[0] * operands[1][0],
        "<": lambda operands: operands[0] < operands[1][0],
        "=": lambda operands: operands[0] == operands[1][0],
        "cons": lambda operands: (operands[0], operands[1][0]),
        "car": lambda operands: operands[0][0],
        "cdr": lambda operands: operands[0][1],
        "null?": lambda operands: operands[0] is None,
    }


# --- The evaluator ------------------------------------------------------------


def evaluate(value, names, local_names):
    if isinstance(value, str):
        if value in local_names:
            return local_names[value]
        return names[value]
    if not isinstance(value, tuple):
        return value
    head, tail = value
    if head == "if":
        condition = evaluate(tail[0], names, local_names)
        chosen = tail[1] if condition else tail[1][1]
        return evaluate(chosen[0], names, local_names)
    if head == "quote":
        return tail[0]
    if head == "lambda":
        return Lambda(tail[0], tail[1][0], local_names)
    called = evaluate(head, names, local_names)
    return apply(called, evaluate_all(tail, names, local_names), names)


def evaluate_all(expressions, names, local_names):
    if expressions is None:
        return None
    head = evaluate(expressions[0], names, local_names)
    return (head, evaluate_all(expressions[1], names, local_names))


def apply(called, operands, names):
    if isinstance(called, Lambda):
        local_names = bind(called.params, operands, called.env)
        return evaluate(called.body, names, local_names)
    return called(operands)


def bind(params, operands, env):
    local_names = dict(env)
    while params is not None:
        local_names[params[0]] = operands[0]
        params = params[1]
        operands = operands[1]
    return local_names


# --- Programs -----------------------------------------------------------------

PROGRAM = """
   (define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
   (define (range a b) (if (= a b) '() (cons a (range (+ a 1) b))))
   (define (map f items)
     (if (null? items) '() (cons (f (car items)) (map f (cdr items)))))
   (define (sum items) (if (null? items) 0 (+ (car items) (sum (cdr items)))))
   (define (adder n) (lambda (m) (+ m n)))
   (sum (map (adder 10) (map (lambda (n) (* n n)) (range 0 100))))
   (fib 25)
"""


def run_form(form, names):
    head, tail = form
    if head == "define":
        name, params = tail[0]
        names[name] = Lambda(params, tail[1][0], {})
    else:
        print(evaluate(form, names, {}))


def main():
    tokens = tokenise(PROGRAM)
    names = initial_globals()
    index = 0
    while index < len(tokens):
        form, index = read_value(tokens, index)
        run_form(form, names)


main()
