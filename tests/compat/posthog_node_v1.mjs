// node posthog_node_v1.mjs HOST TOKEN: sends three events in whatever mode the environment says.
import { PostHog } from 'posthog-node';

const [, , host, token] = process.argv;
// The SDK's timer between two attempts does not keep a process alive; a service has other things to do.
const busy = setInterval(() => {}, 1_000);
const client = new PostHog(token, { host });
for (let i = 0; i < 3; ++i) client.capture({ distinctId: 'node-v1', event: 'node v1', properties: { i } });
await client.shutdown();
clearInterval(busy);
