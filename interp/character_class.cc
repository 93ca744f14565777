#include "interp/character_class.h"

#include <utf8proc.h>

#include "runtime/utf8.h"

namespace seq {

bool IsUpper(char32_t c) {
  return utf8proc_isupper(static_cast<utf8proc_int32_t>(c)) != 0;
}

bool IsLower(char32_t c) {
  return utf8proc_islower(static_cast<utf8proc_int32_t>(c)) != 0;
}

bool IsLetterOrDigit(char32_t c) {
  const utf8proc_category_t category =
      utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return (category >= UTF8PROC_CATEGORY_LU &&
          category <= UTF8PROC_CATEGORY_LO) ||
         (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

bool StartsUpper(absl::string_view text) {
  return !text.empty() && IsUpper(DecodeUtf8(text).code_point);
}

}  // namespace seq
