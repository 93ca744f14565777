%% 200,000 messages between two processes.
-module(pingpong).
-export([main/1]).

main(_) ->
    Answerer = spawn_link(fun answer/0),
    io:format("~b~n", [play(Answerer, 100000, 0)]).

answer() ->
    receive {From, Ball} -> From ! Ball + 1, answer() end.

play(_, 0, Ball) -> Ball;
play(Answerer, Rounds, Ball) ->
    Answerer ! {self(), Ball},
    receive Next -> play(Answerer, Rounds - 1, Next) end.
