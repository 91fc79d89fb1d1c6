#include "tenrec/server/control.h"

#include <chrono>
#include <memory>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/base/hash.h"
#include "tenrec/base/json.h"
#include "tenrec/http/client.h"
#include "tenrec/http/response.h"
#include "tenrec/http/status.h"
#include "tenrec/io/disk.h"

namespace tenrec::server {
namespace {

constexpr char kPath[] = "/_control/snapshot";
// The metadata of a large installation are copied while the client waits.
constexpr std::chrono::hours kPatience(1);

http::Response Refusal(const Error& error) {
  return http::JsonResponse(http::StatusOf(error.code), JsonObject{{"detail", error.message}});
}

Result<http::ClientResponse> Ask(const Control& control, std::string_view method) {
  TRY_ASSIGN(auto client, http::Client::Connect(control.host, control.port, kPatience));
  TRY_ASSIGN(auto answer,
             client.Send(method, kPath, {{"Authorization", "Bearer " + control.token}}));
  if (answer.status == 200) return answer;
  const auto body = ParseJson(answer.body);
  const auto detail = body ? StringMember(*body, "detail") : std::nullopt;
  return Unavailable("the server that has the data directory says: " +
                     (detail ? std::string(*detail) : std::to_string(answer.status)));
}

}  // namespace

Status WriteControl(const std::string& data_directory, const Control& control) {
  return io::ReplaceFile(
      data_directory + "/control",
      PrintJson(
          JsonObject{{"host", control.host}, {"port", control.port}, {"token", control.token}}) +
          "\n");
}

void RemoveControl(const std::string& data_directory) {
  // One that stays does no harm: nobody answers at it.
  (void)io::RealDisk().Remove(data_directory + "/control");
}

Result<Control> ReadControl(const std::string& data_directory) {
  const std::string file = data_directory + "/control";
  TRY_ASSIGN(const std::string text, io::ReadWholeFile(file, 65'536));
  const auto read = ParseJson(TrimAscii(text));
  const auto host = read ? StringMember(*read, "host") : std::nullopt;
  const auto port = read ? IntMember(*read, "port") : std::nullopt;
  const auto token = read ? StringMember(*read, "token") : std::nullopt;
  if (!host || !port || !token) return DataLoss(file + " is damaged: restart the server");
  const bool is_any = *host == "0.0.0.0" || host->empty() || *host == "::";
  return Control{.host = is_any ? "127.0.0.1" : std::string(*host),
                 .port = static_cast<int>(*port),
                 .token = std::string(*token)};
}

void AddControlRoutes(http::Router& router, const std::string& token, Snapshot& snapshot,
                      io::WorkerPool& pool) {
  const auto add = [&](http::Method method, auto work) {
    router.Add(method, kPath,
               [expected = "Bearer " + token, &pool, work](
                   const std::shared_ptr<http::Request>& request, http::Respond respond) {
                 if (!ConstantTimeEquals(request->HeaderText("Authorization"), expected)) {
                   return respond(Refusal(Unauthenticated("only for commands of the same user")));
                 }
                 const auto answer = std::make_shared<http::Respond>(std::move(respond));
                 if (!pool.TrySubmit([answer, work] { (*answer)(work()); })) {
                   (*answer)(Refusal(Unavailable("too much is waiting; try again")));
                 }
               });
  };
  add(http::Method::kPost, [&snapshot] {
    auto facts = snapshot.Take();
    if (facts) return http::JsonResponse(200, *std::move(facts));
    (void)snapshot.Drop();
    return Refusal(facts.error());
  });
  add(http::Method::kDelete, [&snapshot] {
    const Status dropped = snapshot.Drop();
    return dropped ? http::JsonResponse(200, JsonObject()) : Refusal(dropped.error());
  });
}

Result<JsonObject> AskForSnapshot(const Control& control) {
  TRY_ASSIGN(const auto answer, Ask(control, "POST"));
  TRY_ASSIGN(Json facts, ParseJson(answer.body));
  if (!facts.is_object()) return DataLoss("the server's answer is no object");
  return std::move(facts.get_object());
}

Status AskToDropSnapshot(const Control& control) {
  const auto answer = Ask(control, "DELETE");
  return answer ? Ok() : Status(answer.error());
}

}  // namespace tenrec::server
