// A data directory on a small tmpfs that somebody else fills: capture says 503 with Retry-After,
// goes on by itself when there is room again, and keeps what it acknowledged.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';

import { signUp, startServer, until } from '../harness.mjs';

/** Mounts a tmpfs, or says why that is not possible. */
function mountSmall(megabytes) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tenrec-full-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    fs.rmdirSync(folder);
    return { reason: `cannot mount a tmpfs: ${String(error.stderr ?? error).trim()}` };
  }
  return { folder };
}

test('a full disk is answered with 503 and heals by itself', { timeout: 1_200_000 }, async (t) => {
  const { folder, reason } = mountSmall(700);
  if (!folder) return t.skip(reason);
  const data = path.join(folder, 'data');
  fs.mkdirSync(data);
  const server = await startServer({ data, keepData: true });
  t.after(async () => {
    await server.remove();
    execFileSync('umount', [folder]);
    fs.rmdirSync(folder);
  });
  const owner = await signUp(server);
  const acknowledged = new Set();
  const send = async () => {
    const batch = Array.from({ length: 20 }, () => ({ event: 'full', uuid: randomUUID(), distinct_id: 'p', properties: { text: 'x'.repeat(2_000) } }));
    const answer = await server.post('/batch/', { api_key: owner.token, batch });
    if (answer.status === 200) for (const event of batch) acknowledged.add(event.uuid);
    return answer;
  };
  for (let i = 0; i < 20; ++i) assert.equal((await send()).status, 200);

  const ballast = path.join(folder, 'ballast');
  const file = fs.openSync(ballast, 'w');
  const block = Buffer.alloc(1 << 20, 1);
  try {
    for (;;) fs.writeSync(file, block);
  } catch (error) {
    assert.equal(error.code, 'ENOSPC');
  }
  fs.closeSync(file);

  // What is preallocated may still take some; then it must say no, and stay up.
  const refused = await until('capture says 503', async () => {
    const answer = await send();
    return answer.status === 200 ? null : answer;
  }, 300_000);
  assert.equal(refused.status, 503, refused.text);
  assert.ok(Number(refused.headers['retry-after']) > 0, 'Retry-After');
  for (let i = 0; i < 50; ++i) assert.equal((await send()).status, 503);
  assert.ok(server.alive);

  fs.rmSync(ballast);
  await until('capture takes events again', async () => (await send()).status === 200, 300_000);
  for (let i = 0; i < 5; ++i) assert.equal((await send()).status, 200);

  await until('every acknowledged event is stored', async () => (await owner.eventCount()) >= acknowledged.size, 300_000);
  const rows = await owner.hogql("select toString(uuid), count() from events where event = 'full' group by uuid limit 50000");
  const times = new Map(rows.map(([uuid, count]) => [uuid, Number(count)]));
  assert.deepEqual([...acknowledged].filter((uuid) => times.get(uuid) !== 1), []);
});
