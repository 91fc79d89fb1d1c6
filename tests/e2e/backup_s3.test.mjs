// Backups in a bucket of a server that speaks S3 and checks signatures, under load, through a way that
// drops requests, and cut off in the middle; and what an operator is told when it cannot be.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { Owner, binary, freePort, signUp, startServer, temporary, until } from '../harness.mjs';
import { compareWithLoad, countsOf, endLoad, isQuiet, metadataCounts, runMeanwhile, sendUntilOver, succeedMeanwhile } from './backup_load.mjs';
import { KEYS, makeAuthority, startS3Server } from './s3_server.mjs';

const CLIENTS = 2;
const PLACE = 's3://copies/tenrec/night';
const OBJECT = /^tenrec\/night\/objects\/../;

/** `tenrec COMMAND PLACE …` for a store, with its keys. */
function toolsFor(store) {
  const env = { AWS_ENDPOINT_URL_S3: store.url, AWS_REGION: 'eu-west-1', AWS_SESSION_TOKEN: '', no_proxy: '127.0.0.1', ...KEYS };
  const run = (command, ...args) => runMeanwhile([command, PLACE, ...args], env);
  const succeed = (command, ...args) => succeedMeanwhile([command, PLACE, ...args], env);
  const points = async () => (await succeed('restore', '--list')).trim().split('\n').filter(Boolean).map((line) => line.split(' ')[0]);
  return { env, run, succeed, points };
}

/** Files, and of these new ones, as a backup tells them. */
const filesOf = (said) => said.match(/: (\d+) files, [\d.]+ .B; new in it (\d+) files/).slice(1).map(Number);

const keyOf = (content) => createHash('sha256').update(content).digest('hex').replace(/^(..)/, 'tenrec/night/objects/$1/');

const objectsPut = (gate, from) => new Set(gate.requests('PUT', OBJECT, from).filter((one) => one.status === 200).map((one) => one.url.split('?')[0]));

