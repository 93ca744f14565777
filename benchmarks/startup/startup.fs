\ Greets: what is measured is how long it takes to start and to end.

.( Hello, world!) cr
bye
