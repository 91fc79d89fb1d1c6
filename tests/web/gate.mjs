/** A gateway before a server, as an operator may have one: it passes everything on, but holds answers back or refuses when told. */
import { once } from 'node:events'
import http from 'node:http'
import { freePort } from '../harness.mjs'

/**
 * Stands before the server at an address of its own.
 *   refuse(status, wanted)  refuses what is wanted until `pass()`; `wanted` judges method, path and body
 *   hold(wanted)            keeps answers to what is wanted until `pass()`
 */
export async function openGate(server) {
  const port = await freePort()
  let refused = null
  let held = null
  const onward = (request, body, response) => {
    const sent = http.request({ host: '127.0.0.1', port: server.port, method: request.method, path: request.url, headers: request.headers }, (answer) => {
      const give = () => {
        response.writeHead(answer.statusCode, answer.rawHeaders)
        answer.pipe(response)
      }
      if (!held?.wanted({ method: request.method, path: request.url, body })) return give()
      held.gives.push(give)
    })
    sent.on('error', () => {
      if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/html' })
      response.end('<html><h1>Bad gateway</h1></html>')
    })
    response.on('close', () => sent.destroy())
    sent.end(body)
  }
  const gate = http.createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    if (!refused?.wanted({ method: request.method, path: request.url, body: body.toString() })) return onward(request, body, response)
    refused.count += 1
    response.writeHead(refused.status, { 'content-type': 'text/html', 'retry-after': '0' }).end('<html><h1>Try later</h1></html>')
  })
  gate.listen(port, '127.0.0.1')
  await once(gate, 'listening')
  return {
    url: `http://127.0.0.1:${port}`,
    refuse(status, wanted) {
      refused = { status, wanted, count: 0 }
    },
    /** How often something was refused since `refuse`. */
    get refusals() {
      return refused?.count ?? 0
    },
    hold(wanted) {
      held = { wanted: ({ body, ...rest }) => wanted({ ...rest, body: body.toString() }), gives: [] }
    },
    pass() {
      const gives = held?.gives ?? []
      refused = null
      held = null
      for (const give of gives) give()
    },
    async close() {
      this.pass()
      gate.closeAllConnections()
      gate.close()
      await once(gate, 'close')
    },
  }
}
