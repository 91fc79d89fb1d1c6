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
  /** Other words people look for it by. */
  words?: string[]
  steps: Step[]
}

export interface Place {
  /** Where this server is reached: "https://analytics.example.com". */
  origin: string
  /** The project's key. */
  token: string
}

/** One command for each package manager of JavaScript. */
export const jsPackages = (names: string): Step => ({
  title: 'Install the library',
  tabs: [
    { label: 'npm', code: `npm install ${names}` },
    { label: 'pnpm', code: `pnpm add ${names}` },
    { label: 'yarn', code: `yarn add ${names}` },
    { label: 'bun', code: `bun add ${names}` },
  ],
})

export const captureInPage: Step = {
  title: 'Capture what matters to you',
  code: `posthog.capture('signed_up', { plan: 'pro' })`,
  note: 'Page views and clicks are captured by themselves.',
}
