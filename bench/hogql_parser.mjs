// Prints, for each line of standard input, how many microseconds the reference parser takes to parse
// it: the WebAssembly build of npm's @posthog/hogql-parser. Parsing alone, median of many runs.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(new URL('../tests/', import.meta.url))
const { default: createParser } = await import(require.resolve('@posthog/hogql-parser'))

const parser = await createParser()
for (const text of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const times = []
  const end = performance.now() + 1000
  do {
    const start = performance.now()
    const tree = parser.parseSelect(text)
    times.push(performance.now() - start)
    if (JSON.parse(tree).error) throw new Error(`it refuses: ${text}`)
  } while (performance.now() < end || times.length < 5)
  times.sort((a, b) => a - b)
  console.log((times[times.length >> 1] * 1000).toFixed(1))
}
