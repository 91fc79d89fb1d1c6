#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenrec::shape {

struct Field;

/// What a value is, before what is said about its size.
enum class Kind : std::uint8_t {
  kAny,
  kBool,
  kInt,
  kNumber,
  kText,
  kList,
  kMap,     // an object whose keys are data
  kObject,  // a thing of the server: an answer holds every field
  kInput,   // a thing of the caller, kept as it was sent: fields may be absent
  kUnion,   // one of several shapes
  kLater,   // a shape that contains itself
};

/// What a text holds.
enum class Format : std::uint8_t { kPlain, kUuid, kTime, kDate, kEmail, kUrl };

/// Which side of the wire an object is on: its fields differ.
enum class Way : std::uint8_t {
  kAnswer,  // all but what is only written
  kCreate,  // all but what is only read; required fields must be there
  kPatch,   // as kCreate, and every field may be absent
};

/// The shape of a JSON value. Immutable; the modifiers give a changed copy that shares the rest.
/// Shape:   Object({{"id", Int().ReadOnly()},
///                  {"name", Text().Max(400).Required()},
///                  {"note", Text().Nullable()}}).Named("Thing")
/// Threads: any.
class Shape {
 public:
  /// Any value.
  Shape();

  Shape Nullable() const;
  Shape NotNull() const;
  /// Units: characters of a text, items of a list, the value of a number.
  Shape Min(std::int64_t least) const;
  Shape Max(std::int64_t most) const;
  /// A text is trimmed and then may not be empty.
  Shape NotBlank() const;
  /// A sentence for people who read the document.
  Shape About(std::string_view sentence) const;
  /// The document shows it once, as a component of this name.
  Shape Named(std::string_view name) const;
  /// An object with more fields, which has lost its name.
  Shape With(std::initializer_list<Field> fields) const;
  Shape With(const std::vector<Field>& fields) const;

  // What holds for the shape as a field of an object.

  /// The server's own: left out when it is sent.
  Shape ReadOnly() const;
  /// Taken, never shown.
  Shape WriteOnly() const;
  /// Must be there when the object is created; in an Input, always.
  Shape Required() const;
  /// An answer may lack it.
  Shape Sometimes() const;

  Kind kind() const;
  Format format() const;
  bool nullable() const { return nullable_; }
  bool read_only() const { return read_only_; }
  bool write_only() const { return write_only_; }
  bool required() const { return required_; }
  bool sometimes() const { return sometimes_; }
  bool not_blank() const { return not_blank_; }
  std::optional<std::int64_t> min() const { return min_; }
  std::optional<std::int64_t> max() const { return max_; }
  const std::string& about() const { return about_; }
  /// Empty: the shape has no name.
  const std::string& name() const;
  /// Of an object.
  const std::vector<Field>& fields() const;
  /// Of a text; empty: any text.
  const std::vector<std::string>& words() const;
  /// Of a list and a map.
  const Shape& item() const;
  /// Of a union.
  const std::vector<Shape>& choices() const;
  /// The shape itself, for one that is said later.
  Shape Resolve() const;
  /// The same on both sides of the wire, so that one component is enough.
  bool same_both_ways() const;
  /// Two shapes of one origin differ at most in what the modifiers say.
  bool SameOrigin(const Shape& other) const { return body_ == other.body_; }

  struct Body;
  explicit Shape(std::shared_ptr<const Body> body);

 private:
  std::shared_ptr<const Body> body_;
  std::optional<std::int64_t> min_;
  std::optional<std::int64_t> max_;
  std::string about_;
  bool nullable_ = false;
  bool not_blank_ = false;
  bool read_only_ = false;
  bool write_only_ = false;
  bool required_ = false;
  bool sometimes_ = false;
};

/// A member of an object, or a parameter.
struct Field {
  std::string name;
  Shape shape;
};

Shape Any();
Shape Bool();
/// Below 2^53, as JavaScript reads it.
Shape Int();
Shape Number();
Shape Text();
Shape UuidText();
/// An instant, "2026-11-22T09:30:00.123456Z".
Shape TimeText();
/// A day, "2026-11-22".
Shape DateText();
Shape EmailText();
Shape UrlText();
/// One of some words.
Shape Words(std::initializer_list<std::string_view> words);
Shape Words(std::span<const std::string_view> words);
Shape ListOf(Shape item);
/// An object whose keys are data.
Shape MapOf(Shape item);
/// A thing of the server: an answer holds every field but those that are WriteOnly or Sometimes.
Shape Object(std::vector<Field> fields);
/// A thing of the caller, such as a query: what is not Required may be absent, and what the shape
/// does not name is kept.
Shape Input(std::vector<Field> fields);
Shape OneOf(std::vector<Shape> choices);
/// A shape that contains itself: `say` is called when somebody looks inside.
Shape Later(std::string_view name, Shape (*say)());

}  // namespace tenrec::shape
