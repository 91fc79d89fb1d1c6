export interface Step {
  title: string
  /** The parts of a step that has alternatives, such as one command a package manager. */
  tabs?: { label: string; code: string }[]
  code?: string
  note?: string
}

export interface Stack {
  id: string
  name: string
  steps: Step[]
}

interface Place {
  /** Where this server is reached: "https://analytics.example.com". */
  origin: string
  /** The project's key. */
  token: string
}

const jsPackage = (name: string): Step['tabs'] => [
  { label: 'npm', code: `npm install ${name}` },
  { label: 'pnpm', code: `pnpm add ${name}` },
  { label: 'yarn', code: `yarn add ${name}` },
  { label: 'bun', code: `bun add ${name}` },
]

/** The loader that posthog-js ships for pages without a build step. */
function htmlLoader({ origin, token }: Place): string {
  return `<script>
  !function(t,e){var o,n,p,r;e.__SV||(window.posthog=e,e._i=[],e.init=function(i,s,a){function g(t,e){var o=e.split(".");2==o.length&&(t=t[o[0]],e=o[1]),t[e]=function(){t.push([e].concat(Array.prototype.slice.call(arguments,0)))}}(p=t.createElement("script")).type="text/javascript",p.crossOrigin="anonymous",p.async=!0,p.src=s.api_host+"/static/array.js",(r=t.getElementsByTagName("script")[0]).parentNode.insertBefore(p,r);var u=e;for(void 0!==a?u=e[a]=[]:a="posthog",u.people=u.people||[],u.toString=function(t){var e="posthog";return"posthog"!==a&&(e+="."+a),t||(e+=" (stub)"),e},u.people.toString=function(){return u.toString(1)+".people (stub)"},o="init capture register register_once unregister identify setPersonProperties group reset get_distinct_id getFeatureFlag isFeatureEnabled onFeatureFlags reloadFeatureFlags opt_in_capturing opt_out_capturing has_opted_out_capturing".split(" "),n=0;n<o.length;n++)g(u,o[n]);e._i.push([i,s,a])},e.__SV=1)}(document,window.posthog||[]);
  posthog.init('${token}', {
    api_host: '${origin}',
    defaults: '2025-05-24',
  })
</script>`
}

/** What to install and to write, with this server's address and the project's key filled in. */
export function stacksFor(place: Place): Stack[] {
  const { origin, token } = place
  return [
    {
      id: 'html',
      name: 'HTML snippet',
      steps: [
        { title: 'Paste this before </head> of every page', code: htmlLoader(place) },
        { title: 'Open one of the pages', note: 'Page views and clicks are captured by themselves.' },
      ],
    },
    {
      id: 'js',
      name: 'JavaScript',
      steps: [
        { title: 'Install the library', tabs: jsPackage('posthog-js') },
        {
          title: 'Start it once, early in your app',
          code: `import posthog from 'posthog-js'

posthog.init('${token}', {
  api_host: '${origin}',
  defaults: '2025-05-24',
})`,
        },
        { title: 'Capture what matters to you', code: `posthog.capture('signed_up', { plan: 'pro' })` },
      ],
    },
    {
      id: 'node',
      name: 'Node.js',
      steps: [
        { title: 'Install the library', tabs: jsPackage('posthog-node') },
        {
          title: 'Capture an event',
          code: `import { PostHog } from 'posthog-node'

const client = new PostHog('${token}', {
  host: '${origin}',
})

client.capture({
  distinctId: 'user-123',
  event: 'signed_up',
  properties: { plan: 'pro' },
})

await client.shutdown()`,
        },
      ],
    },
    {
      id: 'python',
      name: 'Python',
      steps: [
        {
          title: 'Install the library',
          tabs: [
            { label: 'pip', code: 'pip install posthog' },
            { label: 'uv', code: 'uv add posthog' },
            { label: 'poetry', code: 'poetry add posthog' },
          ],
        },
        {
          title: 'Capture an event',
          code: `from posthog import Posthog

posthog = Posthog('${token}', host='${origin}')

posthog.capture('signed_up', distinct_id='user-123', properties={'plan': 'pro'})
posthog.shutdown()`,
        },
      ],
    },
    {
      id: 'curl',
      name: 'curl',
      steps: [
        {
          title: 'Send an event from a terminal',
          code: `curl ${origin}/i/v0/e/ \\
  -H 'Content-Type: application/json' \\
  -d '{"api_key": "${token}", "event": "signed_up", "distinct_id": "user-123"}'`,
        },
      ],
    },
    {
      id: 'posthog',
      name: 'Already on PostHog',
      steps: [
        {
          title: 'Change the host and the key; everything else stays',
          tabs: [
            { label: 'JavaScript', code: `posthog.init('${token}', {\n  api_host: '${origin}',\n})` },
            { label: 'Node.js', code: `new PostHog('${token}', { host: '${origin}' })` },
            { label: 'Python', code: `Posthog('${token}', host='${origin}')` },
          ],
          note: 'Your calls of capture, identify and group work as they are.',
        },
      ],
    },
  ]
}
