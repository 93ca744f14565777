#include "stdlib/std_modules.h"

#include <algorithm>
#include <iterator>

namespace seq {
namespace {

struct StandardModule {
  absl::string_view name;
  absl::string_view text;
};

// Defines kStandardModules, sorted by name.
#include "stdlib/std_modules.inc"

}  // namespace

absl::optional<absl::string_view> FindStandardModule(absl::string_view name) {
  const StandardModule* const end = std::end(kStandardModules);
  const StandardModule* const found = std::lower_bound(
      std::begin(kStandardModules), end, name,
      [](const StandardModule& module, absl::string_view wanted) {
        return module.name < wanted;
      });
  if (found == end || found->name != name) return absl::nullopt;
  return found->text;
}

std::vector<absl::string_view> StandardModuleNames() {
  std::vector<absl::string_view> names;
  names.reserve(std::size(kStandardModules));
  for (const StandardModule& module : kStandardModules) {
    names.push_back(module.name);
  }
  return names;
}

}  // namespace seq
