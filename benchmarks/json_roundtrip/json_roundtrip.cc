// Parses a JSON document, counts what is in it, and writes it again. (The
// parser is written here; like Seq's std:json it knows no escapes when it
// reads.)

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace {

struct Json;
using Array = std::vector<Json>;
using Object = std::vector<std::pair<std::string, Json>>;

struct Json {
  std::variant<std::nullptr_t, bool, double, std::string, Array, Object> value;
};

// --- Parsing
// -----------------------------------------------------------------------

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Json ParseValue() {
    SkipSpace();
    switch (Peek()) {
      case '"':
        return {ParseString()};
      case '{':
        return {ParseObject()};
      case '[':
        return {ParseArray()};
      case 't':
        return ParseWord("true", {true});
      case 'f':
        return ParseWord("false", {false});
      case 'n':
        return ParseWord("null", {nullptr});
      default:
        return {ParseNumber()};
    }
  }

 private:
  char Peek() const {
    return position_ < text_.size() ? text_[position_] : '\0';
  }

  void SkipSpace() {
    while (Peek() == ' ' || Peek() == '\n' || Peek() == '\r' || Peek() == '\t')
      ++position_;
  }

  // Whether the next character behind white space is this one, which is skipped
  // then.
  bool Skip(char character) {
    SkipSpace();
    if (Peek() != character) return false;
    ++position_;
    return true;
  }

  void Expect(char character) {
    if (!Skip(character)) throw std::runtime_error("malformed JSON");
  }

  Json ParseWord(std::string_view word, Json value) {
    if (!text_.substr(position_).starts_with(word))
      throw std::runtime_error("malformed JSON");
    position_ += word.size();
    return value;
  }

  std::string ParseString() {
    Expect('"');
    const std::size_t begin = position_;
    const std::size_t end = text_.find('"', begin);
    if (end == std::string_view::npos)
      throw std::runtime_error("unclosed string");
    position_ = end + 1;
    return std::string(text_.substr(begin, end - begin));
  }

  double ParseNumber() {
    double number = 0;
    const auto [end, error] = std::from_chars(
        text_.data() + position_, text_.data() + text_.size(), number);
    if (error != std::errc()) throw std::runtime_error("malformed JSON");
    position_ = end - text_.data();
    return number;
  }

  Array ParseArray() {
    Array array;
    Expect('[');
    if (Skip(']')) return array;
    do {
      array.push_back(ParseValue());
    } while (Skip(','));
    Expect(']');
    return array;
  }

  Object ParseObject() {
    Object object;
    Expect('{');
    if (Skip('}')) return object;
    do {
      SkipSpace();
      std::string key = ParseString();
      Expect(':');
      object.emplace_back(std::move(key), ParseValue());
    } while (Skip(','));
    Expect('}');
    return object;
  }

  std::string_view text_;
  std::size_t position_ = 0;
};

// --- Writing
// -----------------------------------------------------------------------

void Append(std::nullptr_t, std::string& text) { text += "null"; }

void Append(bool truth, std::string& text) { text += truth ? "true" : "false"; }

void Append(double number, std::string& text) {
  char buffer[400];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof(buffer),
                                          number, std::chars_format::fixed);
  text.append(buffer, end);
}

void Append(const std::string& string, std::string& text) {
  text += '"';
  for (char character : string) {
    if (character == '"' || character == '\\') {
      text += '\\';
      text += character;
    } else if (static_cast<unsigned char>(character) < ' ') {
      char buffer[8];
      std::snprintf(buffer, sizeof(buffer), "\\u%04x", character);
      text += buffer;
    } else {
      text += character;
    }
  }
  text += '"';
}

void AppendValue(const Json& json, std::string& text);

void Append(const Array& array, std::string& text) {
  text += '[';
  for (std::size_t index = 0; index < array.size(); ++index) {
    if (index > 0) text += ',';
    AppendValue(array[index], text);
  }
  text += ']';
}

void Append(const Object& object, std::string& text) {
  text += '{';
  for (std::size_t index = 0; index < object.size(); ++index) {
    if (index > 0) text += ',';
    Append(object[index].first, text);
    text += ':';
    AppendValue(object[index].second, text);
  }
  text += '}';
}

void AppendValue(const Json& json, std::string& text) {
  std::visit([&text](const auto& value) { Append(value, text); }, json.value);
}

// --- Counting
// ----------------------------------------------------------------------

struct Counts {
  int objects = 0;
  int arrays = 0;
  int strings = 0;
  int numbers = 0;
  int booleans = 0;
  int nulls = 0;
};

void CountKinds(const Json& json, Counts& counts) {
  if (const auto* object = std::get_if<Object>(&json.value)) {
    ++counts.objects;
    for (const auto& [key, element] : *object) {
      ++counts.strings;
      CountKinds(element, counts);
    }
  } else if (const auto* array = std::get_if<Array>(&json.value)) {
    ++counts.arrays;
    for (const Json& element : *array) CountKinds(element, counts);
  } else if (std::holds_alternative<std::string>(json.value)) {
    ++counts.strings;
  } else if (std::holds_alternative<double>(json.value)) {
    ++counts.numbers;
  } else if (std::holds_alternative<bool>(json.value)) {
    ++counts.booleans;
  } else {
    ++counts.nulls;
  }
}

// The sum of all numbers in a value, in thousandths.
std::int64_t SumOf(const Json& json) {
  std::int64_t sum = 0;
  if (const auto* object = std::get_if<Object>(&json.value)) {
    for (const auto& [key, element] : *object) sum += SumOf(element);
  } else if (const auto* array = std::get_if<Array>(&json.value)) {
    for (const Json& element : *array) sum += SumOf(element);
  } else if (const auto* number = std::get_if<double>(&json.value)) {
    sum = std::llround(*number * 1000);
  }
  return sum;
}

}  // namespace

int main(int, char** arguments) {
  std::ostringstream content;
  content << std::ifstream(arguments[1], std::ios::binary).rdbuf();
  const std::string text = content.str();
  const Json document = Parser(text).ParseValue();
  Counts counts;
  CountKinds(document, counts);
  std::cout << "objects: " << counts.objects << "\narrays: " << counts.arrays
            << "\nstrings: " << counts.strings
            << "\nnumbers: " << counts.numbers
            << "\nbooleans: " << counts.booleans << "\nnulls: " << counts.nulls
            << "\nsum: " << SumOf(document) << "\n";
  std::string output;
  AppendValue(document, output);
  std::cout << "length: " << output.size() << "\n";
}
