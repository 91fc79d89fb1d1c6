// What people do to persons, through the API and back in questions: split, merge, delete, properties, groups.
import assert from 'node:assert/strict';
import test from 'node:test';
import { signUp, startServer, until } from '../harness.mjs';

test('persons are changed by hand and questions see it', { timeout: 1_200_000 }, async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const api = `/api/projects/${owner.project.id}`;
  const send = async (batch) => {
    const answer = await server.request('POST', '/batch/', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ api_key: owner.token, batch }),
    });
    assert.equal(answer.status, 200, answer.text);
  };
  const event = (distinct_id, name, properties = {}) => ({ event: name, distinct_id, properties });
  const call = (method, path, body) => owner.api(method, api + path, body);
  const find = async (id) => (await call('GET', `/persons/?distinct_id=${id}`)).results[0];
  const ownersOfEvents = async () => Object.fromEntries(await owner.hogql("select distinct_id, any(toString(person_id)) from events where event = 'visit' group by distinct_id"));

  // A visit before, one after: both must follow every change of who is who.
  await send(['a', 'b', 'c', 'd'].map((id) => event(id, 'visit', { $set: { from: id, email: `${id}@example.com` } })));
  await send([event('a', '$merge_dangerously', { alias: 'b' }), event('a', '$merge_dangerously', { alias: 'c' })]);
  await send(['a', 'b', 'c', 'd'].map((id) => event(id, 'visit')));
  await until('all have landed', async () => (await owner.eventCount()) >= 10 && (await find('b'))?.distinct_ids.length === 3);
  const one = await find('b');
  assert.deepEqual(one.distinct_ids, ['a', 'b', 'c']);
  let owners = await ownersOfEvents();
  assert.equal(new Set([owners.a, owners.b, owners.c]).size, 1);

  await call('POST', `/persons/${one.uuid}/split/`, { main_distinct_id: 'a' });
  await until('the split is mirrored', async () => new Set(Object.values(await ownersOfEvents())).size === 4);
  owners = await ownersOfEvents();
  for (const id of ['a', 'b', 'c', 'd']) assert.equal(owners[id], (await find(id)).uuid, `events of ${id}`);
  assert.equal((await call('GET', `/persons/${one.uuid}/`)).properties.from, 'a');
  const [[people]] = await owner.hogql("select count(distinct person_id) from events where event = 'visit'");
  assert.equal(Number(people), 4);

  const c = await find('c');
  await call('POST', `/persons/${one.uuid}/merge/`, { ids: [c.uuid] });
  await until('merged again', async () => (await find('c')).uuid === one.uuid);

  await call('POST', `/persons/${one.uuid}/update_property/`, { key: 'plan', value: 'pro' });
  await until('the property is there', async () => (await find('a')).properties.plan === 'pro');
  await call('POST', `/persons/${one.uuid}/delete_property/`, { $unset: 'plan' });
  await until('the property is gone', async () => !('plan' in (await find('a')).properties));
  assert.deepEqual((await call('GET', '/persons/?email=d%40example.com')).results.map((p) => p.distinct_ids[0]), ['d']);
  assert.deepEqual((await call('GET', '/persons/?search=d%40exa')).results.map((p) => p.distinct_ids[0]), ['d']);
  assert.equal((await call('GET', '/persons/?include_total=true&limit=1')).count, 3);
  assert.ok((await call('GET', '/persons/values/?key=email&value=d%40')).some((value) => value.name === 'd@example.com'));

  // Deleted with their events, and only theirs, on the disk too; a list that was asked for before shows it.
  const d = await find('d');
  assert.equal((await call('GET', '/persons/?search=d%40exa')).results.length, 1);
  await call('DELETE', `/persons/${d.uuid}/?delete_events=true`);
  await until('the person is gone', async () => (await find('d')) === undefined);
  await until('the list is without', async () => (await call('GET', '/persons/?search=d%40exa')).results.length === 0);
  await until('the events are gone', async () => (await ownersOfEvents()).d === undefined);
  await until('the deletion says so', async () => (await call('GET', `/persons/deletion_status/?person_uuid=${d.uuid}`)).results[0]?.status === 'completed');
  assert.equal(Object.keys(await ownersOfEvents()).length, 3);

  // A kill between the request and the end of it forgets nothing.
  const b = await find('b');
  await call('DELETE', `/persons/${b.uuid}/?delete_events=true`);
  await server.kill();
  await server.start();
  await until('the events of b are gone', async () => (await ownersOfEvents()).b === undefined);
  await until('it is completed', async () => (await call('GET', `/persons/deletion_status/?person_uuid=${b.uuid}`)).results[0]?.status === 'completed');
  await send([event('b', 'visit')]);
  await until('the id can be used again', async () => (await find('b')) !== undefined);
  await until('its visit is there', async () => (await ownersOfEvents()).b === (await find('b')).uuid);
  const [[visits]] = await owner.hogql("select count() from events where event = 'visit' and distinct_id = 'b'");
  assert.equal(Number(visits), 1);

  await send([event('a', '$groupidentify', { $group_type: 'company', $group_key: 'acme', $group_set: { n: 1 } })]);
  await until('the group is there', async () => (await call('GET', '/groups_types/')).length === 1);
  const group = '?group_type_index=0&group_key=acme';
  assert.equal((await call('POST', `/groups/update_property/${group}`, { key: 'plan', value: 'pro' })).group_properties.plan, 'pro');
  await until('the group has it', async () => (await call('GET', `/groups/find/${group}`)).group_properties.plan === 'pro');
});

