#include "tenrec/insights/field_reader.h"

#include <utility>

#include "tenrec/hogql/names.h"

namespace tenrec::insights {

FieldReader::FieldReader(const Json& json, std::string path) : json_(json), path_(std::move(path)) {
  if (!json_.is_object()) {
    fault_ =
        InvalidArgument(path_ + ": Input should be a valid dictionary").WithTag("invalid_input");
  }
}

const Json* FieldReader::Any(std::string_view name) {
  known_.emplace(name);
  const Json* member = FindMember(json_, name);
  return member == nullptr || member->is_null() ? nullptr : member;
}

std::optional<std::string> FieldReader::Text(std::string_view name) {
  const Json* member = Any(name);
  if (member == nullptr) return std::nullopt;
  if (!member->is_string()) {
    Fail(name, "Input should be a valid string");
    return std::nullopt;
  }
  return std::string(View(member->get_string()));
}

bool FieldReader::Bool(std::string_view name, bool fallback) {
  const Json* member = Any(name);
  if (member == nullptr) return fallback;
  if (!member->is_bool()) {
    Fail(name, "Input should be a valid boolean");
    return fallback;
  }
  return member->get_bool();
}

std::optional<std::int64_t> FieldReader::Int(std::string_view name) {
  if (Any(name) == nullptr) return std::nullopt;
  const auto number = IntMember(json_, name);
  if (!number) Fail(name, "Input should be a valid integer");
  return number;
}

std::optional<double> FieldReader::Number(std::string_view name) {
  const Json* member = Any(name);
  if (member == nullptr) return std::nullopt;
  if (!member->is_number()) {
    Fail(name, "Input should be a valid number");
    return std::nullopt;
  }
  return member->to_number<double>();
}

const JsonArray* FieldReader::List(std::string_view name) {
  const Json* member = Any(name);
  if (member == nullptr) return nullptr;
  if (!member->is_array()) Fail(name, "Input should be a valid list");
  return member->if_array();
}

std::vector<std::string> FieldReader::TextList(std::string_view name) {
  std::vector<std::string> out;
  const JsonArray* list = List(name);
  if (list == nullptr) return out;
  for (const Json& item : *list) {
    if (item.is_string()) {
      out.emplace_back(View(item.get_string()));
    } else {
      Fail(name, "Input should be a list of strings");
    }
  }
  return out;
}

const Json* FieldReader::Object(std::string_view name) {
  const Json* member = Any(name);
  if (member == nullptr) return nullptr;
  if (!member->is_object()) {
    Fail(name, "Input should be a valid dictionary");
    return nullptr;
  }
  return member;
}

void FieldReader::Ignore(std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) known_.emplace(name);
}

std::string FieldReader::PathOf(std::string_view name) const {
  return path_ + "." + hogql::Shown(name);
}

void FieldReader::Fail(std::string_view name, std::string_view why) {
  if (fault_) return;
  fault_ = InvalidArgument(PathOf(name) + ": " + std::string(why)).WithTag("invalid_input");
}

Status FieldReader::Finish() {
  if (fault_) return *fault_;
  for (const auto& member : json_.get_object()) {
    const std::string_view key(member.key().data(), member.key().size());
    if (!known_.contains(key)) {
      return InvalidArgument(PathOf(key) + ": Extra inputs are not permitted")
          .WithTag("invalid_input");
    }
  }
  return Ok();
}

}  // namespace tenrec::insights
