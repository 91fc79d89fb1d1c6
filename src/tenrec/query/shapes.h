#pragma once

#include "tenrec/shape/shape.h"

/// How questions and answers look in JSON, for the API's document. The parsers of the kinds stay
/// the judges of what is right; shapes_test.cc holds the two together.
namespace tenrec::query {

/// A query of any kind. Source: queries.md 1.2
const shape::Shape& QueryShape();
/// The answer of any kind. Source: queries.md 1.4
const shape::Shape& ResponseShape();
/// How far a question has come. Source: queries.md 1.5
const shape::Shape& StatusShape();

}  // namespace tenrec::query
