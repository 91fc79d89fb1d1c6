#include "tenrec/shape/shape.h"

#include <algorithm>
#include <utility>

namespace tenrec::shape {

struct Shape::Body {
  Kind kind = Kind::kAny;
  Format format = Format::kPlain;
  std::string name;
  std::vector<Field> fields;
  std::vector<std::string> words;
  std::vector<Shape> parts;
  Shape (*say)() = nullptr;
};

namespace {

Shape Plain(Kind kind, Format format = Format::kPlain) {
  Shape::Body body;
  body.kind = kind;
  body.format = format;
  return Shape(std::make_shared<const Shape::Body>(std::move(body)));
}

Shape Around(Kind kind, std::vector<Shape> parts) {
  Shape::Body body;
  body.kind = kind;
  body.parts = std::move(parts);
  return Shape(std::make_shared<const Shape::Body>(std::move(body)));
}

Shape OfFields(Kind kind, std::vector<Field> fields) {
  Shape::Body body;
  body.kind = kind;
  body.fields = std::move(fields);
  return Shape(std::make_shared<const Shape::Body>(std::move(body)));
}

template <typename Words>
Shape OfWords(const Words& words) {
  Shape::Body body;
  body.kind = Kind::kText;
  body.words.assign(words.begin(), words.end());
  return Shape(std::make_shared<const Shape::Body>(std::move(body)));
}

}  // namespace

Shape::Shape() : Shape(Any()) {
}
Shape::Shape(std::shared_ptr<const Body> body) : body_(std::move(body)) {
}

Shape Shape::Nullable() const {
  Shape changed = *this;
  changed.nullable_ = true;
  return changed;
}
Shape Shape::NotNull() const {
  Shape changed = *this;
  changed.nullable_ = false;
  return changed;
}
Shape Shape::Min(std::int64_t least) const {
  Shape changed = *this;
  changed.min_ = least;
  return changed;
}
Shape Shape::Max(std::int64_t most) const {
  Shape changed = *this;
  changed.max_ = most;
  return changed;
}
Shape Shape::NotBlank() const {
  Shape changed = *this;
  changed.not_blank_ = true;
  return changed;
}
Shape Shape::About(std::string_view sentence) const {
  Shape changed = *this;
  changed.about_ = sentence;
  return changed;
}
Shape Shape::Named(std::string_view name) const {
  Body body = *body_;
  body.name = name;
  Shape changed = *this;
  changed.body_ = std::make_shared<const Body>(std::move(body));
  return changed;
}
Shape Shape::With(std::initializer_list<Field> fields) const {
  return With(std::vector<Field>(fields));
}
Shape Shape::With(const std::vector<Field>& fields) const {
  Body body = *body_;
  body.name.clear();
  body.fields.insert(body.fields.end(), fields.begin(), fields.end());
  Shape changed = *this;
  changed.body_ = std::make_shared<const Body>(std::move(body));
  return changed;
}
Shape Shape::ReadOnly() const {
  Shape changed = *this;
  changed.read_only_ = true;
  return changed;
}
Shape Shape::WriteOnly() const {
  Shape changed = *this;
  changed.write_only_ = true;
  return changed;
}
Shape Shape::Required() const {
  Shape changed = *this;
  changed.required_ = true;
  return changed;
}
Shape Shape::Sometimes() const {
  Shape changed = *this;
  changed.sometimes_ = true;
  return changed;
}

Kind Shape::kind() const {
  return body_->kind;
}
Format Shape::format() const {
  return body_->format;
}
const std::string& Shape::name() const {
  return body_->name;
}
const std::vector<Field>& Shape::fields() const {
  return body_->fields;
}
const std::vector<std::string>& Shape::words() const {
  return body_->words;
}
const Shape& Shape::item() const {
  return body_->parts.front();
}
const std::vector<Shape>& Shape::choices() const {
  return body_->parts;
}

Shape Shape::Resolve() const {
  if (kind() != Kind::kLater) return *this;
  const Shape said = body_->say();
  return nullable_ ? said.Nullable() : said;
}

bool Shape::same_both_ways() const {
  if (kind() == Kind::kObject) return false;
  const auto same = [](const Shape& shape) { return shape.same_both_ways(); };
  return std::ranges::all_of(body_->parts, same) &&
         std::ranges::all_of(body_->fields, same, &Field::shape);
}

Shape Any() {
  return Plain(Kind::kAny);
}
Shape Bool() {
  return Plain(Kind::kBool);
}
Shape Int() {
  return Plain(Kind::kInt);
}
Shape Number() {
  return Plain(Kind::kNumber);
}
Shape Text() {
  return Plain(Kind::kText);
}
Shape UuidText() {
  return Plain(Kind::kText, Format::kUuid);
}
Shape TimeText() {
  return Plain(Kind::kText, Format::kTime);
}
Shape DateText() {
  return Plain(Kind::kText, Format::kDate);
}
Shape EmailText() {
  return Plain(Kind::kText, Format::kEmail);
}
Shape UrlText() {
  return Plain(Kind::kText, Format::kUrl);
}
Shape Words(std::initializer_list<std::string_view> words) {
  return OfWords(words);
}
Shape Words(std::span<const std::string_view> words) {
  return OfWords(words);
}
Shape ListOf(Shape item) {
  return Around(Kind::kList, {std::move(item)});
}
Shape MapOf(Shape item) {
  return Around(Kind::kMap, {std::move(item)});
}
Shape Object(std::vector<Field> fields) {
  return OfFields(Kind::kObject, std::move(fields));
}
Shape Input(std::vector<Field> fields) {
  return OfFields(Kind::kInput, std::move(fields));
}
Shape OneOf(std::vector<Shape> choices) {
  return Around(Kind::kUnion, std::move(choices));
}
Shape Later(std::string_view name, Shape (*say)()) {
  Shape::Body body;
  body.kind = Kind::kLater;
  body.name = name;
  body.say = say;
  return Shape(std::make_shared<const Shape::Body>(std::move(body)));
}

}  // namespace tenrec::shape
