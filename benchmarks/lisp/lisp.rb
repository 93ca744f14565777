# Runs a program in a small Lisp: finds tokens, reads lists, evaluates them.
#
# Values: integers, booleans, symbols, nil at the end of lists, pairs, procs
# and lambdas.

Pair = Struct.new(:head, :tail)
Lambda = Struct.new(:params, :body, :env)

# --- The reader --------------------------------------------------------------

def tokenise(text)
  text.scan(/[()']|[^\s()']+/)
end

# The value that begins at the index, and the index behind it.
def read_value(tokens, index)
  token = tokens[index]
  case token
  when "("
    read_list(tokens, index + 1)
  when "'"
    value, behind = read_value(tokens, index + 1)
    [Pair.new(:quote, Pair.new(value, nil)), behind]
  when /\A\d+\z/
    [token.to_i, index + 1]
  else
    [token.to_sym, index + 1]
  end
end

def read_list(tokens, index)
  return nil, index + 1 if tokens[index] == ")"

  head, behind = read_value(tokens, index)
  tail, behind = read_list(tokens, behind)
  [Pair.new(head, tail), behind]
end

# --- Built-in functions ------------------------------------------------------

def initial_globals
  {
    :+ => ->(operands) { operands.head + operands.tail.head },
    :- => ->(operands) { operands.head - operands.tail.head },
    :* => ->(operands) { operands.head * operands.tail.head },
    :< => ->(operands) { operands.head < operands.tail.head },
    :"=" => ->(operands) { operands.head == operands.tail.head },
    :cons => ->(operands) { Pair.new(operands.head, operands.tail.head) },
    :car => ->(operands) { operands.head.head },
    :cdr => ->(operands) { operands.head.tail },
    :null? => ->(operands) { operands.head.nil? }
  }
end

# --- The evaluator -----------------------------------------------------------

def evaluate(value, globals, locals)
  case value
  when Symbol
    return locals.fetch(value) { globals.fetch(value) }
  when Pair
    head = value.head
    tail = value.tail
  else
    return value
  end
  case head
  when :if
    condition = evaluate(tail.head, globals, locals)
    chosen = condition ? tail.tail : tail.tail.tail
    evaluate(chosen.head, globals, locals)
  when :quote
    tail.head
  when :lambda
    Lambda.new(tail.head, tail.tail.head, locals)
  else
    called = evaluate(head, globals, locals)
    apply(called, evaluate_all(tail, globals, locals), globals)
  end
end

def evaluate_all(expressions, globals, locals)
  return nil unless expressions

  head = evaluate(expressions.head, globals, locals)
  Pair.new(head, evaluate_all(expressions.tail, globals, locals))
end

def apply(called, operands, globals)
  return called.call(operands) unless called.is_a?(Lambda)

  locals = bind(called.params, operands, called.env)
  evaluate(called.body, globals, locals)
end

def bind(params, operands, env)
  locals = env.dup
  while params
    locals[params.head] = operands.head
    params = params.tail
    operands = operands.tail
  end
  locals
end

# --- Programs ----------------------------------------------------------------

PROGRAM = <<~LISP
  (define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
  (define (range a b) (if (= a b) '() (cons a (range (+ a 1) b))))
  (define (map f items)
    (if (null? items) '() (cons (f (car items)) (map f (cdr items)))))
  (define (sum items) (if (null? items) 0 (+ (car items) (sum (cdr items)))))
  (define (adder n) (lambda (m) (+ m n)))
  (sum (map (adder 10) (map (lambda (n) (* n n)) (range 0 100))))
  (fib 25)
LISP

def run_form(form, globals)
  unless form.head == :define
    puts evaluate(form, globals, {})
    return
  end
  signature = form.tail.head
  body = form.tail.tail.head
  globals[signature.head] = Lambda.new(signature.tail, body, {})
end

tokens = tokenise(PROGRAM)
globals = initial_globals
index = 0
while index < tokens.size
  form, index = read_value(tokens, index)
  run_form(form, globals)
end
