%% One producer sends 10^6 numbers to ten processes, in turn.
-module(fanout).
-export([main/1]).

-define(WORKERS, 10).

main(_) ->
    Main = self(),
    Workers = [spawn_link(fun() -> work(Main, 0) end)
               || _ <- lists:seq(1, ?WORKERS)],
    produce(list_to_tuple(Workers), 0),
    [Worker ! done || Worker <- Workers],
    Sums = [receive {sum, Sum} -> Sum end || _ <- Workers],
    io:format("~b~n", [lists:sum(Sums)]).

work(Main, Sum) ->
    receive
        done -> Main ! {sum, Sum};
        Job -> work(Main, Sum + Job)
    end.

produce(_, 1000000) -> ok;
produce(Workers, Job) ->
    element(Job rem ?WORKERS + 1, Workers) ! Job,
    produce(Workers, Job + 1).
