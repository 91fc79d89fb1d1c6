#include "tenrec/persons/property_bag.h"

#include <algorithm>

#include <simdjson.h>

#include "tenrec/base/json_text.h"

namespace tenrec::persons {
namespace {

void AppendMember(std::string& out, std::string_view key, std::string_view json) {
  if (out.size() > 1) out += ',';
  AppendJsonString(out, key);
  out += ':';
  out += json;
}

}  // namespace

Result<PropertyBag> PropertyBag::Parse(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(json.data(), json.size()).get(object) != simdjson::SUCCESS) {
    return InvalidArgument("person properties are no JSON object: " +
                           std::string(json.substr(0, 64)));
  }
  PropertyBag bag;
  for (const auto field : object) bag.Set(field.key, simdjson::minify(field.value));
  return bag;
}

std::vector<PropertyBag::Entry>::iterator PropertyBag::Lower(std::string_view key) {
  return std::lower_bound(entries_.begin(), entries_.end(), key,
                          [](const Entry& entry, std::string_view k) { return entry.first < k; });
}

std::vector<PropertyBag::Entry>::const_iterator PropertyBag::Lower(std::string_view key) const {
  return std::lower_bound(entries_.begin(), entries_.end(), key,
                          [](const Entry& entry, std::string_view k) { return entry.first < k; });
}

const std::string* PropertyBag::Find(std::string_view key) const {
  const auto at = Lower(key);
  return at != entries_.end() && at->first == key ? &at->second : nullptr;
}

bool PropertyBag::Set(std::string_view key, std::string_view json) {
  const auto at = Lower(key);
  if (at == entries_.end() || at->first != key) {
    entries_.emplace(at, key, json);
    bytes_ += key.size() + json.size();
    return true;
  }
  if (at->second == json) return false;
  bytes_ += json.size();
  bytes_ -= at->second.size();
  at->second = json;
  return true;
}

bool PropertyBag::Erase(std::string_view key) {
  const auto at = Lower(key);
  if (at == entries_.end() || at->first != key) return false;
  bytes_ -= at->first.size() + at->second.size();
  entries_.erase(at);
  return true;
}

std::string PropertyBag::Print() const {
  std::string out;
  out.reserve(bytes_ + entries_.size() * 6 + 2);
  out += '{';
  for (const Entry& entry : entries_) AppendMember(out, entry.first, entry.second);
  out += '}';
  return out;
}

std::string PropertyBag::PrintWith(const std::vector<KeyValue>& overlay) const {
  if (overlay.empty()) return Print();
  std::vector<KeyValue> sorted(overlay);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const KeyValue& a, const KeyValue& b) { return a.key < b.key; });
  std::string out;
  out.reserve(bytes_ + entries_.size() * 6 + overlay.size() * 40 + 2);
  out += '{';
  auto kept = entries_.begin();
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i > 0 && sorted[i].key == sorted[i - 1].key) continue;
    for (; kept != entries_.end() && kept->first < sorted[i].key; ++kept) {
      AppendMember(out, kept->first, kept->second);
    }
    if (kept != entries_.end() && kept->first == sorted[i].key) ++kept;
    AppendMember(out, sorted[i].key, sorted[i].json);
  }
  for (; kept != entries_.end(); ++kept) AppendMember(out, kept->first, kept->second);
  out += '}';
  return out;
}

}  // namespace tenrec::persons
