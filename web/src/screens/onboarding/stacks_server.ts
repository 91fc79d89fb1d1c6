import { jsPackages, type Place, type Stack } from './stack'

/** Stacks whose code runs on a server. */
export function serverStacks({ origin, token }: Place): Stack[] {
  return [
    {
      id: 'node',
      name: 'Node.js',
      words: ['javascript', 'typescript', 'express', 'nestjs', 'deno', 'bun', 'server'],
      steps: [
        jsPackages('posthog-node'),
        {
          title: 'Capture an event',
          code: `import { PostHog } from 'posthog-node'

const client = new PostHog('${token}', {
  host: '${origin}',
})

client.capture({
  distinctId: 'user-123',
  event: 'signed_up',
  properties: { plan: 'pro' },
})

await client.shutdown()`,
          note: 'Events are sent in groups; shutdown sends the last of them before the program ends.',
        },
      ],
    },
    {
      id: 'python',
      name: 'Python',
      words: ['django', 'flask', 'fastapi'],
      steps: [
        {
          title: 'Install the library',
          tabs: [
            { label: 'pip', code: 'pip install posthog' },
            { label: 'uv', code: 'uv add posthog' },
            { label: 'poetry', code: 'poetry add posthog' },
          ],
        },
        {
          title: 'Capture an event',
          code: `from posthog import Posthog

posthog = Posthog('${token}', host='${origin}')

posthog.capture('signed_up', distinct_id='user-123', properties={'plan': 'pro'})
posthog.shutdown()`,
          note: 'Events are sent in groups; shutdown sends the last of them before the program ends.',
        },
      ],
    },
    {
      id: 'go',
      name: 'Go',
      words: ['golang'],
      steps: [
        { title: 'Install the library', code: 'go get github.com/posthog/posthog-go' },
        {
          title: 'Capture an event',
          code: `package main

import "github.com/posthog/posthog-go"

func main() {
	client, err := posthog.NewWithConfig("${token}", posthog.Config{
		Endpoint: "${origin}",
	})
	if err != nil {
		panic(err)
	}
	defer client.Close()

	client.Enqueue(posthog.Capture{
		DistinctId: "user-123",
		Event:      "signed_up",
		Properties: posthog.NewProperties().Set("plan", "pro"),
	})
}`,
        },
      ],
    },
    {
      id: 'ruby',
      name: 'Ruby',
      words: ['rails', 'sinatra'],
      steps: [
        {
          title: 'Install the library',
          tabs: [
            { label: 'bundler', code: 'bundle add posthog-ruby' },
            { label: 'gem', code: 'gem install posthog-ruby' },
          ],
        },
        {
          title: 'Capture an event',
          code: `require 'posthog'

posthog = PostHog::Client.new(
  api_key: '${token}',
  host: '${origin}'
)

posthog.capture(
  distinct_id: 'user-123',
  event: 'signed_up',
  properties: { plan: 'pro' }
)
posthog.shutdown`,
        },
      ],
    },
    {
      id: 'php',
      name: 'PHP',
      words: ['laravel', 'symfony', 'wordpress'],
      steps: [
        { title: 'Install the library', code: 'composer require posthog/posthog-php' },
        {
          title: 'Capture an event',
          code: `<?php
require 'vendor/autoload.php';

use PostHog\\PostHog;

PostHog::init('${token}', ['host' => '${origin}']);

PostHog::capture([
    'distinctId' => 'user-123',
    'event' => 'signed_up',
    'properties' => ['plan' => 'pro'],
]);
PostHog::flush();`,
        },
      ],
    },
    {
      id: 'rust',
      name: 'Rust',
      steps: [
        { title: 'Install the library', code: 'cargo add posthog-rs' },
        {
          title: 'Capture an event',
          code: `let client = posthog_rs::client(("${token}", "${origin}")).await;

let mut event = posthog_rs::Event::new("signed_up", "user-123");
event.insert_prop("plan", "pro")?;

client.capture(event).await?;`,
        },
      ],
    },
    {
      id: 'java',
      name: 'Java',
      words: ['kotlin', 'spring', 'jvm', 'scala'],
      steps: [
        {
          title: 'Install the library',
          tabs: [
            { label: 'Gradle', code: `implementation("com.posthog:posthog-server:2.+")` },
            {
              label: 'Maven',
              code: `<dependency>
  <groupId>com.posthog</groupId>
  <artifactId>posthog-server</artifactId>
  <version>[2,3)</version>
</dependency>`,
            },
          ],
        },
        {
          title: 'Capture an event',
          code: `import com.posthog.server.PostHog;
import com.posthog.server.PostHogCaptureOptions;
import com.posthog.server.PostHogConfig;
import com.posthog.server.PostHogInterface;

PostHogConfig config = PostHogConfig.builder("${token}")
    .host("${origin}")
    .build();
PostHogInterface posthog = PostHog.with(config);

posthog.capture(
    "user-123",
    "signed_up",
    PostHogCaptureOptions.builder().property("plan", "pro").build());
posthog.close();`,
        },
      ],
    },
    {
      id: 'dotnet',
      name: '.NET',
      words: ['c#', 'csharp', 'asp.net', 'dotnet'],
      steps: [
        {
          title: 'Install the library',
          tabs: [
            { label: 'ASP.NET Core', code: 'dotnet add package PostHog.AspNetCore' },
            { label: 'Other', code: 'dotnet add package PostHog' },
          ],
        },
        {
          title: 'Capture an event',
          code: `using PostHog;

await using var posthog = new PostHogClient(new PostHogOptions
{
    ProjectApiKey = "${token}",
    HostUrl = new Uri("${origin}"),
});

posthog.Capture("user-123", "signed_up");`,
        },
      ],
    },
    {
      id: 'elixir',
      name: 'Elixir',
      words: ['phoenix', 'erlang'],
      steps: [
        { title: 'Add the library to mix.exs, then run mix deps.get', code: `{:posthog, "~> 2.0"}` },
        {
          title: 'Configure it in config/config.exs',
          code: `config :posthog,
  enable: true,
  api_host: "${origin}",
  api_key: "${token}",
  in_app_otp_apps: [:my_app]`,
        },
        { title: 'Capture an event', code: `PostHog.capture("signed_up", %{distinct_id: "user-123", plan: "pro"})` },
      ],
    },
  ]
}
