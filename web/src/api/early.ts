declare global {
  interface Window {
    /** What index.html has asked for, by path, before the program was there. */
    tenrecEarly?: Record<string, Promise<Response>>
  }
}

/** The answer that is under way already; once, so that asking again asks the server. */
export function takeEarly(path: string): Promise<Response> | undefined {
  const answer = window.tenrecEarly?.[path]
  if (answer) delete window.tenrecEarly?.[path]
  return answer
}

/** What was asked before something is changed tells of the time before. */
export function forgetEarly(): void {
  delete window.tenrecEarly
}
