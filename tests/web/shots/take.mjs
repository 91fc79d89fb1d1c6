// Pictures of every page in every state, three sizes and both themes, into web/shots; fails on what is broken by
// itself. What differs from the pictures of the run before is listed to be looked at.
//
//   npm run shots                         in web/
//   npm run shots -- trends kit           only pages whose name begins so
//   npm run shots -- --size 390 --theme dark --state default
//
// TENREC_BINARY chooses the program; the web app comes from web/dist: build it first.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../../harness.mjs'
import { routes, statesOf } from './routes.mjs'
import { differenceOf, openStudio, sizes } from './studio.mjs'

const { values: only, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { size: { type: 'string' }, theme: { type: 'string' }, state: { type: 'string' } },
})
const webDir = path.join(ROOT, 'web/dist')
if (!existsSync(path.join(webDir, 'index.html'))) throw new Error('no web app: run npm run build')
const out = path.join(ROOT, 'web/shots')
const before = path.join(out, 'before')

const jobs = []
for (const route of routes) {
  if (names.length > 0 && !names.some((name) => route.name.startsWith(name))) continue
  for (const state of statesOf(route)) {
    for (const size of Object.keys(sizes)) {
      for (const theme of ['light', 'dark']) {
        if ((only.state ?? state) !== state || (only.size ?? size) !== size || (only.theme ?? theme) !== theme) continue
        jobs.push({ route, state, size, theme, name: `${route.name}-${state}-${size}-${theme}` })
      }
    }
  }
}
console.log(`${jobs.length} pictures`)
mkdirSync(before, { recursive: true })
for (const { name } of jobs) {
  const file = path.join(out, `${name}.png`)
  if (existsSync(file)) renameSync(file, path.join(before, `${name}.png`))
}

const studio = await openStudio({ webDir })
const compare = await studio.browser.newPage()
const broken = []
const changed = []
const queue = [...jobs]
async function work() {
  for (let job = queue.shift(); job; job = queue.shift()) {
    const file = path.join(out, `${job.name}.png`)
    const faults = await studio.shoot(job.route, { ...job, file })
    for (const fault of faults) broken.push(`${job.name}: ${fault}`)
    const old = path.join(before, `${job.name}.png`)
    if (existsSync(file) && existsSync(old)) {
      const share = await differenceOf(compare, readFileSync(old), readFileSync(file))
      if (share > 0.001) changed.push(`${job.name}: ${(share * 100).toFixed(2)} % of pixels`)
    } else if (existsSync(file)) changed.push(`${job.name}: new`)
    console.log(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${job.name}`)
  }
}
await Promise.all([work(), work()])
await studio.close()
if (names.length === 0 && Object.keys(only).length === 0) rmSync(before, { recursive: true, force: true })

const rows = jobs.map(({ name }) => `<figure><a href="${name}.png"><img loading="lazy" src="${name}.png"></a><figcaption>${name}</figcaption></figure>`)
writeFileSync(
  path.join(out, 'index.html'),
  `<!doctype html><meta charset="utf-8"><title>Shots</title><style>body{display:flex;flex-wrap:wrap;gap:16px;font:13px sans-serif}figure{margin:0;width:420px}img{width:100%;border:1px solid #ccc}</style>${rows.join('\n')}`,
)
console.log(`\n${changed.length} to look at, in ${path.relative(ROOT, out)}/index.html`)
for (const line of changed) console.log(`  ${line}`)
if (broken.length > 0) {
  console.error(`\n${broken.length} faults`)
  for (const line of broken) console.error(`  ${line}`)
  process.exit(1)
}
