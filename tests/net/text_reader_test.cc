#include "net/text_reader.h"

#include <unistd.h>

#include <latch>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/net/loopback.h"

namespace seq {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A reader and the end of the stream that feeds it.
class TextReaderTest : public ::testing::Test {
 protected:
  TextReaderTest() : TextReaderTest(MakeSocketPair()) {}

  void Feed(absl::string_view bytes) {
    ASSERT_EQ(::write(feed_.number(), bytes.data(), bytes.size()),
              static_cast<ssize_t>(bytes.size()));
  }

  absl::StatusOr<std::string> Read(
      absl::FunctionRef<void()> before_wait = NoWait) {
    TextReader::Buffer buffer;
    const auto piece = reader_.ReadPiece(buffer, before_wait);
    if (!piece.ok()) return piece.status();
    std::string text(*piece);
    return text;
  }

  // The pieces read when `pieces` arrive one after another, each only after the
  // one before was read as far as possible.
  std::vector<std::string> ReadInTurn(std::vector<std::string> pieces) {
    std::vector<std::string> results;
    for (size_t next = 0;;) {
      const auto result = Read([&] {
        if (next == pieces.size()) {
          feed_.Reset();
        } else {
          Feed(pieces[next++]);
        }
      });
      EXPECT_TRUE(result.ok()) << result.status();
      if (!result.ok() || result->empty()) return results;
      results.push_back(*result);
    }
  }

  std::string FailureOf(absl::string_view bytes) {
    Feed(bytes);
    feed_.Reset();
    for (;;) {
      const auto result = Read();
      if (!result.ok()) {
        EXPECT_TRUE(IsInvalidText(result.status()));
        std::string message(result.status().message());
        return message;
      }
      if (result->empty()) return "no failure";
    }
  }

  Descriptor feed_;
  Stream stream_;
  TextReader reader_{stream_};