test('a bucket brings back a server under load with every count', { timeout: 1_200_000 }, async (t) => {
  const store = await startS3Server(t);
  if (store.reason) return t.skip(store.reason);
  const { gate } = store;
  const { succeed, points } = toolsFor(store);
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const blob = randomBytes(20_000_000);
  fs.mkdirSync(path.join(server.data, 'blobs', 'exports'), { recursive: true });
  fs.writeFileSync(path.join(server.data, 'blobs', 'exports', 'large'), blob);

  // A file of a table is a request: of few months there are fewer.
  const load = { sent: new Set(), acknowledged: new Set(), over: false, recent: true, most: 15_000 };
  const clients = Array.from({ length: CLIENTS }, (_, i) => sendUntilOver(server, owner.token, load, i));
  await until('some load', async () => load.acknowledged.size > 500, 300_000);
  const before = new Set(load.acknowledged);
  // A way on which some requests are refused for now and some connections break.
  const isFirst = new Set();
  const faultsOfBackup = (one) => {
    if (isFirst.has(one.url) || one.method === 'GET') return undefined;
    isFirst.add(one.url);
    if (/partNumber=2/.test(one.url)) return 'cut';
    return isFirst.size % 9 === 0 ? 'busy' : undefined;
  };
  gate.judge = faultsOfBackup;
  const said = await succeed('backup', '--data', server.data);
  gate.judge = () => undefined;
  assert.ok(gate.seen.some((one) => one.verdict === 'busy') && gate.seen.some((one) => one.verdict === 'cut'));
  assert.ok(filesOf(said)[1] > 10, said);
  const isDone = (one) => one.status === 200 && one.url.startsWith(keyOf(blob));
  assert.equal(gate.requests('PUT', /partNumber=/).filter(isDone).length, 3);
  assert.equal(gate.requests('POST', /uploadId=/).filter(isDone).length, 1, 'the large file went up in parts');
  const first = objectsPut(gate);
  await endLoad(server, load, clients);

  // A later point costs what changed.
  await until('all is stored', isQuiet(owner), 300_000);
  const original = await countsOf(owner);
  assert.equal(Number(original.events[0]), load.sent.size);
  let from = gate.seen.length;
  await succeed('backup', '--data', server.data);
  const rows = metadataCounts(server.data);
  const second = objectsPut(gate, from);
  for (const url of second) assert.ok(!first.has(url), `${url} was there already`);
  assert.ok(first.has(keyOf(blob)) && second.size > 0);
  const [underLoad, quiet, ...others] = await points();
  assert.deepEqual(others, []);

  // Into empty directories, over connections of which some break in the middle of an answer.
  from = gate.seen.length;
  let objects = 0;
  gate.judge = (one) => (OBJECT.test(one.url) && ++objects % 7 === 0 ? 'half' : undefined);
  const restored = path.join(temporary(), 'quiet');
  await succeed('restore', '--data', restored, '--point', quiet);
  gate.judge = () => undefined;
  const fetched = gate.requests('GET', OBJECT, from);
  assert.ok(fetched.some((one) => one.verdict === 'half'));
  const whole = fetched.filter((one) => one.verdict === undefined).map((one) => one.url);
  assert.equal(new Set(whole).size, whole.length, 'content that several files share comes once');
  assert.deepEqual(metadataCounts(restored), rows);
  assert.ok(fs.readFileSync(path.join(restored, 'blobs', 'exports', 'large')).equals(blob));
  const during = path.join(temporary(), 'during');
  await succeed('restore', '--data', during, '--point', underLoad);

  // Old points go, with what only they needed.
  const listed = () => fs.readdirSync(path.join(store.folder, 'tenrec/night/objects'), { recursive: true }).filter((name) => /^..\/[0-9a-f]{62}$/.test(name));
  const all = new Set(listed());
  assert.match(await succeed('backup', '--data', server.data, '--keep', '1'), /older points removed: 2/);
  assert.equal((await points()).length, 1);
  const left = new Set(listed());
  assert.ok([...all].some((name) => !left.has(name)), `${all.size} objects, all of them still there`);
  assert.match(await succeed('restore', '--check'), /is whole/);
  await server.stop();

  const again = await startServer({ data: restored });
  t.after(() => again.remove());
  const same = new Owner(again, null, owner.project, owner.key);
  assert.deepEqual(await countsOf(same), original);
  const event = { ...load.last[0], uuid: randomUUID(), event: 'fresh' };
  assert.equal((await again.post('/batch/', { api_key: owner.token, batch: [...load.last, event] })).status, 200);
  await until('the fresh event', async () => Number((await same.hogql("select count() from events where event = 'fresh'"))[0][0]) === 1, 300_000);
  assert.equal(await same.eventCount(), load.sent.size + 1);
  await again.stop();

  const third = await startServer({ data: during });
  t.after(() => third.remove());
  await compareWithLoad(new Owner(third, null, owner.project, owner.key), load, before);
});

