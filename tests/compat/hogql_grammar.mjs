// Random HogQL: texts that the grammar allows, and texts that it nearly allows.
//
// Each function prints one rule of the grammar (the language's description, chapter 2), choosing
// among its forms with a seeded generator, so that a seed names a corpus for ever.

/** Numbers in [0, 1) from a seed. Source: the public-domain generator mulberry32. */
function randomFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const NAMES = ['a', 'event', 'properties', '$browser', 'person_id', 't', 'e2', '_x', 'timestamp', 'id', 'date',
  'key', 'first', 'name', 'over_9', 'day', 'step', 'cohort', 'values', 'top', 'final', 'array', 'sample']
const QUOTED = ['`a b`', '"q"', '`$x`', '"with ""quotes"""', '`tick``s`', '`new\\nline`']
const ALIASES = ['x', 'alias_1', '`quoted alias`', 'id', 'date']
const FUNCTIONS = ['count', 'sum', 'toDate', 'uniq', 'if', 'quantile', 'arrayMap', 'lower', 'f', 'toStartOfDay', 'concat']
const NUMBERS = ['0', '1', '42', '1.5', '.5', '1.', '1e10', '1.5e-3', '017', '0x1F', '0b101', '9223372036854775807',
  '9223372036854775808', '1e400', 'inf', 'nan', 'infinity', '0x1p3', '00']
const STRINGS = ["''", "'a'", "'it''s'", "'tab\\t'", "'q\\''", "'é💩'", "'%x_'", "'a\nb'", "'back\\\\slash'", "'null\\0'"]
const COMPARISONS = ['=', '==', '!=', '<>', '<', '<=', '>', '>=', 'like', 'not like', 'ilike', 'not ilike', 'in',
  'not in', 'in cohort', 'not in cohort', '=~', '!~', '=~*', '!~*', '~', '~*']
const JOINS = ['join', 'inner join', 'left join', 'right join', 'full join', 'left outer join', 'full outer join',
  'any join', 'asof join', 'all inner join', 'left any join', 'any left join', 'semi left join', 'left semi join',
  'anti join', 'left anti join', 'asof left join', 'natural join', 'global join'.slice(7)]
const UNITS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year']
const TYPES = ['Int', 'String', 'Date', 'DateTime', 'Float64', 'timestamp', 'timestamp with time zone', 'interval']
const CAST_TYPES = [...TYPES, 'Array(String)', 'Nullable(Int)', 'Decimal(10, 2)', 'double precision', 'Int[]']

/** Makes texts of one seed. */
export class Grammar {
  constructor(seed) {
    this.random = randomFrom(seed)
  }

