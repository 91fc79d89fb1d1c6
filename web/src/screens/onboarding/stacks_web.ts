import { captureInPage, jsPackages, type Place, type Stack, type Step } from './stack'

/** The loader that posthog-js ships for pages without a build step. */
export function htmlLoader({ origin, token }: Place): string {
  return `<script>
  !function(t,e){var o,n,p,r;e.__SV||(window.posthog=e,e._i=[],e.init=function(i,s,a){function g(t,e){var o=e.split(".");2==o.length&&(t=t[o[0]],e=o[1]),t[e]=function(){t.push([e].concat(Array.prototype.slice.call(arguments,0)))}}(p=t.createElement("script")).type="text/javascript",p.crossOrigin="anonymous",p.async=!0,p.src=s.api_host+"/static/array.js",(r=t.getElementsByTagName("script")[0]).parentNode.insertBefore(p,r);var u=e;for(void 0!==a?u=e[a]=[]:a="posthog",u.people=u.people||[],u.toString=function(t){var e="posthog";return"posthog"!==a&&(e+="."+a),t||(e+=" (stub)"),e},u.people.toString=function(){return u.toString(1)+".people (stub)"},o="init capture register register_once unregister identify setPersonProperties group reset get_distinct_id getFeatureFlag isFeatureEnabled onFeatureFlags reloadFeatureFlags opt_in_capturing opt_out_capturing has_opted_out_capturing".split(" "),n=0;n<o.length;n++)g(u,o[n]);e._i.push([i,s,a])},e.__SV=1)}(document,window.posthog||[]);
  posthog.init('${token}', {
    api_host: '${origin}',
    defaults: '2025-05-24',
  })
</script>`
}

const init = ({ origin, token }: Place, indent = '') =>
  `posthog.init('${token}', {
${indent}  api_host: '${origin}',
${indent}  defaults: '2025-05-24',
${indent}})`

const lookAtIt: Step = { title: 'Open one of the pages', note: 'Page views and clicks are captured by themselves.' }

/** Stacks whose code runs in a browser. */
export function webStacks(place: Place): Stack[] {
  const { origin, token } = place
  return [
    {
      id: 'html',
      name: 'HTML snippet',
      words: ['website', 'wordpress', 'webflow', 'shopify', 'script tag', 'squarespace', 'framer'],
      steps: [{ title: 'Paste this before </head> of every page', code: htmlLoader(place) }, lookAtIt],
    },
    {
      id: 'js',
      name: 'JavaScript',
      words: ['typescript', 'vite', 'webpack', 'browser', 'npm', 'posthog-js'],
      steps: [
        jsPackages('posthog-js'),
        { title: 'Start it once, early in your app', code: `import posthog from 'posthog-js'\n\n${init(place)}` },
        captureInPage,
      ],
    },
    {
      id: 'react',
      name: 'React',
      words: ['jsx', 'vite', 'create react app'],
      steps: [
        jsPackages('posthog-js'),
        {
          title: 'Wrap your app, where it is started',
          code: `import { PostHogProvider } from 'posthog-js/react'

createRoot(document.getElementById('root')).render(
  <PostHogProvider
    apiKey="${token}"
    options={{ api_host: '${origin}', defaults: '2025-05-24' }}
  >
    <App />
  </PostHogProvider>,
)`,
        },
        {
          title: 'Capture what matters to you',
          code: `import { usePostHog } from 'posthog-js/react'

const posthog = usePostHog()
posthog.capture('signed_up', { plan: 'pro' })`,
          note: 'Page views and clicks are captured by themselves.',
        },
      ],
    },
    {
      id: 'next',
      name: 'Next.js',
      words: ['nextjs', 'react', 'vercel'],
      steps: [
        jsPackages('posthog-js'),
        {
          title: 'Write instrumentation-client.ts beside package.json (or in src)',
          code: `import posthog from 'posthog-js'\n\n${init(place)}`,
          note: 'From Next.js 15.3 on. In older versions start it in a client component of the root layout.',
        },
        { ...captureInPage, code: `'use client'\nimport posthog from 'posthog-js'\n\nposthog.capture('signed_up', { plan: 'pro' })` },
      ],
    },
    {
      id: 'vue',
      name: 'Vue',
      words: ['vuejs'],
      steps: [
        jsPackages('posthog-js'),
        {
          title: 'Start it in main.ts, before the app is mounted',
          code: `import { createApp } from 'vue'
import posthog from 'posthog-js'
import App from './App.vue'

${init(place)}

createApp(App).provide('posthog', posthog).mount('#app')`,
        },
        { ...captureInPage, code: `const posthog = inject('posthog')\nposthog.capture('signed_up', { plan: 'pro' })` },
      ],
    },
    {
      id: 'nuxt',
      name: 'Nuxt',
      words: ['vue', 'nuxtjs'],
      steps: [
        jsPackages('posthog-js'),
        {
          title: 'Write plugins/posthog.client.ts',
          code: `import posthog from 'posthog-js'

export default defineNuxtPlugin(() => {
  ${init(place, '  ')}
  return { provide: { posthog: () => posthog } }
})`,
        },
        { ...captureInPage, code: `const { $posthog } = useNuxtApp()\n$posthog().capture('signed_up', { plan: 'pro' })` },
      ],
    },
    {
      id: 'svelte',
      name: 'Svelte',
      words: ['sveltekit'],
      steps: [
        jsPackages('posthog-js'),
        {
          title: 'Start it in src/routes/+layout.ts',
          code: `import posthog from 'posthog-js'
import { browser } from '$app/environment'

export const load = async () => {
  if (browser) {
    ${init(place, '    ')}
  }
}`,
        },
        captureInPage,
      ],
    },
    {
      id: 'angular',
      name: 'Angular',
      steps: [
        jsPackages('posthog-js'),
        {
          title: 'Start it in src/main.ts, before the app',
          code: `import { bootstrapApplication } from '@angular/platform-browser'
import posthog from 'posthog-js'
import { AppComponent } from './app/app.component'
import { appConfig } from './app/app.config'

${init(place)}

bootstrapApplication(AppComponent, appConfig)`,
        },
        captureInPage,
      ],
    },
    {
      id: 'astro',
      name: 'Astro',
      words: ['static site'],
      steps: [
        {
          title: 'Write src/components/posthog.astro',
          code: htmlLoader(place).replace('<script>', '<script is:inline>'),
        },
        { title: 'Put it into the head of your layout', code: `---\nimport PostHog from '../components/posthog.astro'\n---\n<head>\n  <PostHog />\n</head>` },
        lookAtIt,
      ],
    },
    {
      id: 'gtm',
      name: 'Tag Manager',
      words: ['google tag manager', 'gtm'],
      steps: [
        { title: 'Add a tag of type “Custom HTML” with this content', code: htmlLoader(place) },
        { title: 'Let it fire on “All pages”, then publish the container', note: 'Preview mode shows whether the tag fires.' },
      ],
    },
  ]
}
