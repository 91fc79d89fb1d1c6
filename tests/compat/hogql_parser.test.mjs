// HogQL's grammar beside the reference parser, the WebAssembly build of npm's @posthog/hogql-parser:
// the same tree with the same positions, or both refuse. What may differ is listed by reason.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import createParser from '@posthog/hogql-parser'
import { binary } from '../harness.mjs'
import { Grammar } from './hogql_grammar.mjs'

const CASES = 3200
const LONGEST = 260 // characters: the reference takes seconds for long texts

/** Texts of the grammar, every fifth with something wrong in it. */
function makeCases(seed) {
  const grammar = new Grammar(seed)
  const cases = []
  for (let i = 0; cases.length < CASES; ++i) {
    const kind = i % 2 ? 'select' : 'expr'
    const depth = 1 + (i % 3 === 0 ? 1 : i % 2)
    let text = kind === 'expr' ? grammar.expr(depth) : grammar.query(depth)
    if (i % 5 === 4) text = grammar.spoil(text)
    if (text.length <= LONGEST) cases.push({ kind, text })
  }
  return cases
}

function parseOurs(cases) {
  const input = cases.map(({ kind, text }) => `${JSON.stringify({ [kind]: text })}\n`).join('')
  const run = spawnSync(binary(), ['hogql', 'parse', '--lines'], { input, maxBuffer: 1 << 30 })
  assert.equal(run.signal, null)
  const lines = run.stdout.toString().split('\n')
  assert.equal(lines.pop(), '')
  assert.equal(lines.length, cases.length, run.stderr.toString())
  return lines
}

/** The tree without positions. */
function bare(value) {
  if (Array.isArray(value)) return value.map(bare)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => key !== 'start' && key !== 'end').map(([key, inner]) => [key, bare(inner)]))
}

/** Why the answers to a text differ; an empty text when there is no reason that we accept. */
function reasonOf({ text }, theirs, ours) {
  const plain = /^[\x20-\x7e]*$/.test(text)
  if (theirs.error && ours.error) {
    if (theirs.type === 'ParsingError') return 'both refuse; the reference fails inside on a stray }'
    return 'both refuse, one for what is not implemented, the other for what comes after it'
  }
  if (!theirs.error && !ours.error && !plain && JSON.stringify(bare(theirs)) === JSON.stringify(bare(ours))) {
    return 'positions: code points and true lines here, bytes and the line of the token there'
  }
  if (/\d\.\s*[a-z]/i.test(text)) return 'a number that ends in a dot before a word'
  if (/,\s*(prewhere|where|having|limit|offset)\s*[-+*]/i.test(text)) return 'a trailing comma before a clause that could be a column'
  if (/\boffset\s+\S+\s+offset\b/i.test(text)) return 'OFFSET written twice, of which the reference takes the last'
  if (/0b[01]+[a-z]/i.test(text)) return 'letters right behind a binary number'
  return ''
}

test('the reference parser makes the same trees', async (t) => {
  const cases = makeCases(20261)
  const ours = parseOurs(cases)
  const reference = await createParser()
  const counts = { 'the same tree': 0, 'both refuse': 0 }
  const unexplained = []
  for (const [i, one] of cases.entries()) {
    const text = one.kind === 'expr' ? reference.parseExpr(one.text) : reference.parseSelect(one.text)
    const theirs = JSON.parse(text)
    const mine = JSON.parse(ours[i])
    if (!theirs.error && text === ours[i]) {
      ++counts['the same tree']
    } else if (theirs.error && mine.error && theirs.type === mine.type) {
      ++counts['both refuse']
    } else {
      const reason = reasonOf(one, theirs, mine)
      if (reason) counts[reason] = (counts[reason] ?? 0) + 1
      else unexplained.push({ ...one, theirs: text.slice(0, 300), ours: ours[i].slice(0, 300) })
    }
  }
  t.diagnostic(JSON.stringify(counts))
  assert.deepEqual(unexplained, [])
  assert.ok(counts['the same tree'] > CASES * 0.65, JSON.stringify(counts))
  assert.ok(counts['both refuse'] > CASES * 0.1, JSON.stringify(counts))
  const excused = Object.entries(counts).filter(([reason]) => !reason.startsWith('the same') && reason !== 'both refuse' &&
    !reason.startsWith('positions')).reduce((sum, [, count]) => sum + count, 0)
  assert.ok(excused < CASES * 0.01, JSON.stringify(counts))
})
