#include "tenrec/accounts/event_filter.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tenrec/accounts/setting_rules.h"

namespace tenrec::accounts {
namespace {

constexpr int kMaxDepth = 5;
constexpr std::size_t kMaxConditions = 50;
constexpr std::size_t kMaxTestCases = 50;
constexpr std::size_t kMaxText = 1000;

enum class NodeType : std::uint8_t { kAnd, kOr, kNot, kCondition };
enum class Field : std::uint8_t { kEventName, kDistinctId, kProperty };
enum class Operator : std::uint8_t { kExact, kContains, kStartsWith };

constexpr std::array<std::string_view, 3> kModes = {"disabled", "dry_run", "live"};
constexpr std::array<std::string_view, 4> kTypes = {"and", "or", "not", "condition"};
constexpr std::array<std::string_view, 3> kFields = {"event_name", "distinct_id", "property"};
constexpr std::array<std::string_view, 3> kOperators = {"exact", "contains", "starts_with"};
constexpr std::array<std::string_view, 2> kOutcomes = {"drop", "ingest"};

/// The number of the word that stands in the member.
template <std::size_t kCount>
Result<std::size_t> ReadWord(const Json& object, std::string_view member,
                             const std::array<std::string_view, kCount>& words) {
  const auto text = StringMember(object, member);
  const auto found = std::ranges::find(words, text.value_or(""));
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  std::string all;
  for (const std::string_view word : words) {
    if (!all.empty()) all += ", ";
    all += word;
  }
  return InvalidArgument("Must be one of " + all + ".")
      .WithTag(text ? "invalid_choice" : "required")
      .WithField(std::string(member));
}

Error Within(Error error, const std::string& place) {
  error.field = error.field.empty() ? place : place + "__" + error.field;
  return error;
}

/// An event of a test case.
class SampleEvent : public FilteredEvent {
 public:
  SampleEvent(std::string_view name, std::string_view distinct_id)
      : name_(name), distinct_id_(distinct_id) {}
  std::string_view name() const override { return name_; }
  std::string_view distinct_id() const override { return distinct_id_; }
  std::string_view property(std::string_view) const override { return {}; }

 private:
  const std::string_view name_;
  const std::string_view distinct_id_;
};

}  // namespace

struct EventFilter::Node {
  NodeType type = NodeType::kCondition;
  std::vector<std::unique_ptr<const Node>> children;
  Field field = Field::kEventName;
  std::string key;
  Operator op = Operator::kExact;
  std::string value;

  bool Matches(const FilteredEvent& event) const {
    const auto child_matches = [&](const auto& child) { return child->Matches(event); };
    switch (type) {
      case NodeType::kAnd:
        return std::ranges::all_of(children, child_matches);
      case NodeType::kOr:
        return std::ranges::any_of(children, child_matches);
      case NodeType::kNot:
        return !children.front()->Matches(event);
      case NodeType::kCondition:
        break;
    }
    const std::string_view text = field == Field::kEventName    ? event.name()
                                  : field == Field::kDistinctId ? event.distinct_id()
                                                                : event.property(key);
    switch (op) {
      case Operator::kExact:
        return text == value;
      case Operator::kContains:
        return text.find(value) != std::string_view::npos;
      case Operator::kStartsWith:
        return text.starts_with(value);
    }
    return false;
  }