test('answers that are kept end when persons or groups change without an event', { timeout: 600_000 }, async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const api = `/api/projects/${owner.project.id}`;
  const send = async (batch) => assert.equal((await server.post('/batch/', { api_key: owner.token, batch })).status, 200);
  // As the web app asks: from the cache, unless it has grown old.
  const ask = async (query) => Number((await owner.api('POST', `${api}/query/`, { query: { kind: 'HogQLQuery', query } })).results[0][0]);
  const visitors = () => ask("select count(distinct person_id) from events where event = 'visit'");
  const persons = () => ask('select count() from persons');
  const paying = () => ask("select countIf(properties.plan = 'pro') from groups");
  const find = async (id) => (await owner.api('GET', `${api}/persons/?distinct_id=${id}`)).results[0];
  await send([
    ...['a', 'b'].map((distinct_id) => ({ event: 'visit', distinct_id })),
    { event: '$groupidentify', distinct_id: 'a', properties: { $group_type: 'company', $group_key: 'acme', $group_set: { n: 1 } } },
  ]);
  await until('they have landed', async () => (await owner.eventCount()) === 3 && (await persons()) === 2 && (await paying()) === 0);
  assert.equal(await visitors(), 2);
  const one = await find('a');
  await owner.api('POST', `${api}/persons/${one.uuid}/merge/`, { ids: [(await find('b')).uuid] });
  await until('one visitor', async () => (await visitors()) === 1 && (await persons()) === 1);
  await owner.api('POST', `${api}/persons/${(await find('a')).uuid}/split/`, {});
  await until('two visitors again', async () => (await visitors()) === 2 && (await persons()) === 2);
  await owner.api('DELETE', `${api}/persons/${(await find('b')).uuid}/`);
  await until('one person less', async () => (await persons()) === 1);
  await owner.api('POST', `${api}/groups/update_property/?group_type_index=0&group_key=acme`, { key: 'plan', value: 'pro' });
  await until('the group pays', async () => (await paying()) === 1);
});

test('merges are written into the events after a while, and questions go on seeing one person', { timeout: 600_000 }, async (t) => {
  const server = await startServer({ args: ['--squash-interval', '1'] });
  t.after(() => server.remove());
  const owner = await signUp(server);
  const batch = ['a', 'b', 'c'].flatMap((distinct_id) => [1, 2].map((n) => ({ event: `e${n}`, distinct_id })));
  const send = async (events) => assert.equal((await server.post('/batch/', { api_key: owner.token, batch: events })).status, 200);
  await send(batch);
  await until('the events', async () => (await owner.eventCount()) === batch.length);
  const people = async (modifiers) => {
    const query = { kind: 'HogQLQuery', query: 'select count(distinct person_id) from events', modifiers };
    return Number((await owner.api('POST', `/api/projects/${owner.project.id}/query/`, { query, refresh: 'force_blocking' })).results[0][0]);
  };
  assert.equal(await people({}), 3);
  await send([{ event: '$merge_dangerously', distinct_id: 'a', properties: { alias: 'b' } }]);
  await until('two people', async () => (await people({})) === 2, 120_000);
  await until('the events themselves tell of it', async () => (await people({ personsOnEventsMode: 'person_id_no_override_properties_on_events' })) === 2, 300_000);
  await until('nothing is left to be looked up', async () => Number((await owner.hogql('select count() from person_distinct_id_overrides'))[0][0]) === 0, 300_000);
  assert.equal(await people({}), 2);
  // Somebody who is merged now is seen at once, whether a round is near or not.
  await send([{ event: '$merge_dangerously', distinct_id: 'a', properties: { alias: 'c' } }]);
  await until('one person', async () => (await people({})) === 1, 120_000);
});
