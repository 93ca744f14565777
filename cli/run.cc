#include <unistd.h>

#include <iostream>
#include <utility>

#include "cli/commands.h"
#include "cli/load.h"
#include "runtime/call.h"
#include "runtime/channel_registry.h"
#include "runtime/input.h"
#include "runtime/output.h"
#include "runtime/process_end.h"
#include "runtime/signals.h"
#include "runtime/strand_pool.h"

namespace seq {
namespace {

int Execute(const LoadedProgram& program, const Options& options) {
  Output output(STDOUT_FILENO);
  Input input(STDIN_FILENO);
  ChannelRegistry channels;
  StrandPoolOptions pool_options;
  pool_options.main_stack = options.main_stack;
  pool_options.strand_stack = options.strand_stack;
  pool_options.max_threads = options.max_threads;
  pool_options.locations = program.executable.get();
  pool_options.output = &output;
  pool_options.input = &input;
  pool_options.channels = &channels;
  StrandPool pool(std::move(pool_options));
  SignalThread signals(&pool, &output);
  const Value main = Value::Quotation(program.executable->main());
  pool.Run([&main](Strand* strand) { RunAsStrand(main, strand); });
  if (output.Flush() == Output::Result::kFailed) {
    EndProcess(nullptr, kExitRunTimeError,
               "run-time error: cannot write to standard output: " +
                   output.error() + "\n");
  }
  return kExitOk;
}

}  // namespace

int RunCommand(const Options& options) {
  const std::string path = options.code.has_value() ? "-e" : options.files[0];
  absl::StatusOr<std::string> text =
      options.code.has_value() ? *options.code : ReadSource(path);
  if (!text.ok()) {
    std::cerr << "seq: " << std::string(text.status().message()) << "\n";
    return kExitRejected;
  }
  const std::optional<LoadedProgram> program =
      LoadProgram(path, *std::move(text),
                  {.edition = options.edition, .color = options.color});
  if (!program.has_value()) return kExitRejected;
  return Execute(*program, options);
}

}  // namespace seq
