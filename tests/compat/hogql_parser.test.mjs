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

/** The tree with offsets alone for positions. */
function byOffset(value) {
  if (Array.isArray(value)) return value.map(byOffset)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => key !== 'line' && key !== 'column').map(([key, inner]) => [key, byOffset(inner)]))
}

const sameOffsets = (a, b) => JSON.stringify(byOffset(a)) === JSON.stringify(byOffset(b))

/**
 * Why the answers to a text differ; an empty text when there is no reason that we accept. Each reason is shown, not
 * guessed from the look of the text: where nothing but that is changed, both say the same.
 */
function reasonOf({ kind, text }, theirs, ours, reparse) {
  if (theirs.error && ours.error) {
    if (theirs.type === 'ParsingError') {
      const strays = [...text.matchAll(/}/g)].map(({ index }) => text.slice(0, index) + text.slice(index + 1))
      const stray = strays.some((without) => reparse(kind, without)[0].type !== 'ParsingError')
      return stray ? 'both refuse; the reference fails inside on a stray }' : ''
    }
    // The reference reads to the end before it says what is not implemented.
    const behind = ours.type === 'NotImplementedError' && theirs.start.offset >= ours.start.offset
    return behind ? 'both refuse, we for what is not implemented, the reference for a fault behind it' : ''
  }
  if (theirs.error || ours.error) return ''
  // A token that holds a line break or a character beyond ASCII.
  if (sameOffsets(theirs, ours) && /[^\x20-\x7e]/.test(text)) return 'lines and columns: characters here, bytes of the token there'
  return ''
}

test('the reference parser makes the same trees', async (t) => {
  const cases = makeCases(20261)
  const ours = parseOurs(cases)
  const reference = await createParser()
  const reparse = (kind, text) =>
    [JSON.parse(kind === 'expr' ? reference.parseExpr(text) : reference.parseSelect(text)), JSON.parse(parseOurs([{ kind, text }])[0])]
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
      const reason = reasonOf(one, theirs, mine, reparse)
      if (reason) counts[reason] = (counts[reason] ?? 0) + 1
      else unexplained.push({ ...one, theirs: text.slice(0, 300), ours: ours[i].slice(0, 300) })
    }
  }
  t.diagnostic(JSON.stringify(counts))
  assert.deepEqual(unexplained, [])
  assert.ok(counts['the same tree'] > CASES * 0.65, JSON.stringify(counts))
  assert.ok(counts['both refuse'] > CASES * 0.1, JSON.stringify(counts))
  const excused = Object.entries(counts).filter(([reason]) => !reason.startsWith('the same') && reason !== 'both refuse' &&
    !reason.startsWith('lines')).reduce((sum, [, count]) => sum + count, 0)
  assert.ok(excused < CASES * 0.01, JSON.stringify(counts))
})

/** Each CTE of one form beside each of every other, before each form of query. */
function withMixes() {
  const ctes = ['1 as a', 'b as (select 1)', '(select 1) as c', '(select 1) + 2 as d', '((x)) as e', '(x -> x) as f']
  const queries = ['select 1', '(select 2)', '(select 2) union select 3 limit 1']
  const lists = [...ctes, ...ctes.flatMap((one) => ctes.map((other) => `${one}, ${other}`))]
  return lists.flatMap((list) => queries.flatMap((query) => [`with ${list} ${query}`, `with ${list}, ${query}`]))
}

const BY_HAND = [
  // What follows the first LIMIT of a SELECT belongs to all of it.
  'select 1 limit 1 offset 2', 'select 1 offset 1 limit 2', 'select 1 limit 1 limit 2', 'select 1 limit 1 order by 2',
  'select 1 order by 1 limit 1 order by 2 limit 3', 'select 1 limit 1 offset 2 offset 3', 'select 1 limit 1, 2 offset 3',
  'select 1 limit 1 offset 2 limit 3 offset 4', 'select 1 limit 1 with ties offset 2', 'select 1 limit 1 by a limit 2 limit 3',
  'select 1 limit 1 limit 2 by a', '(select 1 limit 1 offset 2 offset 3) limit 4', 'select 1 where x in (select 2 offset 1 limit 3)',
  'select 1 from (select 2 offset 1 limit 3) as t', 'select 1 union all select 2 offset 1 limit 2',
  'select 1 union all select 2 limit 1 offset 2 limit 3', 'select 1 limit 93 offset 35 union select 2 limit 1 offset 2',
  '(select 1) limit 1 by a', '(select 1) intersect select 2 limit 22 offset 52 offset 41',
  // A word behind a comma is a clause, or one more of the list.
  'select a, where -a', 'select a, where +1', 'select a, where + a', 'select a, where -a from t', 'select a, where *',
  'select a, where * from t', 'select a, where * b', 'select a, prewhere * or b where c', 'select a, where *.b having c',
  'select a, limit -1', 'select a, offset +1 <= b', 'select a, window w as ()', 'select a, window -c', 'select a, from -t',
  'select a, from > b', 'select a, from.b from c', 'select a, from t', 'select a group by b, having -a',
  'select a group by b, having a', 'select a group by b, having *', 'select a group by b, offset +9 <= c',
  'select a group by b, window -c', 'select a limit 1 by b, limit -c', 'select a limit 1 by b, limit c',
  'select a from t array join b as c, where -a', 'select a from t array join b as c, where a',
  'select a from b join c using d, where -e', 'select a from b join c using d, e f where g', 'select a from b join c using d, e.f g',
  'select a from b join c using d, e.f', 'select a from b join c using d, e join f on g',
  // A number that ends in a dot before a word.
  ...['left join d', 'semi left join d', 'join d', 'cross join d', 'positional join d', 'any join d', 'natural join d', 'array join d as e']
    .map((join) => `select a from b join c on 1. ${join}`),
  'select a where 1. union select 2', 'select a where 1. offset 1', 'select a where 1. window w as ()', 'select a limit 1. by b',
  'select a limit 1. offset 2', 'select a order by 1. nulls first', "select a order by 1. collate 'x'", 'select a where 1. settings',
  'select interval 1. quarter', 'select sum(1.) over (rows 1. preceding)', 'select sum(1.) over (order by 1. rows 1 preceding)',
  'select 1. ignore nulls', 'select 1. total', 'select 1.day', 'select 1. day',
  'select (* replace (1 as b))', 'select 1, (* exclude (a) replace (1 as b)), 2', 'select (* exclude (a))',
  // Letters behind a binary number, and a sign of a comment with nothing behind it.
  'select 0b101abc', 'select 0b1g', 'select 0babc', 'select 0b1012', 'select 0b2', 'select 0b', 'select 0b101.5', 'select not #', 'select a, having #',
]

test('what is easily read in two ways is read as the reference does', async () => {
  const cases = [...withMixes(), ...BY_HAND].map((text) => ({ kind: 'select', text }))
  const ours = parseOurs(cases)
  const reference = await createParser()
  for (const [i, { text }] of cases.entries()) {
    const theirs = reference.parseSelect(text)
    const [a, b] = [JSON.parse(theirs), JSON.parse(ours[i])]
    if (a.error && b.error && a.type === b.type) continue
    assert.equal(ours[i], theirs, text)
  }
})
