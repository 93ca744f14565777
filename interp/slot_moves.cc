#include "interp/slot_moves.h"

#include <algorithm>

namespace seq {
namespace {

bool IsRead(const std::vector<SlotMove>& moves, Slot slot) {
  return std::any_of(moves.begin(), moves.end(),
                     [&](const SlotMove& move) { return move.from == slot; });
}

// Makes a move whose target nobody else needs; false if there is none.
bool MakeFreeMove(std::vector<SlotMove>& moves,
                  std::vector<OrderedMove>& ordered) {
  const auto free = std::find_if(
      moves.begin(), moves.end(),
      [&](const SlotMove& move) { return !IsRead(moves, move.to); });
  if (free == moves.end()) return false;
  const SlotMove move = *free;
  moves.erase(free);
  const bool copies = move.counted && (move.stays || IsRead(moves, move.from));
  ordered.push_back({copies ? OrderedMove::Way::kCopy : OrderedMove::Way::kMove,
                     move.to, move.from});
  return true;
}

// For when only cycles are left: each slot is read once and written once.
void MakeSwap(std::vector<SlotMove>& moves, std::vector<OrderedMove>& ordered) {
  const SlotMove move = moves.back();
  moves.pop_back();
  ordered.push_back({OrderedMove::Way::kSwap, move.to, move.from});
  for (SlotMove& other : moves) {
    if (other.from == move.to) other.from = move.from;
  }
  std::erase_if(moves,
                [](const SlotMove& other) { return other.from == other.to; });
}

}  // namespace

std::vector<OrderedMove> OrderMoves(std::vector<SlotMove> moves) {
  std::vector<OrderedMove> ordered;
  while (!moves.empty()) {
    if (!MakeFreeMove(moves, ordered)) MakeSwap(moves, ordered);
  }
  return ordered;
}

}  // namespace seq
