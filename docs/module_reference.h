// The words of a standard module, read from its source text (stdlib/std): the
// comment above a definition is its description. Pure functions; thread-safe.

#ifndef SEQ_DOCS_MODULE_REFERENCE_H_
#define SEQ_DOCS_MODULE_REFERENCE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace seq {

struct ModuleWord {
  std::string name;
  std::string effect;  // as the module writes it: "( Int -- Int )"
  std::string doc;     // the comment, its lines joined; may be empty
};

struct ModuleWords {
  // The first paragraph of the comment at the head of the file, without the
  // module's name.
  std::string intro;
  std::vector<ModuleWord> words;  // in the order of the file
};

// `text` follows the style of stdlib/std: a definition begins at the beginning
// of a line, which also has its effect; an empty line ends a comment. O(size).
ModuleWords ReadModuleWords(absl::string_view text);

}  // namespace seq

#endif  // SEQ_DOCS_MODULE_REFERENCE_H_
