#include "interp/executable.h"

#include <algorithm>

#include "interp/source.h"

namespace seq {
namespace {

// Longer lines are not shown in run-time messages: somebody's generated code.
constexpr size_t kMaxLineBytes = 400;

uint32_t Characters(absl::string_view text) {
  return static_cast<uint32_t>(
      std::count_if(text.begin(), text.end(),
                    [](char byte) { return (byte & 0xC0) != 0x80; }));
}

}  // namespace

Executable::Executable(const SourceMap& sources)
    : sources_(sources), return_node_{ReturnNode, nullptr, 0} {
  // Site 0 is "nowhere": the start of the main strand.
  sites_.push_back({Span{}, 0});
  words_.emplace_back();
}

Executable::~Executable() {
  for (StringObject* string : strings_) string->DestroyImmortal();
}

Code* Executable::NewCode(SiteId site) {
  Code& code = codes_.emplace_back();
  code.site = site;
  return &code;
}

SiteId Executable::NewSite(Span span, absl::string_view word) {
  if (words_.back() != word) words_.emplace_back(word);
  sites_.push_back({span, static_cast<uint32_t>(words_.size() - 1)});
  return static_cast<SiteId>(sites_.size() - 1);
}

Value Executable::NewString(absl::string_view bytes) {
  StringObject* string = StringObject::New(bytes);
  string->set_immortal();
  strings_.push_back(string);
  return Value::Counted(ValueKind::kString, string);
}

Location Executable::Resolve(SiteId id) const {
  const Site& site = sites_[id < sites_.size() ? id : 0];
  const SourceFile& file = sources_.file(site.span.file);
  const LineColumn start = file.Position(site.span.begin);
  Location location;
  location.path = file.path();
  location.line = start.line;
  location.column = start.column;
  location.text = sources_.Text(site.span);
  location.word = words_[site.word];
  const absl::string_view line = file.Line(start.line);
  const absl::string_view first_line =
      location.text.substr(0, location.text.find('\n'));
  location.length = std::max<uint32_t>(1, Characters(first_line));
  if (line.size() <= kMaxLineBytes) {
    location.line_text = line;
  } else {
    location.line_text = first_line.substr(0, kMaxLineBytes);
    location.excerpt_column = 1;
  }
  return location;
}

}  // namespace seq
