/** What a project holds before a browser looks at it. */
import assert from 'node:assert/strict'
import { until } from '../harness.mjs'

/**
 * Sends events and waits until questions see all of them, and the people and groups that come of them, which may be
 * visible a moment later. Events of an earlier call may be there; what somebody becomes by a merge is not waited for.
 */
export async function seed(owner, batch) {
  const before = await owner.eventCount()
  const sent = await owner.server.post('/batch/', { api_key: owner.token, batch })
  assert.equal(sent.status, 200, sent.text)
  await until('all events stored', async () => (await owner.eventCount()) === before + batch.length)

  const ids = new Set(batch.map((event) => event.distinct_id))
  const textOf = (value) => `'${String(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const list = [...ids].map(textOf).join(', ')
  await until('all people known', async () => Number((await owner.hogql(`select count() from person_distinct_ids where distinct_id in (${list})`))[0][0]) === ids.size)
  for (const key of new Set(batch.flatMap((event) => Object.keys(event.properties?.$set ?? {})))) {
    const having = new Set(batch.filter((event) => event.properties?.$set?.[key] !== undefined).map((event) => event.distinct_id))
    const question = `select count() from person_distinct_ids where distinct_id in (${[...having].map(textOf).join(', ')}) and isNotNull(person.properties.${key})`
    await until(`everybody’s ${key}`, async () => Number((await owner.hogql(question))[0][0]) === having.size)
  }
  const groups = batch.filter((event) => event.event === '$groupidentify').map((event) => event.properties.$group_key)
  if (groups.length > 0) {
    const question = `select count() from groups where key in (${groups.map(textOf).join(', ')})`
    await until('all groups', async () => Number((await owner.hogql(question))[0][0]) === new Set(groups).size)
  }
}
