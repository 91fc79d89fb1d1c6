#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "tenrec/hogql/ast.h"
#include "tenrec/hogql/compile.h"

namespace tenrec::hogql {

/// What a name in the condition of a rule stands for; nullptr when it stands for nothing.
using ChannelInput = std::function<ExprPtr(std::string_view name)>;

/// A field whose HogQL is everybody's channel, after the project's own channels; any other field as
/// it is.
/// Source: docs/spec/hogql.md, 9.4
ExprPtr WithChannelRules(const ExprPtr& field, const std::vector<ChannelRule>& rules,
                         const ChannelInput& input);

/// The inputs of a person's channel: properties that it began with.
ExprPtr InitialChannelInput(std::string_view name);

}  // namespace tenrec::hogql
