-- Runs a program in a small Lisp: finds tokens, reads lists, evaluates them.
--
-- Values: integers, booleans, symbols (strings), functions, and as tables the
-- end of lists, pairs and lambdas.

local empty = {}

-- --- The reader --------------------------------------------------------------

local function tokenise(text)
  local tokens = {}
  for token in text:gsub("[()']", " %0 "):gmatch("%S+") do
    tokens[#tokens + 1] = token
  end
  return tokens
end

local read_value

local function read_list(tokens, index)
  if tokens[index] == ")" then
    return empty, index + 1
  end
  local head, behind = read_value(tokens, index)
  local tail
  tail, behind = read_list(tokens, behind)
  return {head = head, tail = tail}, behind
end

function read_value(tokens, index)
  local token = tokens[index]
  if token == "(" then
    return read_list(tokens, index + 1)
  elseif token == "'" then
    local value, behind = read_value(tokens, index + 1)
    return {head = "quote", tail = {head = value, tail = empty}}, behind
  end
  return tonumber(token) or token, index + 1
end

-- --- Built-in functions ------------------------------------------------------

local function initial_globals()
  return {
    ["+"] = function(operands) return operands.head + operands.tail.head end,
    ["-"] = function(operands) return operands.head - operands.tail.head end,
    ["*"] = function(operands) return operands.head * operands.tail.head end,
    ["<"] = function(operands) return operands.head < operands.tail.head end,
    ["="] = function(operands) return operands.head == operands.tail.head end,
    ["cons"] = function(operands)
      return {head = operands.head, tail = operands.tail.head}
    end,
    ["car"] = function(operands) return operands.head.head end,
    ["cdr"] = function(operands) return operands.head.tail end,
    ["null?"] = function(operands) return operands.head == empty end,
  }
end

-- --- The evaluator -----------------------------------------------------------

local eval

local function eval_all(expressions, globals, locals)
  if expressions == empty then
    return empty
  end
  local head = eval(expressions.head, globals, locals)
  return {head = head, tail = eval_all(expressions.tail, globals, locals)}
end

local function bind(names, values, env)
  local locals = {}
  for name, value in pairs(env) do
    locals[name] = value
  end
  while names ~= empty do
    locals[names.head] = values.head
    names, values = names.tail, values.tail
  end
  return locals
end

local function apply(called, operands, globals)
  if type(called) == "function" then
    return called(operands)
  end
  return eval(called.body, globals, bind(called.params, operands, called.env))
end

function eval(value, globals, locals)
  if type(value) == "string" then
    local found = locals[value]
    if found == nil then
      found = globals[value]
    end
    return found
  elseif type(value) ~= "table" or value.head == nil then
    return value
  end
  local head, tail = value.head, value.tail
  if head == "if" then
    if eval(tail.head, globals, locals) then
      return eval(tail.tail.head, globals, locals)
    end
    return eval(tail.tail.tail.head, globals, locals)
  elseif head == "quote" then
    return tail.head
  elseif head == "lambda" then
    return {params = tail.head, body = tail.tail.head, env = locals}
  end
  local called = eval(head, globals, locals)
  return apply(called, eval_all(tail, globals, locals), globals)
end

-- --- Programs ----------------------------------------------------------------

local function run_form(form, globals)
  if form.head == "define" then
    local signature = form.tail.head
    local body = form.tail.tail.head
    globals[signature.head] = {params = signature.tail, body = body, env = {}}
  else
    print(eval(form, globals, {}))
  end
end

local program = [[
   (define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
   (define (range a b) (if (= a b) '() (cons a (range (+ a 1) b))))
   (define (map f items)
     (if (null? items) '() (cons (f (car items)) (map f (cdr items)))))
   (define (sum items) (if (null? items) 0 (+ (car items) (sum (cdr items)))))
   (define (adder n) (lambda (m) (+ m n)))
   (sum (map (adder 10) (map (lambda (n) (* n n)) (range 0 100))))
   (fib 25)
]]

local tokens = tokenise(program)
local globals = initial_globals()
local index = 1
while index <= #tokens do
  local form
  form, index = read_value(tokens, index)
  run_form(form, globals)
end
