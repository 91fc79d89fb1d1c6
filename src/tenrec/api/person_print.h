#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tenrec/accounts/team.h"
#include "tenrec/api/shapes.h"
#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/persons/person_directory.h"

/// How the API shows persons. Source: rest-api.md 19.1
namespace tenrec::api {

/// The first display property that says something, else the first distinct id that somebody gave,
/// else the id.
std::string PersonName(const accounts::Team& team, const JsonObject& properties,
                       const std::vector<std::string>& distinct_ids, std::string_view id);

/// A person on its own, with every distinct id.
/// Errors: kDataLoss when its properties are no JSON.
Result<JsonObject> PrintPerson(const accounts::Team& team, const persons::Person& person);

/// A row of a list out of the object that questions give for a person.
JsonObject PrintListedPerson(const accounts::Team& team, const JsonObject& actor);

const Shape& PersonShape();
const Shape& ListedPersonShape();

}  // namespace tenrec::api
