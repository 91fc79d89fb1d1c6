import { describe, expect, test } from 'vitest'
import { plainValue, rankCommon, type Pair } from './in_common'

const pair = (key: string, value: string, count: number): Pair => ({ key, value: JSON.stringify(value), count })

describe('rankCommon', () => {
  test('finds what these people have more often, the surest first', () => {
    const inside = [pair('plan', 'Team', 80), pair('$browser', 'Chrome', 70), pair('$os', 'Linux', 30)]
    const overall = [pair('plan', 'Team', 100), pair('$browser', 'Chrome', 680), pair('$os', 'Linux', 150)]
    const found = rankCommon(inside, overall, 100, 1000)
    expect(found.map((one) => one.key)).toEqual(['plan', '$os'])
    expect(found[0]).toMatchObject({ share: 0.8, shareOfAll: 0.1, count: 80 })
  })

  test('leaves out what is rare, everybody’s own, or no word', () => {
    const inside = [pair('email', 'a@b.example', 1), pair('few', 'x', 2), { key: 'list', value: '[1]', count: 90 }, { key: 'none', value: 'null', count: 90 }, pair('one in fifty', 'x', 4)]
    expect(rankCommon(inside, inside.map((one) => ({ ...one })), 200, 10_000)).toEqual([])
  })

  test('says a property and its first value once', () => {
    const inside = [pair('$initial_os', 'Linux', 50), pair('$os', 'Linux', 50), pair('$initial_os', 'Windows', 40)]
    const overall = [pair('$initial_os', 'Linux', 60), pair('$os', 'Linux', 60), pair('$initial_os', 'Windows', 50)]
    expect(rankCommon(inside, overall, 100, 1000).map((one) => `${one.key} ${plainValue(one.value)}`)).toEqual(['$initial_os Linux', '$initial_os Windows'])
  })

  test('has nothing to say of nobody', () => {
    expect(rankCommon([], [], 0, 0)).toEqual([])
    expect(rankCommon([pair('plan', 'Team', 10)], [pair('plan', 'Team', 10)], 10, 10)).toEqual([])
  })
})
