import type { Place, Stack, Step } from './stack'

/**
 * Sends a file of events, one a line as `{uuid, event, distinct_id, timestamp, properties}`, a thousand at a time.
 * Source: capture.md, historical_migration
 */
const send = ({ origin, token }: Place): Step => ({
  title: 'Send it, a thousand events at a time',
  code: `split -l 1000 events.jsonl part.
for part in part.*; do
  jq -c -s '{historical_migration: true, api_key: "${token}",
      batch: map(.properties["$geoip_disable"] = true)}' "$part" |
    curl -sS --fail-with-body ${origin}/batch/ \\
      -H 'Content-Type: application/json' --data-binary @- &&
    rm "$part" || break
done`,
  note: 'A part is removed once it is accepted, so that after an error the loop goes on where it stopped. Events keep their own times; those with a uuid are never stored twice, and no place is looked up from the address of this computer.',
})

/** Ways to bring the events of another product along: its export, in the shape this server takes. They need curl and jq. */
export function importsFor(place: Place): Stack[] {
  return [
    {
      id: 'from-posthog',
      name: 'PostHog',
      words: ['import', 'migrate', 'history', 'move'],
      steps: [
        {
          title: 'Export your events as JSON lines',
          note: 'In PostHog, under Data pipelines, make a batch export of events to S3 or to a file with the format JSONLines, and download its files into a folder.',
        },
        {
          title: 'Bring them into shape',
          code: `cat export/*.jsonl | jq -c '{uuid, event, distinct_id, timestamp, properties:
  (.properties | if type == "string" then fromjson else . end)}' > events.jsonl`,
          note: 'Compressed files first: gunzip, zstd -d or brotli -d.',
        },
        send(place),
      ],
    },
    {
      id: 'from-mixpanel',
      name: 'Mixpanel',
      words: ['import', 'migrate', 'history', 'move'],
      steps: [
        {
          title: 'Export your events',
          code: `curl https://data.mixpanel.com/api/2.0/export -G -u 'YOUR_API_SECRET:' \\
  -d from_date=2026-01-01 -d to_date=2026-01-31 > mixpanel.jsonl`,
          note: 'The secret is in the settings of your Mixpanel project. For a project in the EU it is data-eu.mixpanel.com.',
        },
        {
          title: 'Bring them into shape',
          code: `jq -c '{event, distinct_id: (.properties.distinct_id // "unknown" | tostring),
  timestamp: (.properties.time | todate), properties}' mixpanel.jsonl > events.jsonl`,
        },
        send(place),
      ],
    },
    {
      id: 'from-amplitude',
      name: 'Amplitude',
      words: ['import', 'migrate', 'history', 'move'],
      steps: [
        {
          title: 'Export your events',
          code: `curl 'https://amplitude.com/api/2/export?start=20260101T00&end=20260131T23' \\
  -u 'YOUR_API_KEY:YOUR_SECRET_KEY' -o amplitude.zip
unzip -o amplitude.zip -d amplitude`,
          note: 'Both keys are in the settings of your Amplitude project. In the EU the host is analytics.eu.amplitude.com.',
        },
        {
          title: 'Bring them into shape',
          code: `find amplitude -name '*.json.gz' -exec gunzip -c {} + | jq -c '{uuid, event: .event_type,
  distinct_id: (.user_id // .device_id | tostring),
  timestamp: (.event_time | sub(" "; "T") + "Z"),
  properties: ((.event_properties // {}) + {"$set": (.user_properties // {})})}' > events.jsonl`,
        },
        send(place),
      ],
    },
    {
      id: 'from-file',
      name: 'A file',
      words: ['import', 'csv', 'jsonl', 'json lines', 'history', 'backfill'],
      steps: [
        {
          title: 'Write one event a line into events.jsonl',
          code: `{"event": "signed_up", "distinct_id": "user-123", "timestamp": "2026-01-31T12:00:00Z", "properties": {"plan": "pro"}}
{"event": "upgraded", "distinct_id": "user-123", "timestamp": "2026-02-01T09:30:00Z", "properties": {"plan": "team"}}`,
          note: 'A uuid in each line makes it safe to send the file again.',
        },
        {
          title: 'Or make it from a CSV with a head',
          code: `jq -R -s -c 'split("\\n") | map(select(. != "") | rtrimstr("\\r") | split(",")) | .[0] as $head | .[1:][] |
  [$head, .] | transpose | map({(.[0]): .[1]}) | add |
  {event, distinct_id, timestamp, properties: del(.event, .distinct_id, .timestamp)}' events.csv > events.jsonl`,
          note: 'It takes columns named event, distinct_id and timestamp; every other one becomes a property. Values must not contain commas.',
        },
        send(place),
      ],
    },
  ]
}
