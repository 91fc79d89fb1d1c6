#pragma once

#include <string_view>

#include "tenrec/api/route.h"
#include "tenrec/persons/person_directory.h"

namespace tenrec::api {

/// The person that a segment of the path names, by number or by UUID.
/// Errors: kNotFound; kInvalidArgument for what can be neither. Source: rest-api.md 1.5, 1.6
Result<persons::Person> PathPerson(const Services& services, const Call& call);

}  // namespace tenrec::api
