%% An HTTP server that gives every request the same answer, one process a
%% connection. The argument is its port.
-module(http_server).
-export([main/1]).

main([Port]) ->
    {ok, Listener} = gen_tcp:listen(
        list_to_integer(Port),
        [binary, {active, false}, {reuseaddr, true}, {backlog, 4096}]),
    accept_all(Listener).

accept_all(Listener) ->
    case gen_tcp:accept(Listener) of
        {ok, Client} ->
            Server = spawn(fun() -> receive go -> serve(Client, <<>>) end end),
            ok = gen_tcp:controlling_process(Client, Server),
            Server ! go;
        {error, _} ->
            ok
    end,
    accept_all(Listener).

serve(Client, Before) ->
    case gen_tcp:recv(Client, 0) of
        {ok, Piece} -> answer(Client, <<Before/binary, Piece/binary>>);
        {error, _} -> gen_tcp:close(Client)
    end.

answer(Client, Request) ->
    case {contains(Request, <<"\r\n\r\n">>), contains(Request, <<"Connection: close">>)} of
        {false, _} ->
            serve(Client, Request);
        {true, false} ->
            gen_tcp:send(Client, <<"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nHello\n">>),
            serve(Client, <<>>);
        {true, true} ->
            gen_tcp:send(Client, <<"HTTP/1.1 200 OK\r\nConnection: close\r\n"
                                   "Content-Length: 6\r\n\r\nHello\n">>),
            gen_tcp:close(Client)
    end.

contains(Text, Part) -> binary:match(Text, Part) =/= nomatch.
