// CallGraph: which words of a program can call each other in a circle.
//
// The checker needs it for one rule of the current edition: a branch that ends
// in a call of the word being checked, or of one that is mutually recursive
// with it, does not return to the end of the conditional.
//
// Calls count wherever they stand: in quotations, branches and arms. Immutable
// after construction, thread-safe.

#ifndef SEQ_INTERP_CALL_GRAPH_H_
#define SEQ_INTERP_CALL_GRAPH_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "interp/ast.h"
#include "interp/vocabulary.h"

namespace seq {

class CallGraph {
 public:
  // Strongly connected components (R. Tarjan, "Depth-first search and linear
  // graph algorithms", 1972), without native recursion. O(size of the program).
  CallGraph(const Program& program, const Vocabulary& vocabulary);

  // Whether the word called `callee` is `caller` or calls it back. A call of a
  // built-in word's name never is.
  bool AreMutuallyRecursive(absl::string_view caller,
                            absl::string_view callee) const;

 private:
  void AddCalls(const Body& body, std::vector<uint32_t>& callees) const;
  void FindComponents(const std::vector<std::vector<uint32_t>>& callees);

  absl::flat_hash_map<absl::string_view, uint32_t> words_;
  std::vector<uint32_t> component_;  // by word
};

}  // namespace seq

#endif  // SEQ_INTERP_CALL_GRAPH_H_
