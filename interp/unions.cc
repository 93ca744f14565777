#include "interp/unions.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace seq {
namespace {

template <typename Table>
auto FindOrNull(const Table& table, absl::string_view name) ->
    typename Table::mapped_type {
  const auto found = table.find(name);
  return found == table.end() ? typename Table::mapped_type{} : found->second;
}

}  // namespace

UnionTable::UnionTable(const Program& program) {
  for (const UnionDefinition& definition : program.unions) {
    unions_.emplace(definition.name, &definition);
    for (const VariantSyntax& variant : definition.variants) {
      variants_.emplace(variant.name, UnionVariant{&definition, &variant});
      AddWord({UnionWord::Kind::kMake, absl::StrCat("Make-", variant.name),
               &definition, &variant});
      AddWord({UnionWord::Kind::kTest, absl::StrCat("is-", variant.name, "?"),
               &definition, &variant});
      for (size_t i = 0; i < variant.fields.size(); ++i) {
        AddWord({UnionWord::Kind::kField,
                 absl::StrCat(variant.name, "-", variant.fields[i].name),
                 &definition, &variant, i});
      }
    }
  }
}

void UnionTable::AddWord(UnionWord word) {
  const UnionWord& added = words_.emplace_back(std::move(word));
  by_name_.emplace(added.name, &added);
}

const UnionDefinition* UnionTable::FindUnion(absl::string_view name) const {
  return FindOrNull(unions_, name);
}

UnionVariant UnionTable::FindVariant(absl::string_view name) const {
  return FindOrNull(variants_, name);
}

const UnionWord* UnionTable::FindWord(absl::string_view name) const {
  return FindOrNull(by_name_, name);
}

}  // namespace seq
