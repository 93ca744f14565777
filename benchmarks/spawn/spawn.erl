%% Starts 100,000 processes that send their number.
-module(spawn).
-export([main/1]).

-define(PROCESSES, 100000).

main(_) ->
    Main = self(),
    [spawn_link(fun() -> Main ! I end) || I <- lists:seq(0, ?PROCESSES - 1)],
    io:format("~b~n", [collect(?PROCESSES, 0)]).

collect(0, Sum) -> Sum;
collect(Left, Sum) -> receive I -> collect(Left - 1, Sum + I) end.
