#include "tests/golden/round_lines.h"

#include <cstddef>

namespace seq::golden {

std::string FindLineError(const std::vector<std::string>& lines,
                          const RoundLines& expected, int rounds) {
  size_t loop_lines = 0;
  int workers_allowed = 0;
  int workers = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string where = "line " + std::to_string(i + 1) + ": ";
    if (!expected.worker.empty() && lines[i] == expected.worker) {
      if (++workers > workers_allowed) {
        return where + "more worker lines than started workers";
      }
      continue;
    }
    const std::string& next = expected.loop[loop_lines % expected.loop.size()];
    if (lines[i] != next) {
      return where + "expected \"" + next + "\", got \"" + lines[i] + "\"";
    }
    if (lines[i] == expected.worker_after) ++workers_allowed;
    ++loop_lines;
  }
  const size_t wanted = expected.loop.size() * static_cast<size_t>(rounds);
  if (loop_lines != wanted) {
    return std::to_string(loop_lines) + " lines of the loop, not " +
           std::to_string(wanted);
  }
  const int wanted_workers = expected.worker.empty() ? 0 : rounds;
  if (workers != wanted_workers) {
    return std::to_string(workers) + " worker lines, not " +
           std::to_string(wanted_workers);
  }
  return "";
}

RoundLines MissionRound() {
  return {{"Connection accepted", "Channel created", "Spawned worker",
           "Sent socket to worker"},
          "Worker received socket",
          "Spawned worker"};
}

}  // namespace seq::golden