 private:
  explicit TextReaderTest(std::pair<Descriptor, Descriptor> ends)
      : feed_(std::move(ends.first)), stream_(std::move(ends.second)) {}
};

TEST_F(TextReaderTest, GivesPiecesAsTheyArrive) {
  EXPECT_THAT(ReadInTurn({"one", "two\n"}), ElementsAre("one", "two\n"));
}

TEST_F(TextReaderTest, EndOfStreamIsRepeatable) {
  Feed("x");
  feed_.Reset();
  EXPECT_EQ(Read().value(), "x");
  EXPECT_EQ(Read().value(), "");
  EXPECT_EQ(Read().value(), "");
}

TEST_F(TextReaderTest, NoPieceIsLongerThanTheLimit) {
  Feed(std::string(10'000, 'x'));
  EXPECT_EQ(Read().value().size(), 4096u);
  EXPECT_EQ(Read().value().size(), 4096u);
  EXPECT_EQ(Read().value().size(), 10'000u - 2 * 4096u);
}

TEST_F(TextReaderTest, CharacterCutByTheLimitIsHeldBack) {
  Feed(std::string(4094, 'x') + "\u20AC" + std::string(5000, 'y'));
  EXPECT_EQ(Read().value(), std::string(4094, 'x'));
  const std::string second = Read().value();
  EXPECT_EQ(second.size(), 4096u) << "what was held back counts too";
  EXPECT_EQ(second.substr(0, 4), "\u20ACy");
  EXPECT_EQ(Read().value(), std::string(5000 - 4093, 'y'));
}

TEST_F(TextReaderTest, CharacterThatArrivesInPiecesIsPutTogether) {
  EXPECT_THAT(ReadInTurn({"a\xC3",
                          "\xA4"
                          "b"}),
              ElementsAre("a", "\u00E4b"));
}

TEST_F(TextReaderTest, WaitsForMoreRatherThanGiveAnEmptyPiece) {
  EXPECT_THAT(ReadInTurn({"\xF0", "\x9F", "\x98", "\x80", "!"}),
              ElementsAre("\U0001F600", "!"));
}

TEST_F(TextReaderTest, EveryFirstPartOfACharacterIsHeldBack) {
  // The characters around every restriction on second bytes.
  for (const std::string character :
       {"\u0080", "\u07FF", "\u0800", "\u0FFF", "\u1000", "\uD7FF", "\uE000",
        "\uFFFF", "\U00010000", "\U0003FFFF", "\U00040000", "\U000FFFFF",
        "\U00100000", "\U0010FFFF"}) {
    for (size_t cut = 1; cut < character.size(); ++cut) {
      Feed("x" + character.substr(0, cut));
      EXPECT_EQ(Read().value(), "x");
      Feed(character.substr(cut));
      EXPECT_EQ(Read().value(), character);
    }
  }
}

TEST_F(TextReaderTest, ZeroBytesAreText) {
  Feed(absl::string_view("a\0b", 3));
  EXPECT_EQ(Read().value(), std::string("a\0b", 3));
}

TEST_F(TextReaderTest, StrayByteFailsAtItsPlace) {
  EXPECT_EQ(FailureOf("abc\xFFxyz"),
            "no valid character at byte 3 of the stream (0xff)");
}

TEST_F(TextReaderTest, PlacesCountFromTheStartOfTheStream) {
  EXPECT_EQ(FailureOf(std::string(5000, 'x') + "\xC3("),
            "no valid character at byte 5000 of the stream (0xc3)");
}

TEST_F(TextReaderTest, SurrogateFails) {
  EXPECT_THAT(FailureOf("\xED\xA0\x80"), HasSubstr("at byte 0 of the stream"));
}

TEST_F(TextReaderTest, ImpossiblePartsFailWithoutWaitingForTheRest) {
  for (const absl::string_view bytes :
       {"\x80", "\xC0", "\xC1", "\xE0\x80", "\xED\xA0", "\xF0\x80", "\xF4\x90",
        "\xF5", "\xF0\x9F\x98("}) {
    Feed(bytes);
    const auto result =
        Read([] { ADD_FAILURE() << "waits for more than there can be"; });
    EXPECT_TRUE(IsInvalidText(result.status())) << result.status();
  }
}

TEST_F(TextReaderTest, StreamThatEndsInsideACharacterFailsOnce) {
  EXPECT_EQ(FailureOf("ab\xE2\x82"),
            "the stream ends inside the character at byte 2");
  EXPECT_EQ(Read().value(), "");
}

TEST_F(TextReaderTest, ClosingEndsAllReaders) {
  constexpr int kReaders = 3;
  std::latch waiting(kReaders);
  std::vector<std::thread> readers;
  readers.reserve(kReaders);
  for (int i = 0; i < kReaders; ++i) {
    readers.emplace_back([&] {
      bool announced = false;
      const auto result = Read([&] {
        if (!std::exchange(announced, true)) waiting.count_down();
      });
      EXPECT_TRUE(IsClosed(result.status())) << result.status();
    });
  }
  waiting.wait();
  stream_.Close();
  for (std::thread& reader : readers) reader.join();
}

TEST_F(TextReaderTest, ConcurrentReadersNeverSeeHalfACharacter) {
  constexpr size_t kCharacters = 100'000;
  std::vector<size_t> bytes(4, 0);
  std::vector<std::thread> readers;
  readers.reserve(bytes.size());
  for (size_t& sum : bytes) {
    readers.emplace_back([this, &sum] {
      for (;;) {
        const auto result = Read();
        ASSERT_TRUE(result.ok()) << result.status();
        if (result->empty()) return;
        ASSERT_EQ(result->size() % 3, 0u);
        sum += result->size();
      }
    });
  }
  std::string text;
  for (size_t i = 0; i < kCharacters; ++i) text += "\u20AC";
  // Pieces of a length that cuts characters.
  for (size_t at = 0; at < text.size(); at += 1000) {
    Feed(absl::string_view(text).substr(at, 1000));
  }
  feed_.Reset();
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(bytes[0] + bytes[1] + bytes[2] + bytes[3], text.size());
}

}  // namespace
}  // namespace seq
