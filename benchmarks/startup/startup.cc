// Greets: what is measured is how long it takes to start and to end.

#include <iostream>

int main() { std::cout << "Hello, world!\n"; }
