#include "tenrec/query/unseen_names.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

#include "tenrec/hogql/names.h"
#include "tenrec/hogql/print.h"

namespace tenrec::query {
namespace {

using hogql::As;
using hogql::CompareOp;
using hogql::ExprPtr;

using Names = std::set<std::string, std::less<>>;

/// Properties whose names hold an id, and that come with the first event of their kind.
constexpr auto kWithIds =
    std::to_array<std::string_view>({"$feature/", "$feature_enrollment/", "$survey_responded/",
                                     "$survey_dismissed/", "$survey_response"});

struct Mention {
  SeenKind kind = SeenKind::kEvent;
  std::string name;
  TextRange range;
  /// What stands at the range, with another name; nullptr where a name alone does not fit.
  std::function<ExprPtr(std::string)> spelled;
};

ExprPtr AsText(std::string name) {
  return hogql::Constant(std::move(name));
}

/// Collects what each SELECT says of its own `events`.
class MentionReader {
 public:
  std::vector<Mention> Read(const ExprPtr& query) {
    Walk(query, {}, {});
    return std::move(mentions_);
  }

 private:
  /// The `events` of a SELECT: how columns of theirs may begin.
  struct Events {
    Names aliases;
    bool alone = false;
  };

  void Walk(const ExprPtr& expr, Names hidden, Events events) {
    if (const auto* select = As<hogql::SelectNode>(expr)) {
      if (select->ctes) {
        for (const auto& table : *select->ctes) hidden.insert(table.name);
      }
      events = EventsOf(*select, hidden);
    } else if (const auto* compare = As<hogql::CompareNode>(expr)) {
      ReadCompare(*compare, events);
    } else if (const auto* field = As<hogql::FieldNode>(expr)) {
      ReadField(*field, events);
    } else if (const auto* access = As<hogql::ArrayAccessNode>(expr)) {
      ReadAccess(*access, events);
    }
    hogql::ForEachChild(*expr, [&](const ExprPtr& child) { Walk(child, hidden, events); });
  }

  static Events EventsOf(const hogql::SelectNode& select, const Names& hidden) {
    Events events;
    for (const hogql::JoinItem& item : select.from) {
      const auto* name = As<hogql::FieldNode>(item.table);
      if (name == nullptr || name->chain != std::vector<std::string>{"events"}) continue;
      if (hidden.contains("events")) continue;
      events.aliases.insert(item.alias.empty() ? "events" : item.alias);
      events.alone = select.from.size() == 1;
    }
    return events;
  }

  /// The chain without the table in front of it; empty when it is none of the events.
  static std::vector<std::string> OwnChain(const ExprPtr& expr, const Events& events) {
    const auto* field = As<hogql::FieldNode>(expr);
    if (field == nullptr || field->chain.empty()) return {};
    if (field->chain.size() > 1 && events.aliases.contains(field->chain.front())) {
      return {field->chain.begin() + 1, field->chain.end()};
    }
    return events.alone ? field->chain : std::vector<std::string>();
  }

  static bool IsEvent(const ExprPtr& expr, const Events& events) {
    return OwnChain(expr, events) == std::vector<std::string>{"event"};
  }

  void ReadCompare(const hogql::CompareNode& node, const Events& events) {
    if (node.op == CompareOp::kEq) {
      if (IsEvent(node.left, events)) AddEvent(node.right);
      if (IsEvent(node.right, events)) AddEvent(node.left);
    }
    if (node.op != CompareOp::kIn || !IsEvent(node.left, events)) return;
    if (const auto* tuple = As<hogql::TupleNode>(node.right)) {
      for (const ExprPtr& one : tuple->exprs) AddEvent(one);
    } else if (const auto* array = As<hogql::ArrayNode>(node.right)) {
      for (const ExprPtr& one : array->exprs) AddEvent(one);
    } else {
      AddEvent(node.right);
    }
  }

  void AddEvent(const ExprPtr& expr) {
    const auto* constant = As<hogql::ConstantNode>(expr);
    const auto* name = constant == nullptr ? nullptr : std::get_if<std::string>(&constant->value);
    if (name == nullptr) return;
    mentions_.push_back({SeenKind::kEvent, *name, expr->range, AsText});
  }

