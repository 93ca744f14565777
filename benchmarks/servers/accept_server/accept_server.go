// Counts connections: each is taken by a goroutine, which sends a message to the one
// that counts and closes it. The argument is the port.
package main

import (
	"log"
	"net"
	"os"
)

func count(connections <-chan int) {
	sum := 0
	for more := range connections {
		sum += more
	}
}

func main() {
	listener, err := net.Listen("tcp", ":"+os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	connections := make(chan int, 1000)
	go count(connections)
	for {
		client, err := listener.Accept()
		if err != nil {
			continue
		}
		go func() {
			connections <- 1
			client.Close()
		}()
	}
}
