// A real server that speaks S3 (nanio, from its registry), and a gate in front of it that counts
// what passes, answers in its place, breaks connections and holds requests back.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { ROOT, freePort, temporary, until } from '../harness.mjs';

const REQUIREMENTS = fileURLToPath(new URL('s3_server_requirements.txt', import.meta.url));
export const KEYS = { AWS_ACCESS_KEY_ID: 'AKIDOFTHETEST', AWS_SECRET_ACCESS_KEY: 'secret+of/the=test' };

const REFUSALS = { busy: [503, 'SlowDown'], forbidden: [403, 'AccessDenied'] };

/** The Python that has the server, or why there is none. */
function pythonWithServer() {
  const version = createHash('sha256').update(fs.readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const folder = path.join(ROOT, '.cache', `s3-server-${version}`);
  const python = path.join(folder, 'bin', 'python');
  const works = () => spawnSync(python, ['-c', 'import nanio.cli, uvicorn, httptools']).status === 0;
  if (fs.existsSync(python) && works()) return { python };
  fs.rmSync(folder, { recursive: true, force: true });
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--retries', '1', '--no-deps', '-r', REQUIREMENTS];
  for (const command of [['python3', '-m', 'venv', folder], [python, ...install]]) {
    const run = spawnSync(command[0], command.slice(1), { encoding: 'utf8', timeout: 600_000 });
    if (run.status !== 0) {
      fs.rmSync(folder, { recursive: true, force: true });
      return { reason: `${command.join(' ')}: ${(run.stderr || run.error?.message || 'failed').trim().split('\n').pop()}` };
    }
  }
  return works() ? { python } : { reason: 'the installed server cannot be imported' };
}

/**
 * Passes requests on as they are, for the signature covers the name they were sent to. `judge(request)` may say
 * 'busy' (503), 'forbidden' (403), 'cut' (the connection breaks after the head), 'half' (it breaks in the middle of the answer) or
 * 'hold' (nothing happens any more).
 */
class Gate {
  constructor(port, identity) {
    this.seen = [];
    this.judge = () => undefined;
    const pass = (request, response) => this.pass(request, response, port);
    this.server = identity ? https.createServer(identity, pass) : http.createServer(pass);
  }

  /** Whole requests of a kind, by method and the path behind the bucket, since `from`. */
  requests(method, pattern, from = 0) {
    return this.seen.slice(from).filter((one) => one.method === method && pattern.test(one.url));
  }

  pass(request, response, port) {
    const one = { method: request.method, url: request.url.replace(/^\/[^/?]*\/?/, ''), bytes: Number(request.headers['content-length'] ?? 0), verdict: undefined, status: undefined };
    one.number = this.seen.push(one);
    one.verdict = this.judge(one);
    if (one.verdict === 'hold') return;
    if (one.verdict === 'cut') {
      request.socket.destroy();
      return;
    }
    if (one.verdict in REFUSALS) {
      const [status, code] = REFUSALS[one.verdict];
      request.resume();
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(`<Error><Code>${code}</Code><Message>Not now.</Message></Error>`);
      return;
    }
    const onward = http.request({ host: '127.0.0.1', port, method: request.method, path: request.url, headers: request.headers, agent: false }, (answer) => {
      one.status = answer.statusCode;
      response.writeHead(answer.statusCode, answer.headers);
      if (one.verdict !== 'half') {
        answer.pipe(response);
        return;
      }
      answer.once('data', (chunk) => {
        answer.pause();
        response.write(chunk.subarray(0, Math.ceil(chunk.length / 2)), () => request.socket.destroy());
      });
      answer.once('end', () => request.socket.destroy());
    });
    onward.on('error', () => {
      one.status ??= 0;
      request.socket.destroy();
    });
    request.on('error', () => onward.destroy());
    request.pipe(onward);
  }
}

/**
 * An authority that nobody knows: `file` holds its certificate, and `certify` gives a server of a name, such as
 * "IP:127.0.0.1", its key and certificate.
 */
export function makeAuthority(name) {
  const folder = temporary();
  const file = (what) => path.join(folder, what);
  const openssl = (...args) => {
    const run = spawnSync('openssl', args, { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`openssl ${args.join(' ')}: ${run.stderr || run.error?.message}`);
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...newKey, '-days', '2', '-subj', `/CN=${name}`, '-keyout', file('ca.key'), '-out', file('ca.pem'));
  return {
    file: file('ca.pem'),
    certify(whom) {
      fs.writeFileSync(file('names'), `subjectAltName=${whom}\n`);
      openssl('req', ...newKey, '-subj', '/CN=store', '-keyout', file('store.key'), '-out', file('store.csr'));
      openssl('x509', '-req', '-in', file('store.csr'), '-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', '2', '-extfile', file('names'), '-out', file('store.pem'));
      return { key: fs.readFileSync(file('store.key')), cert: fs.readFileSync(file('store.pem')) };
    },
  };
}

/**
 * The server with a bucket "copies" and the gate: { url, folder, gate }. Gives { reason } where the server cannot be
 * had. `url` leads through the gate, over TLS where an identity (makeAuthority) is given.
 */
export async function startS3Server(t, identity) {
  const { python, reason } = pythonWithServer();
  if (!python) return { reason };
  const folder = temporary();
  fs.mkdirSync(path.join(folder, 'copies'));
  const port = await freePort();
  const args = ['-m', 'nanio', 'serve', '--data-dir', folder, '--host', '127.0.0.1', '--port', String(port), '--no-access-log', '--log-level', 'warning'];
  const env = { ...process.env, NANIO_ACCESS_KEY: KEYS.AWS_ACCESS_KEY_ID, NANIO_SECRET_KEY: KEYS.AWS_SECRET_ACCESS_KEY };
  const child = spawn(python, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output = (output + chunk).slice(-5_000)));
  const exited = once(child, 'exit');
  t.after(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  await until('start of the S3 server', async () => {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${output}`);
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    return answer.status === 403;
  });
  const gate = new Gate(port, identity);
  // A connection that ends for having been idle would be a fault that nobody asked for.
  gate.server.keepAliveTimeout = 0;
  gate.server.listen(0, '127.0.0.1');
  await once(gate.server, 'listening');
  t.after(() => {
    gate.server.closeAllConnections();
    gate.server.close();
  });
  return { url: `http${identity ? 's' : ''}://127.0.0.1:${gate.server.address().port}`, folder: path.join(folder, 'copies'), gate };
}
