%% A tree of processes, ten below each, with as many leaves as the argument says.
-module(skynet).
-export([main/1]).

main([Leaves]) ->
    start(0, list_to_integer(Leaves)),
    io:format("~b~n", [collect(1, 0)]).

start(First, Leaves) ->
    Parent = self(),
    spawn_link(fun() -> node(Parent, First, Leaves) end).

node(Parent, First, 1) ->
    Parent ! First;
node(Parent, First, Leaves) ->
    OfChild = Leaves div 10,
    [start(First + I * OfChild, OfChild) || I <- lists:seq(0, 9)],
    Parent ! collect(10, 0).

collect(0, Sum) -> Sum;
collect(Left, Sum) -> receive Part -> collect(Left - 1, Sum + Part) end.
