// 200,000 messages through two unbuffered channels.
package main

import "fmt"

func main() {
	pings := make(chan int)
	pongs := make(chan int)
	go func() {
		for ball := range pings {
			pongs <- ball + 1
		}
	}()
	ball := 0
	for round := 0; round < 100000; round++ {
		pings <- ball
		ball = <-pongs
	}
	close(pings)
	fmt.Println(ball)
}
