import type { Place, Stack } from './stack'

/** Other ways to send events, and the move from PostHog. */
export function otherStacks({ origin, token }: Place): Stack[] {
  return [
    {
      id: 'curl',
      name: 'curl',
      words: ['http', 'api', 'rest', 'terminal', 'shell'],
      steps: [
        {
          title: 'Send an event from a terminal',
          code: `curl ${origin}/i/v0/e/ \\
  -H 'Content-Type: application/json' \\
  -d '{"api_key": "${token}", "event": "signed_up", "distinct_id": "user-123"}'`,
        },
        {
          title: 'Send many at once',
          code: `curl ${origin}/batch/ \\
  -H 'Content-Type: application/json' \\
  -d '{"api_key": "${token}", "batch": [
    {"event": "signed_up", "distinct_id": "user-123", "properties": {"plan": "pro"}},
    {"event": "opened_app", "distinct_id": "user-123"}
  ]}'`,
        },
      ],
    },
    {
      id: 'segment',
      name: 'Segment',
      words: ['cdp', 'twilio'],
      steps: [
        { title: 'In Segment, add the destination “PostHog” to your source' },
        { title: 'Set “Your Instance” to this address', code: origin },
        { title: 'Set “Team API Key” to this project’s key', code: token, note: 'Calls of track, page, identify and group arrive as events and people.' },
      ],
    },
    {
      id: 'posthog',
      name: 'Already on PostHog',
      words: ['migrate', 'switch', 'api_host'],
      steps: [
        {
          title: 'Change the host and the key; everything else stays',
          tabs: [
            { label: 'JavaScript', code: `posthog.init('${token}', {\n  api_host: '${origin}',\n})` },
            { label: 'Node.js', code: `new PostHog('${token}', { host: '${origin}' })` },
            { label: 'Python', code: `Posthog('${token}', host='${origin}')` },
            { label: 'Go', code: `posthog.NewWithConfig("${token}", posthog.Config{Endpoint: "${origin}"})` },
            { label: 'Ruby', code: `PostHog::Client.new(api_key: '${token}', host: '${origin}')` },
            { label: 'iOS', code: `PostHogConfig(apiKey: "${token}", host: "${origin}")` },
            { label: 'Android', code: `PostHogAndroidConfig(apiKey = "${token}", host = "${origin}")` },
          ],
          note: 'Your calls of capture, identify and group work as they are. With a reverse proxy, point the proxy here instead.',
        },
      ],
    },
  ]
}
