// Tells index.html which files each address needs first, so that the browser asks for them with the page.
import { readFileSync } from 'node:fs'

/**
 * Which screen each address shows, as src/routes.ts declares it: `['/insights/*', 'screens/insight/insight']`, the
 * project left out and every parameter a star.
 * @param {string} source
 * @returns {[path: string, screen: string][]}
 */
export function screensOf(source) {
  return source.split('createRoute({').flatMap((declared) => {
    const path = /^[^{}]*?path: '(\/[^']+)'/.exec(declared)?.[1]
    const screen = /\n\s+component: screen\(\(\) => import\('@\/(screens\/[^']+)'\)\)/.exec(declared)?.[1]
    return path && screen ? [/** @type {[string, string]} */ ([path.replaceAll(/\$\w+/g, '*'), screen])] : []
  })
}

/**
 * The files of each screen beyond those that every page loads, by address: `{'/insights/*': ['insight-BxK2p9Qa']}`.
 * @param {[path: string, screen: string][]} screens
 * @param {Record<string, {type: string, isEntry?: boolean, facadeModuleId?: string | null, imports?: string[]}>} bundle
 * @returns {Record<string, string[]>}
 */
export function partsOf(screens, bundle) {
  const closure = (file, seen = new Set()) => {
    if (seen.has(file) || bundle[file]?.type !== 'chunk') return seen
    seen.add(file)
    for (const next of bundle[file].imports ?? []) closure(next, seen)
    return seen
  }
  const files = Object.keys(bundle)
  const always = closure(files.find((file) => bundle[file].isEntry))
  return Object.fromEntries(
    screens.map(([path, screen]) => {
      const file = files.find((one) => bundle[one].facadeModuleId?.endsWith(`/src/${screen}.tsx`))
      if (!file) throw new Error(`${screen} has no chunk of its own`)
      return [path, [...closure(file)].filter((one) => !always.has(one)).map((one) => one.replace(/^assets\/(.*)\.js$/, '$1'))]
    }),
  )
}

/** @returns {import('vite').Plugin} */
export function firstParts() {
  const routes = new URL('../src/routes.ts', import.meta.url)
  return {
    name: 'first-parts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const place = 'var parts = {}'
        if (!bundle || !html.includes(place)) return html
        return html.replace(place, `var parts = ${JSON.stringify(partsOf(screensOf(readFileSync(routes, 'utf8')), bundle))}`)
      },
    },
  }
}