  chance(share) {
    return this.random() < share
  }
  below(count) {
    return Math.floor(this.random() * count)
  }
  pick(items) {
    return items[this.below(items.length)]
  }
  /** One of [weight, text function] by weight. */
  weighted(choices) {
    let at = this.random() * choices.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, make] of choices) {
      at -= weight
      if (at < 0) return make()
    }
    return choices[0][1]()
  }
  maybe(share, make) {
    return this.chance(share) ? ` ${make()}` : ''
  }
  many(make, most = 3, trailing = 0.1) {
    const items = Array.from({ length: 1 + this.below(most) }, make)
    return items.join(', ') + (this.chance(trailing) ? ',' : '')
  }
  /** Keywords are read in any case. */
  word(text) {
    return this.weighted([[6, () => text], [2, () => text.toUpperCase()], [1, () => text[0].toUpperCase() + text.slice(1)]])
  }

  name() {
    return this.chance(0.12) ? this.pick(QUOTED) : this.pick(NAMES)
  }
  path() {
    return Array.from({ length: 1 + this.below(3) }, () => this.name()).join('.')
  }
  number() {
    return this.maybe(0.15, () => this.pick(['-', '+'])).trim() + this.pick(NUMBERS)
  }
  literal() {
    return this.weighted([[4, () => this.number()], [4, () => this.pick(STRINGS)],
      [1, () => this.word(this.pick(['null', 'true', 'false']))]])
  }
  tag(depth) {
    const name = this.pick(['a', 'Sparkline', 'my-tag'])
    const attribute = () => `${this.pick(['href', 'data', 'on-click'])}${this.weighted([[1, () => ''],
      [2, () => `=${this.pick(["'x'", "'it''s'"])}`], [2, () => `={${this.expr(depth - 1)}}`]])}`
    const head = `<${name}${this.maybe(0.6, attribute)}${this.maybe(0.2, attribute)}`
    if (this.chance(0.5)) return `${head} />`
    const child = () => this.weighted([[2, () => 'text inside '], [1, () => `{${this.expr(depth - 1)}}`],
      [1, () => (depth > 0 ? this.tag(depth - 1) : 'leaf')]])
    return `${head}>${this.chance(0.8) ? child() : ''}${this.chance(0.3) ? child() : ''}</${name}>`
  }
  template(depth) {
    const part = () => this.weighted([[2, () => this.pick(['abc', "it''s", '\\{', '\\n', ' '])],
      [2, () => `{${this.value(depth - 1)}}`]])
    return `f'${Array.from({ length: this.below(4) }, part).join('')}'`
  }

  order(depth) {
    return `${this.expr(depth - 1)}${this.maybe(0.4, () => this.word(this.pick(['asc', 'desc', 'ascending', 'descending'])))}${
      this.maybe(0.1, () => this.pick(['nulls first', 'nulls last']))}${this.maybe(0.04, () => "collate 'de'")}${
      this.maybe(0.08, () => `with fill${this.maybe(0.5, () => `from ${this.value(depth - 1)}`)}${
        this.maybe(0.5, () => `to ${this.value(depth - 1)}`)}${this.maybe(0.4, () => `step ${this.value(depth - 1)}`)}`)}`
  }
  bound(depth) {
    return this.weighted([[2, () => 'current row'], [2, () => 'unbounded preceding'], [1, () => 'unbounded following'],
      [1, () => `${this.below(9)} ${this.pick(['preceding', 'following'])}`], [0.3, () => `${this.value(depth - 1)} preceding`]])
  }
  window(depth) {
    return `${this.maybe(0.6, () => `partition by ${this.many(() => this.expr(depth - 1), 2, 0.05)}`)}${
      this.maybe(0.6, () => `order by ${this.many(() => this.order(depth), 2, 0)}`)}${
      this.maybe(0.4, () => `${this.pick(['rows', 'range'])} ${this.weighted([[1, () => this.bound(depth)],
        [2, () => `between ${this.bound(depth)} and ${this.bound(depth)}`]])}`)}`.trim()
  }
  call(depth) {
    const list = () => (this.chance(0.2) ? '' : this.many(() => this.expr(depth - 1)))
    const name = this.chance(0.1) ? this.name() : this.pick(FUNCTIONS)
    return this.weighted([
      [8, () => `${name}(${list()})`],
      [1, () => `${name}(${this.pick(['distinct ', ''])}${list()}${this.maybe(0.5, () => `order by ${this.order(depth)}`)})`],
      [1, () => `${name}(${list()})(${this.pick(['distinct ', ''])}${list()})`],
      [0.5, () => `${name}(${list()}) filter (where ${this.expr(depth - 1)})`],
      [1, () => `${name}(${list()})${this.maybe(0.2, () => `(${list()})`)} over ${
        this.weighted([[2, () => `(${this.window(depth)})`], [1, () => this.name()]])}`],
      [0.4, () => `${name}(${list()}) within group (order by ${this.order(depth)})`],
      [0.3, () => `${name}(${list()})(${list()})(${list()})`],
      [0.2, () => `${this.path()}(${list()})`],
    ])
  }

  /** The outer tier: logic, ternary, AS. */
  expr(depth) {
    if (depth <= 0) return this.leaf()
    return this.weighted([
      [8, () => this.value(depth)],
      [1.2, () => `${this.expr(depth - 1)} ${this.word('and')} ${this.expr(depth - 1)}`],
      [1.2, () => `${this.expr(depth - 1)} ${this.word('or')} ${this.expr(depth - 1)}`],
      [0.4, () => `${this.expr(depth - 1)} ? ${this.expr(depth - 1)} : ${this.expr(depth - 1)}`],
      [0.5, () => `${this.expr(depth - 1)} as ${this.chance(0.9) ? this.pick(ALIASES) : "'text alias'"}`],
    ])
  }
  leaf() {
    return this.weighted([[4, () => this.path()], [4, () => this.literal()], [0.3, () => '*'], [0.2, () => `${this.name()}.*`],
      [0.2, () => `{${this.name()}}`], [0.2, () => `#${this.below(5)}`]])
  }
  /** The inner tier: everything that binds tighter than AND. */
  value(depth) {
    if (depth <= 0) return this.leaf()
    const v = () => this.value(depth - 1)
    const e = () => this.expr(depth - 1)
    return this.weighted([
      [3, () => this.leaf()],
      [4, () => this.call(depth)],
      [3, () => `${v()} ${this.word(this.pick(COMPARISONS))} ${v()}`],
      [2, () => `${v()}${this.pick([' ', ''])}${this.pick(['+', '-', '*', '/', '%', '||'])}${this.pick([' ', ' ', ''])}${v()}`],
      [0.6, () => `${v()} is ${this.pick(['', 'not '])}null`],
      [0.4, () => `${v()} is ${this.pick(['', 'not '])}distinct from ${v()}`],
      [0.3, () => `${v()} <=> ${v()}`],
      [0.5, () => `${v()} ?? ${v()}`],
      [0.5, () => `${v()} ${this.pick(['', 'not '])}between ${v()} and ${v()}`],
      [0.7, () => `not ${v()}`],
      [0.7, () => `-${this.pick(['', ' '])}${v()}`],
      [1, () => `(${e()})`],
      [0.5, () => `(${this.many(e, 3, 0.3)})`],
      [0.6, () => `[${this.chance(0.1) ? '' : this.many(e)}]`],
      [0.2, () => `array[${this.many(e)}]`],
      [0.3, () => `{${this.chance(0.2) ? '' : this.many(() => `${v()}: ${e()}`, 2)}}`],
      [0.6, () => `${v()}[${e()}]`],
      [0.3, () => `${v()}[${this.chance(0.7) ? v() : ''}:${this.chance(0.7) ? v() : ''}]`],
      [0.3, () => `${v()}.${this.pick(['1', '2', '0'])}`],
      [0.3, () => `${v()}.${this.name()}`],
      [0.3, () => `${v()}?.${this.pick(['1', this.name(), `[${v()}]`])}`],
      [0.5, () => `${v()}::${this.pick(TYPES)}`],
      [0.4, () => `${this.pick(['cast', 'try_cast'])}(${e()} as ${this.pick(CAST_TYPES)})`],
      [0.5, () => `case${this.maybe(0.4, e)} when ${e()} then ${e()}${this.maybe(0.4, () => `when ${e()} then ${e()}`)}${
        this.maybe(0.6, () => `else ${e()}`)} end`],
      [0.4, () => `interval ${this.weighted([[2, () => `${v()} ${this.pick(UNITS)}`],
        [1, () => `'${this.below(40)} ${this.pick(UNITS)}${this.pick(['', 's'])}'`], [0.1, () => "'3 fortnights'"]])}`],
      [0.3, () => `trim(${this.pick(['both', 'leading', 'trailing'])} 'x' from ${e()})`],
      [0.1, () => `substring(${v()} from ${v()}${this.maybe(0.5, () => `for ${v()}`)})`],
      [0.1, () => `${this.pick(['date', 'timestamp'])} '2020-01-01'`],
      [0.3, () => `columns(${this.weighted([[1, () => "'^a'"], [1, () => this.many(() => this.path())],
        [1, () => `*${this.maybe(0.5, () => 'exclude (a)')}${this.maybe(0.4, () => `replace (${v()} as b)`)}`]])})`],
      [0.1, () => `*columns(${this.path()})`],
      [0.15, () => `* exclude (${this.many(() => this.path(), 2)})`],
      [0.4, () => `${this.weighted([[2, () => this.name()], [2, () => `(${this.many(() => this.name(), 2, 0.05)})`],
        [0.3, () => '()']])} -> ${e()}`],
      [0.15, () => `lambda ${this.name()}: ${e()}`],
      [0.2, () => `${this.name()} := ${e()}`],
      [0.4, () => `(${this.set(depth - 1)})`],
      [0.25, () => this.template(depth)],
      [0.25, () => this.tag(Math.min(depth, 2))],
      [0.1, () => `${v()} ignore nulls`],
      [0.2, () => `${this.pick(['/* c */', '-- line\n', '# line\n', '// line\n'])} ${v()}`],
    ])
  }

  sample() {
    return `sample ${this.pick(['0.1', '1/10', '10%', '0.5 offset 0.2', '{ratio}'])}`
  }
  table(depth) {
    const alias = () => `${this.pick(['', 'as '])}${this.pick(['e', 'p', 'id', 'date', 'first', '`t 1`'])}${
      this.maybe(0.1, () => `(${this.many(() => this.name(), 2, 0)})`)}`
    return this.weighted([
      [6, () => this.path()],
      [0.8, () => `(${this.set(depth - 1)})`],
      [0.4, () => `numbers(${this.many(() => this.expr(depth - 1), 2)})`],
      [0.2, () => `(values (${this.many(() => this.literal(), 3, 0)}), (${this.many(() => this.literal(), 3, 0)}))`],
      [0.2, () => '{table}'],
    ]) + this.maybe(0.45, alias) + this.maybe(0.05, () => 'final') + this.maybe(0.06, () => this.sample())
  }
  join(depth) {
    if (depth <= 0 || this.chance(0.55)) return this.table(depth)
    return this.weighted([
      [4, () => `${this.join(depth - 1)} ${this.word(this.pick(JOINS))} ${this.join(depth - 1)}${
        this.weighted([[5, () => ` on ${this.expr(depth - 1)}`], [1, () => ` using (${this.many(() => this.name(), 2, 0.05)})`],
          [0.5, () => ` using ${this.name()}`], [0.5, () => ''], [0.1, () => ` on ${this.value(0)}, ${this.value(0)}`]])}`],
      [0.6, () => `${this.join(depth - 1)}, ${this.join(depth - 1)}`],
      [0.6, () => `${this.join(depth - 1)} cross join ${this.join(depth - 1)}`],
      [0.2, () => `${this.join(depth - 1)} positional join ${this.join(depth - 1)}`],
      [0.3, () => `(${this.join(depth - 1)})`],
      [0.15, () => `${this.table(0)} pivot (${this.call(1)} for ${this.name()} in (${this.many(() => this.literal(), 3, 0)})${
        this.maybe(0.4, () => `group by ${this.name()}`)})`],
      [0.15, () => `${this.table(0)} unpivot${this.maybe(0.3, () => 'include nulls')} (${this.name()} for ${this.name()} in (${
        this.many(() => this.name(), 3, 0)}))`],
    ])
  }
  limit(depth) {
    const n = () => (this.chance(0.85) ? String(this.below(100)) : this.value(depth - 1))
    return this.weighted([[4, () => `limit ${n()}`], [1, () => `limit ${n()} offset ${n()}`], [1, () => `limit ${n()}, ${n()}`],
      [0.4, () => `limit ${n()} with ties`], [0.3, () => `limit ${n()}%`], [0.4, () => `offset ${n()}`]])
  }
  with(depth) {
    const cte = () => this.weighted([
      [3, () => `${this.name()}${this.maybe(0.1, () => `(${this.many(() => this.name(), 2, 0)})`)} as ${
        this.pick(['', '', '', 'materialized ', 'not materialized '])}(${this.set(depth - 1)})`],
      [1, () => `${this.value(depth - 1)} as ${this.name()}`],
    ])
    return `with ${this.maybe(0.1, () => 'recursive').trim()} ${this.many(cte, 2, 0.05)}`
  }
  select(depth) {
    const e = () => this.expr(depth - 1)
    const column = () => this.weighted([[6, e], [1, () => `${e()} ${this.pick([...ALIASES, 'asc', 'cohort', 'total'])}`],
      [0.3, () => `${this.name()}: ${e()}`]])
    const from = this.chance(0.8)
    return `${this.maybe(0.12, () => this.with(depth)).trim()} ${this.word('select')}${this.maybe(0.12, () => 'distinct')} ${
      this.many(column, 3, 0.08)}${from ? ` ${this.word('from')} ${this.join(Math.min(depth, 2))}` : ''}${
      this.maybe(0.06, () => `${this.pick(['', 'left ', 'inner '])}array join ${this.many(() => `${this.value(depth - 1)} as ${this.name()}`, 2)}`)}${
      this.maybe(0.04, () => `prewhere ${e()}`)}${this.maybe(0.45, () => `${this.word('where')} ${e()}`)}${
      this.maybe(0.3, () => `group by ${this.weighted([[6, () => this.many(e)], [0.4, () => 'all'],
        [0.4, () => `${this.pick(['cube', 'rollup'])}(${this.many(e)})`],
        [0.4, () => `grouping sets ((${this.many(() => this.name(), 2, 0.05)}), ())`]])}${
        this.maybe(0.06, () => this.pick(['with totals', 'with rollup', 'with cube']))}`)}${
      this.maybe(0.12, () => `having ${e()}`)}${this.maybe(0.04, () => `qualify ${e()}`)}${
      this.maybe(0.04, () => `window ${this.name()} as (${this.window(depth)})`)}${
      this.maybe(0.3, () => `order by ${this.many(() => this.order(depth), 2, 0)}`)}${
      this.maybe(0.06, () => `limit ${this.below(9)}${this.maybe(0.4, () => `offset ${this.below(9)}`)} by ${this.many(e, 2)}`)}${
      this.maybe(0.35, () => this.limit(depth))}${this.maybe(0.02, () => 'settings max_threads = 1')}`.trim()
  }
  /** A query: one SELECT, or several with set operators. */
  set(depth) {
    const operand = () => this.weighted([[5, () => this.select(depth)], [1, () => `(${this.select(depth)})`], [0.1, () => '{query}']])
    if (this.chance(0.85)) return this.weighted([[9, () => this.select(depth)], [1, () => operand()]])
    const operator = () => ` ${this.word(this.pick(['union all', 'union distinct', 'union', 'intersect', 'except',
      'except all', 'intersect distinct']))}${this.maybe(0.08, () => 'by name')} `
    let text = operand()
    for (let i = 0; i < 1 + this.below(2); ++i) text += operator() + operand()
    return text + this.maybe(0.1, () => this.limit(depth))
  }
  query(depth) {
    return this.set(depth) + (this.chance(0.05) ? ';' : '')
  }

  /** The text with one thing wrong: a piece dropped, doubled, swapped or put in. */
  spoil(text) {
    const pieces = text.match(/\w+|\s+|'[^']*'|./gsu) ?? [text]
    const at = this.below(pieces.length)
    const junk = [')', '(', ',', '.', "'", '`', '{', '}', '[', ']', '@', 'select', 'from', 'and', 'as', 'not', '1', '::',
      '->', '<', '>', '?', ':', '\\', 'null', 'in', '-', '#', '$', '0o17', '0b2', 'é', ' ', ';', '=', 'end', 'let', 'fn']
    this.weighted([
      [2, () => pieces.splice(at, 1)],
      [1, () => pieces.splice(at, 0, pieces[at])],
      [1, () => pieces.splice(at, 1, pieces[this.below(pieces.length)])],
      [3, () => pieces.splice(at, 0, this.pick(junk))],
      [1, () => pieces.splice(at)],
    ])
    return pieces.join('')
  }
}
