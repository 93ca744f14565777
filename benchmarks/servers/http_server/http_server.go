// An HTTP server by net/http that gives every request the same answer. The argument
// is its port.
package main

import (
	"io"
	"log"
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("/", func(response http.ResponseWriter, _ *http.Request) {
		io.WriteString(response, "Hello\n")
	})
	log.Fatal(http.ListenAndServe(":"+os.Args[1], nil))
}
