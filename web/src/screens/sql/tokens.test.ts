import { StringStream } from '@codemirror/language'
import { expect, test } from 'vitest'
import { hogqlTokens } from './tokens'

/** Each part that has a colour, with its kind. */
function tokens(text: string): string[] {
  const state = hogqlTokens.startState?.(2) ?? { until: null }
  return text.split('\n').flatMap((line) => {
    const stream = new StringStream(line, 2, 2)
    const found: string[] = []
    while (!stream.eol()) {
      stream.start = stream.pos
      const kind = hogqlTokens.token(stream, state)
      if (kind) found.push(`${kind} ${stream.current()}`)
    }
    return found
  })
}

test('words, functions, texts and numbers', () => {
  expect(tokens("SELECT count() FROM events WHERE event = 'it''s \\' so' AND n > 1.5e3")).toEqual([
    'keyword SELECT',
    'variableName.function count',
    'bracket (',
    'bracket )',
    'keyword FROM',
    'keyword WHERE',
    'operator =',
    "string 'it''s \\' so'",
    'keyword AND',
    'operator >',
    'number 1.5e3',
  ])
})

test('what is named like a word is none behind a dot, nor where it is called', () => {
  expect(tokens('properties.from')).toEqual(['propertyName from'])
  expect(tokens('if(a, null, true)')).toEqual(['variableName.function if', 'bracket (', 'atom null', 'atom true', 'bracket )'])
  expect(tokens('properties.`$my key`')).toEqual(['propertyName `$my key`'])
})

test('comments and texts go on over lines', () => {
  expect(tokens('1 -- from here\n/* two\nlines */ 2')).toEqual(['number 1', 'comment -- from here', 'comment /* two', 'comment lines */', 'number 2'])
  expect(tokens("'a\nb' 1")).toEqual(["string 'a", "string b'", 'number 1'])
})
