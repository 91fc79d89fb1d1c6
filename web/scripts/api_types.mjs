// Writes src/api/schema.gen.ts from the API's document, which the program prints. With --check it only
// compares. TENREC_BINARY names the program; by default the release build beside this folder.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Prints the TypeScript of an OpenAPI 3.0 document: a type a component, and a line an operation. */
export function printTypes(document) {
  const lines = ['// Made by `npm run api-types` from the API’s document; changes here are lost.', '']
  for (const [name, schema] of Object.entries(document.components.schemas)) lines.push(...component(name, schema), '')
  lines.push('/** What each operation takes and gives. Projects are also at /api/environments/, with the same types. */')
  lines.push('export interface Operations {')
  for (const [path, item] of Object.entries(document.paths)) {
    if (path.startsWith('/api/environments/') || path.includes('{parent_project_id}')) continue
    for (const [method, operation] of Object.entries(item)) {
      if (operation.description) lines.push(`  /** ${sentence(operation.description)} */`)
      lines.push(`  '${method.toUpperCase()} ${path}': {`, ...parts(operation).map((part) => `    ${part}`), '  }')
    }
  }
  return [...lines, '}', ''].join('\n')
}

function component(name, schema) {
  const about = schema.description ? [`/** ${sentence(schema.description)} */`] : []
  if (schema.type !== 'object' || !schema.properties) return [...about, `export type ${name} = ${type(schema)}`]
  return [...about, `export interface ${name} {`, ...members(schema).map((line) => `  ${line}`), '}']
}

function members({ properties, required = [] }) {
  return Object.entries(properties).flatMap(([name, schema]) => [
    ...(schema.description ? [`/** ${sentence(schema.description)} */`] : []),
    `${key(name)}${required.includes(name) ? '' : '?'}: ${type(schema)}`,
  ])
}

function parts({ parameters = [], requestBody, responses }) {
  const query = parameters.filter((parameter) => parameter.in === 'query')
  const given = Object.entries(responses).flatMap(([status, { content }]) => {
    if (status[0] !== '2') return []
    const json = content?.['application/json']
    return [json ? type(json.schema) : content ? 'string' : 'undefined']
  })
  const lines = []
  if (query.length > 0) {
    const fields = query.map(({ name, required, schema }) => `${key(name)}${required ? '' : '?'}: ${type(schema)}`)
    lines.push(`query: { ${fields.join('; ')} }`)
  }
  if (requestBody) lines.push(`body: ${type(requestBody.content['application/json'].schema)}`)
  return [...lines, `answer: ${[...new Set(given)].join(' | ') || 'undefined'}`]
}

function type(schema) {
  const plain = plainType(schema)
  return schema.nullable && plain !== 'unknown' && !plain.split(' | ').includes('null') ? `${plain} | null` : plain
}

function plainType(schema) {
  if (schema.$ref) return schema.$ref.split('/').pop()
  if (schema.enum) return schema.enum.map((word) => (word === null ? 'null' : quoted(word))).join(' | ')
  const choices = schema.anyOf ?? schema.allOf
  if (choices) return [...new Set(choices.map(type))].join(' | ')
  switch (schema.type) {
    case 'boolean':
      return 'boolean'
    case 'integer':
    case 'number':
      return 'number'
    case 'string':
      return 'string'
    case 'array': {
      const item = type(schema.items)
      return item.includes(' ') && !item.startsWith('{') ? `(${item})[]` : `${item}[]`
    }
    case 'object':
      if (schema.properties) return `{ ${members(schema).filter((line) => !line.startsWith('/**')).join('; ')} }`
      return `Record<string, ${schema.additionalProperties ? type(schema.additionalProperties) : 'unknown'}>`
    default:
      return 'unknown'
  }
}

const quoted = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
const key = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name))
const sentence = (text) => text.replaceAll('*/', '* /')

if (process.argv[1]?.endsWith('api_types.mjs')) {
  const out = new URL('../src/api/schema.gen.ts', import.meta.url)
  const binary = process.env.TENREC_BINARY ?? fileURLToPath(new URL('../../build/release/tenrec', import.meta.url))
  const document = JSON.parse(execFileSync(binary, ['openapi'], { encoding: 'utf8', maxBuffer: 64 << 20 }))
  const text = printTypes(document)
  if (!process.argv.includes('--check')) {
    writeFileSync(out, text)
  } else if (readFileSync(out, 'utf8') !== text) {
    console.error('web/src/api/schema.gen.ts is not what the program prints: run `npm run api-types` in web/')
    process.exit(1)
  }
}
