#include "stdlib/vocabularies.h"

#include "net/tcp_words.h"
#include "stdlib/arithmetic_words.h"
#include "stdlib/control_words.h"
#include "stdlib/io_words.h"
#include "stdlib/stack_words.h"
#include "stdlib/strand_words.h"
#include "stdlib/text_words.h"

namespace seq {

std::vector<WordFamily> WordFamilies(Edition edition) {
  if (edition != Edition::kClassic) return {};
  return {
      {"Input and output", ClassicIoWords()},
      {"Integers", ClassicArithmeticWords()},
      {"Stack", ClassicStackWords()},
      {"Text", ClassicTextWords()},
      {"Quotations and loops", ClassicControlWords()},
      {"Strands and channels", ClassicStrandWords()},
      {"TCP", ClassicTcpWords()},
  };
}

}  // namespace seq
