import { expect, test } from 'vitest';
import { commandTitle } from './command-title.ts';

const calls = 'https://graph.microsoft.com/v1.0/communications/calls';
const id = '2f1a0f00-4c1e-4a4e-8a31-6a3f3c1e0f00';

test.each([
  ['POST', calls, 'POST calls'],
  ['GET', `${calls}/${id}`, 'GET call'],
  ['DELETE', `${calls}/${id}`, 'DELETE call'],
  ['POST', `${calls}/${id}/answer`, 'POST answer'],
  ['POST', `${calls}/${id}/microsoft.graph.playPrompt`, 'POST playPrompt'],
  ['POST', `${calls}/${id}/mute`, 'POST mute'],
  ['POST', `${calls}/${id}/updateRecordingStatus`, 'POST updateRecordingStatus'],
  ['GET', `${calls}/${id}/participants?$top=5`, 'GET participants'],
  ['GET', `${calls}/${id}/participants/no-guid`, 'GET participant'],
  ['DELETE', `${calls}/${id}/participants/${id}`, 'DELETE participant'],
  ['POST', `${calls}/${id}/participants/invite`, 'POST invite'],
  ['POST', `${calls}/${id}/participants/muteAll`, 'POST muteAll'],
  ['POST', `${calls}/${id}/participants/${id}/mute`, 'POST participant/mute'],
  ['POST', `${calls}/${id}/participants/${id}/startHoldMusic`, 'POST participant/startHoldMusic'],
  ['POST', `${calls}/${id}/participants/${id}/admitFromLobby`, 'POST participant/admitFromLobby'],
  ['POST', `${calls}/${id}/audioRoutingGroups`, 'POST audioRoutingGroups'],
  ['PATCH', `${calls}/${id}/audioRoutingGroups/oneToOne`, 'PATCH audioRoutingGroup'],
  ['GET', `${calls}/${id}/operations/${id}`, 'GET operation'],
  ['POST', `http://127.0.0.1:4400/v1.0/users/${id}/onlineMeetings`, 'POST onlineMeetings'],
  ['PATCH', `http://127.0.0.1:4400/v1.0/users/${id}/onlineMeetings/${id}`, 'PATCH onlineMeeting'],
  ['POST', `http://127.0.0.1:4400/v1.0/users/${id}/onlineMeetings/createOrGet`, 'POST createOrGet'],
  ['GET', `http://127.0.0.1:4400/v1.0/users/${id}`, 'GET user'],
  ['GET', `http://127.0.0.1:4400/v1.0/users/${id}/presence`, 'GET presence'],
  ['POST', 'http://127.0.0.1:4400/v1.0/subscriptions', 'POST subscriptions'],
  ['POST', `https://login.microsoftonline.com/${id}/oauth2/v2.0/token`, 'POST token'],
  ['GET', 'https://graph.microsoft.com/', 'GET request'],
])('%s %s: %s', (method, url, title) => {
  expect(commandTitle(method, url)).toBe(title);
});
