// A tree of threads, ten below each, with as many leaves as the argument says.

#include <cstdint>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "../shared/channel.h"

using Sums = Channel<std::int64_t>;

void Node(Sums& parent, std::int64_t first, std::int64_t leaves) {
  if (leaves == 1) {
    parent.Send(first);
    return;
  }
  Sums children;
  std::vector<std::jthread> threads;
  const std::int64_t of_child = leaves / 10;
  for (int i = 0; i < 10; ++i) {
    threads.emplace_back(Node, std::ref(children), first + i * of_child,
                         of_child);
  }
  std::int64_t sum = 0;
  for (int i = 0; i < 10; ++i) sum += *children.Receive();
  parent.Send(sum);
}

int main(int, char** arguments) {
  Sums result;
  std::jthread root(Node, std::ref(result), 0, std::stoll(arguments[1]));
  std::cout << *result.Receive() << "\n";
}
