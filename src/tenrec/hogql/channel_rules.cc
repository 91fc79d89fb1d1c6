#include "tenrec/hogql/channel_rules.h"

#include <string>

namespace tenrec::hogql {
namespace {

ExprPtr Filled(const ExprPtr& expr, const ChannelInput& input) {
  if (const auto* field = As<FieldNode>(expr)) {
    ExprPtr meant = field->chain.size() == 1 ? input(field->chain.front()) : nullptr;
    return meant == nullptr ? Null() : meant;
  }
  return MapChildren(expr, [&](const ExprPtr& child) { return Filled(child, input); });
}

}  // namespace

ExprPtr WithChannelRules(const ExprPtr& field, const std::vector<ChannelRule>& rules,
                         const ChannelInput& input) {
  const auto* const call = As<CallNode>(field);
  if (rules.empty() || call == nullptr || call->name != "_defaultChannelType") return field;
  ExprList branches;
  branches.reserve(2 * rules.size() + 1);
  for (const ChannelRule& rule : rules) {
    branches.push_back(Filled(rule.condition, input));
    branches.push_back(Constant(rule.channel));
  }
  branches.push_back(field);
  return Call("multiIf", std::move(branches));
}

ExprPtr InitialChannelInput(std::string_view name) {
  std::string key = "$initial_";
  if (name == "url") {
    key += "current_url";
  } else if (name == "hostname") {
    key += "host";
  } else {
    key += name;
  }
  return Field({"properties", key});
}

}  // namespace tenrec::hogql
