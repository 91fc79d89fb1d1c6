import { expect, test } from 'vitest'
import { printTypes } from './api_types.mjs'

const answer = (schema) => ({ 200: { content: { 'application/json': { schema } } }, default: { $ref: '#/x' } })

test('components become types, operations lines of a table', () => {
  const printed = printTypes({
    components: {
      schemas: {
        Word: { type: 'string', enum: ['a', 'it’s', "b'c"] },
        Thing: {
          type: 'object',
          required: ['id', 'word'],
          properties: {
            id: { type: 'integer' },
            word: { allOf: [{ $ref: '#/components/schemas/Word' }], nullable: true, description: 'Ends */ here.' },
            'odd-name': { type: 'array', items: { anyOf: [{ type: 'number' }, { type: 'string' }] } },
            map: { type: 'object', additionalProperties: { type: 'boolean' } },
            any: {},
          },
        },
      },
    },
    paths: {
      '/api/things/': {
        get: { parameters: [{ in: 'query', name: 'q', required: true, schema: { type: 'string' } }], responses: answer({ type: 'array', items: { $ref: '#/components/schemas/Thing' } }) },
        post: { requestBody: { content: { 'application/json': { schema: {} } } }, responses: { 204: {} } },
      },
      '/api/environments/{project_id}/things/': { get: { responses: {} } },
    },
  })
  expect(printed).toBe(`// Made by \`npm run api-types\` from the API’s document; changes here are lost.

export type Word = 'a' | 'it’s' | 'b\\'c'

export interface Thing {
  id: number
  /** Ends * / here. */
  word: Word | null
  'odd-name'?: (number | string)[]
  map?: Record<string, boolean>
  any?: unknown
}

/** What each operation takes and gives. Projects are also at /api/environments/, with the same types. */
export interface Operations {
  'GET /api/things/': {
    query: { q: string }
    answer: Thing[]
  }
  'POST /api/things/': {
    body: unknown
    answer: undefined
  }
}
`)
})
