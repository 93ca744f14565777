#include "interp/call_graph.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace seq {

CallGraph::CallGraph(const Program& program, const Vocabulary& vocabulary) {
  std::vector<const WordDefinition*> definitions;
  for (const WordDefinition& word : program.words) {
    if (vocabulary.Find(word.name) != nullptr) continue;
    if (words_.emplace(word.name, definitions.size()).second) {
      definitions.push_back(&word);
    }
  }
  std::vector<std::vector<uint32_t>> callees(definitions.size());
  for (size_t i = 0; i < definitions.size(); ++i) {
    AddCalls(definitions[i]->body, callees[i]);
  }
  FindComponents(callees);
}

void CallGraph::AddCalls(const Body& body,
                         std::vector<uint32_t>& callees) const {
  for (const Item& item : body) {
    if (const auto* call = std::get_if<WordCall>(&item.node)) {
      const auto found = words_.find(call->name);
      if (found != words_.end()) callees.push_back(found->second);
    } else if (const auto* quotation =
                   std::get_if<QuotationLiteral>(&item.node)) {
      AddCalls(quotation->body, callees);
    } else if (const auto* conditional = std::get_if<Conditional>(&item.node)) {
      AddCalls(conditional->then_body, callees);
      AddCalls(conditional->else_body, callees);
    } else if (const auto* match = std::get_if<Match>(&item.node)) {
      for (const MatchArm& arm : match->arms) AddCalls(arm.body, callees);
    }
  }
}

void CallGraph::FindComponents(
    const std::vector<std::vector<uint32_t>>& callees) {
  constexpr uint32_t kUnseen = UINT32_MAX;
  struct Visit {
    uint32_t word;
    size_t next_callee;
  };
  const size_t count = callees.size();
  component_.assign(count, kUnseen);
  std::vector<uint32_t> order(count, kUnseen);  // of the first visit
  std::vector<uint32_t> lowest(count, 0);
  std::vector<uint32_t> open;  // seen, component not known yet
  std::vector<Visit> path;
  uint32_t seen = 0;
  const auto enter = [&](uint32_t word) {
    order[word] = lowest[word] = seen++;
    open.push_back(word);
    path.push_back({word, 0});
  };
  for (uint32_t root = 0; root < count; ++root) {
    if (order[root] == kUnseen) enter(root);
    while (!path.empty()) {
      const uint32_t word = path.back().word;
      if (path.back().next_callee < callees[word].size()) {
        const uint32_t callee = callees[word][path.back().next_callee++];
        if (order[callee] == kUnseen) {
          enter(callee);
        } else if (component_[callee] == kUnseen) {
          lowest[word] = std::min(lowest[word], order[callee]);
        }
        continue;
      }
      path.pop_back();
      if (!path.empty()) {
        uint32_t& caller = lowest[path.back().word];
        caller = std::min(caller, lowest[word]);
      }
      if (lowest[word] != order[word]) continue;
      uint32_t member;
      do {
        member = open.back();
        open.pop_back();
        component_[member] = word;
      } while (member != word);
    }
  }
}

bool CallGraph::AreMutuallyRecursive(absl::string_view caller,
                                     absl::string_view callee) const {
  const auto a = words_.find(caller);
  const auto b = words_.find(callee);
  return a != words_.end() && b != words_.end() &&
         component_[a->second] == component_[b->second];
}

}  // namespace seq
