/** Vitest reporter that ends the run with one plain line, the same as the project's other suites. */
export default class ClosingLine {
  onTestRunEnd(modules) {
    const count = { passed: 0, failed: 0, skipped: 0 }
    for (const module of modules) {
      if (module.state() === 'failed' && module.children.size === 0) count.failed += 1
      for (const test of module.children.allTests()) {
        const state = test.result().state
        if (state in count) count[state] += 1
      }
    }
    console.log(`web: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
  }
}
