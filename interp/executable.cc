#include "interp/executable.h"

#include "interp/source.h"

namespace seq {

Executable::Executable(const SourceMap& sources)
    : sources_(sources), return_node_{ReturnNode, nullptr, 0} {
  // Site 0 is "nowhere": the start of the main strand.
  sites_.push_back({Span{}, 0});
  words_.emplace_back();
}

Executable::~Executable() {
  for (StringObject* string : strings_) string->DestroyImmortal();
}

Code* Executable::NewCode() { return &codes_.emplace_back(); }

SiteId Executable::NewSite(Span span, absl::string_view word) {
  if (words_.back() != word) words_.emplace_back(word);
  sites_.push_back({span, static_cast<uint32_t>(words_.size() - 1)});
  return static_cast<SiteId>(sites_.size() - 1);
}

absl::string_view Executable::Keep(absl::string_view text) {
  return texts_.emplace_back(text);
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
  location.line_text = file.Line(start.line);
  const auto line_start =
      static_cast<uint32_t>(location.line_text.data() - file.text().data());
  location.begin = site.span.begin - line_start;
  location.end = site.span.end - line_start;
  return location;
}

}  // namespace seq
