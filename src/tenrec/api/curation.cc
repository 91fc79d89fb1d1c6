#include "tenrec/api/curation.h"

#include "tenrec/accounts/setting_rules.h"
#include "tenrec/api/shapes.h"

namespace tenrec::api {
namespace {

constexpr std::size_t kMaxDescription = 10'000;
constexpr std::size_t kMaxTag = 255;

template <typename T>
Result<T> In(Result<T> read, std::string field) {
  if (!read) return std::move(read).error().WithField(std::move(field));
  return read;
}

}  // namespace

Result<catalog::CurationChange> ReadCuration(const JsonObject& body) {
  catalog::CurationChange change;
  if (const Json* sent = body.if_contains("description")) {
    change.description.emplace();
    if (!sent->is_null()) {
      TRY_ASSIGN(*change.description,
                 In(accounts::ReadText(*sent, kMaxDescription), "description"));
    }
  }
  if (const Json* sent = body.if_contains("tags")) {
    TRY_ASSIGN(change.tags, In(accounts::ReadTextList(*sent, kMaxTag), "tags"));
  }
  if (const Json* sent = body.if_contains("verified")) {
    TRY_ASSIGN(change.verified, In(accounts::ReadBool(*sent), "verified"));
  }
  if (const Json* sent = body.if_contains("hidden")) {
    change.hidden = false;
    if (!sent->is_null()) {
      TRY_ASSIGN(change.hidden, In(accounts::ReadBool(*sent), "hidden"));
    }
  }
  return change;
}

const std::vector<shape::Field>& CurationFields() {
  static const std::vector<shape::Field> fields = {
      {"description", Text().Max(kMaxDescription).Nullable()},
      {"tags", ListOf(Text().Max(kMaxTag))},
      {"verified", Bool()},
      {"verified_at", TimeText().Nullable().ReadOnly()},
      {"verified_by", UserBasicShape().Nullable().ReadOnly()},
      {"hidden", Bool().Nullable()},
      {"updated_at", TimeText().Nullable().ReadOnly()},
      {"updated_by", UserBasicShape().Nullable().ReadOnly()}};
  return fields;
}

}  // namespace tenrec::api
