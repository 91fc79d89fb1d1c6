import type { StreamParser } from '@codemirror/language'
import { functionNames, keywords, typeNames } from './words'

interface Inside {
  /** The end of what goes on over lines: a comment or a text. */
  until: '*/' | "'" | '"' | '`' | null
}

const words = new Set(keywords)
const types = new Set(typeNames)
const functions = new Set(functionNames)
const constants = new Set(['true', 'false', 'null'])

/** Names of quoted things, by their quote. */
const quoted = { "'": 'string', '"': 'propertyName', '`': 'propertyName', '*/': 'comment' } as const

/** Tells the parts of a question in HogQL apart, for their colours. */
export const hogqlTokens: StreamParser<Inside> = {
  name: 'hogql',
  startState: () => ({ until: null }),
  copyState: (state) => ({ ...state }),
  token(stream, state) {
    if (state.until !== null) {
      const kind = quoted[state.until]
      readTo(stream, state)
      return kind
    }
    if (stream.eatSpace()) return null
    if (stream.match('--') || stream.match('//')) {
      stream.skipToEnd()
      return 'comment'
    }
    if (stream.match('/*')) {
      state.until = '*/'
      readTo(stream, state)
      return 'comment'
    }
    const quote = stream.peek()
    if (quote === "'" || quote === '"' || quote === '`') {
      stream.next()
      state.until = quote
      readTo(stream, state)
      return quoted[quote]
    }
    if (stream.match(/^(0x[0-9a-f]+|\d+(\.\d*)?(e[+-]?\d+)?)\b/i)) return 'number'
    const word = stream.match(/^[A-Za-z_$][\w$]*/) as RegExpMatchArray | null
    if (word) return nameOf(word[0], stream.string.slice(0, stream.start), stream.string.slice(stream.pos))
    if (stream.match(/^[()[\]{}]/)) return 'bracket'
    if (stream.match(/^(->|=>|::|\?\?|!=|<>|<=|>=|==|=~\*?|!~\*?|\|\||[-+*/%<>=!&|^~?:])/)) return 'operator'
    stream.next()
    return null
  },
  languageData: {
    commentTokens: { line: '--', block: { open: '/*', close: '*/' } },
    closeBrackets: { brackets: ['(', '[', '{', "'", '"', '`'] },
  },
}

/** Reads up to the end of a quoted part; a backslash or a doubled quote goes on. */
function readTo(stream: Parameters<typeof hogqlTokens.token>[0], state: Inside): void {
  while (!stream.eol()) {
    if (state.until === '*/') {
      if (stream.match('*/')) {
        state.until = null
        return
      }
      stream.next()
      continue
    }
    const letter = stream.next()
    if (letter === '\\') stream.next()
    else if (letter === state.until) {
      if (stream.peek() === state.until) stream.next()
      else {
        state.until = null
        return
      }
    }
  }
}

function nameOf(word: string, before: string, after: string): string | null {
  const isMember = /\.\s*$/.test(before)
  const isCall = /^\s*\(/.test(after)
  if (!isMember) {
    const small = word.toLowerCase()
    if (constants.has(small)) return 'atom'
    // Some words are functions, too: if(…), left(…).
    if (words.has(small) && !(isCall && functions.has(word))) return 'keyword'
    if (types.has(word)) return 'typeName'
  }
  return isCall ? 'variableName.function' : isMember ? 'propertyName' : null
}
