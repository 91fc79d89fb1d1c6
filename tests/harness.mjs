// Starts the real program on a free port with a data directory of its own and speaks HTTP with it.
//
//   const server = await startServer();           // test(): t.after(() => server.remove())
//   const owner = await signUp(server);           // { project, key, token, cookie, csrf }
//   await owner.hogql('select count() from events');
//
// TENREC_BINARY chooses the program; otherwise it is the newest of build/release and build/dev.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

export function binary() {
  if (process.env.TENREC_BINARY) return process.env.TENREC_BINARY;
  const built = ['release', 'dev']
    .map((preset) => path.join(ROOT, 'build', preset, 'tenrec'))
    .filter((file) => fs.existsSync(file))
    .sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs);
  if (built.length === 0) throw new Error('no program: run ./dev build');
  return built[0];
}

/**
 * A port nobody listens on. It lies below those that the system hands out for connections of its own, so that it is
 * still free when a server that was stopped starts on it again.
 */
export async function freePort() {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 20_000);
    const server = net.createServer().listen(port, '127.0.0.1');
    const free = await Promise.race([once(server, 'listening').then(() => true), once(server, 'error').then(() => false)]);
    if (!free) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

const temporaries = [];
process.on('exit', () => {
  for (const directory of temporaries) fs.rmSync(directory, { recursive: true, force: true });
});

/** An empty directory that goes away with this process: by then every server that a test has started is gone,
 * while hooks of a test run in the order in which they were registered. */
export function temporary() {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'tenrec-test-'));
  temporaries.push(directory);
  return directory;
}

/** Asks again until the answer is true, and gives it. Fails with the last answer or error. */
export async function until(what, ask, timeoutMs = 60_000) {
  const end = Date.now() + timeoutMs;
  let last;
  for (;;) {
    try {
      last = await ask();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`${what}: not within ${timeoutMs} ms; last: ${last?.stack ?? JSON.stringify(last)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export class Server {
  constructor(options) {
    this.options = options;
    this.port = options.port;
    this.data = options.data;
    this.url = `http://127.0.0.1:${this.port}`;
  }

  /** Starts the program and waits until it says that it is well. */
  async start() {
    this.output = '';
    const args = ['serve', '--data', this.data, '--port', String(this.port), ...(this.options.args ?? [])];
    // Tests count every event and every question, also those that the program asks itself.
    const env = { ...process.env, TENREC_SELF_TEST_SECONDS: '0', ...this.options.env };
    this.child = spawn(binary(), args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (chunk) => {
      this.output = (this.output + chunk).slice(-20_000);
    };
    this.child.stdout.on('data', keep);
    this.child.stderr.on('data', keep);
    this.exited = once(this.child, 'exit');
    const started = Date.now();
    await until(`start of ${binary()}`, async () => {
      if (this.child.exitCode !== null) throw new Error(`it ended with ${this.child.exitCode}:\n${this.output}`);
      return (await this.request('GET', '/_health')).status === 200;
    }, this.options.startTimeoutMs ?? 60_000);
    this.startMs = Date.now() - started;
    return this;
  }

  /** Ends it as an operator would; fails when it does not end by itself. */
  async stop() {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    const slow = setTimeout(() => this.child.kill('SIGKILL'), 30_000);
    const [code, signal] = await this.exited;
    clearTimeout(slow);
    if (signal === 'SIGKILL') throw new Error(`it did not stop within 30 s:\n${this.output}`);
    if (code !== 0) throw new Error(`it stopped with ${code}:\n${this.output}`);
  }

  async kill() {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  /** Stops it and removes its data. */
  async remove() {
    try {
      await this.stop();
    } finally {
      if (!this.options.keepData) fs.rmSync(this.data, { recursive: true, force: true });
    }
  }

  get alive() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** One request; the answer's body as text. `agent` keeps connections open. */
  request(method, target, { headers = {}, body, agent } = {}) {
    return new Promise((resolve, reject) => {
      const request = http.request({ host: '127.0.0.1', port: this.port, method, path: target, headers, agent }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString('utf8');
          resolve({
            status: response.statusCode,
            headers: response.headers,
            bytes,
            text,
            get json() {
              return JSON.parse(text);
            },
          });
        });
      });
      request.on('error', reject);
      if (body !== undefined) request.write(body);
      request.end();
    });
  }

  post(target, value, headers = {}) {
    return this.request('POST', target, { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) });
  }
}

const DAY = 86_400_000;
const MIDNIGHT_IS_NEAR = 180_000;

/** What is sent as of yesterday is to be of yesterday still when it is asked for: no test begins right before midnight. */
async function passMidnight() {
  const left = DAY - (Date.now() % DAY);
  if (left < MIDNIGHT_IS_NEAR) await new Promise((resolve) => setTimeout(resolve, left));
}

/** A server with an empty data directory, started. Options: data, port, args, env, keepData. */
export async function startServer(options = {}) {
  await passMidnight();
  const data = options.data ?? fs.mkdtempSync(path.join(os.tmpdir(), 'tenrec-test-'));
  const port = options.port ?? (await freePort());
  return await new Server({ ...options, data, port }).start();
}

/** Takes away the dashboard that a project begins with, with its insights. */
export async function withoutDashboards(owner) {
  const at = `/api/projects/${owner.project.id}/`;
  for (const board of (await owner.api('GET', `${at}dashboards/`)).results) {
    await owner.api('PATCH', `${at}dashboards/${board.id}/`, { deleted: true, delete_insights: true });
  }
  await owner.api('PATCH', at, { primary_dashboard: null });
}

/** Somebody who owns a project: signed up, with a personal API key for everything. */
export class Owner {
  constructor(server, session, project, key) {
    Object.assign(this, { server, session, project, key, token: project.api_token });
  }

  async api(method, target, value) {
    const headers = { authorization: `Bearer ${this.key}`, 'content-type': 'application/json' };
    const answer = await this.server.request(method, target, { headers, body: value === undefined ? undefined : JSON.stringify(value) });
    if (answer.status >= 300) throw new Error(`${method} ${target}: ${answer.status} ${answer.text}`);
    return answer.text === '' ? null : answer.json;
  }

  /** The answer of the query endpoint, computed now. */
  query(query) {
    return this.api('POST', `/api/projects/${this.project.id}/query/`, { query, refresh: 'force_blocking' });
  }

  /** The rows of a HogQL question. */
  async hogql(text) {
    return (await this.query({ kind: 'HogQLQuery', query: text })).results;
  }

  async eventCount() {
    return Number((await this.hogql('select count() from events'))[0][0]);
  }
}

export async function signUp(server, { email = 'owner@example.com', password = 'correct horse battery' } = {}) {
  const signed = await server.post('/api/signup/', { email, password, first_name: 'Ada', organization_name: 'Acme' });
  if (signed.status !== 201) throw new Error(`sign-up: ${signed.status} ${signed.text}`);
  const cookies = (signed.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]);
  const csrf = cookies.find((pair) => pair.startsWith('posthog_csrftoken='))?.split('=')[1] ?? '';
  const session = { cookie: cookies.join('; '), 'x-csrftoken': decodeURIComponent(csrf) };
  const project = await server.request('GET', '/api/projects/@current/', { headers: session });
  if (project.status !== 200) throw new Error(`project: ${project.status} ${project.text}`);
  const key = await server.post('/api/personal_api_keys/', { label: 'test', scopes: ['*'] }, session);
  if (key.status !== 201) throw new Error(`key: ${key.status} ${key.text}`);
  return new Owner(server, session, project.json, key.json.value);
}
