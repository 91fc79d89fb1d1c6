// Files of answers: asked for, made in the background, read, kept for their project only.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { signUp, startServer, until } from '../harness.mjs';

const DAY = 86_400_000;

/** The lines of a CSV without quoted line ends. */
const linesOf = (text) => text.trimEnd().split('\r\n').map((line) => line.split(','));

test('answers become files', { timeout: 180_000 }, async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const at = `/api/projects/${owner.project.id}/`;
  const headers = { authorization: `Bearer ${owner.key}` };
  const noon = Math.floor(Date.now() / DAY) * DAY - 12 * 3_600_000;
  const people = Array.from({ length: 12 }, (_, i) => `p${String(i).padStart(2, '0')}`);
  const batch = people.flatMap((id, i) => [
    { event: '$identify', distinct_id: id, timestamp: new Date(noon).toISOString(), properties: { $set: { email: `${id}@acme.io`, plan: i % 2 ? 'pro' : 'free, for now' } } },
    { event: 'sign up', distinct_id: id, timestamp: new Date(noon + 1000).toISOString(), properties: { $browser: i % 3 ? 'Chrome' : 'Safari' } },
    ...(i < 5 ? [{ event: 'buy', distinct_id: id, timestamp: new Date(noon + 61_000).toISOString(), properties: {} }] : []),
  ]);
  await server.post('/batch/', { api_key: owner.token, batch });
  await until('events', async () => Number((await owner.hogql('select count() from events'))[0][0]) === batch.length);
  await until('people', async () => Number((await owner.hogql('select count() from persons where properties.email is not null'))[0][0]) === people.length);

  /** Asks for a file and gives its text. */
  const file = async (context, format = 'text/csv') => {
    const asked = await owner.api('POST', `${at}exports/`, { export_format: format, ...context });
    const one = await until('file', async () => {
      const now = await owner.api('GET', `${at}exports/${asked.id}/`);
      return (now.has_content || now.exception) && now;
    });
    assert.equal(one.exception, null);
    const answer = await server.request('GET', `${at}exports/${one.id}/content/?download=true`, { headers });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.headers['content-type'], `${format}; charset=utf-8`);
    return answer.text;
  };
  const of = (source, more = {}) => file({ export_context: { source, ...more } });
  const events = (...names) => names.map((event) => ({ kind: 'EventsNode', event }));
  const dateRange = { date_from: '-3d' };

  await t.test('of the actors behind a number', async () => {
    const funnel = { kind: 'FunnelsQuery', series: events('sign up', 'buy'), dateRange };
    const source = { kind: 'ActorsQuery', source: { kind: 'FunnelsActorsQuery', source: funnel, funnelStep: 2 }, select: ['person'], orderBy: ['person'] };
    const [head, ...rows] = linesOf(await of(source, { filename: 'buyers' }));
    assert.equal(head[0], 'person.id');
    const emails = rows.map((row) => row[head.indexOf('person.properties.email')]);
    assert.deepEqual(emails, people.slice(0, 5).map((id) => `${id}@acme.io`));

    const day = new Date(noon).toISOString().slice(0, 10);
    const trends = { kind: 'TrendsQuery', series: events('sign up'), dateRange };
    const behind = await of(
      { kind: 'ActorsQuery', source: { kind: 'InsightActorsQuery', source: trends, day, series: 0 }, select: ['person', 'event_count'], orderBy: ['person'] },
      { columns: ['person.properties.email', 'event_count'] },
    );
    assert.deepEqual(linesOf(behind), [['person.properties.email', 'event_count'], ...people.map((id) => [`${id}@acme.io`, '1'])]);
  });

  await t.test('of everybody, with what needs quotes', async () => {
    const text = await file({ export_context: { path: `${at}persons/?search=p00`, columns: ['person.properties.email', 'person.properties.plan'] } });
    assert.equal(text, 'person.properties.email,person.properties.plan\r\np00@acme.io,"free, for now"\r\n');
  });

  await t.test('of every insight', async () => {
    const day = `${new Date(noon).getUTCDate()}-${new Date(noon).toLocaleString('en', { month: 'short', timeZone: 'UTC' })}-${new Date(noon).getUTCFullYear()}`;
    const series = events('sign up');
    const insights = {
      trends: [{ kind: 'TrendsQuery', series, dateRange }, ['series', day, 'total'], 1],
      breakdown: [{ kind: 'TrendsQuery', series, dateRange, breakdownFilter: { breakdown: '$browser' } }, ['series', 'breakdown', day], 2],
      number: [{ kind: 'TrendsQuery', series, dateRange, trendsFilter: { display: 'BoldNumber' } }, ['series', 'total count'], 1],
      calendar: [{ kind: 'TrendsQuery', series, dateRange, trendsFilter: { display: 'CalendarHeatmap' } }, ['day of week', 'hour', 'value'], 1],
      funnel: [{ kind: 'FunnelsQuery', series: events('sign up', 'buy'), dateRange }, ['name', 'count'], 2],
      convert: [{ kind: 'FunnelsQuery', series: events('sign up', 'buy'), dateRange, funnelsFilter: { funnelVizType: 'time_to_convert' } }, ['bin', 'value'], undefined],
      overTime: [{ kind: 'FunnelsQuery', series: events('sign up', 'buy'), dateRange, funnelsFilter: { funnelVizType: 'trends' } }, ['series', day], 1],
      retention: [{ kind: 'RetentionQuery', dateRange, retentionFilter: { totalIntervals: 3, targetEntity: { id: 'sign up', type: 'events' }, returningEntity: { id: 'buy', type: 'events' } } }, ['cohort', 'cohort size', 'Day 0', 'Day 1'], undefined],
      paths: [{ kind: 'PathsQuery', dateRange, pathsFilter: { includeEventTypes: ['custom_event'] } }, ['source', 'target', 'value', 'average_conversion_time'], 1],
      stickiness: [{ kind: 'StickinessQuery', series, dateRange }, ['series', '1 day'], 1],
      lifecycle: [{ kind: 'LifecycleQuery', series, dateRange }, ['series', day], 4],
      correlation: [{ kind: 'FunnelCorrelationQuery', funnelCorrelationType: 'properties', funnelCorrelationNames: ['plan'], source: { kind: 'FunnelsActorsQuery', funnelStep: 1, source: { kind: 'FunnelsQuery', series: events('sign up', 'buy'), dateRange } } }, ['success_count', 'odds_ratio', 'event.event'], undefined],
      table: [{ kind: 'HogQLQuery', query: "select event, count() as n from events where event != '$identify' group by event order by event" }, ['event', 'n'], 2],
      events: [{ kind: 'EventsQuery', select: ['event', 'person.properties.email -- Mail'], event: 'buy', after: '-3d' }, ['event', 'Mail'], 5],
    };
    for (const [name, [source, columns, rows]] of Object.entries(insights)) {
      const lines = linesOf(await of({ kind: 'InsightVizNode', source }));
      for (const column of columns) assert.ok(lines[0].includes(column), `${name} lacks ${column}: ${lines[0]}`);
      assert.notEqual(lines[0][0], 'error', name);
      if (rows !== undefined) assert.equal(lines.length - 1, rows, name);
    }
  });

  await t.test('with all rows of a long answer, in parts', async () => {
    const text = await of({ kind: 'HogQLQuery', query: "select number, repeat('x', 200) as long from numbers(60000)" });
    const lines = linesOf(text);
    assert.equal(lines.length, 50_001);
    assert.ok(text.length > 10_000_000);
    assert.deepEqual(lines.slice(1).map(([n]) => Number(n)), Array.from({ length: 50_000 }, (_, i) => i));
  });

  await t.test('of an insight, as JSON', async () => {
    const insight = await owner.api('POST', `${at}insights/`, { name: 'x', query: { kind: 'InsightVizNode', source: { kind: 'TrendsQuery', series: events('buy'), dateRange } } });
    const [row] = JSON.parse(await file({ insight: insight.id }, 'application/json'));
    assert.equal(row.series, 'buy');
    assert.equal(row.total, 5);
  });

  await t.test('of a table, as a workbook', async () => {
    const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    const asked = await owner.api('POST', `${at}exports/`, { export_format: xlsx, export_context: { source: { kind: 'HogQLQuery', query: "select event, count() as n from events group by event order by event" } } });
    const one = await until('file', async () => {
      const now = await owner.api('GET', `${at}exports/${asked.id}/`);
      return (now.has_content || now.exception) && now;
    });
    assert.deepEqual([one.exception, one.filename], [null, 'export.xlsx']);
    const answer = await server.request('GET', `${at}exports/${one.id}/content/`, { headers });
    assert.equal(answer.headers['content-type'], xlsx);
    const file = path.join(server.data, 'book.xlsx');
    fs.writeFileSync(file, answer.bytes);
    const script = "import sys, zipfile\nbook = zipfile.ZipFile(sys.argv[1])\nassert book.testzip() is None\nprint(book.read('xl/worksheets/sheet1.xml').decode())";
    const read = spawnSync('python3', ['-c', script, file], { encoding: 'utf8' });
    assert.equal(read.status, 0, read.stderr);
    assert.match(read.stdout, /<t>event<\/t>.*<t>buy<\/t>.*<v>5<\/v>/s);
  });

  await t.test('and say why there is none', async () => {
    const asked = await owner.api('POST', `${at}exports/`, { export_format: 'text/csv', export_context: { source: { kind: 'HogQLQuery', query: 'select nope from events' } } });
    const failed = await until('failure', async () => (await owner.api('GET', `${at}exports/${asked.id}/`)).exception);
    assert.match(failed, /Unable to resolve field: nope/);
    const content = await server.request('GET', `${at}exports/${asked.id}/content/`, { headers });
    assert.equal(content.status, 404);
  });

  await t.test('and are there after a restart', async () => {
    const before = (await owner.api('GET', `${at}exports/?limit=1000`)).results.find((one) => one.filename === 'buyers.csv');
    const read = async () => (await server.request('GET', `${at}exports/${before.id}/content/`, { headers })).text;
    const text = await read();
    assert.match(text, /^person\.id,/);
    await server.stop();
    await server.start();
    assert.equal(await read(), text);
  });
});
