// Runs a program in a small Lisp: finds tokens, reads lists, evaluates them.
package main

import (
	"fmt"
	"maps"
	"regexp"
	"strconv"
)

// An int, bool, Symbol, *Pair, Operation or *Lambda; nil at the end of lists.
type Value any

type Symbol string

type Pair struct {
	head, tail Value
}

// A built-in function.
type Operation int

const (
	Add Operation = iota
	Subtract
	Multiply
	Less
	Equal
	Cons
	Head
	Tail
	EmptyTest
)

type Env map[Symbol]Value

type Lambda struct {
	params, body Value
	env          Env
}

// --- The reader --------------------------------------------------------------

var tokenPattern = regexp.MustCompile(`[()']|[^\s()']+`)

// Returns the value that begins at the index, and the index behind it.
func readValue(tokens []string, index int) (Value, int) {
	token := tokens[index]
	switch token {
	case "(":
		return readList(tokens, index+1)
	case "'":
		value, behind := readValue(tokens, index+1)
		return &Pair{Symbol("quote"), &Pair{value, nil}}, behind
	}
	if number, err := strconv.Atoi(token); err == nil {
		return number, index + 1
	}
	return Symbol(token), index + 1
}

func readList(tokens []string, index int) (Value, int) {
	if tokens[index] == ")" {
		return nil, index + 1
	}
	head, behind := readValue(tokens, index)
	tail, behind := readList(tokens, behind)
	return &Pair{head, tail}, behind
}

// --- Built-in functions ------------------------------------------------------

func initialGlobals() Env {
	return Env{"+": Add, "-": Subtract, "*": Multiply, "<": Less, "=": Equal,
		"cons": Cons, "car": Head, "cdr": Tail, "null?": EmptyTest}
}

func first(value Value) Value  { return value.(*Pair).head }
func second(value Value) Value { return value.(*Pair).tail.(*Pair).head }

func operate(operation Operation, operands Value) Value {
	switch operation {
	case Add:
		return first(operands).(int) + second(operands).(int)
	case Subtract:
		return first(operands).(int) - second(operands).(int)
	case Multiply:
		return first(operands).(int) * second(operands).(int)
	case Less:
		return first(operands).(int) < second(operands).(int)
	case Equal:
		return first(operands).(int) == second(operands).(int)
	case Cons:
		return &Pair{first(operands), second(operands)}
	case Head:
		return first(first(operands))
	case Tail:
		return first(operands).(*Pair).tail
	}
	return first(operands) == nil
}

// --- The evaluator -----------------------------------------------------------

func eval(value Value, globals, locals Env) Value {
	switch value := value.(type) {
	case Symbol:
		if found, ok := locals[value]; ok {
			return found
		}
		return globals[value]
	case *Pair:
		return evalForm(value.head, value.tail, globals, locals)
	}
	return value
}

func evalForm(head, tail Value, globals, locals Env) Value {
	switch head {
	case Symbol("if"):
		rest := tail.(*Pair).tail
		if eval(first(tail), globals, locals).(bool) {
			return eval(first(rest), globals, locals)
		}
		return eval(second(rest), globals, locals)
	case Symbol("quote"):
		return first(tail)
	case Symbol("lambda"):
		return &Lambda{first(tail), second(tail), locals}
	}
	called := eval(head, globals, locals)
	return apply(called, evalAll(tail, globals, locals), globals)
}

func evalAll(expressions Value, globals, locals Env) Value {
	if expressions == nil {
		return nil
	}
	pair := expressions.(*Pair)
	head := eval(pair.head, globals, locals)
	return &Pair{head, evalAll(pair.tail, globals, locals)}
}

func apply(called, operands Value, globals Env) Value {
	if operation, ok := called.(Operation); ok {
		return operate(operation, operands)
	}
	lambda := called.(*Lambda)
	return eval(lambda.body, globals, bind(lambda.params, operands, lambda.env))
}

func bind(params, operands Value, env Env) Env {
	locals := maps.Clone(env)
	for params != nil {
		param, operand := params.(*Pair), operands.(*Pair)
		locals[param.head.(Symbol)] = operand.head
		params, operands = param.tail, operand.tail
	}
	return locals
}

// --- Programs ----------------------------------------------------------------

const program = `
   (define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
   (define (range a b) (if (= a b) '() (cons a (range (+ a 1) b))))
   (define (map f items)
     (if (null? items) '() (cons (f (car items)) (map f (cdr items)))))
   (define (sum items) (if (null? items) 0 (+ (car items) (sum (cdr items)))))
   (define (adder n) (lambda (m) (+ m n)))
   (sum (map (adder 10) (map (lambda (n) (* n n)) (range 0 100))))
   (fib 25)
`

func runForm(form Value, globals Env) {
	if first(form) == Symbol("define") {
		signature := second(form).(*Pair)
		body := second(form.(*Pair).tail)
		globals[signature.head.(Symbol)] = &Lambda{signature.tail, body, Env{}}
	} else {
		fmt.Println(eval(form, globals, Env{}))
	}
}

func main() {
	tokens := tokenPattern.FindAllString(program, -1)
	globals := initialGlobals()
	for index := 0; index < len(tokens); {
		var form Value
		form, index = readValue(tokens, index)
		runForm(form, globals)
	}
}
