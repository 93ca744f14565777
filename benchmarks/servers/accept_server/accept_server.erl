%% Counts connections: each is taken by a process, which sends a message to the one
%% that counts and closes it. The argument is the port.
-module(accept_server).
-export([main/1]).

main([Port]) ->
    {ok, Listener} = gen_tcp:listen(
        list_to_integer(Port),
        [binary, {active, false}, {reuseaddr, true}, {backlog, 4096}]),
    accept_all(Listener, spawn_link(fun() -> count(0) end)).

count(Sum) -> receive More -> count(Sum + More) end.

accept_all(Listener, Counter) ->
    case gen_tcp:accept(Listener) of
        {ok, Client} ->
            Taker = spawn(fun() -> receive go -> take(Client, Counter) end end),
            ok = gen_tcp:controlling_process(Client, Taker),
            Taker ! go;
        {error, _} ->
            ok
    end,
    accept_all(Listener, Counter).

take(Client, Counter) ->
    Counter ! 1,
    gen_tcp:close(Client).
