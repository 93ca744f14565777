#include "stdlib/channel_words.h"

#include "runtime/channel.h"
#include "runtime/channel_registry.h"
#include "runtime/operands.h"
#include "runtime/strand_pool.h"
#include "runtime/switch_point.h"

namespace seq {
namespace {

// The channel on top of the stack, which references it. Fails if there is none;
// `operands` is how many the word takes.
Channel* ChannelOnTop(const Node* node, Value* sp, Strand* strand,
                      size_t operands) {
  if (sp[-1].kind != ValueKind::kChannel) {
    FailOperands(node, sp, strand, operands,
                 operands == 1 ? "Channel" : "a value below a Channel");
  }
  return static_cast<Channel*>(sp[-1].object);
}

Value* MakeChannel(const Node*, Value* sp, Strand* strand) {
  ChannelRegistry& channels = *strand->pool()->options().channels;
  *sp++ = Value::Counted(ValueKind::kChannel, channels.MakeOpaque());
  return sp;
}

Value* Send(const Node* node, Value* sp, Strand* strand) {
  Channel* const channel = ChannelOnTop(node, sp, strand, 2);
  RequirePresent(node, sp, strand, 2);
  const bool sent = channel->Send(sp[-2]) == Channel::Result::kOk;
  if (!sent) Release(sp[-2]);
  Release(sp[-1]);
  sp[-2] = Value::Bool(sent);
  return sp - 1;
}

Value* Receive(const Node* node, Value* sp, Strand* strand) {
  Channel* const channel = ChannelOnTop(node, sp, strand, 1);
  Value value = Value::Int(0);
  const bool received =
      channel->Receive(strand, node->site, &value, sp) == Channel::Result::kOk;
  Release(sp[-1]);
  sp[-1] = value;
  *sp++ = Value::Bool(received);
  return sp;
}

Value* Close(const Node* node, Value* sp, Strand* strand) {
  ChannelOnTop(node, sp, strand, 1)->CloseForSending();
  Release(sp[-1]);
  return sp - 1;
}

Value* Yield(const Node* node, Value* sp, Strand* strand) {
  strand->wait_site = node->site;
  strand->pool()->GiveWay(strand);
  return sp;
}

constexpr WordRow kRows[] = {
    {.name = "chan.make",
     .effect = "( ..a -- ..a Channel )",
     .doc = "Makes a channel, an unbounded queue between any number of senders "
            "and receivers.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<MakeChannel>},
    {.name = "chan.send",
     .effect = "( ..a T Channel -- ..a Bool )",
     .doc = "Sends the second value over the channel on top, without ever "
            "waiting, and tells whether that was possible: a closed channel "
            "takes nothing.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<AtSwitchPoint<Send>>},
    {.name = "chan.receive",
     .effect = "( ..a Channel -- ..a T Bool )",
     .doc = "Takes the oldest value from the channel and gives it with true; "
            "waits while there is none, and gives the Int 0 with false once "
            "the channel is closed and empty.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<AtSwitchPoint<Receive>>},
    {.name = "chan.close",
     .effect = "( ..a Channel -- ..a )",
     .doc = "Closes the channel: what is in it can still be received, nothing "
            "more can be sent, and strands that wait for a value wait no "
            "longer.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<AtSwitchPoint<Close>>},
    {.name = "chan.yield",
     .effect = "( ..a -- ..a )",
     .doc = "Lets other strands run.",
     .failure = "",
     .editions = Editions::kCurrent,
     .message_name = "",
     .run = ThenNext<Yield>},
};

}  // namespace

absl::Span<const WordRow> ChannelWords() { return kRows; }

}  // namespace seq
