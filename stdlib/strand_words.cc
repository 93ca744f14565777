#include "stdlib/strand_words.h"

#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/call.h"
#include "runtime/channel.h"
#include "runtime/channel_registry.h"
#include "runtime/numbered_object.h"
#include "runtime/operands.h"
#include "runtime/strand_pool.h"
#include "runtime/switch_point.h"

namespace seq {
namespace {

ChannelRegistry& Channels(Strand* strand) {
  return *strand->pool()->options().channels;
}

Value* SpawnStrand(const Node* node, Value* sp, Strand* strand) {
  if (!IsCallable(sp[-1])) {
    FailOperands(node, sp, strand, 1, "Quotation or Closure");
  }
  const Value callable = sp[-1];
  MarkShared(callable);
  const int64_t number = strand->pool()->Spawn(
      strand, node->site,
      [callable](Strand* self) { RunAsStrand(callable, self); });
  sp[-1] = Value::Int(number);
  return sp;
}

Value* YieldStrand(const Node* node, Value* sp, Strand* strand) {
  strand->wait_site = node->site;
  strand->pool()->GiveWay(strand);
  return sp;
}

Value* MakeChannel(const Node*, Value* sp, Strand* strand) {
  *sp++ = Value::Counted(ValueKind::kChannel, Channels(strand).Make());
  return sp;
}

// The channel a word was given, by object or by number, referenced (by the
// operand, if that is the object) while a word uses it. Null if there is none
// with that number (any more).
class NamedChannel {
 public:
  // Fails if the top of the stack is no Int or negative.
  NamedChannel(const Node* node, Value* sp, Strand* strand, size_t operands)
      : number_(Number(node, sp, strand, operands)),
        found_(strand, Find(sp[-1], strand)),
        channel_(sp[-1].kind == ValueKind::kChannel ? ChannelOf(sp[-1])
                                                    : ChannelOf(*found_)) {}

  Channel* get() const { return channel_; }

  [[noreturn]] void FailInvalid(const Node* node, Value* sp,
                                Strand* strand) const {
    FailWord(node, sp, strand, absl::StrCat("invalid channel ID ", number_));
  }

 private:
  static int64_t Number(const Node* node, Value* sp, Strand* strand,
                        size_t operands) {
    const std::optional<int64_t> number = ClassicInt(sp[-1]);
    if (!number.has_value()) {
      FailOperands(node, sp, strand, operands, "a channel");
    }
    if (*number < 0) {
      FailWord(node, sp, strand,
               absl::StrCat("channel ID must be positive, got ", *number));
    }
    return *number;
  }
  // What is needed besides the operand to hold the channel: if that is an Int,
  // a reference to the one that has the number.
  static Value Find(const Value& operand, Strand* strand) {
    if (operand.kind == ValueKind::kChannel) return Value::Hole();
    Channel* const found = Channels(strand).Find(*ClassicInt(operand));
    return found == nullptr ? Value::Hole()
                            : Value::Counted(ValueKind::kChannel, found);
  }
  // Null for a hole.
  static Channel* ChannelOf(const Value& value) {
    return static_cast<Channel*>(value.object);
  }

  const int64_t number_;
  const HeldValue found_;
  Channel* const channel_;
};

Value* SendValue(const Node* node, Value* sp, Strand* strand) {
  RequirePresent(node, sp, strand, 2);
  const NamedChannel channel(node, sp, strand, 2);
  if (channel.get() == nullptr ||
      channel.get()->Send(sp[-2]) != Channel::Result::kOk) {
    channel.FailInvalid(node, sp, strand);
  }
  Release(sp[-1]);
  return sp - 2;
}

Value* ReceiveValue(const Node* node, Value* sp, Strand* strand) {
  const NamedChannel channel(node, sp, strand, 1);
  if (channel.get() == nullptr) channel.FailInvalid(node, sp, strand);
  Value value;
  switch (channel.get()->Receive(strand, node->site, &value, sp)) {
    case Channel::Result::kOk:
      break;
    case Channel::Result::kClosed:
      channel.FailInvalid(node, sp, strand);
    case Channel::Result::kClosedWhileWaiting:
      FailWord(node, sp, strand, "channel closed");
  }
  Release(sp[-1]);
  sp[-1] = value;
  return sp;
}

Value* CloseChannel(const Node* node, Value* sp, Strand* strand) {
  const NamedChannel channel(node, sp, strand, 1);
  if (channel.get() != nullptr) channel.get()->Close();
  Release(sp[-1]);
  return sp - 1;
}

constexpr WordRow kRows[] = {
    {.name = "spawn",
     .effect = "( ..a [ -- ..b ] -- ..a Int )",
     .doc = "Starts a strand that runs the quotation on a stack of its own and "
            "gives the strand's number; a literal directly before it captures "
            "what it needs from the stack.",
     .failure = "",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = ThenNext<AtSwitchPoint<SpawnStrand>>},
    {.name = "yield",
     .effect = "( ..a -- ..a )",
     .doc = "Lets other strands run.",
     .failure = "",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = ThenNext<YieldStrand>},
    {.name = "make-channel",
     .effect = "( ..a -- ..a Int )",
     .doc = "Makes a channel.",
     .failure = "",
     .editions = Editions::kClassic,
     .message_name = "make_channel",
     .run = ThenNext<MakeChannel>},
    {.name = "send",
     .effect = "( ..a T Int -- ..a )",
     .doc = "Sends the second value over the channel on top; never waits.",
     .failure = "Fails if the channel does not exist or is closed.",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = ThenNext<AtSwitchPoint<SendValue>>},
    {.name = "receive",
     .effect = "( ..a Int -- ..a T )",
     .doc = "Takes the oldest value from the channel; waits while there is "
            "none.",
     .failure = "Fails if the channel does not exist, or is closed before or "
                "while it waits.",
     .editions = Editions::kClassic,
     .message_name = "",
     .run = ThenNext<AtSwitchPoint<ReceiveValue>>},
    {.name = "close-channel",
     .effect = "( ..a Int -- ..a )",
     .doc = "Closes the channel and forgets what is in it; does nothing if it "
            "is closed or does not exist.",
     .failure = "Fails if the number is negative.",
     .editions = Editions::kClassic,
     .message_name = "close_channel",
     .run = ThenNext<AtSwitchPoint<CloseChannel>>},
};

}  // namespace

absl::Span<const WordRow> ClassicStrandWords() { return kRows; }

}  // namespace seq
