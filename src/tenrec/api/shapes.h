#pragma once

#include "tenrec/shape/shape.h"

/// The words with which resource files say their shapes, and the shapes that many of them share.
namespace tenrec::api {

// NOLINTBEGIN(misc-unused-using-decls): used by the files that include this one.
using shape::Any;
using shape::Bool;
using shape::DateText;
using shape::EmailText;
using shape::Input;
using shape::Int;
using shape::Later;
using shape::ListOf;
using shape::MapOf;
using shape::Number;
using shape::Object;
using shape::OneOf;
using shape::Shape;
using shape::Text;
using shape::TimeText;
using shape::UrlText;
using shape::UuidText;
using shape::Words;
// NOLINTEND(misc-unused-using-decls)

/// {"count", "next", "previous", "results"}. Source: rest-api.md 5.1
Shape PageOf(const Shape& item);
/// {"success": true}
const Shape& SuccessShape();
/// Source: rest-api.md 6.1
const Shape& ErrorShape();
/// Source: 2.8
const Shape& UserBasicShape();
/// Source: 12.1
const Shape& MemberShape();
/// Source: 10, TeamBasic
const Shape& TeamBasicShape();
/// Source: 13.2, 13.4
const Shape& TeamShape();
/// Source: 11
const Shape& OrganizationBasicShape();
const Shape& OrganizationShape();

}  // namespace tenrec::api
