// posthog for Python from its registry, when that can be reached.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import test from 'node:test';

import { signUp, startServer, until } from '../harness.mjs';
import { pythonWith } from './python.mjs';

test('posthog (Python)', { timeout: 1_200_000 }, async (t) => {
  const { python, reason } = pythonWith('posthog', '7.91.1');
  if (!python) return t.skip(reason);
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const child = spawn(python, [fileURLToPath(new URL('posthog_python.py', import.meta.url)), server.url, owner.token], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);

  await until('30 events', async () => (await owner.hogql("select count() from events where event = 'py many'"))[0][0] === 30);
  const [[distinctId, properties]] = await owner.hogql("select distinct_id, properties from events where event = 'py one'");
  const stored = typeof properties === 'string' ? JSON.parse(properties) : properties;
  assert.equal(distinctId, 'py-1');
  assert.equal(stored.plan, 'pro');
  assert.equal(stored.text, 'ä😀');
  assert.equal(stored.$lib, 'posthog-python');
  const [[old]] = await until('the old event', async () => {
    const rows = await owner.hogql("select toUnixTimestamp64Milli(timestamp) from events where event = 'py old'");
    return rows.length > 0 && rows;
  });
  // The time on the way counts as a clock that is off.
  assert.ok(Math.abs(Number(old) - Date.UTC(2026, 0, 2, 3, 4, 5)) < 5_000, String(old));
});
