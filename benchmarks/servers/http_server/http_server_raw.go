// An HTTP server by sockets that gives every request the same answer, one goroutine a
// connection. The argument is its port.
package main

import (
	"bytes"
	"log"
	"net"
	"os"
)

var (
	answer      = []byte("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nHello\n")
	lastAnswer  = []byte("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 6\r\n\r\nHello\n")
	headerEnd   = []byte("\r\n\r\n")
	closeHeader = []byte("Connection: close")
)

func serve(client net.Conn) {
	defer client.Close()
	buffer := make([]byte, 4096)
	var request []byte
	for {
		size, err := client.Read(buffer)
		if err != nil {
			return
		}
		request = append(request, buffer[:size]...)
		if !bytes.Contains(request, headerEnd) {
			continue
		}
		if bytes.Contains(request, closeHeader) {
			client.Write(lastAnswer)
			return
		}
		client.Write(answer)
		request = request[:0]
	}
}

func main() {
	listener, err := net.Listen("tcp", ":"+os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	for {
		client, err := listener.Accept()
		if err == nil {
			go serve(client)
		}
	}
}