  void ReadField(const hogql::FieldNode& node, const Events& events) {
    const std::vector<std::string>& chain = node.chain;
    const std::size_t at = chain.size() > 1 && events.aliases.contains(chain.front()) ? 1 : 0;
    if ((at == 0 && !events.alone) || chain.size() < at + 2 || chain[at] != "properties") return;
    // Computed when they are read.
    if (chain[at + 1] == "*" || chain[at + 1].starts_with("$virt_")) return;
    Mention mention{SeenKind::kEventProperty, chain[at + 1], node.range, nullptr};
    mention.spelled = [chain, at](std::string name) {
      std::vector<std::string> other = chain;
      other[at + 1] = std::move(name);
      return hogql::Field(std::move(other));
    };
    mentions_.push_back(std::move(mention));
  }

  void ReadAccess(const hogql::ArrayAccessNode& node, const Events& events) {
    if (OwnChain(node.array, events) != std::vector<std::string>{"properties"}) return;
    const auto* constant = As<hogql::ConstantNode>(node.property);
    const auto* name = constant == nullptr ? nullptr : std::get_if<std::string>(&constant->value);
    if (name == nullptr) return;
    mentions_.push_back({SeenKind::kEventProperty, *name, node.property->range, AsText});
  }

  std::vector<Mention> mentions_;
};

/// The name that somebody may have meant; empty when none is close.
std::string_view Closest(std::string_view name, const Names& known) {
  const auto with_dollar = known.find("$" + std::string(name));
  if (with_dollar != known.end()) return *with_dollar;
  constexpr double kCloseEnough = 0.6;
  // The cost grows with the product of both lengths.
  constexpr std::size_t kLongest = 64;
  std::string_view best;
  double best_likeness = kCloseEnough;
  if (name.size() > kLongest) return best;
  for (const std::string& one : known) {
    if (one.size() > kLongest) continue;
    const double likeness = hogql::Likeness(name, one);
    if (likeness > best_likeness || (best.empty() && likeness == best_likeness)) {
      best = one;
      best_likeness = likeness;
    }
  }
  return best;
}

Status AddUnseen(SeenKind kind, const std::vector<Mention>& mentions, const SeenNames& seen,
                 std::vector<hogql::Notice>& out) {
  // A text may name thousands, and somebody waits.
  constexpr int kMostFixes = 5;
  if (std::ranges::none_of(mentions, [&](const Mention& one) { return one.kind == kind; })) {
    return Ok();
  }
  TRY_ASSIGN(auto list, seen(kind));
  const Names known(std::make_move_iterator(list.begin()), std::make_move_iterator(list.end()));
  if (known.empty()) return Ok();
  Names told;
  int fixes = 0;
  for (const Mention& mention : mentions) {
    if (mention.kind != kind || known.contains(mention.name)) continue;
    const bool has_id = std::ranges::any_of(
        kWithIds, [&](std::string_view start) { return mention.name.starts_with(start); });
    if (has_id || !told.insert(mention.name).second) continue;
    hogql::Notice notice{
        .message = kind == SeenKind::kEvent ? "No event is called '" : "No event has a property '",
        .range = mention.range};
    notice.message.append(hogql::Shown(mention.name)).append("' in this project.");
    const std::string_view meant =
        fixes++ < kMostFixes ? Closest(mention.name, known) : std::string_view();
    if (!meant.empty()) {
      notice.message.append(" Did you mean '").append(meant).append("'?");
      notice.fix = hogql::PrintHogQL(*mention.spelled(std::string(meant)));
    }
    out.push_back(std::move(notice));
  }
  return Ok();
}

}  // namespace

Result<std::vector<hogql::Notice>> UnseenNames(const ExprPtr& query, const SeenNames& seen) {
  std::vector<hogql::Notice> out;
  if (!seen) return out;
  const std::vector<Mention> mentions = MentionReader().Read(query);
  TRY(AddUnseen(SeenKind::kEvent, mentions, seen, out));
  TRY(AddUnseen(SeenKind::kEventProperty, mentions, seen, out));
  return out;
}

}  // namespace tenrec::query
