// What a server program prints for every connection, and the check that it
// printed exactly that: no line missing, doubled, broken or out of order.
// Pure; thread-safe.
#ifndef TESTS_GOLDEN_ROUND_LINES_H_
#define TESTS_GOLDEN_ROUND_LINES_H_

#include <string>
#include <vector>

namespace seq::golden {

struct RoundLines {
  // The accept loop's own lines, in this order in every round.
  std::vector<std::string> loop;
  // The line each round's worker strand prints once, at any time after the
  // loop's line `worker_after` of its round; empty if there is no worker.
  std::string worker;
  std::string worker_after;

  int PerRound() const {
    return static_cast<int>(loop.size()) + (worker.empty() ? 0 : 1);
  }
};

// "" if `lines` is the output of exactly `rounds` complete rounds, else the
// first thing that is wrong.
std::string FindLineError(const std::vector<std::string>& lines,
                          const RoundLines& expected, int rounds);

// The rounds of the server that started this project (program A of
// testdata/servers) and of its variants.
RoundLines MissionRound();

}  // namespace seq::golden

#endif  // TESTS_GOLDEN_ROUND_LINES_H_
