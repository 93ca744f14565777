#include "stdlib/vocabularies.h"

#include "net/tcp_socket_words.h"
#include "net/tcp_words.h"
#include "stdlib/arithmetic_words.h"
#include "stdlib/channel_words.h"
#include "stdlib/combinator_words.h"
#include "stdlib/console_words.h"
#include "stdlib/control_words.h"
#include "stdlib/conversion_words.h"
#include "stdlib/file_words.h"
#include "stdlib/float_words.h"
#include "stdlib/int_words.h"
#include "stdlib/io_words.h"
#include "stdlib/list_words.h"
#include "stdlib/map_words.h"
#include "stdlib/os_words.h"
#include "stdlib/signal_words.h"
#include "stdlib/son_words.h"
#include "stdlib/stack_words.h"
#include "stdlib/strand_words.h"
#include "stdlib/string_words.h"
#include "stdlib/sugar_words.h"
#include "stdlib/terminal_words.h"
#include "stdlib/test_words.h"
#include "stdlib/text_words.h"
#include "stdlib/time_words.h"
#include "stdlib/variant_words.h"
#include "stdlib/weave_words.h"

namespace seq {
namespace {

std::vector<WordFamily> ClassicFamilies() {
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

std::vector<WordFamily> CurrentFamilies() {
  return {
      {"Input, output and arguments", ConsoleWords()},
      {"Stack", StackWords()},
      {"Quotations", CombinatorWords()},
      {"Operators", SugarWords()},
      {"Integers and Bools", IntWords()},
      {"Floats", FloatWords()},
      {"Conversions and symbols", ConversionWords()},
      {"Text", StringWords()},
      {"Lists", ListWords()},
      {"Maps", MapWords()},
      {"Variants", VariantWords()},
      {"Showing values", SonWords()},
      {"Channels", ChannelWords()},
      {"Strands and weaves", WeaveWords()},
      {"Files and directories", FileWords()},
      {"Operating system", OsWords()},
      {"Signals", SignalWords()},
      {"Terminal", TerminalWords()},
      {"Time", TimeWords()},
      {"Tests", TestWords()},
      {"TCP", TcpSocketWords()},
  };
}

}  // namespace

std::vector<WordFamily> WordFamilies(Edition edition) {
  return edition == Edition::kClassic ? ClassicFamilies() : CurrentFamilies();
}

}  // namespace seq
