%% 10,000 processes wait at once. When all are there, each is sent a number, and
%% answers it.
-module(blocked).
-export([main/1]).

-define(PROCESSES, 10000).

main(_) ->
    Main = self(),
    Waiters = [spawn_link(fun() -> wait(Main) end)
               || _ <- lists:seq(1, ?PROCESSES)],
    collect(?PROCESSES, 0),
    lists:foldl(fun(Waiter, I) -> Waiter ! I, I + 1 end, 0, Waiters),
    io:format("~b~n", [collect(?PROCESSES, 0)]).

wait(Main) ->
    Main ! 0, % it is there
    receive I -> Main ! I end.

collect(0, Sum) -> Sum;
collect(Left, Sum) -> receive I -> collect(Left - 1, Sum + I) end.
