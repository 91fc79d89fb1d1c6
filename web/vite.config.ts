import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { firstParts } from './scripts/first_parts.mjs'

const server = process.env.TENREC_URL ?? 'http://localhost:8000'

/** What every page has loaded before it asks for a part. */
const inShell = /\/(vendor|shell|index)-[\w-]{8}\.(js|css)$/

/** What menus and popovers are made of, which nearly every page has. */
const inMenus =
  /src[\\/]ui[\\/](menu|popover|popup)\.|icons[\\/]check\.|@base-ui[\\/](utils|react[\\/](?!combobox|select|autocomplete|dialog|drawer|toast|checkbox|switch|tabs|toggle))|@floating-ui|reselect|tabbable/

/** What else a page with an answer shows before anything is opened. */
const inBasics =
  /src[\\/](lib|api)[\\/]|src[\\/]ui[\\/](checkbox|copy|date_range|editable_title|event_time|field|link|menu_\w+|num|page_tabs|segmented|states|status_pill|switch|tabs|table_sort|toast|use_(?!held)\w+)\.|lucide-react|@base-ui[\\/]react[\\/](checkbox|switch|tabs|toggle)/

export default defineConfig(({ command }) => ({
  // Built files live apart from page addresses; while developing both start at /.
  base: command === 'build' ? '/static/app/' : '/',
  plugins: [react(), tailwindcss(), firstParts()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: 'dist',
    // The server answers /static/app/assets/* as immutable, so every name carries a hash.
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    // scripts/size.mjs reads it to know what the first page loads.
    manifest: true,
    target: 'es2022',
    // What every page has loaded before it asks for a part need not be listed with each part.
    modulePreload: { resolveDependencies: (_file, parts, { hostType }) => (hostType === 'js' ? parts.filter((part) => !inShell.test(part)) : parts) },
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            // Changes only with its versions, so that browsers keep it over releases; with what loads parts, which charts need at once.
            { name: 'vendor', test: /rolldown[\\/]runtime|src[\\/]lib[\\/]parts|node_modules[\\/](react|react-dom|scheduler|use-sync-external-store|@tanstack[\\/](?!react-virtual|virtual)[^\\/]+)[\\/]/ },
            // The chart layer, which every screen with a chart shares; rarer charts come when one is shown.
            { name: 'charts', test: /src[\\/]charts[\\/](?!world_map|map_shapes|pie|calendar|heat_grid|box_plot|value_table|funnel_|retention_|activity_|paths_|picture|gallery|samples)/ },
            // A file more is a request more: what every page loads, and what most of them show at once, come in one file each.
            { name: 'shell', tags: ['$initial'], test: /(?<![\\/]main\.tsx)$/ },
            { name: 'menus', minShareCount: 2, test: inMenus },
            { name: 'basics', minShareCount: 2, test: inBasics },
            { name: 'answers', minShareCount: 2, test: /src[\\/](answers|drill)[\\/]|filters[\\/]comparison/ },
            // What opens over a page, and what most lists are made of.
            { name: 'overlays', minShareCount: 2, test: /src[\\/]ui[\\/](dialog|drawer|confirm|form_dialog)|@base-ui[\\/]react[\\/](esm[\\/])?(dialog|drawer)[\\/]/ },
            { name: 'lists', minShareCount: 2, test: /src[\\/]ui[\\/](picker|property_picker|select|combobox|option_list|use_held_enter)\.|@base-ui[\\/]react[\\/](esm[\\/])?(combobox|select|autocomplete)[\\/]|@tanstack[\\/](react-)?virtual/ },
          ],
        },
      },
    },
  },
  server: {
    // The layout of questions is tried on those that the compiler is tested with.
    fs: { allow: ['.', '../src/tenrec/hogql/testdata'] },
    proxy: { '^/(api|_preflight|_health|_readyz|logout|i/|e/|array/|static/(?!app/))': server },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}', 'scripts/*.test.mjs'],
    reporters: ['default', './scripts/closing_line.mjs'],
    restoreMocks: true,
    // A busy machine is slow, not wrong.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ['src/ui/patience.ts'],
    // The palette test reads the stylesheet itself.
    css: { include: /theme\.css/ },
  },
}))
