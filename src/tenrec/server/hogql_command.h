#pragma once

#include <iosfwd>

namespace tenrec::server {

/// What `tenrec hogql` reads and writes.
struct HogQLCommand {
  enum class Action { kParse, kFormat };
  Action action = Action::kParse;
  /// The text is an expression rather than a query.
  bool expr = false;
  /// Every line of the input is a JSON object {"select": text} or {"expr": text}, and has one line
  /// of the output.
  bool lines = false;
  /// Leave line, column and offset out of the tree.
  bool no_positions = false;
};

/// Reads HogQL and prints its tree as JSON, in the form of the npm package
/// @posthog/hogql-parser, or prints it as HogQL.
/// Shape:   a text that is no HogQL gives {"error":true,"type":"SyntaxError","message","start",
///          "end"}, whatever the action.
/// Returns: the process's exit code: 1 when a text was refused, 2 when a line is no such object.
/// Source:  docs/spec/hogql.md, 2.1 and 4.
int RunHogQL(const HogQLCommand& command, std::istream& in, std::ostream& out, std::ostream& err);

}  // namespace tenrec::server
