// Stands between an SDK and the server: passes requests on, remembers them, and can answer otherwise.
import { once } from 'node:events';
import http from 'node:http';

/**
 * `meddle(request, forward)` may return { status, headers, body } to answer instead; it is given the
 * recorded request and a function that passes it on and gives the real answer.
 */
export async function startProxy(target, meddle = () => undefined) {
  const requests = [];
  const server = http.createServer(async (incoming, outgoing) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const request = { method: incoming.method, url: incoming.url, headers: incoming.headers, body: Buffer.concat(chunks) };
    requests.push(request);
    const forward = () => {
      const { 'transfer-encoding': _, ...headers } = request.headers;
      if (request.method !== 'GET' && request.method !== 'HEAD') headers['content-length'] = String(request.body.length);
      return target.request(request.method, request.url, { headers, body: request.body.length > 0 ? request.body : undefined });
    };
    try {
      const answer = (await meddle(request, forward)) ?? (await forward());
      request.status = answer.status;
      const { 'content-length': _, 'transfer-encoding': __, ...headers } = answer.headers ?? {};
      outgoing.writeHead(answer.status, headers);
      outgoing.end(answer.text ?? answer.body ?? '');
    } catch (error) {
      outgoing.writeHead(502);
      outgoing.end(String(error));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    to: (prefix) => requests.filter((request) => request.url.startsWith(prefix)),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