test('a backup to a bucket that is cut off is no point, and the next one goes on from there', { timeout: 1_200_000 }, async (t) => {
  const store = await startS3Server(t);
  if (store.reason) return t.skip(store.reason);
  const { gate } = store;
  const { env, run, succeed, points } = toolsFor(store);
  const data = path.join(temporary(), 'data');
  await succeedMeanwhile(['demo', '--data', data, '--events', '3000', '--days', '20']);
  const server = await startServer({ data });
  t.after(() => server.remove());
  fs.mkdirSync(path.join(data, 'blobs'), { recursive: true });
  const blob = randomBytes(20_000_000);
  const large = keyOf(blob);
  fs.writeFileSync(path.join(data, 'blobs', 'large'), blob);

  const killAt = async (method, pattern) => {
    const from = gate.seen.length;
    gate.judge = (one) => (one.method === method && pattern.test(one.url) ? 'hold' : undefined);
    const child = spawn(binary(), ['backup', PLACE, '--data', data], { stdio: 'ignore', env: { ...process.env, ...env } });
    const gone = once(child, 'exit');
    await until('the backup is there', async () => child.exitCode !== null || gate.seen.slice(from).some((one) => one.verdict === 'hold'), 300_000);
    // What others have in hand may arrive until then, but nothing waits for this one.
    await until('the others have done theirs', async () => gate.seen.slice(from).every((one) => one.verdict === 'hold' || one.status !== undefined), 300_000);
    child.kill('SIGKILL');
    assert.equal((await gone)[1], 'SIGKILL');
    gate.judge = () => undefined;
  };
  // In the middle of the large file, of which a part is there already.
  await killAt('PUT', /partNumber=2/);
  const first = objectsPut(gate);
  assert.deepEqual(await points(), []);
  const target = path.join(temporary(), 'target');
  const nothing = await run('restore', '--data', target);
  assert.equal(nothing.status, 1);
  assert.match(nothing.text, /no point in s3:\/\/copies\/tenrec\/night: no backup has come to its end/);

  // Before the list of it is written: everything is there, and it still is no point.
  let from = gate.seen.length;
  await killAt('PUT', /points\//);
  assert.ok(gate.requests('DELETE', /uploadId=/, from).some((one) => one.status === 204 && one.url.startsWith(large)), 'the unfinished upload is taken away');
  const again = objectsPut(gate, from);
  // The large file had begun and was not there.
  for (const url of first) assert.ok(url === large || !again.has(url), `${url} went up twice`);
  assert.deepEqual(await points(), []);

  // Nobody's snapshot is the next one's, so its own few files are new; the rest is there.
  from = gate.seen.length;
  await until('the next one comes to its end', async () => (await run('backup', '--data', data)).status === 0, 300_000);
  assert.ok(!objectsPut(gate, from).has(large));
  assert.match(await succeed('restore', '--check'), /is whole/);
  const [whole] = await points();

  // One byte of one object.
  const list = fs.readFileSync(path.join(store.folder, 'tenrec/night/points', `${whole}.point`), 'utf8').split('\n');
  const entry = list.filter(Boolean).map((line) => JSON.parse(line)).find((line) => line.file === 'blobs/large');
  const object = path.join(store.folder, 'tenrec/night/objects', entry.object.slice(0, 2), entry.object.slice(2));
  const bytes = fs.readFileSync(object);
  bytes[10_000_000] ^= 1;
  fs.writeFileSync(object, bytes);
  for (const args of [['--data', target], ['--check']]) {
    const refused = await run('restore', ...args);
    assert.equal(refused.status, 1);
    assert.match(refused.text, /blobs\/large is damaged in the backup \(s3:\/\/copies\/tenrec\/night\/objects\//);
  }
  assert.equal(fs.existsSync(target), false);
});

test('a bucket that cannot be used says why and what to do', { timeout: 1_200_000 }, async (t) => {
  const store = await startS3Server(t);
  if (store.reason) return t.skip(store.reason);
  const { gate } = store;
  const { env, succeed } = toolsFor(store);
  const server = await startServer();
  t.after(() => server.remove());
  await signUp(server);

  const refuses = async (words, place, more = {}, ...args) => {
    const done = await runMeanwhile(['backup', place, '--data', server.data, ...args], { ...env, ...more });
    assert.equal(done.status, 1, done.text);
    assert.match(done.text, words);
    assert.ok(!done.text.includes(env.AWS_SECRET_ACCESS_KEY), done.text);
    assert.ok(!done.text.includes('wrong+secret'), done.text);
  };
  await refuses(/there is no bucket 'nowhere' at http/, 's3://nowhere/x');
  await refuses(/nobody at .* has the key that AWS_ACCESS_KEY_ID names/, PLACE, { AWS_ACCESS_KEY_ID: 'AKIDOFNOBODY' });
  await refuses(/AWS_SECRET_ACCESS_KEY does not belong to AWS_ACCESS_KEY_ID/, PLACE, { AWS_SECRET_ACCESS_KEY: 'wrong+secret' });
  await refuses(/AWS_SECRET_ACCESS_KEY is not set/, PLACE, { AWS_SECRET_ACCESS_KEY: '' });
  await refuses(/'x' in 's3:\/\/x' is no name of a bucket/, 's3://x');
  await refuses(/--s3-endpoint is no address/, PLACE, {}, '--s3-endpoint', 'minio:9000');
  await refuses(/cannot list s3:\/\/copies\/tenrec\/night: http:\/\/127\.0\.0\.1:\d+: /, PLACE, { AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${await freePort()}` });
  assert.deepEqual(fs.readdirSync(store.folder), [], 'nothing was written');

  fs.mkdirSync(path.join(store.folder, 'photos'));
  fs.writeFileSync(path.join(store.folder, 'photos', 'holiday.jpg'), 'sea');
  await refuses(/holds something that is no backup: name a prefix of its own/, 's3://copies/photos');
  const none = await runMeanwhile(['restore', 's3://copies/photos', '--list'], env);
  assert.equal(none.status, 1);
  assert.match(none.text, /no backup in s3:\/\/copies\/photos/);

  // A key that is refused in the middle of it leaves no point.
  gate.judge = (one) => (one.method === 'PUT' && OBJECT.test(one.url) ? 'forbidden' : undefined);
  await refuses(/cannot write s3:\/\/copies\/tenrec\/night\/objects\/.*refuses it: 403 AccessDenied/, PLACE);
  gate.judge = () => undefined;
  assert.equal((await succeed('restore', '--list')).trim(), '');

  // A point of what has not changed is a list and nothing else.
  await server.stop();
  await succeed('backup', '--data', server.data);
  const from = gate.seen.length;
  const [files, fresh] = filesOf(await succeed('backup', '--data', server.data));
  assert.ok(files > 10);
  assert.equal(fresh, 0);
  assert.deepEqual(gate.requests('PUT', /./, from).map((one) => /\/points\/[^/]+\.point$/.test(one.url)), [true]);

  // Another installation has no place among these.
  const other = await startServer();
  t.after(() => other.remove());
  const foreign = await runMeanwhile(['backup', PLACE, '--data', other.data], env);
  assert.equal(foreign.status, 1);
  assert.match(foreign.text, /s3:\/\/copies\/tenrec\/night holds backups of installation/);
});

test('a bucket over TLS is trusted by who signed for it, and nobody else gets a byte', { timeout: 1_200_000 }, async (t) => {
  const office = makeAuthority('Office');
  const store = await startS3Server(t, office.certify('IP:127.0.0.1'));
  if (store.reason) return t.skip(store.reason);
  const { gate } = store;
  const { env, run } = toolsFor(store);
  const data = path.join(temporary(), 'data');
  await succeedMeanwhile(['demo', '--data', data, '--events', '300', '--days', '3']);

  const refuses = async (words, bundle) => {
    const done = await runMeanwhile(['backup', PLACE, '--data', data], { ...env, AWS_CA_BUNDLE: bundle });
    assert.equal(done.status, 1, done.text);
    assert.match(done.text, words);
    assert.ok(!done.text.includes(env.AWS_SECRET_ACCESS_KEY), done.text);
  };
  await refuses(/cannot list s3:\/\/copies\/tenrec\/night: SSL certificate problem: .*if an authority of your own signed it, name the file of its certificate in AWS_CA_BUNDLE/, '');
  const stranger = makeAuthority('Stranger');
  await refuses(/SSL certificate problem: .*ca\.pem \(AWS_CA_BUNDLE, or ca_bundle of a profile\) has no certificate of who signed it/, stranger.file);
  await refuses(/\/nowhere\.pem \(AWS_CA_BUNDLE.*\) is no file of certificates that can be read/, '/nowhere.pem');
  gate.server.setSecureContext(office.certify('DNS:elsewhere.example'));
  await refuses(/127\.0\.0\.1.*: give the address under a name that its certificate has/, office.file);
  assert.deepEqual(gate.seen, [], 'nothing was asked, so no key was shown');

  gate.server.setSecureContext(office.certify('IP:127.0.0.1'));
  env.AWS_CA_BUNDLE = office.file;
  const saved = await run('backup', '--data', data);
  assert.equal(saved.status, 0, saved.text);
  assert.doesNotMatch(saved.text, /not encrypted/);
  const restored = path.join(temporary(), 'restored');
  const back = await run('restore', '--data', restored);
  assert.equal(back.status, 0, back.text);
  assert.deepEqual(metadataCounts(restored), metadataCounts(data));
});

test('keys, region, address and certificates may stand in a profile', { timeout: 1_200_000 }, async (t) => {
  const office = makeAuthority('Office');
  const store = await startS3Server(t, office.certify('IP:127.0.0.1'));
  if (store.reason) return t.skip(store.reason);
  const home = temporary();
  fs.mkdirSync(path.join(home, '.aws'));
  const keys = (profile, secret) => `[${profile}]\naws_access_key_id = ${KEYS.AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${secret}\n`;
  const credentials = path.join(home, '.aws', 'credentials');
  fs.writeFileSync(credentials, keys('night', KEYS.AWS_SECRET_ACCESS_KEY) + keys('wrong', 'wrong+secret'));
  const config = (profile) => `[profile ${profile}]\nregion = eu-west-1\nendpoint_url = ${store.url}\nca_bundle = ${office.file}\n`;
  fs.writeFileSync(path.join(home, '.aws', 'config'), config('night') + config('wrong') + '[profile role]\nrole_arn = arn:aws:iam::1:role/backup\n');
  const unset = Object.fromEntries([...Object.keys(process.env).filter((name) => name.startsWith('AWS_')), 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map((name) => [name, '']));
  const data = path.join(temporary(), 'data');
  await succeedMeanwhile(['demo', '--data', data, '--events', '300', '--days', '3']);
  const run = (profile, more = {}) => runMeanwhile(['backup', PLACE, '--data', data], { ...unset, HOME: home, no_proxy: '127.0.0.1', AWS_PROFILE: profile, ...more });

  const refuses = async (words, ...args) => {
    const done = await run(...args);
    assert.equal(done.status, 1, done.text);
    assert.match(done.text, words);
    for (const secret of [KEYS.AWS_SECRET_ACCESS_KEY, 'wrong+secret']) assert.ok(!done.text.includes(secret), done.text);
  };
  await refuses(/AWS_PROFILE is 'nobody', which is not in .*\/\.aws\/credentials and .*\/\.aws\/config/, 'nobody');
  await refuses(/profile 'role' has its keys by role_arn, which is not read: .*aws configure export-credentials --profile role/, 'role');
  await refuses(/AWS_ACCESS_KEY_ID is not set: .*profile 'default' of/, '');
  await refuses(/aws_secret_access_key in profile 'wrong' of .*credentials does not belong to aws_access_key_id in/, 'wrong');
  assert.deepEqual(fs.readdirSync(store.folder), [], 'nothing was written');

  const saved = await run('night');
  assert.equal(saved.status, 0, saved.text);
  const elsewhere = path.join(home, 'keys');
  fs.renameSync(credentials, elsewhere);
  const again = await run('night', { AWS_SHARED_CREDENTIALS_FILE: elsewhere });
  assert.equal(again.status, 0, again.text);
  assert.ok(!(saved.text + again.text).includes(KEYS.AWS_SECRET_ACCESS_KEY));
});
