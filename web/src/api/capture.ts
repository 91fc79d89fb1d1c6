import { request } from './client'

/** Sends one event the way an SDK does, to show that the server takes them. */
export async function sendTestEvent(token: string): Promise<void> {
  await request('/i/v0/e/', {
    method: 'POST',
    body: {
      api_key: token,
      event: 'test event',
      distinct_id: 'tenrec-onboarding',
      properties: { $lib: 'tenrec-web', $lib_version: '1', $current_url: window.location.href.split('?')[0] },
    },
  })
}
