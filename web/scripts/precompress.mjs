// Leaves name.br and name.gz beside every file of dist that is text, so that the server never packs.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const dist = new URL('../dist/', import.meta.url)
const packable = /\.(js|css|html|svg|json|webmanifest|txt)$/
const worthIt = 1024

for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !packable.test(entry.name)) continue
  const file = `${entry.parentPath}/${entry.name}`
  const plain = readFileSync(file)
  if (plain.length < worthIt) continue
  const options = { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }
  writeFileSync(`${file}.br`, brotliCompressSync(plain, options))
  writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }))
}
