#include "tenrec/persons/property_bag.h"

#include <algorithm>
#include <utility>

#include <simdjson.h>

#include "tenrec/base/json_text.h"

namespace tenrec::persons {
namespace {

void AppendMember(std::string& out, KeyValue value) {
  if (out.size() > 1) out += ',';
  out += '"';
  out += value.key;
  out += "\":";
  out += value.json;
}

/// Gives the members of both sorted lists in order; of a key that both have, those of `first`.
void MergeSorted(std::size_t first_size, const auto& first, std::size_t second_size,
                 const auto& second, const auto& take) {
  std::size_t j = 0;
  for (std::size_t i = 0; i < first_size; ++i) {
    const KeyValue value = first(i);
    for (; j < second_size; ++j) {
      const KeyValue other = second(j);
      const int order = other.key.compare(value.key);
      if (order > 0) break;
      if (order < 0) take(other);
    }
    take(value);
  }
  for (; j < second_size; ++j) take(second(j));
}

}  // namespace

PropertyBag::Builder::Builder(std::size_t bytes) {
  bag_.text_.reserve(bytes);
  bag_.text_ = "{";
}

void PropertyBag::Builder::Add(KeyValue value) {
  AppendMember(bag_.text_, value);
  const std::size_t json = bag_.text_.size() - value.json.size();
  const std::size_t key = json - 2 - value.key.size();
  bag_.members_.push_back(
      {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(value.key.size()),
       static_cast<std::uint32_t>(json), static_cast<std::uint32_t>(value.json.size())});
}

PropertyBag PropertyBag::Builder::Take() {
  bag_.text_ += '}';
  return std::move(bag_);
}

Result<PropertyBag> PropertyBag::Parse(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(json.data(), json.size()).get(object) != simdjson::SUCCESS) {
    return InvalidArgument("person properties are no JSON object: " +
                           std::string(json.substr(0, 64)));
  }
  std::vector<std::pair<std::string, std::string>> members;
  for (const auto field : object) {
    std::string key = QuoteJson(field.key);
    members.emplace_back(key.substr(1, key.size() - 2), simdjson::minify(field.value));
  }
  std::stable_sort(members.begin(), members.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  Builder builder(json.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i + 1 < members.size() && members[i].first == members[i + 1].first) continue;
    builder.Add({members[i].first, members[i].second});
  }
  return builder.Take();
}

PropertyBag PropertyBag::Union(const PropertyBag& winner, const PropertyBag& loser) {
  Builder builder(winner.text_.size() + loser.text_.size());
  MergeSorted(
      winner.size(), [&](std::size_t i) { return winner.at(i); }, loser.size(),
      [&](std::size_t i) { return loser.at(i); }, [&](KeyValue value) { builder.Add(value); });
  return builder.Take();
}

std::optional<std::string_view> PropertyBag::Find(std::string_view key) const {
  std::size_t low = 0;
  std::size_t high = members_.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    const KeyValue value = at(middle);
    const int order = value.key.compare(key);
    if (order == 0) return value.json;
    (order < 0 ? low : high) = order < 0 ? middle + 1 : middle;
  }
  return std::nullopt;
}

std::string_view PropertyBag::TextWith(const std::vector<KeyValue>& overlay,
                                       std::string& scratch) const {
  std::size_t same = 0;
  std::size_t i = 0;
  for (const KeyValue& value : overlay) {
    while (i < size() && at(i).key < value.key) ++i;
    if (i == size()) break;
    const KeyValue mine = at(i);
    if (mine.key != value.key || mine.json != value.json) break;
    ++same;
  }
  if (same == overlay.size()) return text_;
  scratch = "{";
  MergeSorted(
      overlay.size(), [&](std::size_t n) { return overlay[n]; }, size(),
      [&](std::size_t n) { return at(n); }, [&](KeyValue value) { AppendMember(scratch, value); });
  scratch += '}';
  return scratch;
}

}  // namespace tenrec::persons
