#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tenrec/demo/demo.h"
#include "tenrec/demo/history.h"
#include "tenrec/demo/json_text.h"
#include "tenrec/demo/random.h"
#include "tenrec/demo/session.h"

namespace tenrec::demo {

/// Tells one session as the events that posthog-js (or the product's server) would have sent.
class Narrator {
 public:
  explicit Narrator(const DemoOptions& options) : options_(options) {}

  /// Begins a session; its steps are told from the first on. The history must outlive the telling.
  void Begin(const Session& session, const History& history);

  bool done() const { return next_ >= session_.events; }
  /// When the next event happens.
  Timestamp next_time() const {
    return session_.start + std::chrono::milliseconds(steps_[next_].offset_ms);
  }
  /// The next event; its views are good until the next call.
  log::EventRecord Tell();

 private:
  /// What is the same in every event of the session.
  void PrintConstants();
  void PrintUtm(std::string_view campaign, std::string_view prefix, JsonText& out) const;
  void PrintPage(const Step& step, Timestamp now);
  void PrintDetails(const Step& step);
  void PrintElement(const Step& step);
  void PrintPerson(const Step& step);
  void PrintInitials();
  void PrintGroup();
  Uuid MakeUuid(Random& random, Timestamp t) const;

  const DemoOptions options_;
  const Company* company_ = nullptr;
  Session session_;
  Person person_;
  Random random_{0};
  std::vector<Step> steps_;
  std::size_t next_ = 0;
  bool identified_ = false;
  Plan plan_ = Plan::kFree;

  std::string anonymous_id_;
  std::string user_id_;
  std::string company_name_;
  std::string company_key_;
  std::string email_;
  std::string name_;
  std::string pageview_id_;
  std::string ip_;

  JsonText constants_;
  JsonText members_;
  JsonText set_members_;
  std::string properties_;
  std::string set_;
  std::string set_once_;
};

}  // namespace tenrec::demo
