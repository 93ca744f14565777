%% 20,000 numbers go through 100 processes, each of which adds one.
-module(pipeline).
-export([main/1]).

main(_) ->
    First = start_stages(self(), 100),
    [First ! N || N <- lists:seq(0, 19999)],
    First ! done,
    io:format("~b~n", [sum(0)]).

start_stages(Output, 0) -> Output;
start_stages(Output, Count) ->
    start_stages(spawn_link(fun() -> stage(Output) end), Count - 1).

stage(Output) ->
    receive
        done -> Output ! done;
        Number -> Output ! Number + 1, stage(Output)
    end.

sum(Sum) ->
    receive
        done -> Sum;
        Number -> sum(Sum + Number)
    end.
