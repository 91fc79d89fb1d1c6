import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const server = process.env.TENREC_URL ?? 'http://localhost:8000'

export default defineConfig(({ command }) => ({
  // Built files live apart from page addresses; while developing both start at /.
  base: command === 'build' ? '/static/app/' : '/',
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: 'dist',
    // The server answers /static/app/assets/* as immutable, so every name carries a hash.
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    // scripts/size.mjs reads it to know what the first page loads.
    manifest: true,
    target: 'es2022',
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            // Changes only with its versions, so that browsers keep it over releases.
            { name: 'vendor', test: /node_modules[\\/](react|react-dom|scheduler|use-sync-external-store|@tanstack[\\/](?!react-virtual|virtual)[^\\/]+)[\\/]/ },
            // The chart layer, which every screen with a chart shares; rarer charts come when one is shown.
            { name: 'charts', test: /src[\\/]charts[\\/](?!world_map|map_shapes|pie|calendar|heat_grid|box_plot|value_table|funnel_|retention_|activity_|paths_|picture|gallery|samples)/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '^/(api|_preflight|_health|logout|i/|e/|array/|static/(?!app/))': server } },
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
