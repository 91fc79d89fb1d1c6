// Two people in one organization and a stranger, over HTTP, also after a restart.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test, { after, before } from 'node:test';

import { binary, signUp, startServer } from '../harness.mjs';

let server;
let owner;

before(async () => {
  server = await startServer({ env: { MULTI_ORG_ENABLED: 'true' } });
  owner = await signUp(server);
});
after(() => server?.remove());

const json = { 'content-type': 'application/json' };
const O = '/api/organizations/@current/';

/** Takes an invite and gives the new person's session. */
async function join(email, level) {
  const invite = await owner.api('POST', `${O}invites/`, { target_email: email, level });
  assert.equal(invite.emailing_attempt_made, false);
  const offer = await server.request('GET', `/api/signup/${invite.id}/`);
  assert.equal(offer.json.organization_name, 'Acme');
  const joined = await server.post(`/api/signup/${invite.id}`, { first_name: 'Bo', password: 'gravel-otter-lamp-77' });
  assert.equal(joined.status, 201, joined.text);
  const cookies = joined.headers['set-cookie'].map((line) => line.split(';')[0]);
  const csrf = cookies.find((pair) => pair.startsWith('posthog_csrftoken=')).split('=')[1];
  return { id: invite.id, uuid: joined.json.uuid, session: { cookie: cookies.join('; '), 'x-csrftoken': decodeURIComponent(csrf), ...json } };
}

test('invite, join, rise, and the last owner stays', async () => {
  const bo = await join('bo@example.com', 1);
  const as = (method, path, body) => server.request(method, path, { headers: bo.session, body: body && JSON.stringify(body) });
  const me = (await owner.api('GET', '/api/users/@me/')).uuid;

  assert.equal((await as('GET', '/api/projects/@current/')).json.id, owner.project.id);
  assert.equal((await as('POST', '/api/projects/', {})).status, 403);
  assert.equal((await as('PATCH', `${O}members/${me}/`, { level: 1 })).status, 403);
  assert.equal((await server.post(`/api/signup/${bo.id}/`, { first_name: 'X', password: 'gravel-otter-lamp-77' })).status, 400);

  const raised = await owner.api('PATCH', `${O}members/${bo.uuid}/`, { level: 8 });
  assert.equal(raised.level, 8);
  assert.equal((await as('PATCH', `${O}members/${me}/`, { level: 1 })).status, 403);
  assert.equal((await as('PATCH', `${O}members/${bo.uuid}/`, { level: 1 })).status, 400);
  assert.equal((await as('POST', `${O}roles/`, { name: 'Dev' })).status, 201);

  await server.stop();
  await server.start();
  assert.deepEqual((await owner.api('GET', `${O}members/`)).results.map((one) => one.level), [8, 15]);
  assert.deepEqual((await owner.api('GET', `${O}roles/`)).results.map((one) => one.name), ['Dev']);

  await assert.rejects(owner.api('DELETE', `${O}members/${me}/`), /400.*last_owner/);
  assert.equal((await as('DELETE', `${O}members/@me/`)).status, 204);
  assert.equal((await as('GET', `/api/projects/${owner.project.id}/`)).status, 404);
});

test('a stranger sees and changes nothing', async () => {
  const organization = (await owner.api('GET', O)).id;
  const invite = await owner.api('POST', `${O}invites/`, { target_email: 'late@example.com' });
  const stranger = await signUp(server, { email: 'eve@example.org' });
  const theirs = `/api/organizations/${organization}/`;
  for (const [method, path, body] of [
    ['GET', 'members/'],
    ['GET', 'invites/'],
    ['POST', 'invites/', { target_email: 'eve2@example.org' }],
    ['DELETE', `invites/${invite.id}/`],
    ['GET', 'roles/'],
  ]) {
    await assert.rejects(stranger.api(method, theirs + path, body), /: 404 /, `${method} ${path}`);
  }
  await assert.rejects(stranger.api('DELETE', `${O}invites/${invite.id}/`), /: 404 /);
  const wrong = await server.request('POST', `/api/signup/${invite.id}/`, { headers: { ...stranger.session, ...json }, body: '{}' });
  assert.equal(wrong.json.code, 'invalid_recipient');
  assert.equal((await owner.api('GET', `${O}invites/`)).count, 1);
});

test('the operator gives a link to who forgot the password', async () => {
  const print = (email) => execFileSync(binary(), ['password-link', '--data', server.data, '--port', String(server.port), '--email', email], { encoding: 'utf8', stdio: 'pipe' });
  const [, uuid, token] = print('OWNER@example.com').match(/^http:\/\/localhost:\d+\/reset\/([0-9a-f-]+)\/(\S+)\n$/);
  assert.equal((await server.request('GET', `/api/reset/${uuid}/?token=${token}`)).status, 204);
  assert.equal((await server.post(`/api/reset/${uuid}/`, { token, password: 'gravel-otter-lamp-78' })).status, 204);
  assert.equal((await server.post('/api/login/', { email: 'owner@example.com', password: 'gravel-otter-lamp-78' })).status, 200);
  assert.equal((await server.request('GET', `/api/reset/${uuid}/?token=${token}`)).json.code, 'invalid_token');
  assert.throws(() => print('who@example.com'), /there is no user with the e-mail who@example.com/);
});
