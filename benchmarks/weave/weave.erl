%% Adds 10^6 values that a process sends on demand.
-module(weave).
-export([main/1]).

main(_) ->
    Generator = spawn_link(fun() -> count(1000000) end),
    io:format("~b~n", [sum(Generator, 0)]).

count(0) ->
    receive {From, next} -> From ! done end;
count(N) ->
    receive {From, next} -> From ! N - 1 end,
    count(N - 1).

sum(Generator, Sum) ->
    Generator ! {self(), next},
    receive
        done -> Sum;
        N -> sum(Generator, Sum + N)
    end.
