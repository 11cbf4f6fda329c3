/** What can stand open beside the stage: one at a time. */

export type Panel = 'people' | 'chat' | 'captions' | 'devices' | 'keypad';

export const panelTitles: Readonly<Record<Panel, string>> = {
  people: 'People',
  chat: 'Chat',
  captions: 'Captions',
  devices: 'Devices',
  keypad: 'Keypad',
};
