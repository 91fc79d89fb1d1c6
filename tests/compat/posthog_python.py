"""posthog_python.py HOST TOKEN: what a Python service sends."""
import datetime
import sys

from posthog import Posthog

host, token = sys.argv[1:]
client = Posthog(token, host=host, gzip=True)
client.capture("py one", distinct_id="py-1", properties={"plan": "pro", "text": "ä😀"})
client.set(distinct_id="py-1", properties={"email": "guido@example.com"})
for i in range(30):
    client.capture("py many", distinct_id=f"py-{i % 3}", properties={"i": i})
client.shutdown()

historical = Posthog(token, host=host, historical_migration=True)
historical.capture("py old", distinct_id="py-1", timestamp=datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc))
historical.shutdown()
