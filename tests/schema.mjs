// Holds JSON against the schemas of an OpenAPI 3.0 document.

/** The first place where the value is not as the schema says, or null. Properties that are not named are faults too. */
export function mismatch(document, schema, value, path = 'answer') {
  if (schema.$ref) return mismatch(document, resolve(document, schema.$ref), value, path);
  if (value === null) return schema.nullable || isAny(schema) ? null : `${path} is null`;
  const choices = schema.anyOf ?? schema.allOf;
  if (choices) {
    const faults = choices.map((choice) => mismatch(document, choice, value, path));
    return faults.includes(null) ? null : faults.join('; or ');
  }
  if (schema.enum && !schema.enum.includes(value)) return `${path} is ${JSON.stringify(value)}, not one of ${schema.enum}`;
  switch (schema.type) {
    case 'integer':
      return Number.isInteger(value) ? null : `${path} is no integer: ${JSON.stringify(value)}`;
    case 'array':
      if (!Array.isArray(value)) return `${path} is no list`;
      return first(value, (item, i) => mismatch(document, schema.items, item, `${path}.${i}`));
    case 'object':
      return typeof value === 'object' && !Array.isArray(value) ? members(document, schema, value, path) : `${path} is no object`;
    case undefined:
      return null;
    default:
      return typeof value === schema.type ? null : `${path} is no ${schema.type}: ${JSON.stringify(value)}`;
  }
}

const isAny = (schema) => Object.keys(schema).every((key) => key === 'description');
const resolve = (document, reference) => reference.slice(2).split('/').reduce((place, name) => place[name], document);

function members(document, { properties, additionalProperties, required = [] }, value, path) {
  const missing = required.find((name) => !(name in value));
  if (missing) return `${path}.${missing} is missing`;
  return first(Object.entries(value), ([name, item]) => {
    const schema = properties?.[name] ?? additionalProperties;
    if (schema) return mismatch(document, schema, item, `${path}.${name}`);
    return properties ? `${path}.${name} is not declared` : null;
  });
}

function first(items, look) {
  for (const [i, item] of items.entries()) {
    const fault = look(item, i);
    if (fault) return fault;
  }
  return null;
}

/** What the document promises for an answer: its schema, or undefined when the status has no body of JSON. */
export function answerSchema(document, path, method, status) {
  const answers = document.paths[path][method].responses;
  const answer = answers[status] ?? answers.default;
  return (answer.$ref ? resolve(document, answer.$ref) : answer).content?.['application/json']?.schema;
}