  static Result<std::unique_ptr<const Node>> Read(const Json& json, int depth,
                                                  std::size_t& conditions);
  Status ReadCondition(const Json& json);
};

Status EventFilter::Node::ReadCondition(const Json& json) {
  TRY_ASSIGN(const std::size_t field_word, ReadWord(json, "field", kFields));
  TRY_ASSIGN(const std::size_t operator_word, ReadWord(json, "operator", kOperators));
  field = static_cast<Field>(field_word);
  op = static_cast<Operator>(operator_word);
  const auto read = [&](std::string_view member, std::string& into) -> Status {
    const Json* sent = FindMember(json, member);
    auto text = ReadName(sent == nullptr ? Json() : *sent, kMaxText);
    if (!text) return std::move(text).error().WithField(std::string(member));
    // ReadName trims, and blanks may well be what the condition is about.
    into = std::string(View(sent->get_string()));
    return Ok();
  };
  TRY(read("value", value));
  if (field == Field::kProperty) TRY(read("key", key));
  return Ok();
}

Result<std::unique_ptr<const EventFilter::Node>> EventFilter::Node::Read(const Json& json,
                                                                         int depth,
                                                                         std::size_t& conditions) {
  if (depth > kMaxDepth) {
    return InvalidArgument("A filter may be " + std::to_string(kMaxDepth) + " levels deep.")
        .WithTag("invalid_input");
  }
  if (!json.is_object()) return InvalidArgument("Must be a JSON object.").WithTag("invalid_input");
  TRY_ASSIGN(const std::size_t type_word, ReadWord(json, "type", kTypes));
  auto node = std::make_unique<Node>();
  node->type = static_cast<NodeType>(type_word);
  const auto add = [&](const Json& child, const std::string& place) -> Status {
    auto read = Read(child, depth + 1, conditions);
    if (!read) return Within(std::move(read).error(), place);
    node->children.push_back(std::move(*read));
    return Ok();
  };
  switch (node->type) {
    case NodeType::kCondition:
      if (++conditions > kMaxConditions) {
        return InvalidArgument("A filter may have " + std::to_string(kMaxConditions) +
                               " conditions.")
            .WithTag("invalid_input");
      }
      TRY(node->ReadCondition(json));
      break;
    case NodeType::kNot: {
      const Json* child = FindMember(json, "child");
      TRY(add(child == nullptr ? Json() : *child, "child"));
      break;
    }
    case NodeType::kAnd:
    case NodeType::kOr: {
      const Json* children = FindMember(json, "children");
      if (children == nullptr || !children->is_array()) {
        return InvalidArgument("Expected a list of items.")
            .WithTag("not_a_list")
            .WithField("children");
      }
      // An empty `and` would drop everything.
      if (children->get_array().empty()) {
        return InvalidArgument("This list may not be empty.")
            .WithTag("empty")
            .WithField("children");
      }
      for (std::size_t i = 0; i < children->get_array().size(); ++i) {
        TRY(add(children->get_array()[i], "children__" + std::to_string(i)));
      }
      break;
    }
  }
  return std::unique_ptr<const Node>(std::move(node));
}

EventFilter::EventFilter() = default;
EventFilter::~EventFilter() = default;

bool EventFilter::Matches(const FilteredEvent& event) const {
  return tree_ != nullptr && tree_->Matches(event);
}

Result<std::shared_ptr<const EventFilter>> EventFilter::Parse(const Json& setting) {
  if (!setting.is_object()) {
    return InvalidArgument("Must be a JSON object.").WithTag("invalid_input");
  }
  for (const auto& member : setting.get_object()) {
    static constexpr std::array<std::string_view, 4> kMembers = {"mode", "drop_bots", "filter_tree",
                                                                 "test_cases"};
    const std::string_view name(member.key().data(), member.key().size());
    if (std::ranges::find(kMembers, name) == kMembers.end()) {
      return InvalidArgument("Unknown key \"" + std::string(name) + "\".").WithTag("invalid_input");
    }
  }
  std::shared_ptr<EventFilter> filter(new EventFilter());
  TRY_ASSIGN(const std::size_t mode, ReadWord(setting, "mode", kModes));
  filter->mode_ = static_cast<Mode>(mode);
  if (const Json* drops = FindMember(setting, "drop_bots")) {
    auto read = ReadBool(*drops);
    if (!read) return std::move(read).error().WithField("drop_bots");
    filter->drops_bots_ = *read;
  }
  const Json* tree = FindMember(setting, "filter_tree");
  if (tree != nullptr && !tree->is_null()) {
    std::size_t conditions = 0;
    auto read = Node::Read(*tree, 1, conditions);
    if (!read) return Within(std::move(read).error(), "filter_tree");
    filter->tree_ = std::move(*read);
  }
  const Json* cases = FindMember(setting, "test_cases");
  if (cases == nullptr || cases->is_null()) return std::shared_ptr<const EventFilter>(filter);
  if (!cases->is_array() || cases->get_array().size() > kMaxTestCases) {
    return InvalidArgument("Expected a list of at most " + std::to_string(kMaxTestCases) +
                           " items.")
        .WithTag("not_a_list")
        .WithField("test_cases");
  }
  for (std::size_t i = 0; i < cases->get_array().size(); ++i) {
    const Json& one = cases->get_array()[i];
    const std::string place = "test_cases__" + std::to_string(i);
    auto outcome = ReadWord(one, "expected_result", kOutcomes);
    if (!outcome) return Within(std::move(outcome).error(), place);
    const SampleEvent event(StringMember(one, "event_name").value_or(""),
                            StringMember(one, "distinct_id").value_or(""));
    const bool is_dropped = filter->Matches(event);
    if (is_dropped == (kOutcomes[*outcome] == "drop")) continue;
    return InvalidArgument("The filter would " + std::string(is_dropped ? "drop" : "ingest") +
                           " this event; change the filter or the test case.")
        .WithTag("test_case_failed")
        .WithField(place);
  }
  return std::shared_ptr<const EventFilter>(filter);
}

Result<Json> ReadEventFilterSetting(const Json& sent, const Json& current) {
  TRY_ASSIGN(Json merged, MergeObjectSetting(sent, current));
  TRY(CheckNoNul(merged));
  TRY_ASSIGN(const auto filter, EventFilter::Parse(merged));
  JsonObject& members = merged.get_object();
  members["drop_bots"] = filter->drops_bots();
  if (members["test_cases"].is_null()) members["test_cases"] = JsonArray();
  return merged;
}

shape::Shape EventFilterShape() {
  const shape::Shape test_case =
      shape::Object({{"event_name", shape::Text()},
                     {"distinct_id", shape::Text()},
                     {"expected_result", shape::Words(std::span(kOutcomes))}})
          .Named("EventFilterTest");
  return shape::Object({{"mode", shape::Words(std::span(kModes))},
                        {"drop_bots", shape::Bool()},
                        {"filter_tree", shape::Any()},
                        {"test_cases", shape::ListOf(test_case)}})
      .Named("EventFilter");
}

}  // namespace tenrec::accounts
