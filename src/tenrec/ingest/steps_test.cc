#include "tenrec/ingest/testing_steps.h"

namespace tenrec::ingest {
namespace {

TEST_F(StepsTest, ReadsPointsOfHeatmaps) {
  const std::string sizes = R"("$viewport_width":1600,"$viewport_height":808,"$session_id":"s",)";
  const std::string click = R"({"x":160,"y":24,"target_fixed":true,"type":"click"})";
  EXPECT_EQ(
      Send("$$heatmap", "{" + sizes + R"("$heatmap_data":{"https://a.b/c":[)" + click + "," +
                            click + R"(,{"x":1,"y":2,"target_fixed":false,"type":"mousemove"}]}})")
          .dropped,
      DropReason::kHeatmapOnly);
  ASSERT_EQ(heatmap_.size(), 3U);
  EXPECT_EQ(heatmap_[0].x, 10);
  EXPECT_EQ(heatmap_[0].y, 2) << "24 / 16, rounded";
  EXPECT_EQ(heatmap_[0].viewport_width, 100);
  EXPECT_EQ(heatmap_[0].viewport_height, 51);
  EXPECT_TRUE(heatmap_[0].target_fixed);
  EXPECT_EQ(heatmap_[0].url, "https://a.b/c");
  EXPECT_EQ(heatmap_[0].session_id, "s");
  EXPECT_EQ(heatmap_[2].type, "mousemove");

  heatmap_.clear();
  const auto leave =
      Send("$pageleave", "{" + sizes +
                             R"("$prev_pageview_pathname":"/old","$prev_pageview_max_scroll":320,)"
                             R"("$current_url":"https://a.b/new?q=1"})");
  EXPECT_EQ(leave.dropped, std::nullopt) << "the event stays";
  ASSERT_EQ(heatmap_.size(), 1U);
  EXPECT_EQ(heatmap_[0].url, "https://a.b/old?q=1");
  EXPECT_EQ(heatmap_[0].type, "scrolldepth");
  EXPECT_EQ(heatmap_[0].y, 20);

  heatmap_.clear();
  const std::string data = R"("$heatmap_data":{"https://a.b/":[)" + click + "]}}";
  Send("$$heatmap", "{" + data);  // without a viewport
  Send("$$heatmap", R"({"$viewport_width":"1","$viewport_height":1,)" + data);
  const std::string whole = "{" + sizes + data;
  Send("$$heatmap", whole, {.distinct_id = "undefined"});
  team_.settings["heatmaps_opt_in"] = false;
  Send("$$heatmap", whole);
  EXPECT_TRUE(heatmap_.empty());
  team_.settings["heatmaps_opt_in"] = true;
  Send("$$heatmap", "{" + sizes + R"("$heatmap_data":[1]})");
  Send("$$heatmap", "{" + sizes + R"("$heatmap_data":{" ":[]}})");
  Send("$$heatmap", "{" + sizes + R"("$heatmap_data":{"u":[{"x":"1"}]}})");
  EXPECT_TRUE(heatmap_.empty());
  EXPECT_EQ(Noticed("invalid_heatmap_data"), 1U);
  EXPECT_EQ(Noticed("rejecting_heatmap_data_with_invalid_url"), 1U);
  EXPECT_EQ(Noticed("rejecting_heatmap_data_with_invalid_items"), 1U);
}

TEST_F(StepsTest, StoresPropertiesAsTheyCame) {
  const std::string properties =
      R"({"s":"a\u00e9\n","n":1.50,"big":12345678901234567,"o":{"a":[1, 2]},"b":true,"z":null})";
  EXPECT_EQ(Send("e", properties).properties, properties);
  EXPECT_EQ(Send("e", "{}").properties, "{}");
}

TEST_F(StepsTest, NormalisesAsIngestion2Says) {
  struct Case {
    std::string_view what, properties, stored;
  };
  for (
      const Case& c : std::initializer_list<Case>{
          {"escaped NUL", R"({"a":"x\u0000y","k\u0000":1,"b":"\\u0000"})",
           R"({"a":"x\ufffdy","k\ufffd":1,"b":"\\u0000"})"},
          {"never stored",
           R"({"a":1,"ph_product_tours":[],"$product_tours_activated":1,"$override_feature_flag_payloads":{}})",
           R"({"a":1})"},
          {"session id", R"({"$session_id":"0193A5B0-7B1E-7000-8000-00000000002A"})",
           R"({"$session_id":"0193a5b0-7b1e-7000-8000-00000000002a"})"},
          {"other session id", R"({"$session_id":"My Session"})",
           R"({"$session_id":"My Session"})"},
          {"kept", R"({"$geoip_disable":true,"$lib":"web","$insert_id":"i"})",
           R"({"$geoip_disable":true,"$lib":"web","$insert_id":"i"})"},
          {"heatmap data", R"({"$heatmap_data":{"u":[]},"a":1})", R"({"a":1})"},
          {"profile wish", R"({"$process_person_profile":true,"a":1})", R"({"a":1})"},
          {"number past every range", R"({"a":1e999,"b":2})", R"({"a":null,"b":2})"},
      }) {
    const Outcome outcome = Send("e", c.properties);
    EXPECT_FALSE(outcome.dropped) << c.what;
    EXPECT_EQ(outcome.properties, c.stored) << c.what;
  }
  EXPECT_EQ(Send(std::string(205, 'n'), "{}").name, std::string(200, 'n'));
}

TEST_F(StepsTest, AddsAddressAndSendingTimeUnlessTheEventHasThem) {
  const log::EventRecord record = {.ip = "10.0.0.1", .sent_at = Timestamp::FromSeconds(0)};
  EXPECT_EQ(Send("e", "{}", record).properties,
            R"({"$ip":"10.0.0.1","$sent_at":"1970-01-01T00:00:00.000Z"})");
  EXPECT_EQ(Send("e", R"({"$ip":"1.2.3.4","$sent_at":"x"})", record).properties,
            R"({"$ip":"1.2.3.4","$sent_at":"x"})");
  team_.anonymize_ips = true;
  EXPECT_EQ(Send("e", R"({"$ip":"1.2.3.4","a":1})", {.ip = "10.0.0.1"}).properties, R"({"a":1})");
}

TEST_F(StepsTest, BringsTopLevelSetIntoTheProperties) {
  const Outcome outcome =
      Send("$set", R"({"$set":{"a":1,"b":1},"$unset":["x"]})",
           {.set = R"({"b":2,"c":3})", .set_once = R"({"d":4})", .unset = R"({"y":0})"});
  EXPECT_EQ(outcome.properties,
            R"({"$set":{"b":2,"c":3,"a":1},"$unset":["y","x"],"$set_once":{"d":4}})");
  EXPECT_TRUE(Has(outcome.person_properties, R"("b":2)"));
  EXPECT_TRUE(Has(outcome.person_properties, R"("d":4)"));
}

TEST_F(StepsTest, SendsARetryAwayOnce) {
  const log::EventRecord record = {.uuid = Uuid::FromHalves(1, 1)};
  EXPECT_FALSE(Send("e", "{}", record).dropped);
  EXPECT_EQ(Send("e", "{}", record).dropped, DropReason::kDuplicate);
}

TEST_F(StepsTest, EndsEventsThatHaveNoRow) {
  EXPECT_EQ(Send("$$client_ingestion_warning", "{}").dropped, DropReason::kClientWarning);
  EXPECT_EQ(Send("$$heatmap", R"({"$heatmap_data":{}})").dropped, DropReason::kHeatmapOnly);
  team_.settings["drop_events_older_than_seconds"] = 3600;
  EXPECT_EQ(Send("e", "{}", {.timestamp = kNow - std::chrono::seconds(3601)}).dropped,
            DropReason::kTooOld);
  EXPECT_FALSE(Send("e", "{}", {.timestamp = kNow - std::chrono::seconds(3600)}).dropped);
}

// The numbers are those of the checklist, ingestion.md 17.

TEST_F(StepsTest, Check1PersonlessPageviewsMakeNoPerson) {
  for (int i = 0; i < 2; ++i) {
    const Outcome outcome =
        Send("$pageview", R"({"$process_person_profile":false,"$current_url":"/","$set":{"a":1}})",
             {.distinct_id = "anon"});
    EXPECT_EQ(outcome.person.person_id, persons::PersonIdOf(2, "anon"));
    EXPECT_EQ(outcome.person.mode, persons::Mode::kPropertyless);
    EXPECT_EQ(outcome.person_properties, "{}");
    EXPECT_EQ(outcome.properties, R"({"$process_person_profile":false,"$current_url":"/"})");
  }
  EXPECT_FALSE(persons_->HasPerson(2, "anon"));
}

TEST_F(StepsTest, Check2IdentifyJoinsTheAnonymousVisitor) {
  Send("$pageview", R"({"$process_person_profile":false})", {.distinct_id = "anon"});
  const Outcome outcome = Send(
      "$identify", R"({"$anon_distinct_id":"anon","$set":{"plan":"pro"},"$browser":"Firefox"})");
  EXPECT_EQ(outcome.person.mode, persons::Mode::kFull);
  EXPECT_EQ(outcome.person.merge, persons::MergeOutcome::kJoined);
  EXPECT_EQ(outcome.person_properties,
            R"({"$browser":"Firefox","$initial_browser":"Firefox","plan":"pro"})");
  EXPECT_EQ(Send("e", "{}", {.distinct_id = "anon"}).person.person_id, outcome.person.person_id);
}

TEST_F(StepsTest, Check3SetOnceKeepsTheFirstValue) {
  Send("$identify", R"({"$set":{"a":1},"$set_once":{"b":1}})");
  const Outcome outcome = Send("$identify", R"({"$set":{"a":1},"$set_once":{"b":2}})");
  EXPECT_EQ(outcome.person_properties, R"({"a":1,"b":1})");
}

TEST_F(StepsTest, Check4SetWinsOverSetOnce) {
  EXPECT_EQ(Send("e", R"({"$set":{"a":1},"$set_once":{"a":2}})").person_properties, R"({"a":1})");
}

TEST_F(StepsTest, Check5UnsetInEveryForm) {
  const auto after = [&](std::string_view properties, std::string_view beside) {
    Send("$set", R"({"$set":{"a":1,"b":2}})");
    return Send("$set", properties, {.unset = beside}).person_properties;
  };
  EXPECT_EQ(after(R"({"$unset":["a"]})", ""), R"({"b":2})");
  EXPECT_EQ(after(R"({"$unset":{"a":""}})", ""), R"({"b":2})");
  EXPECT_EQ(after("{}", R"(["a"])"), R"({"b":2})");
}

TEST_F(StepsTest, Check6IllegalIdIsNotMerged) {
  const Outcome outcome = Send("$identify", R"({"$anon_distinct_id":"undefined"})");
  EXPECT_FALSE(outcome.dropped);
  EXPECT_EQ(outcome.person.merge, persons::MergeOutcome::kIllegalOtherId);
  EXPECT_EQ(Noticed("cannot_merge_with_illegal_distinct_id"), 1U);
  const auto warnings = warnings_.Take();
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_TRUE(Has(warnings[0].details,
                  R"({"illegalDistinctId":"undefined","otherDistinctId":"u1","eventUuid":")"))
      << warnings[0].details;
}

TEST_F(StepsTest, Check7TheIdentifiedStayApartAndTheEventGoesOn) {
  Send("$identify", R"({"$anon_distinct_id":"anon"})", {.distinct_id = "a"});
  Send("e", "{}", {.distinct_id = "b"});
  const Outcome outcome =
      Send("$identify", R"({"$anon_distinct_id":"a","$set":{"x":1}})", {.distinct_id = "b"});
  EXPECT_EQ(outcome.person.person_id, persons::PersonIdOf(2, "b"));
  EXPECT_EQ(outcome.person_properties, R"({"x":1})");
  EXPECT_EQ(Noticed("cannot_merge_already_identified"), 1U);
  const auto warnings = warnings_.Take();
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_TRUE(Has(warnings[0].details,
                  R"({"sourcePersonDistinctId":"a","targetPersonDistinctId":"b","eventUuid":")"))
      << warnings[0].details;
}

TEST_F(StepsTest, Check9ForceMergesTheIdentified) {
  Send("$identify", R"({"$anon_distinct_id":"anon","$set":{"p":"a","q":1}})",
       {.distinct_id = "a", .timestamp = kNow - std::chrono::hours(1)});
  Send("$identify", R"({"$anon_distinct_id":"x","$set":{"p":"b"}})", {.distinct_id = "b"});
  const Outcome outcome = Send("$merge_dangerously", R"({"alias":"a"})", {.distinct_id = "b"});
  EXPECT_EQ(outcome.person_properties, R"({"p":"b","q":1})");
  EXPECT_EQ(outcome.person.person_created_at, kNow - std::chrono::hours(1));
}

TEST_F(StepsTest, Check16MergesInAChain) {
  for (const char* id : {"a", "b", "c"}) Send("e", "{}", {.distinct_id = id});
  Send("$merge_dangerously", R"({"alias":"a"})", {.distinct_id = "b"});
  Send("$merge_dangerously", R"({"alias":"b"})", {.distinct_id = "c"});
  for (const char* id : {"a", "b", "c"}) {
    EXPECT_EQ(Send("e", "{}", {.distinct_id = id}).person.person_id, persons::PersonIdOf(2, "c"));
  }
}

TEST_F(StepsTest, Check33OneWarningAnHour) {
  for (int i = 0; i < 1000; ++i) Send("$identify", R"({"$anon_distinct_id":"undefined"})");
  EXPECT_EQ(Noticed("cannot_merge_with_illegal_distinct_id"), 1000U);
  EXPECT_EQ(warnings_.Take().size(), 1U);
  Send("$identify", R"({"$anon_distinct_id":"null ","$process_person_profile":3})");
  EXPECT_EQ(warnings_.Take().size(), 1U) << "another type is another warning";
}

TEST_F(StepsTest, WhatWasTooLargeAndWhatClientsComplainOfBecomeWarnings) {
  EXPECT_EQ(Send("$$client_ingestion_warning",
                 R"({"$$client_ingestion_warning_type":"message_size_too_large",)"
                 R"("$$client_ingestion_warning_message":"event of 9 bytes dropped: big"})",
                 {.skip_persons = true})
                .dropped,
            DropReason::kClientWarning);
  EXPECT_EQ(Send("$$client_ingestion_warning",
                 R"({"$$client_ingestion_warning_message":"posthog-js: rate limited"})")
                .dropped,
            DropReason::kClientWarning);
  const auto warnings = warnings_.Take();
  ASSERT_EQ(warnings.size(), 2U);
  EXPECT_EQ(warnings[0].type, WarningType::kMessageTooLarge);
  EXPECT_TRUE(Has(warnings[0].details, "event of 9 bytes dropped: big"));
  EXPECT_EQ(warnings[1].type, WarningType::kClientWarning);
  EXPECT_TRUE(Has(warnings[1].details, R"("message":"posthog-js: rate limited")"));
}

TEST_F(StepsTest, Check8AliasMakesOnePersonOfBothIds) {
  const Outcome outcome =
      Send("$create_alias", R"({"distinct_id":"anon","alias":"u3"})", {.distinct_id = "anon"});
  EXPECT_EQ(Send("e", "{}", {.distinct_id = "u3"}).person.person_id, outcome.person.person_id);
}

TEST_F(StepsTest, Check10PersonlessIdentifyIsDropped) {
  for (const char* event : {"$identify", "$create_alias", "$merge_dangerously", "$groupidentify"}) {
    EXPECT_EQ(Send(event, R"({"$process_person_profile":false})").dropped,
              DropReason::kPersonlessIdentify)
        << event;
  }
  team_.settings["person_processing_opt_out"] = true;
  EXPECT_EQ(Send("$identify", "{}").dropped, DropReason::kPersonlessIdentify);
}

TEST_F(StepsTest, Check11OtherWishesCountAsTrue) {
  const Outcome outcome = Send("e", R"({"$process_person_profile":"no","a":1})");
  EXPECT_EQ(outcome.person.mode, persons::Mode::kFull);
  EXPECT_EQ(outcome.properties, R"({"a":1})");
  EXPECT_EQ(Noticed("invalid_process_person_profile"), 1U);
}

TEST_F(StepsTest, Check12AnOldPersonTakesPersonlessEvents) {
  Send("e", R"({"$set":{"a":1}})");
  const Outcome outcome = Send("e", R"({"$process_person_profile":false})",
                               {.timestamp = kNow + std::chrono::seconds(61)});
  EXPECT_EQ(outcome.person.mode, persons::Mode::kForceUpgrade);
  EXPECT_EQ(outcome.person.person_id, persons::PersonIdOf(2, "u1"));
  EXPECT_EQ(outcome.person_properties, "{}");
}

TEST_F(StepsTest, Check13AFlagCheckMakesNoPerson) {
  EXPECT_EQ(Send("$feature_flag_called", "{}", {.distinct_id = "s1"}).person.mode,
            persons::Mode::kPropertyless);
  EXPECT_FALSE(persons_->HasPerson(2, "s1"));
  EXPECT_EQ(
      Send("$feature_flag_called", R"({"$process_person_profile":true})", {.distinct_id = "s2"})
          .person.mode,
      persons::Mode::kFull);
  EXPECT_EQ(Send("$feature_flag_called", R"({"$groups":{"company":"x"}})", {.distinct_id = "s3"})
                .person.mode,
            persons::Mode::kFull);
  Send("e", "{}", {.distinct_id = "s4"});
  EXPECT_EQ(Send("$feature_flag_called", "{}", {.distinct_id = "s4"}).person.mode,
            persons::Mode::kFull);
}

TEST_F(StepsTest, Check14ThePageMovesWithTheEvent) {
  Send("$pageview", R"({"$current_url":"/a"})");
  EXPECT_TRUE(Has(Send("$pageview", R"({"$current_url":"/b"})").person_properties,
                  R"("$current_url":"/b")"));
  const Outcome identify = Send("$identify", R"({"$current_url":"/c"})");
  EXPECT_EQ(identify.person_properties, R"({"$current_url":"/c","$initial_current_url":"/a"})");
}

TEST_F(StepsTest, Check15ExceptionsAndGroupsLeaveThePersonAlone) {
  Send("e", R"({"$set":{"a":1}})");
  Send("$exception", R"({"$set":{"a":2}})");
  EXPECT_EQ(Send("$groupidentify", R"({"$set":{"a":3},"$group_type":"c"})").properties,
            R"({"$group_type":"c"})");
  EXPECT_EQ(Send("e", "{}").person_properties, R"({"a":1})");
}

TEST_F(StepsTest, Check17TypesGetTheirNumberWithTheFirstEvent) {
  using Keys = std::vector<std::string>;
  EXPECT_EQ(Send("e", R"({"$groups":{"company":"acme"}})").groups, (Keys{"acme", "", "", "", ""}));
  const Outcome second = Send("e", R"({"$groups":{"project":7,"company":"a\"b"},"$group_1":"x"})");
  EXPECT_EQ(second.groups, (Keys{"a\"b", "7", "", "", ""}));
  EXPECT_TRUE(Has(second.properties, R"("$group_0":"a\"b")")) << second.properties;
  EXPECT_TRUE(Has(second.properties, R"("$group_1":"7")")) << second.properties;
  EXPECT_TRUE(Has(second.properties, R"("$groups":{"project":7,)"));
  EXPECT_EQ(Send("e", R"({"$group_1":"direct"})").groups, (Keys{"", "direct", "", "", ""}));
  for (const char* odd : {R"({"$groups":"acme"})", R"({"$groups":{"company":null}})",
                          R"({"$groups":{"company":""}})", R"({"$groups":{"company":{}}})"}) {
    EXPECT_EQ(Send("e", odd).groups, Keys(5)) << odd;
  }
  EXPECT_EQ(Send("e", R"({"$groups":{"company":"acme"},"$process_person_profile":false})",
                 {.distinct_id = "nobody"})
                .groups,
            Keys(5))
      << "personless events have no groups";
}

TEST_F(StepsTest, Check18ASixthTypeIsIgnored) {
  const Outcome outcome =
      Send("e", R"({"$groups":{"a":"1","b":"2","c":"3","d":"4","e":"5","f":"6"}})");
  EXPECT_FALSE(outcome.dropped);
  EXPECT_EQ(outcome.groups, (std::vector<std::string>{"1", "2", "3", "4", "5"}));
  EXPECT_TRUE(Has(outcome.properties, R"("f":"6")"));
}

TEST_F(StepsTest, Check19GroupsHaveProperties) {
  const auto save = [&] {
    const auto saved = database_->Transact(
        [&](db::Transaction& transaction) { return groups_->Save(transaction); });
    ASSERT_TRUE(saved) << saved.error().message;
  };
  Send("$groupidentify",
       R"({"$group_type":"company","$group_key":"acme","$group_set":{"name":"Acme","seats":3}})");
  save();
  const auto made = groups_->TakeChanges();
  ASSERT_EQ(made.size(), 1U);
  EXPECT_EQ(made[0].type_index, 0);
  EXPECT_EQ(made[0].key, "acme");
  EXPECT_EQ(made[0].created_at, kNow);
  EXPECT_EQ(made[0].properties, R"({"name":"Acme","seats":3})");
  groups_->Forget();  // as after a restart
  const std::string_view later =
      R"({"$group_type":"company","$group_key":"acme","$group_set":{"seats":4,"plan":"pro"}})";
  Send("$groupidentify", later, {.timestamp = kNow + std::chrono::hours(1)});
  Send("$groupidentify", R"({"$group_type":"team","$group_key":5})");
  save();
  const auto changed = groups_->TakeChanges();
  ASSERT_EQ(changed.size(), 2U);
  EXPECT_EQ(changed[0].created_at, kNow);
  EXPECT_EQ(changed[0].version, made[0].version + 1);
  EXPECT_EQ(changed[0].properties, R"({"name":"Acme","plan":"pro","seats":4})");
  EXPECT_EQ(changed[1].type_index, 1);
  EXPECT_EQ(changed[1].key, "5");
  Send("$groupidentify", later);  // nothing new
  for (const char* missing : {R"({"$group_type":"company"})", R"({"$group_key":"acme"})",
                              R"({"$group_type":"company","$group_key":""})"}) {
    EXPECT_FALSE(Send("$groupidentify", missing).dropped) << missing;
  }
  save();
  EXPECT_TRUE(groups_->TakeChanges().empty());
}

TEST_F(StepsTest, CaptureMayKeepAnEventAwayFromPersons) {
  const Outcome outcome =
      Send("$identify", R"({"$set":{"a":1}})", {.distinct_id = "null", .skip_persons = true});
  EXPECT_FALSE(outcome.dropped);
  EXPECT_EQ(outcome.person.mode, persons::Mode::kPropertyless);
  EXPECT_EQ(outcome.person.person_id, persons::PersonIdOf(2, "null"));
  EXPECT_EQ(outcome.properties, R"({"$process_person_profile":false})");
}

TEST_F(StepsTest, Check20And21ElementsBecomeAChain) {
  const Outcome chain = Send("$autocapture", R"({"$elements_chain":"a:text=\"Go\"","b":1})");
  EXPECT_EQ(chain.chain, "a:text=\"Go\"");
  EXPECT_EQ(chain.properties, R"({"b":1})");
  const Outcome list = Send("$autocapture", R"({"$elements":[{"tag_name":"a"}],"b":1})");
  EXPECT_EQ(list.chain, R"(a:nth-child="0"nth-of-type="0")");
  EXPECT_EQ(list.properties, R"({"b":1})");
  EXPECT_EQ(Send("$autocapture", R"({"$elements_chain":"","$elements":[]})").chain, "");
}

TEST_F(StepsTest, KeysMayBeEscaped) {
  const Outcome outcome = Send("e", R"({"\u0024set":{"\u0061 \"b\"": [1, 2]}})");
  EXPECT_EQ(outcome.person_properties, R"({"a \"b\"":[1,2]})");
}

}  // namespace
}  // namespace tenrec::ingest
