/** Reads the switchboard's recorded words, which ship with the package. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnnouncementName } from '../switchboard/call.ts';
import { packageFolder } from './sample-house.ts';

export async function readAnnouncements(): Promise<Readonly<Record<AnnouncementName, Uint8Array>>> {
  const read = (name: AnnouncementName): Promise<Uint8Array> => readFile(join(packageFolder, 'assets', 'announcements', `${name}.wav`));
  return {
    'bot-not-answering': await read('bot-not-answering'),
    'number-unknown': await read('number-unknown'),
    'nobody-answers': await read('nobody-answers'),
  };
}
