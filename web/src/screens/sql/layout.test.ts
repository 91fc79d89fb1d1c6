import { describe, expect, test } from 'vitest'
import { layOut, sameSpot } from './layout'

/** Lines of a question, without the margin they are written with here. */
const lines = (text: string) => {
  const all = text.split('\n').slice(1, -1)
  const margin = Math.min(...all.filter((one) => one.trim() !== '').map((one) => one.search(/\S/)))
  return all.map((one) => one.slice(margin)).join('\n')
}

describe('a question', () => {
  test('stands a clause a line, and short clauses stay whole', () => {
    expect(layOut("select event,count( ) as n   from events where timestamp>now() - interval 7 day and event='a' group by event order by n desc limit 100")).toBe(
      lines(`
        select event, count() as n
        from events
        where timestamp > now() - interval 7 day and event = 'a'
        group by event
        order by n desc
        limit 100
      `),
    )
  })

  test('long lists and conditions stand one below the other, BETWEEN and CASE stay whole', () => {
    const long =
      "SELECT properties.$current_url AS url, properties.$referring_domain AS referrer, count(DISTINCT person_id) AS people FROM events WHERE timestamp BETWEEN '2026-01-01' AND '2026-02-01' AND (event = 'a' OR event = 'b') OR CASE WHEN a AND b THEN 1 ELSE 2 END = 1 AND person.properties.email IS NOT NULL"
    expect(layOut(long)).toBe(
      lines(`
        SELECT
          properties.$current_url AS url,
          properties.$referring_domain AS referrer,
          count(DISTINCT person_id) AS people
        FROM events
        WHERE timestamp BETWEEN '2026-01-01' AND '2026-02-01'
          AND (event = 'a' OR event = 'b')
          OR CASE WHEN a AND b THEN 1 ELSE 2 END = 1
          AND person.properties.email IS NOT NULL
      `),
    )
  })

  test('questions within are indented, also those of WITH and UNION', () => {
    expect(layOut('with a as (select 1 as x), b as (select x from a) select x from (select x from a union all select x from b) as both left join b on both.x = b.x where x in (select x from b)')).toBe(
      lines(`
        with a as (
          select 1 as x
        ),
        b as (
          select x
          from a
        )
        select x
        from (
          select x
          from a
          union all
          select x
          from b
        ) as both
        left join b on both.x = b.x
        where x in (
          select x
          from b
        )
      `),
    )
  })

  test('comments stay where they were', () => {
    const text = "-- who came\nselect a, -- the first\n  b -- the last\n/* all\n of them */\nfrom events -- here\n-- and nobody else\nwhere a = 'x -- no comment'"
    expect(layOut(text)).toBe(
      lines(`
        -- who came
        select
          a, -- the first
          b -- the last
        /* all
         of them */
        from events -- here
        -- and nobody else
        where a = 'x -- no comment'
      `),
    )
  })

  test('names that sound like clauses are none', () => {
    expect(layOut("select left(event, 3) as limit, extract(day from timestamp) as day, e.where from events as e where a is distinct from b")).toBe(
      "select left(event, 3) as limit, extract(day from timestamp) as day, e.where\nfrom events as e\nwhere a is distinct from b",
    )
    expect(layOut('select count() over (partition by a order by b) from events array join list as one order by a with fill')).toBe(
      'select count() over (partition by a order by b)\nfrom events\narray join list as one\norder by a with fill',
    )
  })

  test('signs keep what tells them apart', () => {
    for (const text of ['select - -1', 'select a - -b, -a', 'select * from t', 'select t.* from t', 'select x -> x + 1', "select a ?: b, {'k': 1}", 'select {variables.plan}']) {
      expect(layOut(text)?.replaceAll(/\s+/g, ' ')).toBe(text)
    }
  })

  test('what does not close, templates and tags are left alone', () => {
    for (const text of ['select (1', 'select 1)', "select 'a", 'select /* a', "select f'a {b}'", '<Chart><Row /></Chart>', 'select (1]']) expect(layOut(text), text).toBeNull()
    expect(layOut("select 'f', 'of'")).toBe("select 'f', 'of'")
  })
})

test('the cursor stays behind the letter it was behind', () => {
  const text = 'select  a from   events'
  const laid = layOut(text) ?? ''
  expect(laid.slice(0, sameSpot(text, laid, text.indexOf('ev') + 2))).toBe('select a\nfrom ev')
  expect(sameSpot(text, laid, 0)).toBe(0)
})

describe('every question that the compiler is tested with', () => {
  const files = import.meta.glob<string>('../../../../src/tenrec/hogql/testdata/*.hogql', { query: '?raw', import: 'default', eager: true })
  const questions = Object.values(files)
    .flatMap((text) => text.split('\n;\n'))
    .filter((one) => one.trim() !== '')

  test('keeps its parts, and stays as it is when it is laid out again', () => {
    expect(questions.length).toBeGreaterThan(150)
    const bare = (text: string) => text.replaceAll(/\s+/g, '')
    const left = questions.filter((text) => {
      const once = layOut(text)
      if (once === null) return true
      expect(bare(once)).toBe(bare(text))
      expect(layOut(once), text).toBe(once)
      return false
    })
    // Only what does not end, and what is read by rules of its own.
    expect(left.filter((text) => !/f'|<|['"`]|[([{]/.test(text))).toEqual([])
  })
})
